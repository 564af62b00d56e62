"""One table of a workbook: header, widths, filter, and a further sheet where a sheet is full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.batch.cells import begins_formula, cut, text_cell
from poscheck.batch.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from poscheck.batch.columns import Column

SHEET_ROWS = 1_048_576
"""The most rows of a sheet, its header included."""

_WIDTHS = {Kind.TEXT: 22, Kind.LONG: 70, Kind.WHOLE: 11, Kind.SHARE: 12, Kind.RATING: 13, Kind.YES_NO: 9}
_WHOLE_SHEET = "A1:XFD1048576"
_HEADER_HEIGHT = 64


class Styles:
    """The formats of a workbook. ``inert`` is what typing an apostrophe first gives: text, also once it is edited."""

    def __init__(self, book: Workbook) -> None:
        edge = {"bottom": 1, "text_wrap": True, "valign": "top", "bold": True}
        self.header: Format = book.add_format({**edge, "bg_color": "#E8EDF3"})
        self.share: Format = book.add_format({"num_format": "0.00%"})
        self.inert: Format = book.add_format({"quote_prefix": True})
        self.bold: Format = book.add_format({"bold": True})
        self.wrapped: Format = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})


class Sheet:
    """Writes rows in order. ``cut`` counts the cells that were longer than a cell can be."""

    def __init__(
        self, book: Workbook, styles: Styles, title: str, columns: Sequence[Column], most_rows: int = SHEET_ROWS
    ) -> None:
        self.cut = 0
        self._book, self._styles, self._title, self._columns = book, styles, title, columns
        self._most_rows = most_rows
        self._sheets: list[tuple[Worksheet, int]] = []
        self._begin()

    def _begin(self) -> None:
        title = self._title if not self._sheets else f"{self._title} {len(self._sheets) + 1}"
        self._sheet: Worksheet = self._book.add_worksheet(title)
        self._row = 0
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_row(0, _HEADER_HEIGHT)
        self._sheet.ignore_errors({"number_stored_as_text": _WHOLE_SHEET})  # ids and ratings, which may be "1 to 3"
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, _WIDTHS[column.kind])
            self._sheet.write_string(0, place, column.title, self._styles.header)
        self._sheets.append((self._sheet, 0))

    def add(self, item: Any) -> None:
        """Write the row of an item."""
        if self._row + 1 == self._most_rows:
            self._begin()
        self._row += 1
        self._sheets[-1] = (self._sheet, self._row)
        for place, column in enumerate(self._columns):
            value = column.value(item)
            if value is not None:
                self._write(place, column, value)

    def _write(self, place: int, column: Column, value: str | float | bool) -> None:
        if isinstance(value, str):
            self._write_text(place, column, value)
        elif column.kind is Kind.YES_NO:
            self._sheet.write_string(self._row, place, "yes" if value else "no")
        else:
            self._sheet.write_number(self._row, place, value, self._styles.share if column.kind is Kind.SHARE else None)

    def _write_text(self, place: int, column: Column, value: str) -> None:
        line = (
            value
            if column.kind is Kind.RATING
            else text_cell(column.words.get(value, value) if column.words else value)
        )
        fitting = cut(line)
        self.cut += fitting != line
        self._sheet.write_string(self._row, place, fitting, self._styles.inert if begins_formula(line) else None)

    def close(self) -> None:
        """Lay the filters, now that the last row of each sheet is known."""
        for sheet, last in self._sheets:
            sheet.autofilter(0, 0, last, len(self._columns) - 1)

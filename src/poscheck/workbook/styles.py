"""How the cells of a workbook look: what a format is for, and which one a fact gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.contract import Kind

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from poscheck.workbook.layout import Column

_HEAD, _EDGE, _QUIET = "#DCE6F1", "#7F8FA3", "#44505C"
_WIDTHS = {Kind.NUMBER: 12, Kind.BOOLEAN: 11, Kind.DATE: 13, Kind.EXPIRY: 13, Kind.PERIOD: 11}
_LONG = 160
"""Texts whose example is longer than a third of this need a wide column."""
_WIDE, _USUAL, _CODE = 38, 24, 16
_LINE, _HIGHEST = 15, 405


class Styles:
    """The formats of a workbook; nothing is told by color alone."""

    def __init__(self, book: Workbook) -> None:
        cell = {"valign": "top", "text_wrap": True, "font_size": 11}
        edge = {"border": 1, "border_color": _EDGE}
        self.title: Format = book.add_format({"bold": True, "font_size": 14, "valign": "top"})
        self.intro: Format = book.add_format({**cell})
        self.remark: Format = book.add_format({"font_color": _QUIET, "valign": "top"})
        self.head: Format = book.add_format({**cell, **edge, "bold": True, "bg_color": _HEAD})
        self.mark: Format = book.add_format({**cell, "italic": True, "font_color": _QUIET})
        self.question: Format = book.add_format({**cell, **edge, "bold": True})
        self.help: Format = book.add_format({**cell, **edge, "font_color": _QUIET})
        kinds = {"text": {"num_format": "@"}, "number": {}, "day": {"num_format": "yyyy-mm-dd"}}
        self._cells = {kind: book.add_format({**cell, **edge, "align": "left", **its}) for kind, its in kinds.items()}
        self._columns = {kind: book.add_format({**cell, "align": "left", **its}) for kind, its in kinds.items()}
        self.text: Format = self._cells["text"]
        self.text_column: Format = self._columns["text"]

    def of(self, column: Column) -> Format:
        """The format of a fact: dates as dates, numbers as numbers, and everything else, codes too, as text."""
        return self._cells[_kind(column)]

    def of_column(self, column: Column) -> Format:
        """The same for a whole column, without a frame: also below the last row that is framed."""
        return self._columns[_kind(column)]


def _kind(column: Column) -> str:
    match column.field.kind:
        case Kind.NUMBER:
            return "number"
        case Kind.DATE | Kind.EXPIRY:
            return "day"
        case _:
            return "text"


def width(column: Column) -> int:
    """The width of a table's column, in letters."""
    field = column.field
    if field.kind is Kind.WORD:
        return min(max(len(word) for word in field.words) + 4, _USUAL)
    if field.kind in _WIDTHS:
        return _WIDTHS[field.kind]
    examples = [str(each) for each in field.schema.get("examples", ())]
    if any(3 * len(each) > _LONG for each in examples):
        return _WIDE
    return _CODE if field.kind is Kind.TEXT and "pattern" in field.schema else _USUAL


def height(*cells: tuple[str, int]) -> int:
    """The height of a row in points that shows these texts in columns of these widths."""
    lines = max(sum(max(1, -(-len(line) // (letters + 2))) for line in text.split("\n")) for text, letters in cells)
    return min(_LINE * max(1, lines) + 1, _HIGHEST)

"""Writes a workbook: the form of the contract, blank or filled in; the same bytes for the same data."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from poscheck.contract import SUBMISSION_FORMAT
from poscheck.errors import UsageError
from poscheck.workbook.choices import Choices
from poscheck.workbook.explain import NEEDED, example, explained, mark, owner_explained
from poscheck.workbook.layout import ANSWER, EXPLANATIONS, QUESTION, START, Form, Table
from poscheck.workbook.place import FIRST_ROW, placed
from poscheck.workbook.start import introduction
from poscheck.workbook.styles import Styles, height, width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from poscheck.workbook.layout import Column, Layout
    from poscheck.workbook.place import Cell, Placed

SPARE_ROWS = 16
"""A table has so many blank rows; Excel adds more where somebody types below the last one."""
_OFFERED_ROWS = 500
"""What fits is offered in so many rows."""
_CREATED = datetime(2000, 1, 1)
_LONGEST_CELL = 32_767
_QUESTION, _ANSWER, _MARK, _HELP = 0, 1, 2, 3
_FORM_WIDTHS = (36, 40, 10, 70)
_START_WIDTHS = (100, 18)
_EXPLAINED_WIDTHS = (26, 30, 10, 80, 40)
_OWNER_WIDTH = 24
_LETTERS_ACROSS = 180
"""The most letters side by side that can be read on a printed page."""


def workbook(layout: Layout, tree: Mapping[str, Any], name: str) -> bytes:
    """A workbook with the sheets of ``layout``, filled in with the data of ``tree``; ``name`` is of the file.

    Raises :class:`~poscheck.errors.UsageError` where a text is longer than a cell can hold.
    """
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"title": "Program of study", "created": _CREATED})
    _Writer(book, layout, placed({"format": SUBMISSION_FORMAT, **tree}, layout), name).write()
    book.close()
    return content.getvalue()


class _Writer:
    def __init__(self, book: Workbook, layout: Layout, cells: Placed, name: str) -> None:
        self._book, self._layout, self._cells, self._name = book, layout, cells, name
        self._styles = Styles(book)
        self._choices = Choices(layout)

    def write(self) -> None:
        """Write every sheet, the hidden list of words last."""
        for sheet in self._layout.sheets:
            drawn = self._book.add_worksheet(sheet.name)
            if isinstance(sheet, Table):
                self._table(drawn, sheet)
            else:
                self._form(drawn, sheet)
        self._explanations(self._book.add_worksheet(EXPLANATIONS))
        self._choices.write(self._book)

    # ---- forms -------------------------------------------------------------------------------------------------

    def _form(self, drawn: Worksheet, form: Form) -> None:
        start = form.name == START
        widths = _START_WIDTHS if start else _FORM_WIDTHS
        for place, letters in enumerate(widths):
            drawn.set_column(place, place, letters)
        drawn.write_string(0, 0, "A program of study" if start else form.name, self._styles.title)
        introduced = introduction(self._name) if start else [form.description]
        for number, text in enumerate(introduced, start=1):
            drawn.write_string(number, 0, text, self._styles.intro if start else self._styles.remark)
            if start:
                drawn.set_row(number, height((text, widths[0])))
        top = len(introduced) + 2
        answers = zip(form.columns, self._cells.answers[form.name], strict=True)
        for number, (column, content) in enumerate(answers, start=top + 1):
            text = self._said(column)
            drawn.write_string(number, _QUESTION, column.heading, self._styles.question)
            self._write(drawn, number, _ANSWER, content, self._styles.of(column))
            self._choices.offer(drawn, column, (number, number), _ANSWER, text)
            if not start:
                drawn.write_string(number, _MARK, mark(column), self._styles.help)
                drawn.write_string(number, _HELP, text, self._styles.help)
                drawn.set_row(number, height((text, widths[_HELP]), (str(content or ""), widths[_ANSWER])))
        heads = (QUESTION, ANSWER, "Needed?", "Explanation")[: len(widths)]
        self._head(drawn, (top, top + len(form.columns)), heads, widths, name=f"{form.section} form")
        self._page(drawn, top, widths)

    def _said(self, column: Column) -> str:
        shown = example(column)
        return explained(column, self._layout) + (f" Example: {shown}" if shown else "")

    # ---- tables ------------------------------------------------------------------------------------------------

    def _table(self, drawn: Worksheet, table: Table) -> None:
        rows = self._cells.rows[table.name]
        first, last = FIRST_ROW - 1, FIRST_ROW - 2 + len(rows) + SPARE_ROWS
        offered = (first, last + _OFFERED_ROWS)
        drawn.write_string(0, 0, f"{table.name}: one row for each", self._styles.title)
        for place, owner in enumerate(table.owners):
            drawn.set_column(place, place, _OWNER_WIDTH, self._styles.text_column)
            drawn.write_string(1, place, NEEDED, self._styles.mark)
            self._choices.offer_owner(drawn, owner, offered, place, owner_explained(owner))
        before = len(table.owners)
        for place, column in enumerate(table.columns, start=before):
            drawn.set_column(place, place, width(column), self._styles.of_column(column))
            drawn.write_string(1, place, mark(column), self._styles.mark)
            self._choices.offer(drawn, column, offered, place, self._said(column))
        widths = [_OWNER_WIDTH] * before + list(map(width, table.columns))
        formats = [self._styles.text] * before + [self._styles.of(column) for column in table.columns]
        spare = [(None,) * len(formats)] * (last - first + 1 - len(rows))
        for number, row in enumerate([*rows, *spare], start=first):
            for place, (content, style) in enumerate(zip(row, formats, strict=True)):
                self._write(drawn, number, place, content, style)
            if any(row):
                drawn.set_row(number, height(*zip(map(_shown, row), widths, strict=True)))
        heads = [*(owner.heading for owner in table.owners), *(column.heading for column in table.columns)]
        self._head(drawn, (first - 1, last), heads, widths, name=".".join(table.steps))
        self._page(drawn, first - 1, widths, columns=before or 1)

    # ---- for both ----------------------------------------------------------------------------------------------

    def _head(
        self, drawn: Worksheet, rows: tuple[int, int], heads: Sequence[str], widths: Sequence[int], name: str
    ) -> None:
        """Define a table with its row of headings, which screen readers then say for each cell."""
        drawn.add_table(
            rows[0],
            0,
            rows[1],
            len(heads) - 1,
            {
                "name": "T_" + name.replace(".", "_").replace(" ", "_"),
                "style": None,
                "autofilter": False,
                "columns": [{"header": head, "header_format": self._styles.head} for head in heads],
            },
        )
        drawn.set_row(rows[0], height(*zip(heads, (letters - 2 for letters in widths), strict=True)))

    def _page(self, drawn: Worksheet, heading: int, widths: Sequence[int], columns: int = 1) -> None:
        """Keep the headings in sight, and print on as few pages as can be read."""
        across = -(-sum(widths) // _LETTERS_ACROSS)
        if across > 1:
            drawn.repeat_columns(0, columns - 1)
        drawn.freeze_panes(heading + 1, columns)
        drawn.repeat_rows(heading)
        drawn.set_landscape()
        drawn.set_paper(1)
        drawn.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        drawn.fit_to_pages(across, 0)
        drawn.set_footer("&L&A&RPage &P of &N")

    def _write(self, drawn: Worksheet, row: int, place: int, content: Cell, style: Format) -> None:
        match content:
            case None:
                drawn.write_blank(row, place, None, style)
            case date():
                drawn.write_datetime(row, place, datetime(content.year, content.month, content.day), style)
            case int() | float():
                drawn.write_number(row, place, content, style)
            case _ if len(content.encode("utf-16-le")) > 2 * _LONGEST_CELL:
                raise UsageError(f"a cell holds {_LONGEST_CELL:,} characters, and this text is longer: {content[:40]}…")
            case _:
                drawn.write_string(row, place, content, self._styles.text)

    def _explanations(self, drawn: Worksheet) -> None:
        drawn.write_string(0, 0, "Every question, with its explanation", self._styles.title)
        for place, letters in enumerate(_EXPLAINED_WIDTHS):
            drawn.set_column(place, place, letters)
        number = 2
        for sheet in self._layout.sheets:
            owners = [(each.heading, NEEDED, owner_explained(each), "") for each in getattr(sheet, "owners", ())]
            facts = [(c.heading, mark(c), explained(c, self._layout), example(c)) for c in sheet.columns]
            for texts in [*owners, *facts]:
                number += 1
                for place, text in enumerate((sheet.name, *texts)):
                    drawn.write_string(number, place, text, self._styles.help)
                drawn.set_row(number, height(*zip((sheet.name, *texts), _EXPLAINED_WIDTHS, strict=True)))
        heads = ("Sheet", "Question or column", "Needed?", "Explanation", "Example")
        self._head(drawn, (2, number), heads, _EXPLAINED_WIDTHS, name="explanations")
        self._page(drawn, 2, _EXPLAINED_WIDTHS)


def _shown(content: Cell) -> str:
    return "" if content is None else str(content)


def blanks(layout: Layout) -> int:
    """How many different answers a workbook asks for."""
    return sum(len(sheet.columns) for sheet in layout.sheets if sheet.name != START)

"""The cells of a workbook as they were saved: values, never formulas, each with what kind of value it is."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.records import Record
from poscheck.workbook.archive import MOST_ROWS, SheetFacts, damaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poscheck.workbook.archive import Archive

MOST_COLUMNS = 60
MOST_SHEETS = 300


class Holds(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes or no"
    DAY = "date"
    TIME = "time"
    ERROR = "error"
    UNKNOWN = "formula without a value"


class Content(NamedTuple):
    """What a cell holds, as text: a number without needless digits, a day as 2026-10-15, true or false."""

    holds: Holds
    text: str


Rows = dict[int, dict[int, Content]]


class Grid(Record):
    """A sheet: the cells that hold something, by row and column counted from 1."""

    name: str
    rows: Mapping[int, Mapping[int, Content]]
    facts: SheetFacts


def grids(archive: Archive, name: str) -> list[Grid]:
    """The sheets of a workbook. Raises :class:`~poscheck.errors.ReadError` where it is damaged."""
    try:
        found = _sheets(archive, values=True)
        formulas = _sheets(archive, values=False) if _has_formulas(archive) else {}
    except Exception as error:
        raise damaged(name) from error
    for sheet, rows in formulas.items():
        for row, cells in rows.items():
            for column in cells:
                found[sheet].setdefault(row, {}).setdefault(column, Content(Holds.UNKNOWN, ""))
    return [Grid(sheet, rows, archive.sheets.get(sheet, SheetFacts())) for sheet, rows in found.items()]


def _has_formulas(archive: Archive) -> bool:
    return not archive.sheets or any(facts.formulas for facts in archive.sheets.values())


def _sheets(archive: Archive, *, values: bool) -> dict[str, Rows]:
    """By sheet its values, or the places of its formulas."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of features that we do not read
        book = load_workbook(io.BytesIO(archive.data), read_only=True, data_only=values, keep_links=False)
        try:
            return {
                str(sheet.title): dict(_rows(sheet, values=values)) for sheet in list(book.worksheets)[:MOST_SHEETS]
            }
        finally:
            book.close()


def _rows(sheet: Any, *, values: bool) -> Iterator[tuple[int, dict[int, Content]]]:
    sheet.reset_dimensions()  # which other programs write wrong
    for number, row in enumerate(sheet.iter_rows(min_col=1, max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS:
            break
        cells = {}
        for place, cell in enumerate(row, start=1):
            if cell.value is None:
                continue
            if not values:
                if cell.data_type == "f":
                    cells[place] = Content(Holds.UNKNOWN, "")
            elif (content := _content(cell.value, cell.data_type)) is not None:
                cells[place] = content
        if cells:
            yield number, cells


def _content(value: Any, kind: str) -> Content | None:
    match value:
        case bool():
            return Content(Holds.YES_NO, "true" if value else "false")
        case _ if kind == "e":
            return Content(Holds.ERROR, str(value))
        case int():
            return Content(Holds.NUMBER, str(value))
        case float():
            return Content(Holds.NUMBER, _number(value))
        case datetime():
            return Content(Holds.DAY, value.date().isoformat())
        case date():
            return Content(Holds.DAY, value.isoformat())
        case time() | timedelta():
            return Content(Holds.TIME, str(value))
        case _:
            return Content(Holds.TEXT, str(value)) if str(value).strip() else None


def _number(value: float) -> str:
    """A number as Excel shows it: 15 digits, without an exponent where that is short enough."""
    text = f"{value:.15g}"
    if "e" not in text:
        return text
    return f"{value:.0f}" if abs(value) >= 1 else f"{value:.20f}".rstrip("0").rstrip(".")

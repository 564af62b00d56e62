"""Reads a workbook as a document: the data that the same submission has in YAML, with the cell of each value."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from poscheck.contract import SUBMISSION_FORMAT
from poscheck.errors import Problem, ReadError, did_you_mean
from poscheck.reading import Document, Position, Syntax
from poscheck.reading.source import Source
from poscheck.workbook.archive import opened
from poscheck.workbook.grid import grids
from poscheck.workbook.layout import Form, Table, whole_layout
from poscheck.workbook.match import heading_row, headings_of, matched
from poscheck.workbook.read_form import FormReader
from poscheck.workbook.read_table import TableReader
from poscheck.workbook.taken import Taken
from poscheck.workbook.told import Told, position

if TYPE_CHECKING:
    from poscheck.contract import Contract
    from poscheck.workbook.archive import Archive
    from poscheck.workbook.grid import Grid
    from poscheck.workbook.layout import Layout, Sheet
    from poscheck.workbook.match import Matched

_MOST_PROBLEMS = 300


def read_workbook(data: bytes, name: str, contract: Contract) -> Document:
    """The document in the bytes of a workbook, called ``name`` in messages.

    Raises :class:`ReadError` where it cannot be opened, or has none of the sheets of a submission.
    """
    archive = opened(data, name)
    layout = whole_layout(contract.root)
    found = grids(archive, name)
    sheets = matched(found, layout)
    if not any(sheet.section != "format" for sheet in layout.sheets if sheet.name in sheets.found):
        raise ReadError([_no_form(name, [grid.name for grid in found])])
    told = Told()
    taken = _taken(layout, sheets, told)
    _note_sheets(layout, sheets, taken, told)
    _note_archive(archive, taken, told)
    if len(told.problems) > _MOST_PROBLEMS:
        more = f"there are {len(told.problems) - _MOST_PROBLEMS} more problems like these in the workbook"
        told.problems[_MOST_PROBLEMS:] = []
        told.problem("more-problems", more, _first(taken))
    order = tuple(grid.name for grid in found)
    return Document(
        name,
        Syntax.WORKBOOK,
        taken.tree,
        sha256(data).hexdigest(),
        tuple(told.notes),
        Source(name, ""),
        lambda: [0],
        problems=tuple(told.problems),
        sheets=order,
        cells={(): position(order[0], 1, 1), **taken.cells},
    )


def _no_form(name: str, sheets: list[str]) -> Problem:
    named = ", ".join(sheets[:5]) or "none"
    message = (
        f"The workbook has none of the sheets of a submission (it has: {named}); `poscheck init --workbook` writes one."
    )
    return Problem(code="not-a-submission", message=message, file=name)


def _taken(layout: Layout, sheets: Matched, told: Told) -> Taken:
    """The data of every sheet that was found, in the order of the layout."""
    taken = Taken(told)
    forms, tables = FormReader(taken, told), TableReader(taken, told)
    for sheet in layout.sheets:
        grid = sheets.found.get(sheet.name)
        if grid is None:
            continue
        if isinstance(sheet, Table):
            tables.read(sheet, grid)
        else:
            forms.read(sheet, grid)
        _note_facts(sheet, grid, told)
    if not taken.tree.get("format"):
        taken.tree["format"] = SUBMISSION_FORMAT
    return taken


def _note_facts(sheet: Sheet, grid: Grid, told: Told) -> None:
    """What a person may have done to a sheet that changes what is read from it."""
    for cells in grid.facts.merged[:3]:
        if _is_inside(sheet, grid, cells):
            message = f"the cells {cells} are merged; what stands in them counts for the first of them alone"
            told.note("merged-cells", message, position(grid.name, 1, 1)._replace(cell=cells.partition(":")[0]))
    if hidden := [row for row in grid.facts.hidden if row in grid.rows]:
        rows = ", ".join(map(str, hidden[:8]))
        told.note("hidden-rows", f"hidden rows were read like all others: {rows}", position(grid.name, hidden[0], 1))
    if grid.facts.long:
        message = "this sheet goes on below the rows that are read; delete what does not belong to the form"
        told.problem("too-many-rows", message, position(grid.name, 1, 1))


def _is_inside(sheet: Sheet, grid: Grid, cells: str) -> bool:
    """Whether merged cells are among answers; those of a title above them mean nothing."""
    top = 0 if isinstance(sheet, Form) else heading_row(grid, headings_of(sheet)) or 0
    row = int("".join(filter(str.isdigit, cells.partition(":")[0])))
    return row > top and row in grid.rows


def _first(taken: Taken) -> Position:
    return taken.cells.get(("format",)) or Position(1, 1)


def _note_sheets(layout: Layout, sheets: Matched, taken: Taken, told: Told) -> None:
    """Say which sheets were read under another name, and which were not read."""
    for actual, name in sheets.renamed:
        message = f"the sheet {actual} was read as {name}, whose headings it has"
        told.note("renamed-sheet", message, position(actual, 1, 1))
    absent = [sheet.name for sheet in layout.sheets if sheet.name not in sheets.found]
    for name in sheets.extra:
        if near := did_you_mean(name, absent):
            message = f"the sheet {name} was not read: it is not part of the form. Did you mean {near}?"
            told.note("unknown-sheet", message, position(name, 1, 1))
    others = [name for name in sheets.extra if not did_you_mean(name, absent)]
    if others:
        named = ", ".join(name[:31] for name in others[:8])
        told.note("extra-sheets", f"sheets that are not part of the form were left out: {named}", _first(taken))


def _note_archive(archive: Archive, taken: Taken, told: Told) -> None:
    """Say, once each, what else is in the workbook."""
    if archive.comments:
        told.note("comments", "comments on cells were not read; what counts stands in the cells", _first(taken))
    if archive.macros:
        told.note("macros", "the workbook has macros; they were neither read nor run", _first(taken))
    if archive.links:
        told.note("external-links", "the workbook has links to other files; none of them was opened", _first(taken))

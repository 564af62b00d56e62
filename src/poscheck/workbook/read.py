"""Reads a workbook as a document: the data that the same submission has in YAML, with the cell of each value."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.contract import SUBMISSION_FORMAT, Kind
from poscheck.errors import Problem, ReadError, did_you_mean
from poscheck.reading import Document, Note, Plain, Position, Syntax, cell_name
from poscheck.reading.source import Source
from poscheck.workbook.archive import opened
from poscheck.workbook.grid import Content, Holds, grids
from poscheck.workbook.layout import JSON, NONE, Form, Table, whole_layout
from poscheck.workbook.match import answer_places, folded, heading_row, headings_of, matched
from poscheck.workbook.owners import Entries
from poscheck.workbook.values import value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.contract import Contract
    from poscheck.paths import Path
    from poscheck.workbook.grid import Grid
    from poscheck.workbook.layout import Column, Layout, Sheet
    from poscheck.workbook.match import Matched
    from poscheck.workbook.values import Remark

_MOST_PROBLEMS = 300


def read_workbook(data: bytes, name: str, contract: Contract) -> Document:
    """The document in the bytes of a workbook, called ``name`` in messages.

    Raises :class:`ReadError` where it cannot be opened, or has none of the sheets of a submission.
    """
    archive = opened(data, name)
    layout = whole_layout(contract.root)
    found = grids(archive, name)
    sheets = matched(found, layout)
    if not any(
        isinstance(each, Table) or each.section != "format" for each in layout.sheets if each.name in sheets.found
    ):
        raise ReadError([_no_form(name, [grid.name for grid in found])])
    reader = Reader(name, layout, sheets)
    reader.read()
    order = tuple(grid.name for grid in found)
    reader.note_sheets(macros=archive.macros, links=archive.links, comments=archive.comments)
    return Document(
        name,
        Syntax.WORKBOOK,
        reader.tree,
        sha256(data).hexdigest(),
        tuple(reader.notes),
        Source(name, ""),
        lambda: [0],
        problems=tuple(reader.problems[:_MOST_PROBLEMS]),
        sheets=order,
        cells={(): _position(order[0] if order else name, 1, 1), **reader.cells},
    )


def _no_form(name: str, sheets: list[str]) -> Problem:
    named = ", ".join(sheets[:5]) or "none"
    message = (
        f"The workbook has none of the sheets of a submission (it has: {named}); `poscheck init --workbook` writes one."
    )
    return Problem(code="not-a-submission", message=message, file=name)


def _position(sheet: str, row: int, column: int) -> Position:
    return Position(row, column, sheet, cell_name(row, column))


class Reader:
    """Builds the tree of one workbook, sheet by sheet."""

    def __init__(self, name: str, layout: Layout, sheets: Matched) -> None:
        self.tree: dict[str, Any] = {}
        self.cells: dict[Path, Position] = {}
        self.notes: list[Note] = []
        self.problems: list[Problem] = []
        self._name, self._layout, self._sheets = name, layout, sheets
        self._entries = Entries()

    def read(self) -> None:
        """Read every sheet that was found, in the order of the layout."""
        for sheet in self._layout.sheets:
            grid = self._sheets.found.get(sheet.name)
            if grid is None:
                continue
            if isinstance(sheet, Table):
                self._table(sheet, grid)
            else:
                self._form(sheet, grid)
            self._note_facts(sheet, grid)
        if not self.tree.get("format"):
            self.tree["format"] = SUBMISSION_FORMAT

    # ---- forms -------------------------------------------------------------------------------------------------

    def _form(self, form: Form, grid: Grid) -> None:
        places = answer_places(grid, headings_of(form))
        for column in form.columns:
            found = places.get(folded(column.heading), [])
            answered = [place for place in found if place[1] in grid.rows.get(place[0], {})]
            if len(answered) > 1:
                self._say_twice(grid, column, answered[1])
            if found:
                row, place = (answered or found)[0]
                self.cells[column.steps] = _position(grid.name, row, place)
                self._take(column, grid, (row, place), self.tree, column.steps, ())
        self._say_renamed(form, grid, places)
        for section in {column.steps[0] for column in form.columns}:
            self.tree.setdefault(section, Plain(""))
            self.cells.setdefault((section,), _position(grid.name, 1, 1))

    def _say_renamed(self, form: Form, grid: Grid, places: Mapping[str, list[tuple[int, int]]]) -> None:
        """A question that is not there any more, and a line that looks like it."""
        missing = {column.heading for column in form.columns if folded(column.heading) not in places}
        if not places:
            self._problem(
                "no-questions", f"no question of the sheet {form.name} can be found", _position(grid.name, 1, 1),
                allowed=f"the questions of the form, such as “{form.columns[0].heading}”",
            )  # fmt: skip
            return
        asked = next(iter(places.values()))[0][1] - 1
        for number, row in grid.rows.items():
            content = row.get(asked)
            if content is None or not missing or folded(content.text) in places:
                continue
            near = did_you_mean(content.text, missing)
            if near and asked + 1 in row:
                self._unknown("question", content.text, near, _position(grid.name, number, asked))

    # ---- tables ------------------------------------------------------------------------------------------------

    def _table(self, table: Table, grid: Grid) -> None:
        headings = headings_of(table)
        top = heading_row(grid, headings)
        self.cells.setdefault(table.steps, _position(grid.name, (top or 0) + 1, 1))
        if not table.owners:
            self._touch(table)
        if top is None:
            if grid.rows:
                self._say_no_headings(table, grid)
            return
        places = self._places(table, grid, top)
        last = max((column for row in grid.rows.values() for column in row), default=0)
        for number, row in grid.rows.items():
            filled = {name: row[place] for name, place in places.items() if place in row and place <= last}
            if number > top and filled:
                self._row(table, grid, number, places, filled)

    def _touch(self, table: Table) -> None:
        """Let the section be there, so that what is missing in it has a cell."""
        self.tree.setdefault(table.section, Plain(""))
        self.cells.setdefault((table.section,), self.cells[table.steps])

    def _places(self, table: Table, grid: Grid, top: int) -> dict[str, int]:
        """By heading its column; says which columns are unknown, or there twice."""
        wanted = {folded(heading): heading for heading in headings_of(table)}
        places: dict[str, int] = {}
        unknown: list[tuple[int, str]] = []
        below = {place for number, row in grid.rows.items() if number > top for place in row}
        for place, content in grid.rows[top].items():
            heading = wanted.get(folded(content.text))
            if heading is None:
                unknown.append((place, content.text))
            elif heading in places:
                if place in below:
                    message = f"the column “{heading}” is there twice; only the first was read"
                    self._problem("column-twice", message, _position(grid.name, top, place))
            else:
                places[heading] = place
        extra = []
        for place, text in unknown:
            near = did_you_mean(text, [heading for heading in wanted.values() if heading not in places])
            if place in below and near:
                self._unknown("column", text, near, _position(grid.name, top, place))
            elif place in below:
                extra.append((place, text))
        if extra:
            named = ", ".join(f"“{text[:40]}”" for _, text in extra[:5])
            message = f"columns that are not part of the form were left out: {named}"
            self._note("extra-columns", message, _position(grid.name, top, extra[0][0]))
        return places

    def _row(
        self, table: Table, grid: Grid, number: int, places: Mapping[str, int], filled: Mapping[str, Content]
    ) -> None:
        owners = [filled[owner.heading].text if owner.heading in filled else "" for owner in table.owners]
        own = {column.heading: filled[column.heading] for column in table.columns if column.heading in filled}
        start = _position(grid.name, number, next(iter(places.values())))
        if table.owners:
            holder = self._entries.holder(table, owners)
            if isinstance(holder, str):
                where = _position(grid.name, number, places.get(table.owners[-1].heading, 1))
                near = self._entries.nearest(table, owners[-1])
                self._problem("no-such-entry", holder, where, suggestion=near)
                return
            base, tree = holder
        else:
            base, tree = (), self.tree
        path = (*base, *table.below)
        first = table.columns[0].heading
        if set(own) == {first} and own[first].text.strip().casefold() == NONE:
            _set(tree, table.below, [] if table.field.kind is Kind.LIST else {}, keep=True)
            self.cells.setdefault(path, start)
        elif table.field.kind is Kind.LIST and own:
            self._entry(table, grid, number, places, (path, tree))
        elif own:
            self._named_value(table, grid, number, places, (path, tree))

    def _entry(
        self, table: Table, grid: Grid, number: int, places: Mapping[str, int], into: tuple[Path, dict[str, Any]]
    ) -> None:
        """One row as an entry of a list."""
        path, tree = into
        entries = _set(tree, table.below, [], keep=True)
        entry: dict[str, Any] = {}
        entries.append(entry)
        here = (*path, len(entries) - 1)
        self.cells[here] = _position(grid.name, number, next(iter(places.values())))
        for column in table.columns:
            if (place := places.get(column.heading)) is not None:
                self.cells[(*here, *column.steps)] = _position(grid.name, number, place)
                content = grid.rows[number].get(place)
                if content and column is table.columns[0] and content.text.casefold() == f'"{NONE}"':
                    grid.rows[number][place] = Content(Holds.TEXT, content.text[1:-1])  # type: ignore[index]
                self._take(column, grid, (number, place), entry, column.steps, here)
        label = grid.rows[number].get(places.get(table.label.heading, 0))
        self._entries.add(table, number, label.text.strip() if label else "", here, entry)

    def _named_value(
        self, table: Table, grid: Grid, number: int, places: Mapping[str, int], into: tuple[Path, dict[str, Any]]
    ) -> None:
        """One row as a member of a map: its name, and its value."""
        path, tree = into
        members = _set(tree, table.below, {}, keep=True)
        cells = [grid.rows[number].get(places.get(column.heading, 0)) for column in table.columns]
        if cells[0] is None:
            self._problem("no-name", "this row has a value and no name", _position(grid.name, number, 1))
            return
        name = cells[0].text.strip()
        column = table.columns[1]
        where = _position(grid.name, number, places.get(column.heading, 1))
        if name in members:
            self._problem("duplicate-key", f"the name “{name[:60]}” is there twice, and only one can count", where)
            return
        self.cells[(*path, name)] = where
        self.cells.setdefault(path, where)
        if table.field.kind is Kind.MAP:
            if cells[1] is not None:
                self._take(column, grid, (number, places[column.heading]), members, (name,), path)
        else:
            self._open(members, name, cells, where)

    def _open(self, members: dict[str, Any], name: str, cells: list[Content | None], where: Position) -> None:
        """A field of a state: a text or number as it is, or JSON where the row says so."""
        held, written_as = cells[1], cells[2]
        if held is None:
            members[name] = Plain("")
        elif written_as is not None and folded(written_as.text) == folded(JSON):
            try:
                members[name] = _plain(json.loads(held.text))
            except (ValueError, RecursionError):
                self._problem("bad-json", f"the value of “{name[:60]}” is not written as JSON", where)
        else:
            members[name] = held.text if held.holds is Holds.TEXT else Plain(held.text)

    # ---- single values, and what there is to say ------------------------------------------------------------------

    def _take(
        self, column: Column, grid: Grid, at: tuple[int, int], tree: dict[str, Any], steps: tuple[str, ...], base: Path
    ) -> None:
        """Put the value of a cell into ``tree``."""
        content = grid.rows.get(at[0], {}).get(at[1])
        if content is None:
            return
        found = value(column, content)
        where = _position(grid.name, *at)
        path = paths.join((*base, *steps))
        for remark in found.remarks:
            self._say(remark, column, where, path)
        if found.node is not None:
            _set(tree, steps, found.node)

    def _say(self, remark: Remark, column: Column, where: Position, path: str) -> None:
        if remark.problem:
            message = f"“{column.heading}”: {remark.message}"
            self._problem(remark.code, message, where, path=path, allowed=remark.allowed, suggestion=remark.suggestion)
        else:
            self._note(remark.code, remark.message, where, path)

    def _say_twice(self, grid: Grid, column: Column, at: tuple[int, int]) -> None:
        message = f"the question “{column.heading}” is answered twice; only the first answer was read"
        self._problem("question-twice", message, _position(grid.name, *at))

    def _say_no_headings(self, table: Table, grid: Grid) -> None:
        first = min(grid.rows)
        shown = ", ".join(f"“{content.text[:30]}”" for content in list(grid.rows[first].values())[:4])
        self._problem(
            "no-headings",
            f"the headings of the sheet {table.name} cannot be found (it begins with {shown}); nothing on it was read",
            _position(grid.name, first, 1),
            allowed=f"a row with the headings {', '.join(headings_of(table)[:6])} …",
        )

    def _unknown(self, what: str, text: str, near: str, where: Position) -> None:
        message = f"the {what} “{text[:60]}” is not part of the form, and was not read"
        self._problem(f"unknown-{what}", message, where, suggestion=near)

    def _problem(
        self,
        code: str,
        message: str,
        where: Position,
        *,
        path: str | None = None,
        allowed: str | None = None,
        suggestion: str | None = None,
    ) -> None:
        self.problems.append(
            Problem(code=code, message=message, path=path, allowed=allowed, suggestion=suggestion, **where._asdict())
        )

    def _note(self, code: str, message: str, where: Position, path: str | None = None) -> None:
        self.notes.append(Note(code, message, path, *where))

    def _note_facts(self, sheet: Sheet, grid: Grid) -> None:
        """What a person may have done to a sheet that changes what is read from it."""
        for cells in grid.facts.merged[:3]:
            if self._is_inside(sheet, grid, cells):
                message = f"the cells {cells} are merged; what stands in them counts for the first of them alone"
                self._note("merged-cells", message, _position(grid.name, 1, 1)._replace(cell=cells.partition(":")[0]))
        if hidden := [row for row in grid.facts.hidden if row in grid.rows]:
            rows = ", ".join(map(str, hidden[:8]))
            self._note(
                "hidden-rows", f"hidden rows were read like all others: {rows}", _position(grid.name, hidden[0], 1)
            )
        if grid.facts.long:
            message = "this sheet goes on below the rows that are read; delete what does not belong to the form"
            self._problem("too-many-rows", message, _position(grid.name, 1, 1))

    def _is_inside(self, sheet: Sheet, grid: Grid, cells: str) -> bool:
        """Whether merged cells are among answers; those of a title above them mean nothing."""
        top = 0 if isinstance(sheet, Form) else heading_row(grid, headings_of(sheet)) or 0
        row = int("".join(filter(str.isdigit, cells.partition(":")[0])))
        return row > top and row in grid.rows

    def note_sheets(self, *, macros: bool, links: bool, comments: bool) -> None:
        """Say, once each, what else is in the workbook."""
        first = self.cells[("format",)] if ("format",) in self.cells else Position(1, 1)
        for actual, name in self._sheets.renamed:
            message = f"the sheet {actual} was read as {name}, whose headings it has"
            self._note("renamed-sheet", message, _position(actual, 1, 1))
        absent = [sheet.name for sheet in self._layout.sheets if sheet.name not in self._sheets.found]
        for name in self._sheets.extra:
            if near := did_you_mean(name, absent):
                message = f"the sheet {name} was not read: it is not part of the form. Did you mean {near}?"
                self._note("unknown-sheet", message, _position(name, 1, 1))
        others = [name for name in self._sheets.extra if not did_you_mean(name, absent)]
        if others:
            named = ", ".join(name[:31] for name in others[:8])
            self._note("extra-sheets", f"sheets that are not part of the form were left out: {named}", first)
        if comments:
            self._note("comments", "comments on cells were not read; what counts stands in the cells", first)
        if macros:
            self._note("macros", "the workbook has macros; they were neither read nor run", first)
        if links:
            self._note("external-links", "the workbook has links to other files; none of them was opened", first)


def _set(tree: dict[str, Any], steps: tuple[str, ...], node: Any, *, keep: bool = False) -> Any:
    """Put ``node`` at the end of ``steps``, with groups on the way; with ``keep``, what is there already stays."""
    *groups, last = steps
    for step in groups:
        if not isinstance(tree.get(step), dict):
            tree[step] = {}
        tree = tree[step]
    if not keep or not isinstance(tree.get(last), type(node)):
        tree[last] = node
    return tree[last]


def _plain(found: Any) -> Any:
    """Data of JSON as a document has it."""
    match found:
        case dict():
            return {key: _plain(each) for key, each in found.items()}
        case list():
            return [_plain(each) for each in found]
        case str():
            return found
        case _:
            return Plain(json.dumps(found))

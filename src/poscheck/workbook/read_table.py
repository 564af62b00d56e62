"""Reads a table: the sheet of a list, or of a group with free names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from poscheck.contract import Kind
from poscheck.errors import did_you_mean
from poscheck.reading import Plain, Position
from poscheck.workbook.grid import Content, Holds
from poscheck.workbook.layout import JSON, NONE
from poscheck.workbook.match import folded, heading_row, headings_of
from poscheck.workbook.owners import Entries
from poscheck.workbook.taken import Taken, plain, put
from poscheck.workbook.told import Told, position

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.paths import Path
    from poscheck.workbook.grid import Grid
    from poscheck.workbook.layout import Table


class TableReader:
    """Takes the rows of tables; knows the entries of those before, which rows of later ones belong to."""

    def __init__(self, taken: Taken, told: Told) -> None:
        self.taken, self.told = taken, told
        self._entries = Entries()

    def read(self, table: Table, grid: Grid) -> None:
        """Take every row of a table."""
        headings = headings_of(table)
        top = heading_row(grid, headings)
        self.taken.cells.setdefault(table.steps, position(grid.name, (top or 0) + 1, 1))
        if not table.owners:
            self._touch(table)
        if top is None:
            if grid.rows:
                self._say_no_headings(table, grid)
            return
        places = self._places(table, grid, top)
        for number, row in grid.rows.items():
            filled = {name: row[place] for name, place in places.items() if place in row}
            if number > top and filled:
                self._row(table, grid, number, places, filled)

    def _touch(self, table: Table) -> None:
        """Let the section be there, so that what is missing in it has a cell."""
        self.taken.tree.setdefault(table.section, Plain(""))
        self.taken.cells.setdefault((table.section,), self.taken.cells[table.steps])

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
                    self.told.problem("column-twice", message, position(grid.name, top, place))
            else:
                places[heading] = place
        extra = []
        for place, text in unknown:
            near = did_you_mean(text, [heading for heading in wanted.values() if heading not in places])
            if place in below and near:
                self.told.unknown("column", text, near, position(grid.name, top, place))
            elif place in below:
                extra.append((place, text))
        if extra:
            named = ", ".join(f"“{text[:40]}”" for _, text in extra[:5])
            message = f"columns that are not part of the form were left out: {named}"
            self.told.note("extra-columns", message, position(grid.name, top, extra[0][0]))
        return places

    def _row(
        self, table: Table, grid: Grid, number: int, places: Mapping[str, int], filled: Mapping[str, Content]
    ) -> None:
        owners = [filled[owner.heading].text if owner.heading in filled else "" for owner in table.owners]
        own = {column.heading: filled[column.heading] for column in table.columns if column.heading in filled}
        start = position(grid.name, number, next(iter(places.values())))
        if table.owners:
            holder = self._entries.holder(table, owners)
            if isinstance(holder, str):
                where = position(grid.name, number, places.get(table.owners[-1].heading, 1))
                near = self._entries.nearest(table, owners[-1])
                self.told.problem("no-such-entry", holder, where, suggestion=near)
                return
            base, tree = holder
        else:
            base, tree = (), self.taken.tree
        path = (*base, *table.below)
        first = table.columns[0].heading
        if set(own) == {first} and own[first].text.strip().casefold() == NONE:
            put(tree, table.below, [] if table.field.kind is Kind.LIST else {}, keep=True)
            self.taken.cells.setdefault(path, start)
        elif table.field.kind is Kind.LIST and own:
            self._entry(table, grid, number, places, (path, tree))
        elif own:
            self._named_value(table, grid, number, places, (path, tree))

    def _entry(
        self, table: Table, grid: Grid, number: int, places: Mapping[str, int], into: tuple[Path, dict[str, Any]]
    ) -> None:
        """One row as an entry of a list."""
        path, tree = into
        entries = put(tree, table.below, [], keep=True)
        entry: dict[str, Any] = {}
        entries.append(entry)
        here = (*path, len(entries) - 1)
        self.taken.cells[here] = position(grid.name, number, next(iter(places.values())))
        for column in table.columns:
            if (place := places.get(column.heading)) is not None:
                self.taken.cells[(*here, *column.steps)] = position(grid.name, number, place)
                content = grid.rows[number].get(place)
                if content and column is table.columns[0] and content.text.casefold() == f'"{NONE}"':
                    grid.rows[number][place] = Content(Holds.TEXT, content.text[1:-1])  # type: ignore[index]
                self.taken.take(column, grid, (number, place), entry, column.steps, here)
        label = grid.rows[number].get(places.get(table.label.heading, 0))
        self._entries.add(table, number, label.text.strip() if label else "", here, entry)

    def _named_value(
        self, table: Table, grid: Grid, number: int, places: Mapping[str, int], into: tuple[Path, dict[str, Any]]
    ) -> None:
        """One row as a member of a map: its name, and its value."""
        path, tree = into
        members = put(tree, table.below, {}, keep=True)
        cells = [grid.rows[number].get(places.get(column.heading, 0)) for column in table.columns]
        if cells[0] is None:
            self.told.problem("no-name", "this row has a value and no name", position(grid.name, number, 1))
            return
        name = cells[0].text.strip()
        column = table.columns[1]
        where = position(grid.name, number, places.get(column.heading, 1))
        if name in members:
            self.told.problem("duplicate-key", f"the name “{name[:60]}” is there twice, and only one can count", where)
            return
        self.taken.cells[(*path, name)] = where
        self.taken.cells.setdefault(path, where)
        if table.field.kind is Kind.MAP:
            if cells[1] is not None:
                self.taken.take(column, grid, (number, places[column.heading]), members, (name,), path)
        else:
            self._open(members, name, cells, where)

    def _open(self, members: dict[str, Any], name: str, cells: list[Content | None], where: Position) -> None:
        """A field of a state: a text or number as it is, or JSON where the row says so."""
        held, written_as = cells[1], cells[2]
        if held is None:
            members[name] = Plain("")
        elif written_as is not None and folded(written_as.text) == folded(JSON):
            try:
                members[name] = plain(json.loads(held.text))
            except (ValueError, RecursionError):
                self.told.problem("bad-json", f"the value of “{name[:60]}” is not written as JSON", where)
        else:
            members[name] = held.text if held.holds is Holds.TEXT else Plain(held.text)

    def _say_no_headings(self, table: Table, grid: Grid) -> None:
        first = min(grid.rows)
        shown = ", ".join(f"“{content.text[:30]}”" for content in list(grid.rows[first].values())[:4])
        self.told.problem(
            "no-headings",
            f"the headings of the sheet {table.name} cannot be found (it begins with {shown}); nothing on it was read",
            position(grid.name, first, 1),
            allowed=f"a row with the headings {', '.join(headings_of(table)[:6])} …",
        )

"""Which sheet of a workbook is which of the layout, and where its headings and questions stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.records import Record
from poscheck.workbook.grid import Holds
from poscheck.workbook.layout import ANSWER, EXPLANATIONS, LISTS, QUESTION, Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from poscheck.workbook.grid import Grid
    from poscheck.workbook.layout import Layout, Sheet

_OURS = frozenset({LISTS.casefold(), EXPLANATIONS.casefold()})
_TOP_ROWS = 60
"""Headings are looked for in so many rows; questions anywhere."""
_ENOUGH = 3
"""So many headings tell which sheet it is, whatever its name."""


class Matched(Record):
    """The sheets that were found, by the name that the layout has for them, and those that were not."""

    found: Mapping[str, Grid]
    renamed: tuple[tuple[str, str], ...]
    extra: tuple[str, ...]


def folded(text: str) -> str:
    """A name or heading as names are compared: without case, odd spaces, and marks at its end."""
    return (
        " ".join(text.replace("\N{EN DASH}", "-").replace("\N{NO-BREAK SPACE}", " ").split()).casefold().rstrip(" :*.?")
    )


def matched(grids: Sequence[Grid], layout: Layout) -> Matched:
    """Which sheet is which: by name, else by the headings on it."""
    wanted = {folded(sheet.name): sheet for sheet in layout.sheets}
    found: dict[str, Grid] = {}
    others = []
    for grid in grids:
        sheet = wanted.get(folded(grid.name))
        if sheet is not None and sheet.name not in found:
            found[sheet.name] = grid
        elif folded(grid.name) not in _OURS:
            others.append(grid)
    renamed, extra = [], []
    for grid in others:
        names = [sheet.name for sheet in layout.sheets if sheet.name not in found and _is(grid, sheet)]
        if len(names) == 1:
            found[names[0]] = grid
            renamed.append((grid.name, names[0]))
        else:
            extra.append(grid.name)
    return Matched(found, tuple(renamed), tuple(extra))


def _is(grid: Grid, sheet: Sheet) -> bool:
    """Whether most of the headings of a sheet stand on this one."""
    headings = headings_of(sheet)
    known = set(map(folded, headings))
    if isinstance(sheet, Form):
        number = len({folded(content.text) for row in grid.rows.values() for content in row.values()} & known)
    else:
        row = heading_row(grid, headings)
        number = len({folded(content.text) for content in grid.rows[row].values()} & known) if row else 0
    return number >= min(_ENOUGH, len(known)) and 2 * number > len(known)


def headings_of(sheet: Sheet) -> list[str]:
    """The headings of a table, its owners' first; the questions of a form."""
    owners = [] if isinstance(sheet, Form) else [owner.heading for owner in sheet.owners]
    return [*owners, *(column.heading for column in sheet.columns)]


def heading_row(grid: Grid, headings: Iterable[str]) -> int | None:
    """The row in which most of the headings stand; None where none has even two of them (or the only one)."""
    known = set(map(folded, headings))
    best, most = None, min(2, len(known)) - 1
    for number, row in grid.rows.items():
        if number > _TOP_ROWS:
            break
        count = len({folded(content.text) for content in row.values() if content.holds is Holds.TEXT} & known)
        if count > most:
            best, most = number, count
    return best


def answer_places(grid: Grid, headings: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """By question, folded, the cells of its answers: in the column headed so, else the one beside the question."""
    known = set(map(folded, headings))
    columns: dict[int, int] = {}
    for row in grid.rows.values():
        for place, content in row.items():
            if folded(content.text) in known:
                columns[place] = columns.get(place, 0) + 1
    if not columns:
        return {}
    asked = max(columns, key=lambda place: (columns[place], -place))
    answered = asked + 1
    for row in grid.rows.values():
        if folded(row[asked].text if asked in row else "") == folded(QUESTION):
            answered = next((place for place, each in row.items() if folded(each.text) == folded(ANSWER)), answered)
    places: dict[str, list[tuple[int, int]]] = {}
    for number, row in grid.rows.items():
        if asked in row and (name := folded(row[asked].text)) in known:
            places.setdefault(name, []).append((number, answered))
    return places

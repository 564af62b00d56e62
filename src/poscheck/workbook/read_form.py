"""Reads a form: the sheet of a section of single facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.errors import did_you_mean
from poscheck.reading import Plain
from poscheck.workbook.match import answer_places, folded, headings_of
from poscheck.workbook.told import Told, position

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.workbook.grid import Grid
    from poscheck.workbook.layout import Column, Form
    from poscheck.workbook.taken import Taken


class FormReader:
    """Takes the answers of forms."""

    def __init__(self, taken: Taken, told: Told) -> None:
        self.taken, self.told = taken, told

    def read(self, form: Form, grid: Grid) -> None:
        """Take every answer of a form."""
        places = answer_places(grid, headings_of(form))
        for column in form.columns:
            found = places.get(folded(column.heading), [])
            answered = [place for place in found if place[1] in grid.rows.get(place[0], {})]
            if len(answered) > 1:
                self._say_twice(grid, column, answered[1])
            if found:
                row, place = (answered or found)[0]
                self.taken.cells[column.steps] = position(grid.name, row, place)
                self.taken.take(column, grid, (row, place), self.taken.tree, column.steps, ())
        self._say_renamed(form, grid, places)
        for section in {column.steps[0] for column in form.columns}:
            self.taken.tree.setdefault(section, Plain(""))
            self.taken.cells.setdefault((section,), position(grid.name, 1, 1))

    def _say_renamed(self, form: Form, grid: Grid, places: Mapping[str, list[tuple[int, int]]]) -> None:
        """A question that is not there any more, and a line that looks like it."""
        missing = {column.heading for column in form.columns if folded(column.heading) not in places}
        if not places:
            self.told.problem(
                "no-questions", f"no question of the sheet {form.name} can be found", position(grid.name, 1, 1),
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
                self.told.unknown("question", content.text, near, position(grid.name, number, asked))

    def _say_twice(self, grid: Grid, column: Column, at: tuple[int, int]) -> None:
        message = f"the question “{column.heading}” is answered twice; only the first answer was read"
        self.told.problem("question-twice", message, position(grid.name, *at))

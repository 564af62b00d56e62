"""What there is to say of a workbook: problems and notes, each with its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.errors import Problem
from poscheck.reading import Note, Position, cell_name

if TYPE_CHECKING:
    from poscheck.workbook.layout import Column
    from poscheck.workbook.values import Remark


def position(sheet: str, row: int, column: int) -> Position:
    """The place of a cell."""
    return Position(row, column, sheet, cell_name(row, column))


class Told:
    """Keeps problems and notes as they are found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.notes: list[Note] = []

    def problem(
        self,
        code: str,
        message: str,
        where: Position,
        *,
        path: str | None = None,
        allowed: str | None = None,
        suggestion: str | None = None,
    ) -> None:
        """Keep a problem: a value that cannot be taken, or a place that cannot be read."""
        self.problems.append(
            Problem(code=code, message=message, path=path, allowed=allowed, suggestion=suggestion, **where._asdict())
        )

    def note(self, code: str, message: str, where: Position, path: str | None = None) -> None:
        """Keep a note, which changes nothing."""
        self.notes.append(Note(code, message, path, *where))

    def say(self, remark: Remark, column: Column, where: Position, path: str) -> None:
        """Keep a remark on the value of a fact."""
        if remark.problem:
            message = f"“{column.heading}”: {remark.message}"
            self.problem(remark.code, message, where, path=path, allowed=remark.allowed, suggestion=remark.suggestion)
        else:
            self.note(remark.code, remark.message, where, path)

    def unknown(self, what: str, text: str, near: str, where: Position) -> None:
        """Keep a problem with a heading or question that the form does not have."""
        message = f"the {what} “{text[:60]}” is not part of the form, and was not read"
        self.problem(f"unknown-{what}", message, where, suggestion=near)

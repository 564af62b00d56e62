"""The text of a file, and where in it a character stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from poscheck.errors import Problem

# What text editors count as the end of a line (YAML 1.1 counts three more; see characters.py).
_LINE_END = re.compile(r"\r\n?|\n")


class Position(NamedTuple):
    """A place in a file; ``line`` and ``column`` count from 1. There are hundreds of them.

    In a table they are the row and the number of the column: ``sheet`` is then the sheet of the workbook, or the file
    that holds the table, and ``cell`` what Excel calls the place in a sheet (``F12``).
    """

    line: int
    column: int
    sheet: str | None = None
    cell: str | None = None


def place_text(line: int | None, sheet: str | None = None, cell: str | None = None) -> str:
    """``line 12`` · ``sheet Courses, cell F12`` · ``courses.csv, row 12``; "" where there is no place."""
    if line is None:
        return ""
    if sheet is None:
        return f"line {line}"
    return f"sheet {sheet}, cell {cell}" if cell else f"{sheet}, row {line}"


def cell_name(line: int, column: int) -> str:
    """What Excel calls the cell in a row and column, both counted from 1: ``F12``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


class Source:
    """A named text that turns character offsets into lines and columns; lines are found when first needed.

    ``first`` is the number of the text's first line: a line of a file may be a text of its own.
    """

    __slots__ = ("_before", "_starts", "name", "text")

    def __init__(self, name: str, text: str, first: int = 1) -> None:
        self.name = name
        self.text = text
        self._before = first - 1
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        if self._starts is None:
            # Most texts have but one kind of line end, and cutting there is ten times as fast as looking for each.
            if "\r" in self.text:
                self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
            else:
                self._starts = [*accumulate([len(line) + 1 for line in self.text.split("\n")[:-1]], initial=0)]
        return self._starts

    def position(self, offset: int) -> Position:
        """The line and column of the character at ``offset``."""
        line = bisect_right(self.starts, offset)
        return Position(self._before + line, offset - self.starts[line - 1] + 1)

    def line_text(self, line: int) -> str:
        """The text of a line (counted as positions are) without its end; empty where there is no such line."""
        line -= self._before
        if not 1 <= line <= len(self.starts):
            return ""
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return self.text[self.starts[line - 1] : end].rstrip("\r\n")

    def problem(
        self,
        code: str,
        message: str,
        offset: int,
        *,
        allowed: str | None = None,
        suggestion: str | None = None,
    ) -> Problem:
        """A problem with the place at ``offset``."""
        place = self.position(offset)
        return Problem(
            code=code,
            message=message,
            line=place.line,
            column=place.column,
            allowed=allowed,
            suggestion=suggestion,
            file=self.name,
        )

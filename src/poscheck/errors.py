"""What can be wrong with a file, and the errors that carry it.

An error means that the program's input file or its use is wrong. A district that does not comply has findings,
which are results, never errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable


class Problem(Record, kw_only=True):
    """One thing that is wrong in one place of one file.

    ``line`` and ``column`` count from 1. ``path`` is dotted (``courses.0.grades``). ``allowed`` says what would fit
    and ``suggestion`` is the one word or line that was most likely meant. In a workbook there is also
    its ``sheet`` and ``cell``.
    """

    code: str
    message: str
    path: str | None = None
    line: int | None = None
    column: int | None = None
    allowed: str | None = None
    suggestion: str | None = None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        where = (self.line, self.column) if self.sheet is None else (self.sheet, self.cell or self.line)
        place = ":".join(str(part) for part in (self.file, *where) if part is not None)
        parts = [f"{place}: {self.message}" if place else self.message]
        if self.allowed:
            parts.append(f"Allowed: {self.allowed}.")
        if self.suggestion:
            parts.append(f"Did you mean {self.suggestion}?")
        return " ".join(parts)


class PoscheckError(Exception):
    """Base of every error that the command line turns into a message and an exit code."""


class UsageError(PoscheckError):
    """The program was asked for something that does not exist or does not go together."""


class _ProblemsError(PoscheckError):
    """An error that carries every problem found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ReadError(_ProblemsError):
    """A file that cannot be read at all: not text, not YAML or JSON, too large, or not a mapping."""


class RulesetError(_ProblemsError):
    """A ruleset that does not load."""


def did_you_mean(word: str, choices: Iterable[str]) -> str | None:
    """The choice nearest to ``word``, or None where none is near; ties are broken by spelling."""
    from difflib import get_close_matches

    ordered = sorted(choices)
    folded = {choice.casefold(): choice for choice in reversed(ordered)}
    near = get_close_matches(word.casefold(), sorted(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else None

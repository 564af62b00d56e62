"""Exit codes, and the one place where errors become messages."""

from __future__ import annotations

import os
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import click

from poscheck.cli import terminal
from poscheck.errors import PoscheckError, ReadError, RulesetError
from poscheck.reading import place_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poscheck.errors import Problem
    from poscheck.report.pen import Pen

DEBUG = "POSCHECK_DEBUG"


class Code(IntEnum):
    """What the program says to whoever started it."""

    MEETS = 0
    DOES_NOT_MEET = 1
    USAGE = 2
    UNREADABLE = 3
    BROKEN_RULESET = 4
    BUG = 70
    STOPPED = 130
    TERMINATED = 143


class CommandError(PoscheckError):
    """A message that was made safe already, and the exit code that goes with it."""

    def __init__(self, text: str, code: Code) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


def command_error(
    text: str, code: Code, problems: Sequence[Problem] = (), *, with_file: bool = False, most: int | None = None
) -> CommandError:
    """A failure with ``text`` as its first line and one paragraph a problem below it.

    ``with_file``: each names its file. Of more than ``most`` problems, the others are counted.
    """
    pen = terminal.new_pen(err=True)
    pen.line(text, first="Error: ", style="31")
    for problem in problems[:most]:
        _problem(pen, problem, with_file=with_file or code is Code.BROKEN_RULESET)
    if most is not None and len(problems) > most:
        pen.line(f"and {len(problems) - most} more", first="  ")
    return CommandError(pen.text(), code)


def unreadable(
    name: str, error: ReadError, what: str = "cannot be read", code: Code = Code.UNREADABLE, **told: Any
) -> CommandError:
    """The failure for a file that cannot be read, with every problem in it as :func:`command_error` tells them."""
    number = len(error.problems)
    return command_error(
        f"{name} {what}:" if number == 1 else f"{name} {what}, {number} problems:", code, error.problems, **told
    )


@contextmanager
def troubles_told() -> Iterator[None]:
    """Turn every error into a message and an exit code; what is no error of ours is a bug and says so."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        told = _told(error)
    except KeyboardInterrupt:
        told = command_error("stopped.", Code.STOPPED)
    else:
        return
    terminal.show(told.text, err=True)
    raise click.exceptions.Exit(told.code)


def _told(error: Exception) -> CommandError:
    match error:
        case CommandError():
            return error
        case RulesetError():
            return command_error("the ruleset does not load:", Code.BROKEN_RULESET, error.problems)
        case ReadError():
            return unreadable(next((problem.file for problem in error.problems if problem.file), "the file"), error)
        case PoscheckError():
            return command_error(str(error), Code.USAGE)
    if os.environ.get(DEBUG):
        import traceback

        return CommandError("".join(traceback.format_exception(error)), Code.BUG)
    return command_error(
        f"poscheck itself has failed ({type(error).__name__}). This is a bug in poscheck and not a mistake of yours: "
        "nothing was judged. Please report it with the command you gave; with the environment variable "
        f"{DEBUG}=1 the same command shows where it happened.",
        Code.BUG,
    )


def _problem(pen: Pen, problem: Problem, *, with_file: bool) -> None:
    if with_file:
        place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part is not None)
    else:
        column = f", column {problem.column}" if problem.column is not None and problem.sheet is None else ""
        place = place_text(problem.line, problem.sheet, problem.cell) + (column if problem.line is not None else "")
    pen.line(f"{place}: {problem.message}" if place else problem.message, first="  ", hang=2)
    if problem.suggestion:
        pen.line(f"Did you mean: {problem.suggestion}", first="    ")
    if problem.allowed:
        pen.line(f"What would fit: {problem.allowed}", first="    ")

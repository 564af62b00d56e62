"""Writing to the terminal or a pipe: color where it is wanted, a width, and streams that cannot fail on a letter."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from poscheck.errors import PoscheckError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.report.pen import Pen

_WIDEST = 100
"""Longer lines are hard to read, however wide the window is."""


def prepare_streams() -> None:
    """Make output the same on every system: LF as line end, and `?` for a letter that the terminal does not have."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace", newline="\n")


def forced_color() -> bool | None:
    """What NO_COLOR and FORCE_COLOR ask for (click heeds neither); None where neither is set."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") != "0":
        return True
    return False if os.environ.get("TERM") == "dumb" else None


def new_pen(*, err: bool = False) -> Pen:
    """A pen for standard output (or standard error)."""
    from poscheck.report.pen import Pen

    return Pen(color=colored(err=err), width=width())


def colored(*, err: bool = False) -> bool:
    """Whether color is wanted on the stream."""
    forced = forced_color()
    stream = sys.stderr if err else sys.stdout
    if forced is not None or stream is None:  # a program without a console has no streams
        return bool(forced)
    return stream.isatty()


def width() -> int:
    """The number of letters in a line."""
    return min(shutil.get_terminal_size().columns, _WIDEST)


def show(text: str, *, err: bool = False) -> None:
    """Print text that was made safe already (by a pen or a report), as it is."""
    with _printing():
        click.echo(text, nl=False, err=err, color=forced_color())


def say(text: str, *, err: bool = False) -> None:
    """Print one line that may hold names from the file system or texts of a file, made safe."""
    from poscheck.report.plain import one_line, without_ci_commands

    show(without_ci_commands(one_line(text)) + "\n", err=err)


def show_document(text: str) -> None:
    """Print a file's content: the same UTF-8 bytes on every system."""
    with _printing():
        click.echo(text.encode(), nl=False)


@contextmanager
def _printing() -> Iterator[None]:
    """Turn what the system has against our output into an error; a reader who has left is none."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise PoscheckError(f"the answer cannot be printed ({error.strerror or error})") from error


def can_show(text: str) -> bool:
    """Whether standard output has these letters."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        return False
    return True

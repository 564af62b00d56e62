"""Writing to the terminal or a pipe: color where it is wanted, a width, and streams that take everything."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from poscheck.errors import PoscheckError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from poscheck.report.pen import Pen

_WIDEST = 100
"""Longer lines are hard to read, however wide the window is."""


class _Patient(io.FileIO):
    """A pipe or file that takes what is written although its reader has left.

    So the command does its work to the end, and its exit code says what came of it, not who looked on.
    """

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(data)


def prepare_streams() -> None:
    """Make output the same on every system: LF as line end, and `?` for a letter that the terminal does not have."""
    sys.stdout, sys.stderr = map(_prepared, (sys.stdout, sys.stderr))


def _prepared(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):  # there is no console, or a test reads
        return stream
    stream.reconfigure(errors="replace", newline="\n")
    raw = getattr(stream.buffer, "raw", stream.buffer)  # there is no buffer where PYTHONUNBUFFERED is set
    if stream not in {sys.__stdout__, sys.__stderr__} or type(raw) is not io.FileIO:  # a console of Windows is not
        return stream
    patient: Any = _Patient(stream.fileno(), "w", closefd=False)
    buffer = patient if raw is stream.buffer else io.BufferedWriter(patient)
    return io.TextIOWrapper(buffer, stream.encoding, "replace", "\n", stream.line_buffering, stream.write_through)


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
    """Turn what the system has against our output into an error."""
    try:
        yield
    except OSError as error:
        raise PoscheckError(f"the answer cannot be printed ({error.strerror or error})") from error


def can_show(text: str) -> bool:
    """Whether standard output has these letters."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        return False
    return True

"""JSON Lines: a file that holds one submission a line, and what is said of one that does not."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from poscheck.batch.addresses import opened
from poscheck.batch.entries import Entry, Kind, trouble
from poscheck.batch.refusals import CHANGED, SPREAD_OUT, TOO_LARGE, WIDE_LINES, no_submission
from poscheck.errors import Problem, ReadError
from poscheck.reading import MAX_BYTES
from poscheck.reading.sniff import is_utf16

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_OF_BYTES = frozenset({"encoding", "file-kind", "too-large"})
"""Codes of what is wrong with a line before it is read as JSON."""

_MORE = "text-after-end"
_FOUND = tuple(
    (re.compile(pattern, re.DOTALL), found)
    for pattern, found in (
        (rb"\[.*", "a list"),
        (rb"null|", "nothing"),
        (rb'true|false|-?[0-9][0-9.eE+-]*|"(?:[^"\\]++|\\.)*+"', "a single value"),
        (rb'["}\],:].*', "a piece of a submission"),
    )
)
"""What a line may hold that begins otherwise than a submission, in words; of several the first."""


def lines(file: Entry) -> Iterator[Entry]:
    """The lines of a file, by their number and offset; empty ones are left out. What has no lines is one trouble."""
    with opened(file.path) as found:
        number = offset = 0
        while line := found.readline(MAX_BYTES + 2):
            number += 1
            if number == 1 and (problem := _without_lines(line)):
                yield trouble(file.name, file.path, problem, links=file.links)
                return
            name, start = f"{file.name}#{number}", offset
            if len(line) > MAX_BYTES and not line.endswith(b"\n"):
                yield trouble(name, file.path, TOO_LARGE, place=start, links=file.links)
                _to_line_end(found)
            elif line.strip():
                yield Entry(name, file.path, Kind.LINE, start, file.links)
            offset = found.tell()


def read_line(entry: Entry) -> bytes:
    """The bytes of a line, without its end. Raises :class:`~poscheck.errors.ReadError` and OSError."""
    with opened(entry.path) as found:
        found.seek(max(entry.place - 1, 0))
        if entry.place and found.read(1) != b"\n":
            raise ReadError([CHANGED])
        return found.readline(MAX_BYTES + 2).rstrip(b"\r\n")


def _without_lines(first: bytes) -> Problem | None:
    """Why the file cannot be taken line by line, or None."""
    if is_utf16(first):
        return WIDE_LINES
    text = _bare(first)
    return SPREAD_OUT if text and not text.strip(b"[{") else None


def of_line(problems: tuple[Problem, ...], line: bytes, number: int) -> tuple[Problem, ...]:
    """The problems of the line with that number; where it is not from { to }, the one that says what it is instead."""
    if any(problem.code in _OF_BYTES for problem in problems):
        return tuple(_about_line(problem.changed(line=problem.line and number)) for problem in problems)
    text = _bare(line)
    if not text.startswith(b"{"):
        found = next((words for pattern, words in _FOUND if pattern.fullmatch(text)), "no JSON")
        return (no_submission(found, number, 1),)
    if problems[-1].code == _MORE:
        return (no_submission("more than a submission", number, problems[-1].column or 1),)
    if not text.endswith(b"}"):
        return (no_submission("only the beginning of a submission", number, problems[-1].column or 1),)
    return tuple(map(_about_line, problems))


def _about_line(problem: Problem) -> Problem:
    """The reader speaks of a file."""
    whole, of_file, rest = problem.message.partition("The file ")
    return problem.changed(message=f"This line {rest}") if of_file and not whole else problem


def _bare(line: bytes) -> bytes:
    return line.removeprefix(BOM_UTF8).strip()


def _to_line_end(found: BinaryIO) -> None:
    while (more := found.readline(MAX_BYTES)) and not more.endswith(b"\n"):
        pass

"""JSON Lines: a file that holds one submission a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.batch.addresses import opened
from poscheck.batch.entries import Entry, Kind, trouble
from poscheck.batch.refusals import CHANGED, TOO_LARGE
from poscheck.errors import ReadError
from poscheck.reading import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


def lines(file: Entry) -> Iterator[Entry]:
    """The lines of a file, by their number and offset; empty ones are left out."""
    with opened(file.path) as found:
        number = offset = 0
        while line := found.readline(MAX_BYTES + 2):
            number += 1
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


def _to_line_end(found: BinaryIO) -> None:
    while (more := found.readline(MAX_BYTES)) and not more.endswith(b"\n"):
        pass

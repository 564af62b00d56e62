"""The bytes of an entry, from wherever it is."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from poscheck.batch import addresses
from poscheck.batch.addresses import is_address
from poscheck.batch.archives import read_member
from poscheck.batch.entries import Entry, Kind
from poscheck.batch.json_lines import read_line
from poscheck.batch.refusals import IS_FOLDER, NOT_A_FILE, from_system
from poscheck.errors import Problem, ReadError
from poscheck.reading import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_AT_A_TIME = 16
"""So many files may be in memory at once, each of the largest size that is allowed."""

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe must not wait for a writer


def fetch(entry: Entry) -> bytes:
    """The bytes of a submission, one more than is allowed at most.

    Raises :class:`~poscheck.errors.ReadError` where it cannot be read, and OSError where nothing can be.
    """
    try:
        match entry.kind:
            case Kind.FILE:
                return _read_address(entry.path) if is_address(entry.path) else _read_file(entry.path)
            case Kind.MEMBER:
                return read_member(entry)
            case Kind.LINE:
                return read_line(entry)
            case Kind.TROUBLE:
                raise ReadError([Problem(code=entry.code or "", message=entry.message or "")])
    except OSError as error:
        raise ReadError([from_system(error)]) from None


class Contents:
    """The bytes of a chunk's entries, taken in their order; those of files at addresses are read several at a time."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._ready: dict[int, bytes | OSError] = {}

    def __getitem__(self, place: int) -> bytes:
        """The bytes of the entry at that place. Raises as :func:`fetch` does."""
        entry = self._entries[place]
        if entry.kind is not Kind.FILE or not is_address(entry.path):
            return fetch(entry)
        if place not in self._ready:
            self._ready = self._read_from(place)
        answer = self._ready.pop(place)
        if isinstance(answer, OSError):
            raise ReadError([from_system(answer)])
        return answer

    def _read_from(self, first: int) -> dict[int, bytes | OSError]:
        places = [
            place
            for place, entry in enumerate(self._entries[first : first + _AT_A_TIME], first)
            if entry.kind is Kind.FILE and is_address(entry.path)
        ]
        try:
            answers: Iterable[bytes | OSError] = addresses.read([self._entries[place].path for place in places])
        except OSError as error:
            answers = [error] * len(places)
        return dict(zip(places, answers, strict=True))


def _read_address(address: str) -> bytes:
    answer = addresses.read([address])[0]
    if isinstance(answer, OSError):
        raise answer
    return answer


def _read_file(path: str) -> bytes:
    if refusal := not_a_file(os.stat(path).st_mode):  # noqa: PTH116 -- a path as the file system spells it
        raise ReadError([refusal])
    with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123
        return file.read(MAX_BYTES + 1)


def not_a_file(mode: int) -> Problem | None:
    """Why something with that mode cannot be read, or None."""
    if stat.S_ISDIR(mode):
        return IS_FOLDER
    return None if stat.S_ISREG(mode) else NOT_A_FILE

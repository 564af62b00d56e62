"""The bytes of an entry, from wherever it is."""

from __future__ import annotations

import os
import stat

from poscheck.batch.archives import read_member
from poscheck.batch.entries import Entry, Kind
from poscheck.batch.json_lines import read_line
from poscheck.batch.refusals import IS_FOLDER, NOT_A_FILE, from_system
from poscheck.errors import Problem, ReadError
from poscheck.reading import MAX_BYTES

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe must not wait for a writer


def fetch(entry: Entry) -> bytes:
    """The bytes of a submission, one more than is allowed at most.

    Raises :class:`~poscheck.errors.ReadError` where it cannot be read, and OSError where nothing can be.
    """
    try:
        match entry.kind:
            case Kind.FILE:
                return _read_file(entry.path)
            case Kind.MEMBER:
                return read_member(entry)
            case Kind.LINE:
                return read_line(entry)
            case Kind.TROUBLE:
                raise ReadError([Problem(code=entry.code or "", message=entry.message or "")])
    except OSError as error:
        raise ReadError([from_system(error)]) from None


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

"""The members of a zip archive: listed by number, read one by one, never unpacked onto the disk."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from poscheck.batch.addresses import is_address, opened
from poscheck.batch.entries import ARCHIVES, LINES, SUBMISSIONS, Entry, Kind, trouble, visible
from poscheck.batch.refusals import CHANGED, DUPLICATE_MEMBER, LOCKED, NESTED, TOO_LARGE, damaged
from poscheck.batch.walk import is_hidden, suffix
from poscheck.errors import ReadError
from poscheck.reading import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from poscheck.batch.left_out import Skip
    from poscheck.errors import Problem

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)
"""What ``zipfile`` raises on archives that are damaged or packed in a way that Python cannot undo."""

_ENCRYPTED = 1
"""The flag of a member that has a password."""
_OURS = SUBMISSIONS | ARCHIVES | LINES


def members(archive: Entry, skip: Skip, wanted: Callable[[str], bool] | None = None) -> Iterator[Entry]:
    """The submissions in an archive, in its own order; ``skip`` is told of each member that is none.

    ``wanted`` chooses among the members by their names.
    """
    try:
        with opened(archive.path) as file, _zip(file) as found:
            listed = [member for member in found.infolist() if not member.is_dir()]
    except _BROKEN as error:
        yield trouble(archive.name, archive.path, damaged(error), links=archive.links)
        return
    times = Counter(member.filename for member in listed)
    told: set[str] = set()
    for number, member in enumerate(listed):
        name = _name(archive.name, member.filename)
        if wanted is not None and not wanted(member.filename):
            continue
        if any(map(is_hidden, member.filename.split("/"))):
            skip(None)
        elif suffix(member.filename) not in _OURS:
            skip(name)
        elif member.filename in told:
            continue
        elif refusal := _refusal(member, times[member.filename]):
            yield trouble(name, archive.path, refusal, place=number, links=archive.links)
            told.add(member.filename)
        else:
            yield Entry(name, archive.path, Kind.MEMBER, number, archive.links)


def _zip(file: str | BinaryIO) -> zipfile.ZipFile:
    """The archive; names that do not say how they are written are in UTF-8 where that can be, as most systems do."""
    try:
        return zipfile.ZipFile(file, metadata_encoding="utf-8")
    except UnicodeDecodeError:
        return zipfile.ZipFile(file)


def _refusal(member: zipfile.ZipInfo, times: int) -> Problem | None:
    """Why a member cannot be read, as far as the archive's list of members tells."""
    if times > 1:
        return DUPLICATE_MEMBER
    if suffix(member.filename) not in SUBMISSIONS:
        return NESTED
    return TOO_LARGE if member.file_size > MAX_BYTES else None


def read_member(entry: Entry) -> bytes:
    """The bytes of a member, one more than is allowed at most. Raises :class:`~poscheck.errors.ReadError`."""
    try:
        archive, listed = _archive(entry.path)
        if entry.place < len(listed) and entry.name.endswith(_name("", listed[entry.place].filename)):
            if listed[entry.place].flag_bits & _ENCRYPTED:
                raise ReadError([LOCKED])
            with archive.open(listed[entry.place]) as member:
                return member.read(MAX_BYTES + 1)
    except _BROKEN as error:
        raise ReadError([damaged(error)]) from None
    raise ReadError([CHANGED])


def _archive(path: str) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    if is_address(path):
        with opened(path) as file:
            return _with_members(file, 0, 0)
    state = os.stat(path)  # noqa: PTH116 -- a path as the file system spells it
    return _with_members(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _with_members(file: str | BinaryIO, _changed: int, _size: int) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """The archive with its members, kept open: the list may be long."""
    archive = _zip(file)
    return archive, [member for member in archive.infolist() if not member.is_dir()]


def _name(archive: str, member: str) -> str:
    return f"{archive}!/{visible(member)}"

"""What the system may have against a run itself, in words: which file of it, and what to do."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck.batch.store import FRESH, LOCK
from poscheck.errors import PoscheckError

if TYPE_CHECKING:
    from poscheck.batch.store import RunFolder

Obstacle = OSError | MemoryError | sqlite3.Error
OBSTACLES = (OSError, MemoryError, sqlite3.Error)
"""What is raised where a run cannot go on, whatever its submissions hold."""

KEPT = "What is finished is kept; when this is mended, the same command goes on from there."

_ROOM = "Make room there."
_WRITABLE = "Choose with --out a folder in which you may write, or ask for permission."
_GROW = "Look whether the disk is still there, and whether files may grow large enough (ulimit -f)."
_ADVICE: dict[int | None, str] = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: _GROW,
    errno.EIO: _GROW,
    errno.EMFILE: "Allow more files to be open at once (ulimit -n).",
    errno.ENFILE: "Close other programs: too many files are open on this computer.",
    errno.ENOMEM: "Use fewer workers (--workers), or close other programs.",
}
_ADVICE_ON_FOLDER: dict[int | None, str] = {
    errno.EACCES: _WRITABLE,
    errno.EPERM: _WRITABLE,
    errno.EROFS: _WRITABLE,
    errno.ENOTDIR: _WRITABLE,
    errno.ENOENT: "Look whether its disk is still there, or choose another folder with --out.",
    errno.ENAMETOOLONG: "Choose a shorter name with --out.",
}
_OF_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}
_PRIMARY = 0xFF
"""The part of SQLite's error code that says the kind."""

_FRESH_NAME = re.compile(rf"\.(.+)\.[0-9a-f]{{12}}{re.escape(FRESH)}")


def cannot_go_on(error: Obstacle, folder: RunFolder) -> PoscheckError:
    """The error in words; what is finished is only spoken of where something was begun in ``folder``."""
    said = _from_system(error, folder.path)
    place, ours = _place(said, folder.path)
    where = f"{place}: " if place else ""
    advice = (ours and _ADVICE_ON_FOLDER.get(said.errno)) or _ADVICE.get(said.errno)
    parts = (f"the batch cannot go on ({where}{said.strerror or said}).", advice, KEPT if folder.begun else None)
    return PoscheckError(" ".join(part for part in parts if part))


def _from_system(error: Obstacle, folder: Path) -> OSError:
    """The error as one of the system; SQLite does not say which file of the run it is."""
    if isinstance(error, OSError):
        return error
    if isinstance(error, MemoryError):
        return OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    return OSError(_OF_SQLITE.get(code), str(error), str(folder))


def _place(error: OSError, folder: Path) -> tuple[str, bool]:
    """The file that the error is about, named from the run folder as it was given, and whether it is of the run."""
    if not isinstance(error.filename, str):
        ours = error.errno in _OF_DISK
        return (str(folder), True) if ours else ("", False)
    file = Path(error.filename)
    if folder.is_relative_to(file) or file.name.startswith(LOCK):  # a folder above it, or what nobody else knows
        return str(folder), True
    return str(file.with_name(_FRESH_NAME.sub(r"\1", file.name))), file.is_relative_to(folder)

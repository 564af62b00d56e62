"""A lock on a run folder, so that two batches never write into one. The system lets go of it when a process dies."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock in ``file``. Raises :class:`~poscheck.errors.UsageError` where another process holds it."""
    with file.open("a+b") as opened:
        try:
            _take(opened)
        except OSError as error:
            if error.errno in _TAKEN:
                raise UsageError(_taken(opened, file)) from None
            # a file system without locks: the batch itself is safe, two of them at once are not noticed
        opened.truncate(0)
        opened.write(str(os.getpid()).encode())
        opened.flush()
        yield


def _taken(opened: BinaryIO, file: Path) -> str:
    opened.seek(0)
    try:
        holder = f"process {int(opened.read(20))}"
    except (OSError, ValueError):
        holder = "another process"
    return f"{file.parent} is being written by {holder}; wait until it is done, or name another folder with --out."


if sys.platform == "win32":
    import msvcrt

    def _take(opened: BinaryIO) -> None:
        opened.seek(1 << 30)  # a place beyond the content, so that others can read who holds it
        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(opened: BinaryIO) -> None:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)

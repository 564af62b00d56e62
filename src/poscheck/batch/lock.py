"""Locks on a run folder, so that two batches never write into one. The system lets go of them when a process dies.

A whole run holds ``.lock``, a shard only its own ``.lock-2-of-3``, so that shards go on beside each other.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, BinaryIO

from poscheck.batch.store import LOCK
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_TRIES, _PAUSE_SECONDS = 100, 0.05


@contextmanager
def whole(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for a whole run: no other run and no shard may write to it.

    Raises :class:`~poscheck.errors.UsageError` where another process holds the folder or one of its shards.
    """
    with _held(folder / LOCK), ExitStack() as stack:
        for file in sorted(folder.glob(f"{LOCK}-*")):
            stack.enter_context(_held(file))
        yield
        stack.close()
        for file in folder.glob(f"{LOCK}-*"):
            file.unlink(missing_ok=True)


@contextmanager
def part_of(folder: Path, name: str) -> Iterator[None]:
    """Hold the shard ``name`` of the run in ``folder``; other shards may go on. Raises as :func:`whole` does."""
    with _held(folder / f"{LOCK}-{name}"):
        for left in reversed(range(_TRIES)):  # other shards look as well, and each for a moment only
            try:
                with _held(folder / LOCK):
                    break
            except UsageError:
                if not left:
                    raise
                time.sleep(_PAUSE_SECONDS)
        yield


@contextmanager
def _held(file: Path) -> Iterator[None]:
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
    shard = file.name.removeprefix(LOCK).strip("-").replace("-of-", "/")
    what = f"the shard {shard} of {file.parent}" if shard else f"{file.parent}"
    return f"{what} is being written by {holder}; wait until it is done, or name another folder with --out."


if sys.platform == "win32":
    import msvcrt

    def _take(opened: BinaryIO) -> None:
        opened.seek(1 << 30)  # a place beyond the content, so that others can read who holds it
        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(opened: BinaryIO) -> None:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)

"""A way of scoring that does harm on demand: what a submission says decides which."""

from __future__ import annotations

import errno
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck.batch import work
from poscheck.batch.scored import Scored, score

if TYPE_CHECKING:
    from poscheck.batch.decided import DecisionBook
    from poscheck.batch.entries import Entry
    from poscheck.ruleset import Ruleset

CRAMPED = "POSCHECK_TEST_CRAMPED"


def no_memory(*_: object) -> None:
    """What every function does where there is no memory left."""
    raise MemoryError


if os.environ.get(CRAMPED):  # in every worker, not in the process of the tests
    vars(work).update(write_error_page=no_memory)


def harmful(ruleset: Ruleset, entry: Entry, data: bytes, day: int, book: DecisionBook | None, *, whole: bool) -> Scored:
    """The score of a submission, unless it asks for something else."""
    if b"POISON" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"FAMILY" in data:  # as where the whole container of a worker runs out of memory
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    if b"ONCE" in data and not Path("once").exists():
        Path("once").touch()
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"HANG" in data:
        while True:
            time.sleep(60)
    if b"SLOW" in data:
        time.sleep(2)
    if b"MEMORY" in data:
        raise MemoryError
    if b"NESTED" in data:
        raise RecursionError
    if b"FULL" in data:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if b"BUG" in data:
        raise ValueError("a bug of ours")
    return score(ruleset, entry, data, day, book, whole=whole)

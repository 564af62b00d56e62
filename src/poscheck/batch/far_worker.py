"""What a worker of a cluster does with a chunk: a process of its own scores it, watched as on one computer.

So a file that kills, hangs or eats memory costs that process and not the cluster's worker, whose death would be blamed
on every chunk that waits there.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck import __version__
from poscheck.batch.addresses import is_address
from poscheck.batch.entries import Kind
from poscheck.batch.local import LocalWorkers
from poscheck.batch.processes import BugError
from poscheck.batch.store import RunFolder
from poscheck.errors import PoscheckError

if TYPE_CHECKING:
    from poscheck.batch.entries import Entry
    from poscheck.batch.work import Done, Job, Task


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker has to know besides a chunk; ``version`` is the coordinator's."""

    job: Job
    version: str
    time_limit: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a worker on ``host`` cannot go on, in words; ``kind``, ``source`` and ``trace`` tell of a bug."""

    host: str
    message: str
    kind: str | None = None
    source: str | None = None
    trace: str = ""


_LOCK = threading.Lock()
_OPEN: dict[int, tuple[Order, LocalWorkers]] = {}
"""The process of each thread of this worker, and what it was started for."""


def version() -> str:
    """The version of poscheck that this worker has."""
    return __version__


def score_chunk(order: Order, task: Task) -> Done | Trouble:
    """Turn a chunk into its part; never raises what the coordinator could not put into words."""
    host = socket.gethostname()
    if order.version != __version__:
        return Trouble(host, f"has poscheck {__version__}, not {order.version}; install the same on all computers.")
    try:
        RunFolder(order.job.folder).refuse_unwanted(order.job.ticket)
        if (unseen := _unseen(task.entries)) is not None:
            where = "the inputs must be where all computers see them, by that name."
            return Trouble(host, f"cannot see {unseen}, or sees nothing in it; {where}")
        return _scored(order, task)
    except BugError as bug:
        return Trouble(host, str(bug), bug.kind, bug.source, bug.trace)
    except PoscheckError as error:
        return Trouble(host, f"says: {error}")


async def let_go(ticket: str) -> None:
    """End the processes that were started for that run; a coroutine, so that nobody waits for a worker that hangs."""
    with _LOCK:
        over = [thread for thread, (order, _) in _OPEN.items() if order.job.ticket == ticket]
        for thread in over:
            _OPEN.pop(thread)[1].close()


def _scored(order: Order, task: Task) -> Done:
    for done in _workers(order).more([task]):
        if done is not None:
            return done
    raise AssertionError("a chunk is either done or an error")


def _workers(order: Order) -> LocalWorkers:
    """The process of this thread, which stays for as long as its run gives out chunks."""
    thread = threading.get_ident()
    with _LOCK:
        kept = _OPEN.get(thread)
        if kept is None or kept[0] != order:
            if kept is not None:
                kept[1].close()
            _may_start_processes()
            _OPEN[thread] = order, LocalWorkers(_here(order.job), 1, order.time_limit)
        return _OPEN[thread][1]


def _may_start_processes() -> None:
    """Dask marks its workers as daemons, which may start none. Ours end by themselves when their parent is gone."""
    if multiprocessing.current_process().daemon:
        multiprocessing.current_process().daemon = False


def _here(job: Job) -> Job:
    """A ruleset that comes with poscheck may be installed elsewhere; its digest is compared when it is loaded."""
    return job if job.ruleset.is_dir() else replace(job, ruleset=Path(job.ruleset.name))


def _unseen(entries: tuple[Entry, ...]) -> str | None:
    """A folder or archive that this computer does not have."""
    places = {
        os.path.dirname(entry.path) if entry.kind is Kind.FILE else entry.path  # noqa: PTH120
        for entry in entries
        if entry.kind is not Kind.TROUBLE and not is_address(entry.path)
    }
    return next((place for place in sorted(places) if not _is_seen(place)), None)


def _is_seen(place: str) -> bool:
    """Whether it is there; a folder with nothing in it may be one where a share is not mounted."""
    if not os.path.isdir(place):  # noqa: PTH112
        return os.path.exists(place)  # noqa: PTH110
    try:
        with os.scandir(place) as found:
            return any(True for _ in found)
    except OSError:
        return True  # each file says what is in its way

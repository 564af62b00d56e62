"""The workers of a Dask cluster: chunks go to its scheduler, parts come back through a folder that all computers share.

What Dask is trusted with is little: a chunk that is scored twice gives the same part, and a worker that comes back
after its run is over finds that its ticket is no longer wanted.
"""

from __future__ import annotations

import os
import time
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from poscheck import __version__
from poscheck.batch.far_worker import Order, Trouble, let_go, score_chunk, version
from poscheck.batch.processes import BugError
from poscheck.batch.scheduler import distributed
from poscheck.batch.silence import Silence
from poscheck.batch.store import RunFolder, write
from poscheck.batch.suspects import Piece, Suspect, whole
from poscheck.errors import PoscheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from poscheck.batch.scheduler import Scheduler
    from poscheck.batch.work import Done, Job, Task

_LOOK_SECONDS = 0.5
_ANSWER_SECONDS = 20
_FAREWELL_SECONDS = 3
_SIGHT_SECONDS = 60  # how long a shared folder may take to show what another computer has written
_RETRIES = 3
_KEPT = "What is finished is kept"
_MOST_SEARCHES = 3
_AHEAD, _AT_LEAST = 2, 8  # chunks in flight: for each thread of the cluster, and so that one without workers grows


class ClusterWorkers:
    """The workers of a scheduler, for one job; each file may take ``time_limit`` seconds.

    ``tell`` is called with what the user should know, such as that no worker is there yet.
    """

    under_way = 0

    def __init__(
        self, job: Job, scheduler: Scheduler, time_limit: float, tell: Callable[[str], None] = lambda _text: None
    ) -> None:
        folder, ruleset = job.folder.absolute(), job.ruleset.absolute()
        decisions = job.decisions.absolute() if job.decisions else None
        self._job = replace(job, folder=folder, ruleset=ruleset, decisions=decisions)
        self._scheduler, self._time_limit, self._silence = scheduler, time_limit, Silence(tell)
        self._folder = RunFolder(folder)
        self._flying: dict[Any, Piece] = {}
        self._finished: SimpleQueue[Any] = SimpleQueue()
        self._suspected: deque[Piece] = deque()
        self._suspects: dict[int, Suspect] = {}
        self._searches: dict[int, int] = {}
        self._sent = 0
        self._threads: int | None = 0
        self._room, self._counted = _AT_LEAST, 0.0

    def run(self, tasks: Iterable[Task]) -> Generator[Done | None]:
        """What became of each chunk, as they are finished; None now and then while nothing is.

        Raises :class:`~poscheck.errors.PoscheckError` where the cluster cannot go on, and
        :class:`~poscheck.batch.processes.BugError`.
        """
        ahead = map(whole, tasks)
        with self._scheduler.client() as client, self._ticket() as ticket:
            order = Order(replace(self._job, ticket=ticket), __version__, self._time_limit)
            self._check_versions(client)
            try:
                while self._send(client, order, ahead):
                    yield from self._received(client)
                    yield None
            finally:
                with suppress(Exception):  # of what is over anyway, also where the scheduler is gone
                    client.cancel(list(self._flying), force=True)
                    client.run(let_go, ticket, on_error="ignore", wait=False, callback_timeout=_FAREWELL_SECONDS)

    # ---- what holds for the whole run ------------------------------------------------------------------------------

    @contextmanager
    def _ticket(self) -> Iterator[str]:
        """Say in the run folder that workers may write to it, for as long as this lasts."""
        ticket = os.urandom(16).hex()
        write(self._folder.ticket, ticket.encode())
        try:
            yield ticket
        finally:
            self._folder.ticket.unlink(missing_ok=True)

    def _check_versions(self, client: Any) -> None:
        """Compare poscheck on all workers; those that join later are asked with each chunk."""
        try:
            with self._asking(client):
                found = client.run(version, on_error="return", callback_timeout=_ANSWER_SECONDS)
        except TimeoutError:
            return  # one is frozen, perhaps; all are asked with each chunk
        if not found:
            self._silence.because(self._reason(), now=True)
        for worker, said in found.items():
            if said != __version__:
                what = f"has poscheck {said}" if isinstance(said, str) else _unloaded(said)
                raise PoscheckError(
                    f"this is poscheck {__version__}, and the worker at {worker} {what}; install the same version on "
                    "all computers."
                )

    @contextmanager
    def _asking(self, client: Any) -> Iterator[None]:
        """Let a silent scheduler be a TimeoutError, and one that is gone an error in words, however Dask says it."""
        try:
            yield
        except TimeoutError:
            raise
        except Exception as error:
            if isinstance(error, OSError) or client.status != "running":
                raise self._gone() from error
            raise

    def _reason(self) -> str:
        """Why nothing comes back, as far as the scheduler can tell."""
        address = self._scheduler.address
        if self._threads is None:
            return f"The scheduler at {address} does not answer; waiting for it."
        if not self._threads:
            return f"No worker has joined the scheduler at {address} yet, or none is left; waiting for one."
        return (
            f"Nothing has come back from the workers of {address} for a while; waiting. One that is frozen or cut off "
            "is given up by the scheduler in the end, and its chunks are done by others."
        )

    # ---- chunks there, figures back --------------------------------------------------------------------------------

    def _send(self, client: Any, order: Order, ahead: Iterator[Piece]) -> bool:
        """Send as many as there is room for; whether anything is under way.

        What is under suspicion is tried alone, so that nothing else is blamed for the death of a worker.
        """
        while len(self._flying) < (1 if self._suspected else self._most(client)):
            piece = self._suspected.popleft() if self._suspected else next(ahead, None)
            if piece is None:
                break
            self._sent += 1
            key = f"poscheck-{order.job.ticket}-{piece.task.number:06}-{self._sent}"
            with self._asking(client):
                future = client.submit(score_chunk, order, piece.task, key=key, pure=False, retries=_RETRIES)
            self._flying[future] = piece
            future.add_done_callback(self._finished.put)
        return bool(self._flying)

    def _most(self, client: Any) -> int:
        """How many chunks may be in flight; after a suspect none until it has answered."""
        if any(piece.task.number in self._suspects for piece in self._flying.values()):
            return 0
        if time.monotonic() - self._counted > _LOOK_SECONDS:
            try:
                with self._asking(client):
                    self._threads = sum(client.nthreads(callback_timeout=_ANSWER_SECONDS).values())
                self._room = _AT_LEAST + _AHEAD * self._threads
            except TimeoutError:
                self._threads = None
            self._counted = time.monotonic()
        return self._room

    def _received(self, client: Any) -> Iterator[Done]:
        """What has come back within a moment."""
        try:
            futures = [self._finished.get(timeout=_LOOK_SECONDS)]
            with suppress(Empty):
                while True:
                    futures.append(self._finished.get_nowait())
        except Empty:
            futures = []
        if client.status != "running":
            raise self._gone()
        heard = False
        for future in futures:
            if (answer := self._answer(future)) is None:
                continue
            heard = True
            yield from self._taken(self._flying.pop(future), answer)
            future.release()
        if heard:
            self._silence.ends()
        else:
            self._silence.because(self._reason(), now=self._threads is None)

    def _answer(self, future: Any) -> Any:
        """The result of a future, or what became of it instead; None if it is to be asked again."""
        try:
            return future.result(timeout=_ANSWER_SECONDS)
        except TimeoutError:  # the worker that holds it is silent; Dask will have it done elsewhere
            future.add_done_callback(self._finished.put)
            return None
        except Exception as error:
            return error

    def _taken(self, piece: Piece, answer: Any) -> Iterator[Done]:
        number = piece.task.number
        library = distributed()
        if isinstance(answer, library.KilledWorker):
            self._search(piece)
        elif isinstance(answer, Trouble):
            raise _error(answer)
        elif isinstance(answer, BaseException):
            if isinstance(answer, _cancelled()):
                raise self._gone() from answer
            raise PoscheckError(
                f"a worker of the cluster has failed ({type(answer).__name__}); its log says more. What is finished is "
                "kept; the same command goes on from there."
            ) from answer
        elif piece.trial:
            self._suspected += self._suspects[number].survived()
        else:
            self._suspects.pop(number, None)
            self._see(number)
            yield answer

    def _search(self, piece: Piece) -> None:
        """Find which file it is that has ended so many workers."""
        number = piece.task.number
        if not piece.trial:
            self._searches[number] = self._searches.get(number, 0) + 1
            if self._searches[number] > _MOST_SEARCHES:
                raise PoscheckError(
                    f"chunk {number} ends the workers of the cluster whichever file is left out; they may have too "
                    "little memory, or are taken away too soon. The same command goes on from there."
                )
            self._suspects[number] = Suspect(piece.task)
        self._suspected += self._suspects[number].died(piece)

    def _see(self, number: int) -> None:
        """Wait until this computer sees the part too, which shared folders may show late."""
        part, end = self._folder.part(number), time.monotonic() + _SIGHT_SECONDS
        while not part.exists():
            if time.monotonic() > end:
                raise PoscheckError(
                    f"a worker has written {part}, and it is not there; is {self._folder.path} the same folder on all "
                    "computers?"
                )
            time.sleep(_LOOK_SECONDS)

    def _gone(self) -> PoscheckError:
        return PoscheckError(
            f"the scheduler at {self._scheduler.address} is gone, or has given up the work. What is finished is kept; "
            "when a scheduler is there again, the same command goes on from there."
        )


def _unloaded(error: object) -> str:
    return "has none" if isinstance(error, ModuleNotFoundError) else f"cannot load it ({type(error).__name__})"


def _error(trouble: Trouble) -> Exception:
    if trouble.kind is not None:
        return BugError(trouble.kind, trouble.source, trouble.trace)
    kept = "" if _KEPT in trouble.message else f" {_KEPT}; the same command goes on from there."
    return PoscheckError(f"the worker on {trouble.host} {trouble.message}{kept}")


def _cancelled() -> tuple[type[BaseException], ...]:
    from asyncio import CancelledError as AsyncCancelledError
    from concurrent.futures import CancelledError

    return (CancelledError, AsyncCancelledError)

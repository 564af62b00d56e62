"""Worker processes on this computer: chunks in, figures out. One that dies or hangs costs a file, not the run."""

from __future__ import annotations

import os
import sqlite3
import time
import traceback
from collections import Counter, deque
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from multiprocessing import connection
from typing import TYPE_CHECKING, Any

from poscheck.batch import refusals
from poscheck.batch.obstacles import cannot_go_on
from poscheck.batch.processes import CONTEXT, BugError, collect_seldom, interrupts_held, live_with_parent
from poscheck.batch.store import RunFolder
from poscheck.batch.work import Done, Job, Task, Worker
from poscheck.errors import PoscheckError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from poscheck.errors import Problem

_LOADING = -1
_LOOK_SECONDS, _LONGEST_LOOK_SECONDS = 0.5, 1.0
_MOST_FALSE_STARTS = 3
_STRIKES = 2
_NO_MEMORY = 1


@dataclass(frozen=True, slots=True)
class _Halt:
    """Why a worker cannot go on, nor any other: an error of ours in words, or a bug."""

    message: str | None
    kind: str = ""
    trace: str = ""


class LocalWorkers:
    """A number of worker processes for one job; each file may take ``time_limit`` seconds."""

    def __init__(self, job: Job, number: int, time_limit: float) -> None:
        self._job = job
        self._number = number
        self._time_limit = time_limit
        self._desks: list[_Desk] = []
        self._again: deque[Task] = deque()
        self._strikes: Counter[tuple[int, int]] = Counter()
        self._false_starts = 0

    @property
    def under_way(self) -> int:
        """How many entries of unfinished chunks were touched, for whoever watches."""
        return sum(max(0, desk.place) for desk in self._desks if desk.task)

    def run(self, tasks: Iterable[Task]) -> Generator[Done | None]:
        """What became of each chunk, as they are finished; None now and then while nothing is.

        Only a few chunks are taken at a time. Raises :class:`~poscheck.errors.PoscheckError` or
        :class:`BugError` where no worker can go on. Leaving the iterator ends the workers.
        """
        try:
            yield from self.more(tasks)
        finally:
            self.close()

    def more(self, tasks: Iterable[Task]) -> Generator[Done | None]:
        """As :meth:`run`, but the workers stay, for further chunks, until :meth:`close`."""
        ahead = iter(tasks)
        while True:
            self._hand_out(ahead)
            busy = [desk for desk in self._desks if desk.task]
            if not busy:
                return
            connection.wait([end for desk in busy for end in desk.ends], _LOOK_SECONDS)
            finished = [done for desk in busy if (done := self._look(desk))]
            self._hand_out(ahead)  # before anyone takes time over what is finished
            yield from finished
            yield None

    def close(self) -> None:
        """End the workers; once, when there are no further chunks."""
        for desk in self._desks:
            desk.end()

    def _hand_out(self, ahead: Iterator[Task]) -> None:
        for desk in [*self._desks, *([None] * (self._number - len(self._desks)))]:
            if desk is not None and desk.task:
                continue
            task = self._again.popleft() if self._again else next(ahead, None)
            if task is None:
                return
            if desk is None:
                desk = _Desk(self._job)  # noqa: PLW2901
                self._desks.append(desk)
            desk.give(task)

    def _look(self, desk: _Desk) -> Done | None:
        """What a worker has sent, if anything; a dead or slow one is replaced."""
        match desk.received():
            case Done() as done:
                desk.task = None
                self._false_starts = 0
                return done
            case _Halt() as halt:
                raise self._error(halt, desk)
        if not desk.alive:
            self._died(desk)
        elif desk.seconds > self._time_limit:
            self._took_too_long(desk)
        return None

    def _error(self, halt: _Halt, desk: _Desk) -> Exception:
        if halt.message is not None:
            return PoscheckError(halt.message)
        entry = desk.entry
        return BugError(halt.kind, entry.name if entry else None, halt.trace)

    def _died(self, desk: _Desk) -> None:
        """A worker is gone without a word: the file it was at is to blame if it happens there twice."""
        if desk.entry is None or (desk.task and desk.place in desk.task.given_up):
            self._false_starts += 1
            if self._false_starts > _MOST_FALSE_STARTS:
                raise PoscheckError(
                    f"the worker processes end again and again (exit code {desk.exit_code}); "
                    "there may be too little memory: try fewer with --workers."
                )
            self._replace(desk, desk.task)
            return
        assert desk.task is not None
        self._strikes[desk.task.number, desk.place] += 1
        if self._strikes[desk.task.number, desk.place] >= _STRIKES:
            self._give_up(desk, refusals.KILLER)
        else:
            self._replace(desk, desk.task)

    def _took_too_long(self, desk: _Desk) -> None:
        slow = desk.seen
        desk.stop()
        if desk.place == slow:
            self._give_up(desk, refusals.time_limit(self._time_limit))
        else:  # it had gone on in the meantime, and the next file is not to blame
            self._replace(desk, desk.task)

    def _give_up(self, desk: _Desk, why: Problem) -> None:
        assert desk.task is not None
        self._replace(desk, replace(desk.task, given_up={**desk.task.given_up, desk.place: why}))

    def _replace(self, desk: _Desk, task: Task | None) -> None:
        desk.end()
        self._desks.remove(desk)
        if task is not None:
            self._again.append(task)


class _Desk:
    """One worker process with its pipe, the chunk it has, and the place of the entry it is at, as last ``seen``."""

    def __init__(self, job: Job) -> None:
        self.task: Task | None = None
        self._place = CONTEXT.RawValue("q", _LOADING)
        self._pipe, far_end = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=_serve, args=(far_end, job, self._place), daemon=True)
        with interrupts_held():
            self._process.start()
        far_end.close()
        self.seen, self._spent, self._looked = _LOADING, 0.0, 0.0

    @property
    def ends(self) -> tuple[Any, int]:
        """What becomes ready when the worker has something to say, or is gone."""
        return self._pipe, self._process.sentinel

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def exit_code(self) -> int | None:
        return self._process.exitcode

    @property
    def place(self) -> int:
        return int(self._place.value)

    @property
    def entry(self) -> Any:
        """The entry that the worker is at; None while it loads or writes."""
        return self._entry(self.place)

    def _entry(self, place: int) -> Any:
        listed = self.task.entries if self.task else ()
        return listed[place] if 0 <= place < len(listed) else None

    @property
    def seconds(self) -> float:
        """How long it has been seen at this entry, look by look: no file is to blame for a job that was suspended."""
        before, self._looked = self._looked, time.monotonic()
        place = self.place  # asked once: the worker goes on meanwhile
        if self._entry(place) is None or place != self.seen:
            self.seen, self._spent = place, 0.0
        else:
            self._spent += min(self._looked - before, _LONGEST_LOOK_SECONDS)
        return self._spent

    def give(self, task: Task) -> None:
        self.task = task
        self._place.value = _LOADING
        with suppress(OSError):  # it is gone; that is noticed later
            self._pipe.send(task)

    def received(self) -> Done | _Halt | None:
        with suppress(EOFError, OSError):
            if self._pipe.poll():
                message: Done | _Halt = self._pipe.recv()
                return message
        return None

    def stop(self) -> None:
        """Let the worker do nothing more; its place then stays."""
        self._process.kill()
        self._process.join()

    def end(self) -> None:
        """Stop the worker, and let go of it."""
        self.stop()
        self._process.close()
        self._pipe.close()


def _serve(pipe: Any, job: Job, place: Any) -> None:
    """The life of a worker."""
    live_with_parent()

    def mark(number: int) -> None:
        place.value = number

    with suppress(EOFError, BrokenPipeError):  # whoever started this is gone
        pipe.send(_work(pipe, job, mark))


def _work(pipe: Any, job: Job, mark: Any) -> _Halt:
    """Turn chunks into parts until something is in the way."""
    try:
        with closing(Worker(job)) as worker:
            collect_seldom()
            while True:
                pipe.send(worker.chunk(pipe.recv(), mark))
    except (EOFError, BrokenPipeError):
        raise
    except PoscheckError as error:
        return _Halt(str(error))
    except (OSError, sqlite3.Error) as error:
        return _Halt(str(cannot_go_on(error, RunFolder(job.folder))))
    except MemoryError:
        os._exit(_NO_MEMORY)  # as where the system ends it: another one tries again
    except Exception as error:
        return _Halt(None, type(error).__name__, traceback.format_exc())

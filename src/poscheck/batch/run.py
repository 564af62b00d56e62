"""A whole batch: listed, scored in chunks, laid down. The same command again goes on where it stopped."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from poscheck.batch.cards import remove_strays
from poscheck.batch.decided import DecisionBook
from poscheck.batch.local import LocalWorkers
from poscheck.batch.lock import locked
from poscheck.batch.outputs import Extras, Writer, writers
from poscheck.batch.prepare import Prepared, prepare
from poscheck.batch.queue_table import refuse_to_lose
from poscheck.batch.runfile import earlier_facts, identity, refuse_other_run, remove_run, write_facts
from poscheck.batch.scored import score as score_submission
from poscheck.batch.store import LOCK, RunFolder, cannot_go_on
from poscheck.batch.work import Done, Job, Score, Task
from poscheck.errors import PoscheckError, UsageError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from poscheck.batch.cards import Pages
    from poscheck.ruleset import Ruleset

Watch = Callable[[int, int], None]
"""Told now and then how many entries are done, and of how many."""

_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done. Where ``pages`` or ``chunk`` is None, it is as in the run before, else by size."""

    inputs: tuple[str, ...]
    out: Path
    ruleset: Ruleset
    ruleset_folder: Path
    as_of: date
    decisions: Path | None = None
    workers: int = 1
    pages: Pages | None = None
    documents: bool = False
    chunk: int | None = None
    time_limit: float = 60.0
    again: bool = False
    extras: Extras = field(default_factory=Extras)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What came of it: ``found`` is the sum of the three that follow; ``idle`` decisions name no submission of it."""

    found: int
    scored: int
    reused: int
    failures: int
    skipped: int
    verdicts: dict[str, int]
    idle: tuple[str, ...]
    idle_number: int


class Engine(Protocol):
    """Whatever turns chunks into parts: processes on this computer, or others."""

    @property
    def under_way(self) -> int:
        """How many entries of unfinished chunks were looked at already."""

    def run(self, tasks: Iterable[Task]) -> Generator[Done | None]:
        """What became of each chunk, in any order; None now and then, so that someone can be told."""


def run(
    plan: Plan,
    watch: Watch = lambda _done, _all: None,
    *,
    engine: Callable[[Job], Engine] | None = None,
    score: Score = score_submission,
) -> Summary:
    """Score everything, by processes on this computer unless another ``engine`` is given, and write the outputs.

    Raises :class:`~poscheck.errors.PoscheckError` for what the user can mend; what is finished by then is kept.
    """
    plan.ruleset.check_in_force(plan.as_of.toordinal())
    folder = RunFolder(plan.out)
    wanted = identity(plan.ruleset, plan.as_of)
    chosen = engine or partial(LocalWorkers, number=plan.workers, time_limit=plan.time_limit)
    try:
        _refuse(folder, plan, wanted)
        refuse_to_lose(folder.path, plan.decisions)
        new = not folder.path.exists()
        folder.path.mkdir(parents=True, exist_ok=True)
        try:
            with locked(folder.path / LOCK):
                earlier = _refuse(folder, plan, wanted)
                if plan.again and earlier is not None:
                    remove_run(folder)
                    earlier = None
                prepared = prepare(plan, folder, wanted, earlier)
                with closing(prepared.manifest):
                    return _Run(plan, folder, prepared).run(watch, chosen, score)
        finally:
            if new:
                _leave_no_trace(folder)
    except OSError as error:
        raise cannot_go_on(error) from error
    except sqlite3.Error as error:
        raise PoscheckError(f"the batch cannot go on: a file in {folder.path} cannot be used ({error}).") from error


def _refuse(folder: RunFolder, plan: Plan, wanted: dict[str, Any]) -> dict[str, Any] | None:
    facts = earlier_facts(folder)
    if facts is not None and not plan.again:
        refuse_other_run(folder, facts, wanted)
    return facts


def _leave_no_trace(folder: RunFolder) -> None:
    """Take a folder away again in which nothing was begun."""
    if {item.name for item in folder.path.iterdir()} <= {LOCK}:
        shutil.rmtree(folder.path)


class _Run:
    """One run, from the prepared folder to its outputs."""

    def __init__(self, plan: Plan, folder: RunFolder, prepared: Prepared) -> None:
        self._plan = plan
        self._folder = folder
        self._prepared = prepared
        self._counts: Counter[str] = Counter()
        self._verdicts: Counter[str] = Counter()
        self._laid = bytearray(prepared.decisions)

    def run(self, watch: Watch, engine: Callable[[Job], Engine], score: Score) -> Summary:
        plan, prepared, folder = self._plan, self._prepared, self._folder
        with ExitStack() as stack:
            outputs = writers(folder, plan.ruleset, prepared.facts, plan.extras)
            for writer in outputs:
                stack.enter_context(closing(writer))
            job = Job(
                folder.path,
                plan.ruleset_folder,
                plan.ruleset.digest,
                plan.as_of.toordinal(),
                prepared.cards,
                folder.decisions if prepared.decisions else None,
                score,
            )
            self._score(engine(job), outputs, watch)
            idle = self._check_decisions()
            for writer in outputs:
                writer.finish()
        shutil.rmtree(folder.carried, ignore_errors=True)
        remove_strays(folder)
        summary = self._summary(idle)
        write_facts(folder, {**prepared.facts, "finished": _finished(summary)})
        return summary

    def _score(self, engine: Engine, outputs: list[Writer], watch: Watch) -> None:
        done = 0
        with closing(engine.run(self._tasks())) as results:
            for result in results:
                if result is not None:
                    self._count(result)
                    done += result.scored + result.reused + result.failures
                    for writer in outputs:
                        writer.part(result.number, self._folder.part(result.number))
                watch(done + engine.under_way, self._prepared.entries)

    def _tasks(self) -> Iterator[Task]:
        chunk = self._prepared.chunk
        for number, start in enumerate(range(0, self._prepared.entries, chunk)):
            yield Task(number, self._prepared.manifest.entries(start, chunk))

    def _count(self, done: Done) -> None:
        self._counts.update(scored=done.scored, reused=done.reused, failures=done.failures)
        self._verdicts.update(done.verdicts)
        for row in done.decisions:
            self._laid[row - 1] = min(self._laid[row - 1] + 1, 2)

    def _check_decisions(self) -> list[int]:
        """The rows that name no submission. Raises where one names several: nobody knows which was meant."""
        if 2 in self._laid:  # noqa: PLR2004
            with closing(DecisionBook(self._folder.decisions)) as book:
                name, place = book.named(self._laid.index(2) + 1)
            raise UsageError(
                f"the decision at {place} names the submission {name}, but several files of this batch have that "
                "number; name the file with `source` instead."
            )
        return [row for row, times in enumerate(self._laid, 1) if not times]

    def _summary(self, idle: list[int]) -> Summary:
        named: tuple[str, ...] = ()
        if idle:
            with closing(DecisionBook(self._folder.decisions)) as book:
                named = tuple("{} ({})".format(*book.named(row)) for row in idle[:_NAMED])
        return Summary(
            found=self._prepared.entries,
            scored=self._counts["scored"],
            reused=self._counts["reused"],
            failures=self._counts["failures"],
            skipped=self._prepared.facts["skipped"],
            verdicts=dict(sorted(self._verdicts.items())),
            idle=named,
            idle_number=len(idle),
        )


def _finished(summary: Summary) -> dict[str, Any]:
    """What is the same however often the run was interrupted."""
    return {
        "results": summary.scored + summary.reused,
        "failures": summary.failures,
        "verdicts": summary.verdicts,
        "idle_decisions": summary.idle_number,
    }

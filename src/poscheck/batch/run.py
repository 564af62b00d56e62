"""A whole batch: listed, scored in chunks, laid down. The same command again goes on where it stopped."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from poscheck.batch import parquet_table, unfinished
from poscheck.batch.cards import remove_strays
from poscheck.batch.chunks import Chunks
from poscheck.batch.idle import write_idle
from poscheck.batch.local import LocalWorkers
from poscheck.batch.lock import whole
from poscheck.batch.obstacles import OBSTACLES, cannot_go_on
from poscheck.batch.outputs import writers
from poscheck.batch.plan import Engine, Plan, Summary, Watch
from poscheck.batch.prepare import Prepared, prepare
from poscheck.batch.queue_table import refuse_to_lose
from poscheck.batch.runfile import earlier_facts, identity, refuse_other_run, remove_run, write_facts
from poscheck.batch.scored import score as score_submission
from poscheck.batch.store import LOCK, RunFolder, tidy
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poscheck.batch.work import Job, Score

__all__ = ["Engine", "Plan", "Summary", "Watch", "run"]


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
    folder = RunFolder(plan.out)
    wanted = identity(plan.ruleset, plan.as_of)
    with opened(plan, folder):
        _refuse(folder, plan, wanted)
        refuse_to_lose(folder.path, plan.decisions)
        if plan.extras.parquet:
            parquet_table.refuse_absent()
        folder.path.mkdir(parents=True, exist_ok=True)
        with whole(folder.path):
            earlier = _refuse(folder, plan, wanted)
            folder.ticket.unlink(missing_ok=True)
            if plan.again and earlier is not None:
                remove_run(folder)
                earlier = None
            prepared = prepare(plan, folder, wanted, earlier)
            with closing(prepared.manifest):
                return _whole_run(plan, folder, prepared, engine or local(plan), score, watch)


@contextmanager
def opened(plan: Plan, folder: RunFolder) -> Iterator[None]:
    """Work in the run folder: what the system has against it is an error in words, and nothing begun leaves no trace.

    Raises :class:`~poscheck.errors.PoscheckError`, also where the ruleset is not in force on the day.
    """
    plan.ruleset.check_in_force(plan.as_of.toordinal())
    try:
        new = not folder.path.exists()
        try:
            yield
        finally:
            if new and folder.path.exists():
                _leave_no_trace(folder)
    except OBSTACLES as error:
        raise cannot_go_on(error, folder) from error


def local(plan: Plan) -> Callable[[Job], Engine]:
    """Processes on this computer."""
    return partial(LocalWorkers, number=plan.workers, time_limit=plan.time_limit)


def _refuse(folder: RunFolder, plan: Plan, wanted: dict[str, Any]) -> dict[str, Any] | None:
    facts = earlier_facts(folder)
    if facts is not None and not plan.again:
        refuse_other_run(folder.path, facts, wanted)
    return facts


def _leave_no_trace(folder: RunFolder) -> None:
    """Take a folder away again in which nothing was begun, unless another process is about to begin."""
    with suppress(UsageError, OSError):
        with whole(folder.path):
            begun = any(not item.name.startswith(LOCK) for item in folder.path.iterdir())
        if not begun:
            shutil.rmtree(folder.path)


def _whole_run(
    plan: Plan, folder: RunFolder, prepared: Prepared, engine: Callable[[Job], Engine], score: Score, watch: Watch
) -> Summary:
    """Score all chunks of the prepared folder, and write the outputs."""
    chunks = Chunks(plan, folder, prepared)
    with ExitStack() as stack:
        outputs = writers(folder, plan, prepared.facts)
        for writer in outputs:
            stack.enter_context(closing(writer))
        chunks.score(engine, score, watch, outputs)
        folder.refuse_incomplete(prepared.chunks)
        idle = chunks.idle_decisions()
        if prepared.decisions:
            write_idle(folder, idle)
        for writer in outputs:
            writer.finish()
    for left in (folder.carried, folder.path / unfinished.NAME):  # by a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    for place in (folder.parts_folder, folder.cards):  # of workers that were killed while they wrote
        tidy(place)
    remove_strays(folder)
    summary = chunks.summary(idle)
    write_facts(folder, {**prepared.facts, "finished": _finished(summary)})
    return summary


def _finished(summary: Summary) -> dict[str, Any]:
    """What is the same however often the run was interrupted."""
    return {
        "results": summary.scored + summary.reused,
        "failures": summary.failures,
        "verdicts": summary.verdicts,
        "idle_decisions": summary.idle_number,
    }

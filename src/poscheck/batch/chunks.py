"""The chunks of a run: handed to an engine, and counted as they come back."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

from poscheck.batch.decided import DecisionBook
from poscheck.batch.plan import Summary
from poscheck.batch.work import Done, Job, Score, Task
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from poscheck.batch.outputs import Writer
    from poscheck.batch.plan import Engine, Plan, Watch
    from poscheck.batch.prepare import Prepared
    from poscheck.batch.store import RunFolder

_NAMED = 5


class Chunks:
    """The chunks of a prepared run, or of the shard that the plan asks for."""

    def __init__(self, plan: Plan, folder: RunFolder, prepared: Prepared) -> None:
        self._plan = plan
        self._folder = folder
        self._prepared = prepared
        self._counts: Counter[str] = Counter()
        self._verdicts: Counter[str] = Counter()
        self._laid = bytearray(prepared.decisions)
        shard = plan.shard
        self._mine = [number for number in range(prepared.chunks) if shard is None or shard.has(number)]

    def score(
        self, engine: Callable[[Job], Engine], score: Score, watch: Watch, outputs: Sequence[Writer] = ()
    ) -> None:
        """Let ``engine`` turn all of them into parts, and tell ``outputs`` of each."""
        done, entries = 0, self._entries()
        started = engine(self._job(score))
        with closing(started.run(self._tasks())) as results:
            for result in results:
                if result is not None:
                    self._count(result)
                    done += result.scored + result.reused + result.failures
                    for writer in outputs:
                        writer.part(result.number, self._folder.part(result.number))
                watch(done + started.under_way, entries)

    def _job(self, score: Score) -> Job:
        plan, prepared = self._plan, self._prepared
        return Job(
            self._folder.path,
            plan.ruleset_folder,
            plan.ruleset.digest,
            plan.as_of.toordinal(),
            prepared.cards,
            prepared.book,
            score,
        )

    def _tasks(self) -> Iterator[Task]:
        chunk = self._prepared.chunk
        for number in self._mine:
            yield Task(number, self._prepared.manifest.entries(number * chunk, chunk))

    def _entries(self) -> int:
        chunk, all_ = self._prepared.chunk, self._prepared.entries
        return sum(min(chunk, all_ - number * chunk) for number in self._mine)

    def _count(self, done: Done) -> None:
        self._counts.update(scored=done.scored, reused=done.reused, failures=done.failures, unused=done.unused)
        self._verdicts.update(done.verdicts)
        for row in done.decisions:
            self._laid[row - 1] = min(self._laid[row - 1] + 1, 2)

    def idle_decisions(self) -> list[int]:
        """The rows that name no submission that was judged.

        Raises :class:`~poscheck.errors.UsageError` where one names several: nobody knows which was meant.
        """
        if 2 in self._laid:  # noqa: PLR2004
            with closing(DecisionBook(self._folder.decisions)) as book:
                _, number, place = book.named(self._laid.index(2) + 1)
            raise UsageError(
                f"the decision at {place} names the submission {number}, but several files of this batch have that "
                "number; name the file with `source` instead."
            )
        return [row for row, times in enumerate(self._laid, 1) if not times]

    def summary(self, idle: Sequence[int] = ()) -> Summary:
        """What came of them; ``idle`` are the rows of idle decisions."""
        named: tuple[str, ...] = ()
        if idle:
            with closing(DecisionBook(self._folder.decisions)) as book:
                first = map(book.named, idle[:_NAMED])
                named = tuple(f"{source or submission} ({place})" for source, submission, place in first)
        return Summary(
            found=self._entries(),
            scored=self._counts["scored"],
            reused=self._counts["reused"],
            failures=self._counts["failures"],
            skipped=self._prepared.facts["skipped"],
            gone=self._prepared.gone,
            dropped=self._prepared.dropped,
            pageless=self._prepared.pageless,
            left_out=tuple(self._prepared.facts["left_out"][:_NAMED]),
            verdicts=dict(sorted(self._verdicts.items())),
            unused=self._counts["unused"],
            idle=named,
            idle_number=len(idle),
        )

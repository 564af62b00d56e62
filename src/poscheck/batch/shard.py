"""A share of a run's chunks, scored by a command of its own: for job arrays, with no engine between the computers."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from poscheck.batch.chunks import Chunks
from poscheck.batch.lock import part_of
from poscheck.batch.prepare import prepare_shard
from poscheck.batch.run import local, opened
from poscheck.batch.runfile import earlier_facts, identity, refuse_other_run
from poscheck.batch.scored import score as score_submission
from poscheck.batch.store import RunFolder
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.batch.plan import Engine, Plan, Summary, Watch
    from poscheck.batch.work import Job, Score

_WRITTEN = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Shard:
    """The ``number``-th of ``of`` shares, counted from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def has(self, chunk: int) -> bool:
        """Whether the chunk of that number, from 0, is in this share."""
        return chunk % self.of == self.number - 1


@dataclass(frozen=True, slots=True)
class Shared:
    """What came of a shard, and how many of the run's parts are there by now."""

    summary: Summary
    parts: int
    chunks: int


def shard(text: str) -> Shard:
    """The shard that ``text`` writes, such as ``2/10``. Raises :class:`~poscheck.errors.UsageError`."""
    written = _WRITTEN.fullmatch(text.strip())
    found = Shard(int(written[1]), int(written[2])) if written else None
    if found is None or not 1 <= found.number <= found.of:
        raise UsageError(f"“{text}” is no shard; write it as 1/10, 2/10 and so on up to 10/10.")
    return found


def run_shard(
    plan: Plan,
    watch: Watch = lambda _done, _all: None,
    *,
    engine: Callable[[Job], Engine] | None = None,
    score: Score = score_submission,
) -> Shared:
    """Score the chunks of ``plan.shard``; the outputs are left to the whole run, which takes over what is there.

    Other shards may do the same at the same time: nothing is written that any of them would write otherwise.
    Raises :class:`~poscheck.errors.PoscheckError`.
    """
    assert plan.shard is not None
    folder = RunFolder(plan.out)
    wanted = identity(plan.ruleset, plan.as_of)
    with opened(plan, folder), TemporaryDirectory(prefix="poscheck-") as work:
        _earlier(folder, wanted)
        folder.path.mkdir(parents=True, exist_ok=True)
        with part_of(folder.path, f"{plan.shard.number}-of-{plan.shard.of}"):
            folder.ticket.unlink(missing_ok=True)
            prepared = prepare_shard(plan, folder, wanted, _earlier(folder, wanted), Path(work))
            with closing(prepared.manifest):
                chunks = Chunks(plan, folder, prepared)
                chunks.score(engine or local(plan), score, watch)
                there = sum(number < prepared.chunks for number, _ in folder.parts())
                return Shared(chunks.summary(), there, prepared.chunks)


def _earlier(folder: RunFolder, wanted: dict[str, object]) -> dict[str, object] | None:
    facts = earlier_facts(folder)
    if facts is not None:
        refuse_other_run(folder.path, facts, wanted)
    return facts

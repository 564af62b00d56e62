"""What a run is asked for, who does it, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from poscheck.batch.outputs import Extras

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from datetime import date
    from pathlib import Path

    from poscheck.batch.cards import Pages
    from poscheck.batch.shard import Shard
    from poscheck.batch.work import Done, Task
    from poscheck.ruleset import Ruleset

Watch = Callable[[int, int], None]
"""Told now and then how many entries are done, and of how many."""


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
    shard: Shard | None = None
    extras: Extras = field(default_factory=Extras)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What came of it: ``found`` is the sum of the three that follow.

    ``left_out`` are the first names of those ``skipped``. ``unused`` is on how many submissions a decision does not
    count; ``idle`` are the first of the decisions that name no submission that was judged, and ``idle_number`` says how
    many there are. ``gone`` is how many submissions the run before had that are not among the inputs any more, and
    ``dropped`` how many decisions it had, where this one was given none; ``pageless`` is whether it has no pages of its
    submissions although nobody asked for that.
    """

    found: int
    scored: int
    reused: int
    failures: int
    skipped: int
    left_out: tuple[str, ...]
    gone: int
    dropped: int
    pageless: bool
    verdicts: dict[str, int]
    unused: int
    idle: tuple[str, ...]
    idle_number: int


class Engine(Protocol):
    """Whatever turns chunks into parts: processes on this computer, or others."""

    @property
    def under_way(self) -> int:
        """How many entries of unfinished chunks were looked at already."""

    def run(self, tasks: Iterable[Task]) -> Generator[Done | None]:
        """What became of each chunk, in any order; None now and then, so that someone can be told."""

"""Measuring one thing against another, in turn, so that a change of the machine's speed meets both."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LEAST_ROUNDS = 3
_LONGEST = 2.5


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of one submission in seconds, and the median ratio to the floor."""

    seconds: float
    ratio: float


def compare(
    work: Callable[[Any], Any],
    items: Sequence[Any],
    floor: Callable[[Any], Any],
    floor_items: Sequence[Any],
    rounds: int,
) -> Measured:
    """Time of ``work`` on all ``items`` against ``floor`` on all of its own, which stand for the same submissions.

    Processor time of this process, not the clock's. Slow work gets fewer rounds.
    """
    first, _ = _seconds(work, items), _seconds(floor, floor_items)
    rounds = max(min(_LEAST_ROUNDS, rounds), min(rounds, int(_LONGEST / max(first, 1e-6))))
    pairs = [(_seconds(work, items), _seconds(floor, floor_items)) for _ in range(rounds)]
    return Measured(
        statistics.median(mine for mine, _ in pairs) / len(items),
        statistics.median(mine / theirs for mine, theirs in pairs),
    )


def _seconds(work: Callable[[Any], Any], items: Sequence[Any]) -> float:
    start = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - start

"""Draws that follow from a key alone, on every machine and version of Python."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

#: The day for which the made-up submissions are written, that of the shipped samples.
AS_OF = date(2026, 10, 15)
_REACH = 5000
_DAYS = tuple((AS_OF - timedelta(days=ago)).isoformat() for ago in range(-_REACH, _REACH))


class Dice:
    """Draws from one key. Only ``Random.random`` is used: Python promises that its sequence never changes."""

    __slots__ = ("random",)

    def __init__(self, *key: str | int) -> None:
        self.random = Random("/".join(map(str, key))).random  # noqa: S311 -- nothing secret

    def chance(self, share: float) -> bool:
        """True in that share of all draws."""
        return self.random() < share

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[int(self.random() * len(choices))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """So many of the choices, no two the same; all of them where there are fewer."""
        rest = list(choices)
        return [rest.pop(int(self.random() * len(rest))) for _ in range(min(count, len(rest)))]

    def between(self, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``, both included."""
        return least + int(self.random() * (most - least + 1))

    def times(self, average: float) -> int:
        """A whole number, ``average`` on average and at least half of it."""
        return int(average * (0.5 + self.random()) + self.random())


def day(ago: int) -> str:
    """The day so many days before the one that submissions are judged for; after it where the number is negative."""
    return _DAYS[ago + _REACH]


def school_year(back: int) -> str:
    """The school year that runs (0), the one before it (1), or a coming one (-1)."""
    first = AS_OF.year - back
    return f"{first}-{(first + 1) % 100:02}"

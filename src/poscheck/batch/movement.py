"""What moved between two runs, in figures, and as a table.

The table has a row for each submission that moved, then for each that only the later run has, then for each that only
the earlier one has.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Protocol

from poscheck.batch.columns import NAMED, SOURCE, Column, Kind, Table
from poscheck.batch.csv_table import CsvTable
from poscheck.records import Record
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from poscheck.batch.pairs import Change, Moved

LARGEST = 200
"""So many moves are told on the page; the table has all."""
NAMED_ALONE = 100
"""So many are named there of those that one run alone has: with names of the greatest length it stays below 1 MB."""


class Compared(Protocol):
    """Submissions, each judged twice: by two runs, or under two rulesets. ``criteria`` are those that both have."""

    @property
    def comparable(self) -> bool:
        """Whether scores can be compared."""

    @property
    def criteria(self) -> Mapping[str, str]:
        """The criteria that both have, with their titles."""

    def only(self) -> tuple[int, int]:
        """How many submissions were judged only the first and only the second time."""

    def alone(self) -> tuple[Iterator[Moved], Iterator[Moved]]:
        """These submissions, each as a move from or to nothing."""

    def pairs(self) -> Iterator[Moved]:
        """Every submission that was judged twice."""

    def moved(self, found: Moved) -> bool:
        """Whether something is different."""


class Tally(Record):
    """In how many submissions a criterion rose, fell, and began or ceased to apply."""

    criterion: str
    title: str
    rose: int
    fell: int
    other: int

    @property
    def moved(self) -> int:
        """In how many it moved at all."""
        return self.rose + self.fell + self.other


class Movement(Record, kw_only=True):
    """What moved: ``verdicts`` by the earlier and the later one, ``largest`` the moves that matter most.

    ``only`` are how many submissions are in the earlier run alone and in the later one alone, ``alone`` the first of
    them by district and program. ``rose`` and ``fell`` are confirmed scores, ``gain`` is the
    mean of what was added to them, from -1 to 1, where both runs have one; scores by unlike rulesets are not
    ``comparable``, and nothing is counted. ``rated`` tells whether any ratings were compared; ``criteria`` that moved
    most come first.
    """

    both: int
    only: tuple[int, int]
    alone: tuple[tuple[Moved, ...], tuple[Moved, ...]]
    matched_by: Mapping[str, int]
    moved: int
    verdicts: Mapping[tuple[Verdict, Verdict], int]
    comparable: bool
    rose: int
    fell: int
    gain: float | None
    rated: bool
    criteria: tuple[Tally, ...]
    largest: tuple[Moved, ...]

    @property
    def turned(self) -> int:
        """How many have another verdict."""
        return sum(number for (before, after), number in self.verdicts.items() if before != after)


def movement(pair: Compared, table: Path | None = None, columns: tuple[Column, ...] | None = None) -> Movement:
    """Read two runs once; ``table`` is a file that is written on the way. Raises OSError where it cannot be."""
    if table is None:
        return _read(pair, lambda _moved: None)
    with closing(CsvTable(table, Table(columns or COLUMNS, lambda moved: [moved]))) as rows:
        return _read(pair, rows.add)


def _read(pair: Compared, tell: Callable[[Any], None]) -> Movement:
    """What moved; whatever is a row of the table is told, in the order of the rows."""
    counts = _Counts(pair)
    largest = nsmallest(LARGEST, _told(counts.moved(), tell), key=_weight)
    before, after = pair.alone()
    new = nsmallest(NAMED_ALONE, _told(after, tell), key=_name)
    gone = nsmallest(NAMED_ALONE, _told(before, tell), key=_name)
    return counts.movement(largest, (tuple(gone), tuple(new)))


def _told(rows: Iterable[Moved], tell: Callable[[Any], None]) -> Iterator[Moved]:
    for row in rows:
        tell(row)
        yield row


def _weight(moved: Moved) -> tuple[bool, float, int]:
    """Another verdict comes before everything, then the confirmed score that changed most, then most criteria."""
    return moved.verdict_before == moved.verdict, -abs(moved.gain or 0), -len(moved.changes)


def _name(alone: Moved) -> tuple[tuple[bool, str], ...]:
    """By district and program, as the pages of a run; what is not named comes last."""
    names = (alone.district, alone.state, alone.program, alone.source, alone.source_before)
    return tuple((name is None, (name or "").lower()) for name in names)


class _Counts:
    """Counts pairs as they pass by."""

    def __init__(self, pair: Compared) -> None:
        self._pair = pair
        self._matched: Counter[str] = Counter()
        self._verdicts: Counter[tuple[Verdict, Verdict]] = Counter()
        self._criteria: Counter[tuple[str, int]] = Counter()
        self._moved = self._rose = self._fell = self._scored = 0
        self._gain = 0.0

    def moved(self) -> Iterator[Moved]:
        """The pairs that moved."""
        for found in self._pair.pairs():
            self._count(found)
            if self._pair.moved(found):
                self._moved += 1
                yield found

    def _count(self, found: Moved) -> None:
        self._matched[found.matched_by] += 1
        self._verdicts[Verdict(found.verdict_before), Verdict(found.verdict)] += 1
        self._criteria.update((change.criterion, change.direction) for change in found.changes)
        if self._pair.comparable and (gain := found.gain) is not None:
            self._scored += 1
            self._gain += gain
            self._rose += gain > 0
            self._fell += gain < 0

    def movement(self, largest: list[Moved], alone: tuple[tuple[Moved, ...], tuple[Moved, ...]]) -> Movement:
        """All counts."""
        numbers = self._criteria
        criteria = [
            Tally(name, title, numbers[name, 1], numbers[name, -1], numbers[name, 0])
            for name, title in self._pair.criteria.items()
        ]
        return Movement(
            both=self._matched.total(),
            only=self._pair.only(),
            alone=alone,
            matched_by=dict(self._matched),
            moved=self._moved,
            verdicts=dict(self._verdicts),
            comparable=self._pair.comparable,
            rose=self._rose,
            fell=self._fell,
            gain=round(self._gain / self._scored, 4) + 0.0 if self._scored else None,
            rated=bool(self._pair.criteria),
            criteria=tuple(sorted((each for each in criteria if each.moved), key=lambda each: -each.moved)),
            largest=tuple(largest),
        )


def rating_text(change: Change) -> str:
    """``7.1 from 1 to 2``; of a range both ends are told, and what does not apply has ``none``."""
    before, after = (
        "none" if rating is None else str(rating[0]) if rating[0] == rating[1] else f"{rating[0]} or {rating[1]}"
        for rating in (change.before, change.after)
    )
    return f"{change.criterion} from {before} to {after}"


def _changed(direction: int) -> Callable[[Moved], str]:
    return lambda moved: ", ".join(rating_text(each) for each in moved.changes if each.direction == direction)


def in_runs(moved: Moved) -> str:
    """``both``, ``earlier only`` or ``later only``."""
    if not moved.source:
        return "earlier only"
    return "both" if moved.source_before else "later only"


def _of(name: str, field: str, kind: Kind, meaning: str) -> Column:
    return Column(name, name, kind, meaning, lambda moved: getattr(moved, field))


COLUMNS = (
    _of(SOURCE.name, "source", Kind.TEXT, "the name of the file in the later run; empty where it is not in that run"),
    _of("source_before", "source_before", Kind.TEXT, "its name in the earlier run; empty where it is not in that run"),
    _of("id", "id", Kind.TEXT, "the district's own number or short name for the submission"),
    *(_of(column.name, column.name, Kind.TEXT, column.meaning) for column in NAMED),
    _of("matched_by", "matched_by", Kind.TEXT, "by what both were found to be the same"),
    _of("verdict_before", "verdict_before", Kind.TEXT, "the verdict in the earlier run"),
    _of("verdict", "verdict", Kind.TEXT, "the verdict in the later run"),
    _of("score_low_before", "low_before", Kind.SHARE, "the confirmed score in the earlier run"),
    _of("score_low", "low", Kind.SHARE, "the confirmed score in the later run"),
    _of("score_low_change", "gain", Kind.SHARE, "what was gained; negative where it fell"),
    _of("score_high_before", "high_before", Kind.SHARE, "the possible score in the earlier run"),
    _of("score_high", "high", Kind.SHARE, "the possible score in the later run"),
    Column("rose", "rose", Kind.RATING, "the criteria that rose, each with its ratings", _changed(1)),
    Column("fell", "fell", Kind.RATING, "the criteria that fell", _changed(-1)),
    Column("other", "other", Kind.RATING, "the criteria that began or ceased to apply", _changed(0)),
    Column("in_runs", "in_runs", Kind.RATING, "`both`, `earlier only` or `later only`", in_runs),
)
"""The table of what moved."""

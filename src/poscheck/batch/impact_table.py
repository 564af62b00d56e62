"""The table of what another ruleset would move: one row a submission that moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.batch.columns import Column, Kind
from poscheck.batch.movement import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poscheck.batch.columns import Cell
    from poscheck.batch.pairs import Moved

_MEANINGS = {
    "source": "the name of the file, of the archive's member, or of the line",
    "verdict_before": "the verdict under the old ruleset",
    "verdict": "the verdict under the new ruleset",
    "score_low_before": "the confirmed score under the old ruleset",
    "score_low": "the confirmed score under the new ruleset",
    "score_high_before": "the possible score under the old ruleset",
    "score_high": "the possible score under the new ruleset",
}
_LEFT_OUT = frozenset({"source_before", "matched_by", "in_runs"})


def impact_columns(paths: Sequence[str]) -> tuple[Column, ...]:
    """The columns; those of the fields by which submissions are grouped come last."""
    kept = [column for column in COLUMNS if column.name not in _LEFT_OUT]
    told = [
        Column(column.name, column.title, column.kind, _MEANINGS.get(column.name, column.meaning), column.value)
        for column in kept
    ]
    rules = Column(
        "rules",
        "rules",
        Kind.LONG,
        "the rules whose answer is different, each with both answers; *absent* in a ruleset that does not have it",
        lambda moved: ", ".join(map(str, moved.rules)),
    )
    return (*told, rules, *(_field(path, place) for place, path in enumerate(paths)))


def _field(path: str, place: int) -> Column:
    return Column(path, path, Kind.TEXT, f"the value of `{path}`", _value(place))


def _value(place: int) -> Callable[[Moved], Cell]:
    return lambda moved: moved.values[place]

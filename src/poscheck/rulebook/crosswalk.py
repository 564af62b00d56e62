"""What corresponds to what: criteria of other rulesets that name criteria of the ten components."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poscheck.records import Record
from poscheck.resources import data_dir
from poscheck.ruleset import DEFAULT, load_ruleset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poscheck.ruleset import Criterion, Ruleset
    from poscheck.scorecard import Citation


class Counterpart(Record):
    """A criterion of another ruleset, and where that comes from."""

    ruleset: str
    ruleset_title: str
    criterion: str
    title: str
    citation: Citation


@cache
def shipped() -> tuple[Ruleset, ...]:
    """The rulesets that come with poscheck and name criteria of the ten components, by their ids."""
    names = sorted(file.parent.name for file in data_dir("rules").glob("*/ruleset.yaml"))
    loaded = (load_ruleset(name) for name in names if name != DEFAULT)
    return tuple(ruleset for ruleset in loaded if any(each.compares_with for each in ruleset.criteria))


def counterparts(ruleset: Ruleset, others: Sequence[Ruleset]) -> Mapping[str, Sequence[Counterpart]]:
    """By criterion of ``ruleset``, what it names itself, and which criteria of ``others`` name it."""
    main = load_ruleset(DEFAULT)
    known = {criterion.id: criterion for criterion in main.criteria}
    found: dict[str, list[Counterpart]] = {criterion.id: [] for criterion in ruleset.criteria}
    for criterion in ruleset.criteria:
        found[criterion.id] += [_counterpart(main, known[name]) for name in criterion.compares_with if name in known]
    if found.keys() >= known.keys():  # the ten components, or an edition of them
        for other in others:
            for criterion in other.criteria:
                for name in criterion.compares_with:
                    found[name].append(_counterpart(other, criterion))
    return found


def _counterpart(ruleset: Ruleset, criterion: Criterion) -> Counterpart:
    return Counterpart(ruleset.id, ruleset.title, criterion.id, criterion.title, criterion.citation)

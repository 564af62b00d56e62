"""Scoring by trying out every way in which what is open may turn out. Written from the design, slow and plain."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.ruleset import Criterion, Ruleset
    from tests.scoring.made_up import Outcomes

World = dict[str, bool | None]
"""Of every rule, whether it is met; None where it does not apply."""


@dataclass(frozen=True)
class Result:
    """The figures in one world; None where nothing applies."""

    ratings: dict[str, int | None]
    components: dict[str, Fraction | None]
    overall: Fraction | None
    meets: bool


def worlds(outcomes: Outcomes) -> Iterator[World]:
    """Every way in which the open rules may turn out."""
    ways = [_ways(outcome, unsure=unsure) for outcome, unsure in outcomes.values()]
    return (dict(zip(outcomes, world, strict=True)) for world in product(*ways))


def _ways(outcome: Outcome, *, unsure: bool) -> tuple[bool | None, ...]:
    match outcome:
        case Outcome.MET:
            return (True,)
        case Outcome.NOT_MET:
            return (False,)
        case Outcome.NOT_APPLICABLE:
            return (None,)
        case _:
            return (False, True, None) if unsure else (False, True)


def in_world(ruleset: Ruleset, world: World) -> Result:
    """Ratings, scores and whether every gate is passed."""
    ratings: dict[str, int | None] = {}
    components: dict[str, Fraction | None] = {}
    meets = True
    for component in ruleset.components:
        shares: list[tuple[Fraction, Fraction]] = []
        for criterion in component.criteria:
            applicable = [] if criterion.responsible == "state" else _applicable(criterion, world)
            ratings[criterion.id] = _rating(applicable)
            if applicable:
                top = max(level for level, _ in applicable)
                shares.append((criterion.weight, Fraction(_rating(applicable) or 0, top)))
            if criterion.required and not all(met for level, met in applicable if level <= ruleset.required_rating):
                meets = False
        score = components[component.id] = _mean(shares)
        meets = meets and (score is None or score >= component.minimum)
    scored = [
        (component.weight, score) for component in ruleset.components if (score := components[component.id]) is not None
    ]
    return Result(ratings, components, _mean(scored), meets)


def _applicable(criterion: Criterion, world: World) -> list[tuple[int, bool]]:
    return [(rule.level or 0, met) for rule in criterion.rules if (met := world[rule.id]) is not None]


def _rating(applicable: list[tuple[int, bool]]) -> int | None:
    if not applicable:
        return None
    reached = [
        level
        for level in range(1, 10)
        if any(at == level for at, _ in applicable) and all(met for at, met in applicable if at <= level)
    ]
    return max(reached, default=0)


def _mean(parts: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    total = sum(weight for weight, _ in parts)
    return sum((weight * value for weight, value in parts), Fraction(0)) / total if total else None

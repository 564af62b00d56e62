"""What to do first: the criteria with room to rise, each step re-scored before it is offered."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from poscheck.scorecard import NextStep, Outcome, ScoreRange
from poscheck.scoring import Bounds, Scores, states

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.ruleset import Criterion, Rule, Ruleset

Outcomes = dict[str, tuple[Outcome, bool]]
Rescore = Callable[[Outcomes], Scores]
_DIGITS = 10_000


def next_steps(ruleset: Ruleset, outcomes: Outcomes, scores: Scores, rescore: Rescore) -> tuple[NextStep, ...]:
    """A step for each criterion below the required rating (gates first), then below the next level.

    ``gain`` is of the step alone; ``together`` of it and all before it. Both come from scoring again with the rules of
    the step set to met.
    """
    wanted = [
        (step, level, rules)
        for step in ruleset.criteria
        if (found := _wanted(step, ruleset, outcomes, scores))
        for level, rules in [found]
    ]
    gains = {criterion.id: _gain(scores, rescore(_met(outcomes, rules))) for criterion, _, rules in wanted}
    required = ruleset.required_rating

    def urgency(entry: tuple[Criterion, int, list[Rule]]) -> tuple[bool, bool, Fraction, int]:
        criterion, level, rules = entry
        gate = criterion.required and level <= required
        return (not gate, level > required, -gains[criterion.id].low, len(rules))

    steps: list[NextStep] = []
    together = dict(outcomes)
    for criterion, level, rules in sorted(wanted, key=urgency):
        together = _met(together, rules)
        fixes = tuple(dict.fromkeys(rule.fix for rule in rules))
        steps.append(
            NextStep(
                criterion=criterion.id,
                criterion_title=criterion.title,
                required=criterion.required,
                to_level=ruleset.scale[level].name,
                rules=tuple(rule.id for rule in rules),
                text=" ".join(fixes),
                fixes=fixes,
                gain=rounded(gains[criterion.id]),
                together=rounded(_gain(scores, rescore(together))),
            )
        )
    return tuple(steps)


def rounded(bounds: Bounds) -> ScoreRange:
    """A range for the scorecard: rounded down to four decimals, so that nothing reads better than it is."""
    return ScoreRange(low=bounds.low * _DIGITS // 1 / _DIGITS, high=bounds.high * _DIGITS // 1 / _DIGITS)


def _wanted(
    criterion: Criterion, ruleset: Ruleset, outcomes: Mapping[str, tuple[Outcome, bool]], scores: Scores
) -> tuple[int, list[Rule]] | None:
    """The level to reach next and the rules that stand in the way, or None where there is nothing to gain."""
    rated = scores.ratings[criterion.id]
    if not criterion.scored or rated is None:
        return None
    levels = sorted(
        {level for level, outcome, _ in states(criterion, outcomes) if outcome is not Outcome.NOT_APPLICABLE}
    )
    if rated.low < ruleset.required_rating and not rated.passes:
        target = min((level for level in levels if level >= ruleset.required_rating), default=max(levels))
    else:
        target = min((level for level in levels if level > rated.low), default=0)
    rules = [
        rule
        for rule in criterion.rules
        if rule.rated
        and rule.level is not None
        and rule.level <= target
        and outcomes[rule.id][0] in {Outcome.NOT_MET, Outcome.INCOMPLETE}
    ]
    return (target, rules) if rules else None


def _met(outcomes: Outcomes, rules: list[Rule]) -> Outcomes:
    return {**outcomes, **{rule.id: (Outcome.MET, False) for rule in rules}}


def _gain(before: Scores, after: Scores) -> Bounds:
    if before.overall is None or after.overall is None:
        return Bounds(Fraction(0), Fraction(0))
    low, high = after.overall.low - before.overall.low, after.overall.high - before.overall.high
    return Bounds(max(low, Fraction(0)), max(high, Fraction(0)))

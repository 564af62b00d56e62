"""What to do first: the criteria with room to rise, each step re-scored before it is offered."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from poscheck.scorecard import NextStep, Outcome, ScoreRange
from poscheck.scoring import Bounds, parts_of_overall, rate, states

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.ruleset import Criterion, Rule, Ruleset
    from poscheck.scoring import Outcomes, Rated, Scores

_NO_GAIN = Bounds(Fraction(0), Fraction(0))
_DIGITS = 10_000


def next_steps(ruleset: Ruleset, outcomes: Outcomes, scores: Scores) -> tuple[NextStep, ...]:
    """A step for each criterion below the required rating (gates first), then below the next level.

    ``gain`` is of the step alone; ``together`` of it and all before it. Both come from rating its criterion again with
    the rules of the step set to met.
    """
    required = ruleset.required_rating
    parts = parts_of_overall(ruleset, scores)
    wanted: list[tuple[Criterion, int, list[Rule], Bounds]] = []
    for criterion in ruleset.criteria:
        rated = scores.ratings[criterion.id]
        if rated is not None and (found := _wanted(criterion, rated, required, outcomes)):
            level, rules = found
            gain = _gain(criterion, rated, rate(criterion, _met(criterion, rules, outcomes), required), parts)
            wanted.append((criterion, level, rules, gain))

    def urgency(entry: tuple[Criterion, int, list[Rule], Bounds]) -> tuple[bool, bool, Fraction, int]:
        criterion, level, rules, gain = entry
        gate = criterion.required and level <= required
        return (not gate, level > required, -gain.low, len(rules))

    steps: list[NextStep] = []
    together = _NO_GAIN
    for criterion, level, rules, gain in sorted(wanted, key=urgency):
        together = Bounds(together.low + gain.low, together.high + gain.high)
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
                gain=rounded(gain),
                together=rounded(together),
            )
        )
    return tuple(steps)


def rounded(bounds: Bounds) -> ScoreRange:
    """A range for the scorecard: rounded down to four decimals, so that nothing reads better than it is.

    A change below 0 is no gain: where a rule turns out to apply, what is possible may also become less.
    """
    return ScoreRange(low=_cut(bounds.low), high=_cut(bounds.high))


def _cut(figure: Fraction) -> float:
    above, below = figure.as_integer_ratio()
    return max(above * _DIGITS // below, 0) / _DIGITS


def _wanted(criterion: Criterion, rated: Rated, required: int, outcomes: Outcomes) -> tuple[int, list[Rule]] | None:
    """The level to reach next and the rules that stand in the way, or None where there is nothing to gain."""
    levels = sorted(
        {level for level, outcome, _ in states(criterion, outcomes) if outcome is not Outcome.NOT_APPLICABLE}
    )
    if rated.low < required and not rated.passes:
        target = min((level for level in levels if level >= required), default=max(levels))
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


def _met(criterion: Criterion, rules: list[Rule], outcomes: Outcomes) -> Outcomes:
    """The outcomes of a criterion's rules once ``rules`` are met."""
    return {rule.id: (Outcome.MET, False) if rule in rules else outcomes[rule.id] for rule in criterion.rules}


def _gain(criterion: Criterion, before: Rated, after: Rated | None, parts: Mapping[str, Fraction]) -> Bounds:
    """How much the overall score changes with the rating of one criterion.

    It is a weighted mean, and what counts in it stays the same: it changes by the criterion's part in it of what the
    criterion's own share does. So the changes of several criteria are exactly the sum of theirs.
    """
    part = parts.get(criterion.id)
    if part is None or after is None:
        return _NO_GAIN
    return Bounds(part * (after.share.low - before.share.low), part * (after.share.high - before.share.high))

"""Ratings, scores and the verdict, from the outcomes of rules alone. Exact arithmetic; nothing is rounded here.

Every figure is a pair: what is confirmed (open rules count as not met) and what is still possible (they count as met).
Where it is unknown whether a rule applies at all, the pair holds for both ways it may turn out.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import compress, product
from math import lcm
from typing import TYPE_CHECKING

from poscheck.records import Record
from poscheck.scorecard import Outcome, ReasonKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from poscheck.ruleset import Component, Criterion, Ruleset

RuleState = tuple[int, Outcome, bool]
"""A rated rule: its level, its outcome, and whether it is unknown that it applies at all."""
States = tuple[RuleState, ...]
Outcomes = Mapping[str, tuple[Outcome, bool]]
"""By rule id: its outcome, and whether it is unknown that it applies at all."""

_OPEN = {Outcome.INCOMPLETE, Outcome.NEEDS_REVIEW}


class Bounds(Record):
    """A figure from 0 to 1: confirmed and still possible."""

    low: Fraction
    high: Fraction


class Rated(Record):
    """A criterion's rating and ``top`` (the highest level asked), its share of the top, and whether it passes its gate.

    ``passes`` and ``fails`` are certain; a criterion with neither is open.
    """

    low: int
    high: int
    top: int
    share: Bounds
    passes: bool
    fails: bool


class Gate(Record):
    """A gate that decided the verdict or is open: a criterion, a component, or (neither) readiness."""

    kind: ReasonKind
    criterion: str | None = None
    component: str | None = None
    decided: bool = False


class ComponentScores(Record):
    """The figures of one component: its criteria's ratings by id, its score, its gates."""

    ratings: Mapping[str, Rated | None]
    bounds: Bounds | None
    gates: tuple[Gate, ...]


class Scores(Record):
    """The figures of one scorecard, by criterion and component id; None where nothing applies."""

    ratings: Mapping[str, Rated | None]
    components: Mapping[str, Bounds | None]
    overall: Bounds | None
    verdict: Verdict
    gates: tuple[Gate, ...]


def score(ruleset: Ruleset, outcomes: Outcomes, *, ready: bool) -> Scores:
    """Score the outcomes (by rule id; with each, whether it is unknown that the rule applies)."""
    scored = {component.id: score_component(ruleset, component, outcomes) for component in ruleset.components}
    gates: tuple[Gate, ...] = () if ready else (Gate(ReasonKind.NOT_READY),)
    gates += tuple(gate for part in scored.values() for gate in part.gates)
    return Scores(
        ratings={criterion: rated for part in scored.values() for criterion, rated in part.ratings.items()},
        components={component: part.bounds for component, part in scored.items()},
        overall=_weighted(
            (component.weight, bounds)
            for component in ruleset.components
            if (bounds := scored[component.id].bounds) is not None
        ),
        verdict=verdict_of(gates),
        gates=gates,
    )


def score_component(ruleset: Ruleset, component: Component, outcomes: Outcomes) -> ComponentScores:
    """The figures and gates of one component; they depend on no other one."""
    return score_states(ruleset, component, tuple([states(criterion, outcomes) for criterion in component.criteria]))


@lru_cache(maxsize=1 << 12)
def score_states(ruleset: Ruleset, component: Component, found: tuple[States, ...]) -> ComponentScores:
    """As :func:`score_component`, by the states of each criterion's rules; many submissions have the same ones."""
    of = dict(zip([criterion.id for criterion in component.criteria], found, strict=True))
    ratings = {
        criterion.id: _rate(of[criterion.id], ruleset.required_rating) if criterion.scored else None
        for criterion in component.criteria
    }
    bounds = _weighted(
        (criterion.weight, rated.share)
        for criterion in component.criteria
        if (rated := ratings[criterion.id]) is not None
    )
    return ComponentScores(ratings, bounds, tuple(_gates(ruleset, component, of, ratings, bounds)))


def verdict_of(gates: Collection[Gate]) -> Verdict:
    """The verdict, from the gates that are closed or open."""
    if any(gate.decided for gate in gates):
        return Verdict.DOES_NOT_MEET
    return Verdict.UNDECIDED if gates else Verdict.MEETS


def rate(criterion: Criterion, outcomes: Outcomes, required: int) -> Rated | None:
    """The rating of a criterion; None where no rule of it applies, and for a state's duty."""
    return _rate(states(criterion, outcomes), required) if criterion.scored else None


def states(criterion: Criterion, outcomes: Outcomes) -> States:
    """The states of a criterion's rated rules."""
    return tuple([(level, *outcomes[rule]) for rule, level in _levels(criterion)])


@lru_cache(maxsize=1 << 10)
def _levels(criterion: Criterion) -> tuple[tuple[str, int], ...]:
    """The rated rules of a criterion, each with its level."""
    return tuple((rule.id, rule.level) for rule in criterion.rules if rule.rated and rule.level is not None)


def parts_of_overall(ruleset: Ruleset, scores: Scores) -> Mapping[str, Fraction]:
    """Of each criterion that counts: how much of the overall score its share of its top is, from 0 to 1."""
    found: dict[str, Fraction] = {}
    components = [each for each in ruleset.components if scores.components[each.id] is not None]
    whole = sum(each.weight for each in components)
    for component in components if whole else ():
        counted = [each for each in component.criteria if scores.ratings[each.id] is not None]
        part = component.weight / (whole * sum(each.weight for each in counted))
        found |= {each.id: part * each.weight for each in counted}
    return found


def _weighted(parts: Iterable[tuple[Fraction, Bounds]]) -> Bounds | None:
    """The weighted mean, or None where there is nothing or all weights are 0.

    It is exact, and summed in whole numbers: adding fractions one to the other takes ten times as long.
    """
    listed = [
        (*weight.as_integer_ratio(), *bounds.low.as_integer_ratio(), *bounds.high.as_integer_ratio())
        for weight, bounds in parts
    ]
    unit = lcm(*[below for _, below, *_ in listed])
    grain = lcm(*[divisor for _, _, _, low, _, high in listed for divisor in (low, high)])
    total = sum([above * (unit // below) for above, below, *_ in listed]) * grain
    if not total:
        return None
    low = high = 0
    for above, below, low_above, low_below, high_above, high_below in listed:
        weight = above * (unit // below)
        low += weight * low_above * (grain // low_below)
        high += weight * high_above * (grain // high_below)
    return Bounds(Fraction(low, total), Fraction(high, total))


@lru_cache(maxsize=1 << 14)
def _rate(rules: tuple[RuleState, ...], required: int) -> Rated | None:
    """The rating for both ways that every unknown ``when`` may turn out; None where no rule applies in any of them.

    The cases double with each level at most, and not with each rule.
    """
    sure = [rule for rule in rules if not rule[-1]]
    unsure = {rule: None for rule in rules if rule[-1]}  # of those that are alike one says as much as several
    cases = [
        case
        for applies in product((True, False), repeat=len(unsure))
        if (case := _rate_case([*sure, *compress(unsure, applies)], required))
    ]
    if not cases:
        return None
    return Rated(
        low=min(case.low for case in cases),
        high=max(case.high for case in cases),
        top=max(case.top for case in cases),
        share=Bounds(min(case.share.low for case in cases), max(case.share.high for case in cases)),
        passes=all(case.passes for case in cases),
        fails=all(case.fails for case in cases) and len(cases) == 2 ** len(unsure),
    )


def _rate_case(rules: Sequence[RuleState], required: int) -> Rated | None:
    applicable = [(level, outcome) for level, outcome, _ in rules if outcome is not Outcome.NOT_APPLICABLE]
    if not applicable:
        return None
    certain = [(level, outcome is Outcome.MET) for level, outcome in applicable]
    possible = [(level, outcome is Outcome.MET or outcome in _OPEN) for level, outcome in applicable]
    top = max(level for level, _ in applicable)
    low, high = _reached(certain), _reached(possible)
    share = Bounds(Fraction(low, top), Fraction(high, top))
    passes = all(met for level, met in certain if level <= required)
    fails = not all(met for level, met in possible if level <= required)
    return Rated(low, high, top, share, passes, fails)


def _reached(rules: Sequence[tuple[int, bool]]) -> int:
    """The highest level that a rule is tagged with while every rule at or below it is met; else 0."""
    lowest_failure = min((level for level, met in rules if not met), default=None)
    levels = [level for level, _ in rules if lowest_failure is None or level < lowest_failure]
    return max(levels, default=0)


def _gates(
    ruleset: Ruleset,
    component: Component,
    of: Mapping[str, States],
    ratings: Mapping[str, Rated | None],
    bounds: Bounds | None,
) -> Iterable[Gate]:
    for criterion in component.criteria:
        rated = ratings[criterion.id]
        if criterion.required and rated is not None and not rated.passes:
            asked = [state for state in of[criterion.id] if state[0] <= ruleset.required_rating]
            for kind in _kinds(asked, decided=rated.fails):
                yield Gate(kind, criterion=criterion.id, decided=rated.fails)
    if bounds is not None and bounds.low < component.minimum:
        decided = bounds.high < component.minimum
        counting = [state for criterion in component.criteria if criterion.scored for state in of[criterion.id]]
        for kind in _kinds(counting, decided=decided):
            yield Gate(kind, component=component.id, decided=decided)


def _kinds(rules: Iterable[RuleState], *, decided: bool) -> Iterable[ReasonKind]:
    """Why a gate is closed (decided) or open: what its open rules wait for."""
    if decided:
        return [ReasonKind.NOT_MET]
    found = {outcome for _, outcome, _ in rules}
    kinds = []
    if Outcome.INCOMPLETE in found:
        kinds.append(ReasonKind.MISSING_EVIDENCE)
    if Outcome.NEEDS_REVIEW in found:
        kinds.append(ReasonKind.NEEDS_REVIEW)
    return kinds or [ReasonKind.NOT_MET]

"""Ratings, scores and the verdict, from the outcomes of rules alone. Exact arithmetic; nothing is rounded here.

Every figure is a pair: what is confirmed (open rules count as not met) and what is still possible (they count as met).
Where it is unknown whether a rule applies at all, the pair holds for both ways it may turn out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from poscheck.scorecard import Outcome, ReasonKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from poscheck.ruleset import Component, Criterion, Ruleset

RuleState = tuple[int, Outcome, bool]
"""A rated rule: its level, its outcome, and whether it is unknown that it applies at all."""

_CASES_LIMIT = 6
_OPEN = {Outcome.INCOMPLETE, Outcome.NEEDS_REVIEW}


@dataclass(frozen=True, slots=True)
class Bounds:
    """A figure from 0 to 1: confirmed and still possible."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Rated:
    """A criterion's rating and ``top`` (the highest level asked), its share of the top, and whether it passes its gate.

    ``passes`` and ``fails`` are certain; a criterion with neither is open.
    """

    low: int
    high: int
    top: int
    share: Bounds
    passes: bool
    fails: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate that decided the verdict or is open: a criterion, a component, or (neither) readiness."""

    kind: ReasonKind
    criterion: str | None = None
    component: str | None = None
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one scorecard, by criterion and component id; None where nothing applies."""

    ratings: Mapping[str, Rated | None]
    components: Mapping[str, Bounds | None]
    overall: Bounds | None
    verdict: Verdict
    gates: tuple[Gate, ...]


def score(ruleset: Ruleset, outcomes: Mapping[str, tuple[Outcome, bool]], *, ready: bool) -> Scores:
    """Score the outcomes (by rule id; with each, whether it is unknown that the rule applies)."""
    ratings: dict[str, Rated | None] = {}
    components: dict[str, Bounds | None] = {}
    for component in ruleset.components:
        for criterion in component.criteria:
            ratings[criterion.id] = (
                _rate(states(criterion, outcomes), ruleset.required_rating) if criterion.scored else None
            )
        components[component.id] = weighted(
            (criterion.weight, rated.share)
            for criterion in component.criteria
            if criterion.scored and (rated := ratings[criterion.id]) is not None
        )
    overall = weighted(
        (component.weight, bounds)
        for component in ruleset.components
        if (bounds := components[component.id]) is not None
    )
    gates = tuple(_gates(ruleset, outcomes, ratings, components, ready=ready))
    if any(gate.decided for gate in gates):
        verdict = Verdict.DOES_NOT_MEET
    else:
        verdict = Verdict.UNDECIDED if gates else Verdict.MEETS
    return Scores(ratings, components, overall, verdict, gates)


def states(criterion: Criterion, outcomes: Mapping[str, tuple[Outcome, bool]]) -> tuple[RuleState, ...]:
    """The states of a criterion's rated rules."""
    return tuple((rule.level, *outcomes[rule.id]) for rule in criterion.rules if rule.rated and rule.level is not None)


def weighted(parts: Iterable[tuple[Fraction, Bounds]]) -> Bounds | None:
    """The weighted mean, or None where there is nothing or all weights are 0."""
    return _mean(tuple(parts))


@lru_cache(maxsize=1 << 12)
def _mean(listed: tuple[tuple[Fraction, Bounds], ...]) -> Bounds | None:
    """Kept, because trying out one step after the other changes one component at a time."""
    total = sum((weight for weight, _ in listed), Fraction(0))
    if not total:
        return None
    return Bounds(
        sum((weight * bounds.low for weight, bounds in listed), Fraction(0)) / total,
        sum((weight * bounds.high for weight, bounds in listed), Fraction(0)) / total,
    )


@lru_cache(maxsize=1 << 14)
def _rate(rules: tuple[RuleState, ...], required: int) -> Rated | None:
    """The rating for both ways that every unknown ``when`` may turn out; None where no rule applies in any of them."""
    unsure = [number for number, (_, _, unknown) in enumerate(rules) if unknown][:_CASES_LIMIT]
    cases = [
        case
        for applies in product((True, False), repeat=len(unsure))
        if (
            case := _rate_case(
                [rule for number, rule in enumerate(rules) if number not in unsure or applies[unsure.index(number)]],
                required,
            )
        )
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
    outcomes: Mapping[str, tuple[Outcome, bool]],
    ratings: Mapping[str, Rated | None],
    components: Mapping[str, Bounds | None],
    *,
    ready: bool,
) -> Iterable[Gate]:
    if not ready:
        yield Gate(ReasonKind.NOT_READY)
    for component in ruleset.components:
        for criterion in component.criteria:
            rated = ratings[criterion.id]
            if criterion.required and rated is not None and not rated.passes:
                asked = [state for state in states(criterion, outcomes) if state[0] <= ruleset.required_rating]
                for kind in _kinds(asked, decided=rated.fails):
                    yield Gate(kind, criterion=criterion.id, decided=rated.fails)
        bounds = components[component.id]
        if bounds is not None and bounds.low < component.minimum:
            decided = bounds.high < component.minimum
            for kind in _kinds(_component_states(component, outcomes), decided=decided):
                yield Gate(kind, component=component.id, decided=decided)


def _component_states(component: Component, outcomes: Mapping[str, tuple[Outcome, bool]]) -> list[RuleState]:
    return [state for criterion in component.criteria if criterion.scored for state in states(criterion, outcomes)]


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

"""What waits for a person, and how much hangs on it: what one decision alone would do to the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.scorecard import Outcome, Review, ReviewEffect, Verdict
from poscheck.scoring import Gate, score_component, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poscheck.ruleset import Component, Criterion, Rule, Ruleset
    from poscheck.scoring import Outcomes, Scores

_FINE = {Outcome.MET, Outcome.NOT_APPLICABLE}
_RANK = {Verdict.DOES_NOT_MEET: 0, Verdict.UNDECIDED: 1, Verdict.MEETS: 2}


def near(ruleset: Ruleset, outcomes: Outcomes, scores: Scores) -> tuple[str, ...]:
    """The criteria of which one alone, if all its rules were met, would bring a better verdict."""
    deciding = [gate for gate in scores.gates if gate.decided] or scores.gates
    return tuple(
        criterion.id
        for component in ruleset.components
        for criterion in component.criteria
        if criterion.scored and deciding and all(_touches(gate, component, criterion) for gate in deciding)
        if _RANK[_verdict(ruleset, component, _with(outcomes, criterion.rules, Outcome.MET), scores)]
        > _RANK[scores.verdict]
    )


def reviews(ruleset: Ruleset, outcomes: Outcomes, scores: Scores, *, problems: bool) -> tuple[Review, ...]:
    """What waits for a person: readiness first, then the criteria in order; what only informs is left out.

    ``problems`` tells whether values that do not fit keep the submission from being ready.
    """
    return tuple(_reviews(ruleset, outcomes, scores, problems=problems))


def _reviews(ruleset: Ruleset, outcomes: Outcomes, scores: Scores, *, problems: bool) -> Iterator[Review]:
    if waiting := _waiting(ruleset.readiness, outcomes):
        lacking = [rule for rule in ruleset.readiness if rule.rated and outcomes[rule.id][0] not in _FINE]
        alone = lacking == waiting and not problems and len(scores.gates) == 1
        effect = ReviewEffect.MEETS if alone else ReviewEffect.GATE
        yield Review(criterion=None, rules=tuple(rule.id for rule in waiting), effect=effect)
    for component in ruleset.components:
        for criterion in component.criteria:
            if criterion.scored and (waiting := _waiting(criterion.rules, outcomes)):
                effect = _effect(ruleset, component, waiting, outcomes, scores)
                yield Review(criterion=criterion.id, rules=tuple(rule.id for rule in waiting), effect=effect)


def _waiting(rules: Iterable[Rule], outcomes: Outcomes) -> list[Rule]:
    return [rule for rule in rules if rule.rated and outcomes[rule.id][0] is Outcome.NEEDS_REVIEW]


def _effect(
    ruleset: Ruleset, component: Component, waiting: list[Rule], outcomes: Outcomes, scores: Scores
) -> ReviewEffect:
    yes = _gates(ruleset, component, _with(outcomes, waiting, Outcome.MET), scores)
    no = _gates(ruleset, component, _with(outcomes, waiting, Outcome.NOT_MET), scores)
    if scores.gates and not yes:
        return ReviewEffect.MEETS
    if scores.verdict is not Verdict.DOES_NOT_MEET and verdict_of(no) is Verdict.DOES_NOT_MEET:
        return ReviewEffect.DOES_NOT_MEET
    return ReviewEffect.GATE if set(yes) != set(no) else ReviewEffect.SCORE


def _verdict(ruleset: Ruleset, component: Component, outcomes: Outcomes, scores: Scores) -> Verdict:
    return verdict_of(_gates(ruleset, component, outcomes, scores))


def _gates(ruleset: Ruleset, component: Component, outcomes: Outcomes, scores: Scores) -> list[Gate]:
    """All gates, with those of ``component`` as they are under other outcomes of its rules."""
    criteria = {criterion.id for criterion in component.criteria}
    others = [gate for gate in scores.gates if gate.component != component.id and gate.criterion not in criteria]
    return [*others, *score_component(ruleset, component, outcomes).gates]


def _touches(gate: Gate, component: Component, criterion: Criterion) -> bool:
    return gate.component == component.id or gate.criterion == criterion.id


def _with(outcomes: Outcomes, rules: Iterable[Rule], outcome: Outcome) -> Outcomes:
    return {**outcomes, **{rule.id: (outcome, False) for rule in rules}}

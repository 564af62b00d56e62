"""What waits for a person, and how much hangs on it: what one decision alone would do to the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.scorecard import Outcome, Review, ReviewEffect, Verdict
from poscheck.scoring import score_states, states, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poscheck.ruleset import Component, Criterion, Rule, Ruleset
    from poscheck.scoring import Gate, Outcomes, Scores

_REVIEW = Outcome.NEEDS_REVIEW
_FINE = {Outcome.MET, Outcome.NOT_APPLICABLE}
_RANK = {Verdict.DOES_NOT_MEET: 0, Verdict.UNDECIDED: 1, Verdict.MEETS: 2}


class _Part:
    """The gates of one component, if rules of one of its criteria came to something else."""

    def __init__(self, ruleset: Ruleset, component: Component, outcomes: Outcomes, scores: Scores) -> None:
        criteria = {criterion.id for criterion in component.criteria}
        self.others = [
            gate for gate in scores.gates if gate.component != component.id and gate.criterion not in criteria
        ]
        self._ruleset = ruleset
        self._component = component
        self._states = [states(criterion, outcomes) for criterion in component.criteria]

    def gates(self, number: int, outcome: Outcome, *, all_rules: bool = False) -> tuple[Gate, ...]:
        """Those with that ``outcome`` for the rules of a criterion that wait for a person, or ``all_rules``."""
        changed = [
            (level, outcome, False) if all_rules or was is _REVIEW else (level, was, unknown)
            for level, was, unknown in self._states[number]
        ]
        found = (*self._states[:number], tuple(changed), *self._states[number + 1 :])
        return score_states(self._ruleset, self._component, found).gates


def near(ruleset: Ruleset, outcomes: Outcomes, scores: Scores) -> tuple[str, ...]:
    """The criteria of which one alone, if all its rules were met, would bring a better verdict."""
    deciding = [gate for gate in scores.gates if gate.decided] or scores.gates
    return tuple(
        criterion.id
        for component in ruleset.components
        for number, criterion in enumerate(component.criteria)
        if criterion.scored and deciding and all(_touches(gate, component, criterion) for gate in deciding)
        if _RANK[_best(_Part(ruleset, component, outcomes, scores), number)] > _RANK[scores.verdict]
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
        part = None
        for number, criterion in enumerate(component.criteria):
            if criterion.scored and (waiting := _waiting(criterion.rules, outcomes)):
                part = part or _Part(ruleset, component, outcomes, scores)
                effect = _effect(part, number, scores)
                yield Review(criterion=criterion.id, rules=tuple(rule.id for rule in waiting), effect=effect)


def _waiting(rules: Iterable[Rule], outcomes: Outcomes) -> list[Rule]:
    return [rule for rule in rules if outcomes[rule.id][0] is _REVIEW and rule.rated]


def _effect(part: _Part, number: int, scores: Scores) -> ReviewEffect:
    yes, no = part.gates(number, Outcome.MET), part.gates(number, Outcome.NOT_MET)
    if scores.gates and not part.others and not yes:
        return ReviewEffect.MEETS
    if scores.verdict is not Verdict.DOES_NOT_MEET and verdict_of(no) is Verdict.DOES_NOT_MEET:
        return ReviewEffect.DOES_NOT_MEET
    return ReviewEffect.GATE if yes != no else ReviewEffect.SCORE


def _best(part: _Part, number: int) -> Verdict:
    return verdict_of((*part.others, *part.gates(number, Outcome.MET, all_rules=True)))


def _touches(gate: Gate, component: Component, criterion: Criterion) -> bool:
    return gate.component == component.id or gate.criterion == criterion.id

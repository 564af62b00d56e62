"""What waits for a person, and what one criterion would change: the lines of a batch as rows for two lists."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from poscheck.scorecard import Outcome, ReviewEffect, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poscheck.ruleset import Ruleset

WEIGHT = {effect.value: weight for weight, effect in enumerate(ReviewEffect)}
"""The place of an effect among all, the strongest first."""

_COUNTED = (Outcome.NEEDS_REVIEW, Outcome.INCOMPLETE, Outcome.NOT_MET)


class Deciding:
    """Reads result lines; what it keeps depends on the ruleset alone."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._readiness = {rule.id for rule in ruleset.readiness if rule.rated}
        self._place = {criterion.id: place for place, criterion in enumerate(ruleset.criteria, 1)}
        self._criterion = {
            rule.id: criterion.id for criterion in ruleset.criteria for rule in criterion.rules if rule.rated
        }
        self._asked = {
            rule.id
            for criterion in ruleset.criteria
            for rule in criterion.rules
            if rule.level is not None and rule.level <= ruleset.required_rating
        }

    def waiting(self, entry: int, result: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of the queue: entry, place in the ruleset, criterion, its rules as JSON, weight."""
        for criterion, rules, effect in result["review"]:
            yield entry, self._place.get(criterion, 0), criterion, json.dumps(rules), WEIGHT[effect]

    def near(self, entry: int, result: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of the list of near ones: entry, place, criterion, the verdict it would bring, and what is open.

        Where one question about readiness is all that is left, the criterion is None.
        """
        if (last := self._last_for_readiness(result)) is not None:
            yield entry, 0, None, Verdict.MEETS, *(int(outcome == last) for outcome in _COUNTED)
        for criterion in result["near"]:
            numbers = self._open(criterion, result["findings"])
            counted = (numbers[outcome] for outcome in _COUNTED)
            yield entry, self._place[criterion], criterion, _becomes(criterion, result), *counted

    def _last_for_readiness(self, result: Mapping[str, Any]) -> str | None:
        """The outcome of the only rule that keeps a submission from meeting, if that is one about readiness."""
        if [place for _, *place, _ in result["reasons"]] != [[None, None]] or result["problems"]:
            return None
        lacking = [outcome for rule, outcome, *_ in result["findings"] if rule in self._readiness]
        return lacking[0] if len(lacking) == 1 else None

    def _open(self, criterion: str, findings: list[list[Any]]) -> Counter[str]:
        """How many rules of a criterion are open, by outcome; of those up to the required rating if there are any."""
        found = [(rule, outcome) for rule, outcome, *_ in findings if self._criterion.get(rule) == criterion]
        asked = [outcome for rule, outcome in found if rule in self._asked]
        return Counter(asked or [outcome for _, outcome in found])


def _becomes(criterion: str, result: Mapping[str, Any]) -> str:
    """The verdict if all rules of the criterion were met; ``undecided`` also where it might be better than that."""
    alone = all(place == criterion for _, place, _, _ in result["reasons"])
    judged = [criterion, ReviewEffect.MEETS] in ([place, effect] for place, _, effect in result["review"])
    certain = alone or judged or result["verdict"] == Verdict.UNDECIDED
    return Verdict.MEETS if certain else Verdict.UNDECIDED

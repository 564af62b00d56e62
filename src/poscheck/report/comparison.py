"""Two scorecards side by side: what changed in the answers, the ratings and the questions; and in the values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from poscheck.scorecard import (
    Counts,
    Outcome,
    ProblemKind,
    RatingRange,
    RulesetInfo,
    ScoreRange,
    Step,
    SubmissionProblem,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.scorecard import CriterionResult, Finding, Scorecard

FORMAT = "poscheck-comparison/1"


class ChangeKind(StrEnum):
    """What happened to a value."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """A value that differs. ``path`` names items of lists by their id or title, never by their place."""

    path: str
    kind: ChangeKind
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: what was judged, by what, and the answer."""

    source: str
    digest: str
    as_of: str
    ruleset: RulesetInfo
    ready: bool
    verdict: Verdict
    score: ScoreRange | None
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionChange:
    """A criterion whose rating differs; None where it is not rated or not there."""

    id: str
    title: str
    required: bool
    before: RatingRange | None
    after: RatingRange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A rule whose outcome differs; None where the rule is not there. ``problem`` is the one after."""

    rule: str
    criterion: str | None
    question: str
    before: Outcome | None
    after: Outcome | None
    problem: ProblemKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All differences. ``values`` is None where submissions themselves were not at hand."""

    format: str
    before: Side
    after: Side
    scale: tuple[Step, ...]
    criteria: tuple[CriterionChange, ...]
    rules: tuple[RuleChange, ...]
    new_problems: tuple[SubmissionProblem, ...]
    solved_problems: tuple[SubmissionProblem, ...]
    values: tuple[ValueChange, ...] | None

    @property
    def same_rules(self) -> bool:
        """Whether one ruleset judged both."""
        return self.before.ruleset.digest == self.after.ruleset.digest

    @property
    def better(self) -> int:
        """How many rules are met now that were not."""
        return sum(change.after is Outcome.MET for change in self.rules)

    @property
    def worse(self) -> int:
        """How many rules were met and are not any more."""
        return sum(change.before is Outcome.MET for change in self.rules)


def compare(before: Scorecard, after: Scorecard, values: tuple[ValueChange, ...] | None = None) -> Comparison:
    """The differences between two scorecards, in the order of the second."""
    return Comparison(
        format=FORMAT,
        before=_side(before),
        after=_side(after),
        scale=after.scale,
        criteria=tuple(_criteria(before, after)),
        rules=tuple(_rules(before, after)),
        new_problems=_without(after, before),
        solved_problems=_without(before, after),
        values=values,
    )


def height(rating: RatingRange | None) -> tuple[int, int]:
    """How high a rating is; below all others where there is none."""
    return (rating.low, rating.high) if rating else (-1, -1)


def _side(card: Scorecard) -> Side:
    return Side(
        source=card.submission.source,
        digest=card.submission.digest,
        as_of=card.as_of,
        ruleset=card.ruleset,
        ready=card.readiness.ready,
        verdict=card.verdict,
        score=card.score,
        counts=card.counts,
    )


def _criteria(before: Scorecard, after: Scorecard) -> Iterator[CriterionChange]:
    old, new = _criteria_of(before), _criteria_of(after)
    for name in {**new, **old}:
        was, now = old.get(name), new.get(name)
        here = now or was
        ratings = (was.rating if was else None, now.rating if now else None)
        if here is not None and ratings[0] != ratings[1]:
            yield CriterionChange(
                id=name, title=here.title, required=here.required, before=ratings[0], after=ratings[1]
            )


def _criteria_of(card: Scorecard) -> dict[str, CriterionResult]:
    return {criterion.id: criterion for component in card.components for criterion in component.criteria}


def _rules(before: Scorecard, after: Scorecard) -> Iterator[RuleChange]:
    old, new = _findings(before), _findings(after)
    for name in {**new, **old}:
        was, now = old.get(name), new.get(name)
        here = now or was
        outcomes = (was[0].outcome if was else None, now[0].outcome if now else None)
        if here is not None and outcomes[0] != outcomes[1]:
            yield RuleChange(
                rule=name,
                criterion=here[1],
                question=here[0].question,
                before=outcomes[0],
                after=outcomes[1],
                problem=now[0].problem if now else None,
            )


def _findings(card: Scorecard) -> dict[str, tuple[Finding, str | None]]:
    """Every finding with its criterion: readiness first, then in the order of the scorecard."""
    found: dict[str, tuple[Finding, str | None]] = {f.rule: (f, None) for f in card.readiness.findings}
    for criterion in _criteria_of(card).values():
        found.update({finding.rule: (finding, criterion.id) for finding in criterion.findings})
    return found


def _without(card: Scorecard, other: Scorecard) -> tuple[SubmissionProblem, ...]:
    """The problems of ``card`` that ``other`` does not have; where in a list or file they stand does not matter."""
    known = Counter(map(_what, other.problems))
    left = []
    for problem in card.problems:
        if known[_what(problem)]:
            known[_what(problem)] -= 1
        else:
            left.append(problem)
    return tuple(left)


def _what(problem: SubmissionProblem) -> tuple[str, ...]:
    parts = (part for part in (problem.path or "").split(".") if not part.isdigit())
    return (problem.code, problem.message, *parts)

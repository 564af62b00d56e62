"""One rule on one submission: its outcome and the traces that explain it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.records import Record
from poscheck.scorecard import Executability, Outcome

if TYPE_CHECKING:
    from poscheck.checks.explainer import Explainer, Trace
    from poscheck.ruleset import Rule


class Judged(Record):
    """The machine's outcome of a rule, with the trace of each of its checks that was made.

    ``unsure`` tells that it is unknown whether the rule applies at all.
    """

    rule: Rule
    outcome: Outcome
    unsure: bool
    when: Trace | None
    check: Trace | None
    review_if: Trace | None

    @property
    def traces(self) -> tuple[Trace, ...]:
        """All traces, in the order in which they were made."""
        return tuple(trace for trace in (self.when, self.check, self.review_if) if trace is not None)

    @property
    def deciding(self) -> Trace | None:
        """The trace that decided: of `when` where the rule does not, or may not, apply."""
        return self.when if self.when is not None and self.when.truth is not True else self.check


def judge(rule: Rule, explainer: Explainer) -> Judged:
    """Evaluate ``rule`` with a record; the outcome is the one that the compiled rules give."""
    logic = rule.logic
    when = explainer.explain(logic.when) if logic.when is not None else None
    if when is not None and when.truth is not True:
        unsure = when.truth is None
        return Judged(rule, Outcome.INCOMPLETE if unsure else Outcome.NOT_APPLICABLE, unsure, when, None, None)
    if logic.check is None:
        return Judged(rule, Outcome.NEEDS_REVIEW, False, when, None, None)
    check = explainer.explain(logic.check)
    review = explainer.explain(logic.review_if) if logic.review_if is not None and check.truth is True else None
    return Judged(rule, _outcome(rule, check, review), False, when, check, review)


def _outcome(rule: Rule, check: Trace, review: Trace | None) -> Outcome:
    if check.not_applicable:
        return Outcome.NOT_APPLICABLE
    if check.truth is None:
        return Outcome.INCOMPLETE
    if not check.truth:
        return Outcome.NOT_MET
    by_person = rule.executability is not Executability.FULL or (review is not None and review.truth is True)
    return Outcome.NEEDS_REVIEW if by_person else Outcome.MET

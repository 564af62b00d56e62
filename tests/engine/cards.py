"""Scorecards of changed submissions under the shipped ruleset."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from poscheck.engine import evaluate
from poscheck.submission import changed, load_document
from tests.rulesets import ruleset

if TYPE_CHECKING:
    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Finding, Scorecard
    from poscheck.submission import Submission

AS_OF = date(2026, 10, 15)


def rules() -> Ruleset:
    """The ruleset of the ten components."""
    return ruleset("ten-components")


def submitted(**changes: Any) -> Submission:
    """The complete submission with some values changed; two underscores in a name stand for a full stop."""
    return submission({path.replace("__", "."): value for path, value in changes.items()})


def submission(changes: dict[str, Any]) -> Submission:
    """The complete submission with the values at some paths changed (None: taken away)."""
    document = rules().fixture
    assert document is not None
    return load_document(changed(document, changes), rules().contract)


@cache
def complete_card() -> Scorecard:
    """The scorecard of the complete submission."""
    return evaluate(rules(), submission({}), AS_OF)


def card(changes: dict[str, Any]) -> Scorecard:
    """The scorecard of a changed submission."""
    return evaluate(rules(), submission(changes), AS_OF)


def findings(of: Scorecard) -> dict[str, Finding]:
    """All findings by the rule's id."""
    groups = [of.readiness.findings, *(criterion.findings for part in of.components for criterion in part.criteria)]
    return {finding.rule: finding for group in groups for finding in group}


def figures(of: Scorecard) -> dict[str, Any]:
    """What must not depend on how a submission is written: outcomes, ratings, scores, verdict."""
    return {
        "outcomes": {rule: finding.outcome for rule, finding in findings(of).items()},
        "problems": {rule: finding.problem for rule, finding in findings(of).items()},
        "ratings": {criterion.id: criterion.rating for part in of.components for criterion in part.criteria},
        "components": {part.id: part.score for part in of.components},
        "score": of.score,
        "verdict": of.verdict,
        "reasons": sorted(str(asdict(reason)) for reason in of.verdict_reasons),
        "counts": of.counts,
        "ready": of.readiness.ready,
    }

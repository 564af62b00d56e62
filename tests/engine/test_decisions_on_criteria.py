"""Decisions on whole criteria, their ends, and what they do to the figures."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.engine import evaluate, load_decisions
from poscheck.scorecard import DecisionStatus, Outcome, Verdict
from tests.engine.cards import AS_OF, findings, rules, submission

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.scorecard import CriterionResult, Scorecard

CHANGES: dict[str, Any] = {"credit_agreements": []}
RULE = "7.1-agreement-in-force"


def criterion(of: Scorecard, name: str) -> CriterionResult:
    return next(found for part in of.components for found in part.criteria if found.id == name)


@cache
def alone() -> Scorecard:
    return evaluate(rules(), submission(CHANGES), AS_OF)


def on_criterion(**changes: Any) -> dict[str, Any]:
    return {
        "criterion": "7.1",
        "outcome": "met",
        "reason": "Shown on paper.",
        "role": "Reviewer",
        "decided_on": "2026-10-01",
        "evidence_digest": criterion(alone(), "7.1").evidence_digest,
        **changes,
    }


def on_rule(**changes: Any) -> dict[str, Any]:
    decision = on_criterion(rule=RULE, evidence_digest=findings(alone())[RULE].evidence_digest, **changes)
    del decision["criterion"]
    return decision


def decided(folder: Path, *decisions: dict[str, Any], changes: dict[str, Any] | None = None) -> Scorecard:
    file = folder / "decisions.json"
    file.write_text(json.dumps({"format": "poscheck-decisions/1", "decisions": decisions}), encoding="utf-8")
    judged = submission(CHANGES if changes is None else changes)
    return evaluate(rules(), judged, AS_OF, decisions=load_decisions(file, rules()))


def test_it_holds_for_every_rule_of_the_criterion(tmp_path: Path) -> None:
    card = decided(tmp_path, on_criterion())
    found = criterion(card, "7.1")
    assert {finding.outcome for finding in found.findings} == {Outcome.MET}
    assert {finding.decision.status for finding in found.findings if finding.decision} == {DecisionStatus.COUNTED}
    assert found.rating is not None
    assert found.rating.low == found.top
    assert criterion(alone(), "7.1").rating != found.rating


def test_a_decision_on_one_of_its_rules_goes_before_it(tmp_path: Path) -> None:
    for order in ([on_criterion(), on_rule(outcome="not_met")], [on_rule(outcome="not_met"), on_criterion()]):
        found = findings(decided(tmp_path, *order))
        assert found[RULE].outcome is Outcome.NOT_MET
        assert found["7.1-agreement-with-college"].outcome is Outcome.MET


@pytest.mark.parametrize(
    ("expires_on", "status"),
    [
        ("2026-10-15", DecisionStatus.COUNTED),
        ("2026-10-14", DecisionStatus.EXPIRED),
        ("2026-10", DecisionStatus.COUNTED),
        ("2026-09", DecisionStatus.EXPIRED),
        ("never", DecisionStatus.COUNTED),
    ],
)
def test_it_counts_through_its_last_day(tmp_path: Path, expires_on: str, status: DecisionStatus) -> None:
    found = findings(decided(tmp_path, on_criterion(expires_on=expires_on)))[RULE]
    assert found.decision is not None
    assert found.decision.status is status
    assert found.decision.machine_outcome is Outcome.NOT_MET
    assert found.outcome is (Outcome.MET if status is DecisionStatus.COUNTED else Outcome.NOT_MET)


def test_it_is_stale_once_anything_that_was_looked_at_has_changed(tmp_path: Path) -> None:
    changed_since = {"credit_agreements": [{"title": "New", "expires_on": "2020-06-30"}]}
    card = decided(tmp_path, on_criterion(), changes=changed_since)
    found = findings(card)[RULE]
    assert found.decision is not None
    assert found.decision.status is DecisionStatus.STALE
    assert found.outcome is Outcome.NOT_MET
    assert [note.code for note in card.notes if note.code.startswith("decision")] == ["decision-stale"]


def test_it_still_counts_when_something_else_has_changed(tmp_path: Path) -> None:
    card = decided(tmp_path, on_criterion(), changes={**CHANGES, "district.enrollment": 10})
    found = findings(card)[RULE]
    assert found.decision is not None
    assert found.decision.status is DecisionStatus.COUNTED


def test_both_results_are_shown(tmp_path: Path) -> None:
    card, before = decided(tmp_path, on_criterion()), alone()
    assert card.without_decisions is not None
    assert card.without_decisions.verdict is before.verdict is Verdict.DOES_NOT_MEET
    assert card.without_decisions.score == before.score
    assert card.without_decisions.counts == before.counts
    assert card.score is not None
    assert before.score is not None
    assert card.score.low > before.score.low
    assert before.without_decisions is None


def test_a_decision_may_also_be_against_the_district(tmp_path: Path) -> None:
    met = criterion(evaluate(rules(), submission({}), AS_OF), "7.1")
    card = decided(tmp_path, on_criterion(outcome="not_met", evidence_digest=met.evidence_digest), changes={})
    assert card.verdict is Verdict.DOES_NOT_MEET
    assert criterion(card, "7.1").rating is not None
    assert criterion(card, "7.1").rating.high == 0  # type: ignore[union-attr]


def test_a_decision_settles_what_needs_review(tmp_path: Path) -> None:
    card = evaluate(rules(), submission({}), AS_OF)
    waiting = [name for name, found in findings(card).items() if found.outcome is Outcome.NEEDS_REVIEW]
    assert waiting
    decisions = []
    for name in waiting:
        decision = on_criterion(rule=name, evidence_digest=findings(card)[name].evidence_digest)
        del decision["criterion"]
        decisions.append(decision)
    settled = decided(tmp_path, *decisions, changes={})
    assert settled.counts.needs_review == 0
    assert settled.score is not None
    assert settled.score.low == settled.score.high


def test_a_waived_rule_does_not_apply(tmp_path: Path) -> None:
    card = decided(tmp_path, on_rule(outcome="waived"))
    assert findings(card)[RULE].outcome is Outcome.NOT_APPLICABLE
    assert card.counts.not_applicable == alone().counts.not_applicable + 1


@pytest.mark.parametrize(("written", "kept"), [("7.1", ["7.1"]), ('"7.1"', ["7.1"]), ("7.10", []), ("null", [])])
def test_an_unquoted_number_names_only_the_criterion_of_just_that_name(
    tmp_path: Path, written: str, kept: list[str]
) -> None:
    file = tmp_path / "decisions.yaml"
    lines = [
        "format: poscheck-decisions/1",
        "decisions:",
        f"  - criterion: {written}",
        *("    outcome: met", "    reason: Shown on paper.", "    role: Reviewer", "    decided_on: 2026-10-01"),
        f"    evidence_digest: {criterion(alone(), '7.1').evidence_digest}",
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    decisions = load_decisions(file, rules())
    assert [entry.criterion for entry in decisions.entries] == kept
    assert len(decisions.notes) == 1 - len(kept)

"""Decisions stand beside the machine's result; only those that are complete, current and of the same evidence count."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.engine import evaluate, load_decisions
from poscheck.errors import ReadError, UsageError
from poscheck.resources import data_dir
from poscheck.ruleset import load_ruleset
from poscheck.scorecard import DecisionStatus, Finding, Outcome, Scorecard, Verdict
from poscheck.submission import changed, load_document, load_submission

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.ruleset import Ruleset
    from poscheck.submission import Submission

AS_OF = date(2026, 10, 15)
RULE = "7.1-agreement-in-force"


@cache
def ruleset() -> Ruleset:
    return load_ruleset()


@cache
def expired() -> Submission:
    return load_submission(data_dir("sample_submissions") / "expired-agreements-automotive.json", ruleset().contract)


def finding(card: Scorecard, rule: str) -> Finding:
    findings = [f for component in card.components for criterion in component.criteria for f in criterion.findings]
    return next(found for found in findings if found.rule == rule)


def judged(folder: Path, *decisions: dict[str, Any], **about: Any) -> Scorecard:
    file = folder / "decisions.json"
    file.write_text(json.dumps({"format": "poscheck-decisions/1", **about, "decisions": decisions}), encoding="utf-8")
    return evaluate(ruleset(), expired(), AS_OF, decisions=load_decisions(file, ruleset()))


def decision(**changes: Any) -> dict[str, Any]:
    digest = finding(evaluate(ruleset(), expired(), AS_OF), RULE).evidence_digest
    complete = {
        "rule": RULE,
        "outcome": "met",
        "reason": "The renewal was shown to us on paper.",
        "role": "State reviewer",
        "decided_on": "2026-10-20",
        "evidence_digest": digest,
    }
    return {key: value for key, value in {**complete, **changes}.items() if value is not None}


def test_a_decision_counts_and_the_machine_result_stays_beside_it(tmp_path: Path) -> None:
    alone = evaluate(ruleset(), expired(), AS_OF)
    card = judged(tmp_path, decision())
    found = finding(card, RULE)

    assert found.outcome is Outcome.MET
    assert found.decision is not None
    assert found.decision.machine_outcome is Outcome.NOT_MET
    assert found.decision.status is DecisionStatus.COUNTED
    assert card.without_decisions is not None
    assert card.without_decisions.verdict is alone.verdict
    assert card.without_decisions.score == alone.score
    assert card.counts.met == alone.counts.met + 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"evidence_digest": "0" * 64}, DecisionStatus.STALE), ({"expires_on": "2026-10-14"}, DecisionStatus.EXPIRED)],
)
def test_a_decision_that_does_not_count_is_shown_and_noted(
    tmp_path: Path, changes: dict[str, Any], status: DecisionStatus
) -> None:
    card = judged(tmp_path, decision(**changes))
    found = finding(card, RULE)

    assert found.outcome is Outcome.NOT_MET
    assert found.decision is not None
    assert found.decision.status is status
    assert card.without_decisions is None
    assert f"decision-{status}" in {note.code for note in card.notes}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reason": None}, "`reason` is missing"),
        ({"reason": "  "}, "`reason` is missing"),
        ({"role": None}, "`role` is missing"),
        ({"evidence_digest": None}, "`evidence_digest` is missing"),
        ({"rule": "7.1-agreement-in-forse"}, "did you mean `7.1-agreement-in-force`"),
        ({"rule": None}, "one rule or one criterion"),
        ({"criterion": "7.1"}, "one rule or one criterion"),
        ({"outcome": "fine"}, "`fine` is no outcome"),
        ({"decided_on": "soon"}, "`decided_on` is no date: “soon”; write it as in 2026-11-03"),
        ({"because": "x"}, "`because` is no field"),
    ],
)
def test_a_decision_that_cannot_be_used_is_refused_with_a_note(
    tmp_path: Path, changes: dict[str, Any], why: str
) -> None:
    card = judged(tmp_path, decision(**changes))
    refused = [note.message for note in card.notes if note.code == "decision-refused"]

    assert len(refused) == 1
    assert why in refused[0]
    assert finding(card, RULE).decision is None


def test_a_second_decision_on_the_same_rule_is_refused(tmp_path: Path) -> None:
    card = judged(tmp_path, decision(), decision(outcome="not_met"))

    assert finding(card, RULE).outcome is Outcome.MET
    assert [note.code for note in card.notes if "decision" in note.code] == ["decision-refused"]


def test_a_waived_criterion_passes_its_gate(tmp_path: Path) -> None:
    alone = evaluate(ruleset(), expired(), AS_OF)
    waivers = [
        decision(rule=None, criterion=criterion.id, outcome="waived", evidence_digest=criterion.evidence_digest)
        for component in alone.components
        for criterion in component.criteria
        if criterion.id in {"2.1", "7.1"}
    ]
    card = judged(tmp_path, *waivers)
    ratings = {c.id: c.rating for component in card.components for c in component.criteria}

    assert ratings["7.1"] is None
    assert alone.verdict is Verdict.DOES_NOT_MEET
    assert card.verdict is Verdict.MEETS


@pytest.mark.parametrize("text", ["[]", "format: other\ndecisions: []\n", "format: poscheck-decisions/1\n"])
def test_a_file_of_another_kind_is_an_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ReadError):
        load_decisions(file, ruleset())


def test_a_claim_that_a_criterion_does_not_apply_goes_to_a_person() -> None:
    claim = [{"criterion": "9.1", "reason": "We have one teacher."}]
    fixture = ruleset().fixture
    assert fixture is not None
    submission = load_document(changed(fixture, {"not_applicable_claims": claim}), ruleset().contract)
    card = evaluate(ruleset(), submission, AS_OF)
    findings = [f for f in _criterion(card, "9.1") if f.rated]

    assert {f.outcome for f in findings} == {Outcome.NEEDS_REVIEW}
    assert all("We have one teacher." in f.detail for f in findings)


def test_what_is_to_follow_is_incomplete_and_never_not_met() -> None:
    fixture = ruleset().fixture
    assert fixture is not None
    none = load_document(changed(fixture, {"credit_agreements": []}), ruleset().contract)
    coming = load_document(
        changed(fixture, {"credit_agreements": [], "to_follow": ["credit_agreements"]}), ruleset().contract
    )

    assert finding(evaluate(ruleset(), none, AS_OF), RULE).outcome is Outcome.NOT_MET
    assert finding(evaluate(ruleset(), coming, AS_OF), RULE).outcome is Outcome.INCOMPLETE


def test_a_date_outside_of_the_ruleset_names_the_interval() -> None:
    with pytest.raises(UsageError, match="2010-08-06"):
        evaluate(ruleset(), expired(), date(2009, 1, 1))


def _criterion(card: Scorecard, name: str) -> tuple[Finding, ...]:
    return next(c.findings for component in card.components for c in component.criteria if c.id == name)


SOURCE = "expired-agreements-automotive.json"


@pytest.mark.parametrize(
    "about",
    [
        {"source": SOURCE},
        {"source": f"applications/2026/{SOURCE}"},
        {"submission": "KE-AUTO-2026"},
        {"source": SOURCE, "submission": "KE-AUTO-2026"},
        {"source": None, "submission": " "},
    ],
    ids=str,
)
def test_decisions_may_say_which_submission_they_are_about(tmp_path: Path, about: dict[str, Any]) -> None:
    assert finding(judged(tmp_path, decision(), **about), RULE).outcome is Outcome.MET


@pytest.mark.parametrize(
    ("about", "named"),
    [
        ({"source": "another.json"}, "another.json"),
        ({"submission": "KE-AUTO-2027"}, "KE-AUTO-2027"),
        ({"source": SOURCE, "submission": "KE-AUTO-2027"}, "KE-AUTO-2027"),
    ],
    ids=str,
)
def test_decisions_about_another_submission_are_refused(tmp_path: Path, about: dict[str, Any], named: str) -> None:
    card = judged(tmp_path, decision(), decision(rule="6.1-four-subjects"), **about)

    assert finding(card, RULE).decision is None
    assert [note.message for note in card.notes if note.code == "decision-refused"] == [
        f"the decision on {rule} is refused: it is about the submission {named} (decisions.json)"
        for rule in (RULE, "6.1-four-subjects")
    ]


@pytest.mark.parametrize(
    ("digest", "evidence", "status"),
    [
        ("right", None, DecisionStatus.COUNTED),
        ("RIGHT", "right", DecisionStatus.COUNTED),
        ("wrong", None, DecisionStatus.STALE),
        ("wrong", "right", DecisionStatus.STALE),
        ("right", "0" * 64, DecisionStatus.STALE),
    ],
)
def test_a_decision_may_quote_the_digest_of_the_whole_file(
    tmp_path: Path, digest: str, evidence: str | None, status: DecisionStatus
) -> None:
    whole = expired().document.digest
    quoted = {"right": whole, "RIGHT": whole.upper(), "wrong": "1" * 64}[digest]
    own = decision()["evidence_digest"] if evidence == "right" else evidence

    said = finding(judged(tmp_path, decision(submission_digest=quoted, evidence_digest=own)), RULE).decision

    assert said is not None
    assert said.status is status

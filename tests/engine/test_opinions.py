"""What the applicant says of the result: claims, own ratings and what is still to follow. None of it is mixed in."""

from __future__ import annotations

import pytest

from poscheck.scorecard import Outcome, ProblemKind, ReasonKind, Verdict
from tests.engine.cards import card, complete_card, figures, findings

AGREEMENT = "7.1-agreement-in-force"


def test_a_claim_on_a_required_criterion_leaves_the_verdict_open() -> None:
    claimed = card({"not_applicable_claims": [{"criterion": "7.1", "reason": "No college is near."}]})
    assert claimed.verdict is Verdict.UNDECIDED
    kinds = {(reason.kind, reason.criterion) for reason in claimed.verdict_reasons}
    assert (ReasonKind.NEEDS_REVIEW, "7.1") in kinds
    assert findings(claimed)[AGREEMENT].problem is None


def test_a_claim_never_makes_up_for_what_is_not_met() -> None:
    claimed = card(
        {"credit_agreements": [], "not_applicable_claims": [{"criterion": "7.1", "reason": "None is near."}]}
    )
    assert findings(claimed)[AGREEMENT].outcome is Outcome.NEEDS_REVIEW
    assert claimed.verdict is not Verdict.MEETS
    whole = complete_card().score
    assert claimed.score is not None
    assert whole is not None
    assert claimed.score.low < whole.low


@pytest.mark.parametrize(
    "changes",
    [{"not_applicable_claims": [{"criterion": "99.9", "reason": "?"}]}, {"self_ratings": {"99.9": 3}}],
    ids=["claim", "rating"],
)
def test_an_opinion_on_an_unknown_criterion_is_noted(changes: dict[str, object]) -> None:
    found = card(changes)
    assert [note.message for note in found.notes if note.code == "unknown-criterion"] == [
        "this ruleset has no sub-component 99.9"
    ]
    assert figures(found) == figures(complete_card())


def test_own_ratings_stand_beside_ours_and_change_nothing() -> None:
    found = card({"self_ratings": {"7.1": 0, "1.1": 3}})
    ratings = {criterion.id: criterion.self_rating for part in found.components for criterion in part.criteria}
    assert (ratings["7.1"], ratings["1.1"], ratings["2.1"]) == (0, 3, None)
    assert figures(found) == figures(complete_card())


@pytest.mark.parametrize("path", ["credit_agreements", "credit_agreements.0.signatures", "credit_agreements.lines"])
def test_what_is_there_counts_though_more_is_to_follow(path: str) -> None:
    assert figures(card({"to_follow": [path]})) == figures(complete_card())


def test_an_empty_list_that_is_to_follow_is_missing_and_not_a_no() -> None:
    none, coming = (card({"credit_agreements": [], **more}) for more in ({}, {"to_follow": ["credit_agreements"]}))
    assert findings(none)[AGREEMENT].outcome is Outcome.NOT_MET
    assert findings(coming)[AGREEMENT].outcome is Outcome.INCOMPLETE
    assert findings(coming)[AGREEMENT].problem is ProblemKind.MISSING
    assert (none.verdict, coming.verdict) == (Verdict.DOES_NOT_MEET, Verdict.UNDECIDED)


def test_a_section_that_is_to_follow_covers_the_lists_in_it() -> None:
    changes: dict[str, object] = {"advisory_committee.meetings": []}
    none, coming = (card({**changes, **more}) for more in ({}, {"to_follow": ["advisory_committee"]}))
    failing = {rule for rule, found in findings(none).items() if found.outcome is Outcome.NOT_MET}
    assert failing
    assert {findings(coming)[rule].outcome for rule in failing} == {Outcome.INCOMPLETE}


def test_something_else_that_is_to_follow_excuses_nothing() -> None:
    found = card({"credit_agreements": [], "to_follow": ["courses"]})
    assert findings(found)[AGREEMENT].outcome is Outcome.NOT_MET

"""As of which day a submission is judged, and that nothing else decides it."""

from __future__ import annotations

from datetime import date

import pytest

from poscheck.engine import as_of_day, evaluate
from poscheck.errors import UsageError
from poscheck.ruleset import load_ruleset
from poscheck.scorecard import Outcome
from poscheck.submission import load_document
from tests.engine.cards import card, findings, rules, submission
from tests.ruleset.test_bad_rulesets import GOOD

TODAY = date(2027, 1, 2)


@pytest.mark.parametrize(
    ("submitted_on", "given", "expected", "source"),
    [
        ("2026-10-01", date(2026, 10, 15), date(2026, 10, 15), "given"),
        ("2026-10-01", None, date(2026, 10, 1), "submitted_on"),
        ("2026-10", None, date(2026, 10, 31), "submitted_on"),
        ("2026", None, date(2026, 12, 31), "submitted_on"),
        (None, None, TODAY, "today"),
        ("10/01/2026", None, TODAY, "today"),
    ],
)
def test_the_date_given_then_of_the_submission_then_today(
    submitted_on: str | None, given: date | None, expected: date, source: str
) -> None:
    found = as_of_day(submission({"submission.submitted_on": submitted_on}), given, TODAY)
    assert found == (expected.toordinal(), source)


@pytest.mark.parametrize(
    ("day", "fits"),
    [("2024-06-30", False), ("2024-07-01", True), ("2030-06-30", True), ("2030-07-01", False)],
)
def test_the_ruleset_must_be_in_force(day: str, fits: bool) -> None:
    ruleset = load_ruleset(GOOD / "small")
    assert ruleset.fixture is not None
    judged = load_document(ruleset.fixture, ruleset.contract)
    if fits:
        assert evaluate(ruleset, judged, date.fromisoformat(day)).as_of == day
        return
    with pytest.raises(
        UsageError, match=r"small 1\.0\.0 is in force from 2024-07-01 until 2030-06-30.* 20\d\d-"
    ) as error:
        evaluate(ruleset, judged, date.fromisoformat(day))
    assert day in str(error.value)


def test_parameters_have_the_values_of_that_day() -> None:
    ruleset = load_ruleset(GOOD / "small")
    assert ruleset.fixture is not None
    judged = load_document(ruleset.fixture, ruleset.contract)
    before, after = (evaluate(ruleset, judged, date.fromisoformat(day)) for day in ("2026-06-30", "2026-07-01"))
    assert (before.parameters["members_needed"], after.parameters["members_needed"]) == (3, 2)
    committee = "P1-committee"
    assert findings(before)[committee].outcome is Outcome.NOT_MET
    assert findings(after)[committee].outcome is Outcome.MET


@pytest.mark.parametrize(
    ("expires_on", "day", "outcome"),
    [
        ("2026-10-15", "2026-10-15", Outcome.MET),
        ("2026-10-15", "2026-10-16", Outcome.NOT_MET),
        ("2026-10", "2026-10-01", Outcome.MET),
        ("2026-10", "2026-10-15", Outcome.INCOMPLETE),
        ("2026-10", "2026-11-01", Outcome.NOT_MET),
        ("never", "2199-01-01", Outcome.MET),
    ],
)
def test_the_last_day_of_an_agreement(expires_on: str, day: str, outcome: Outcome) -> None:
    given = {"credit_agreements.0.expires_on": expires_on, "credit_agreements.1": None}
    judged = evaluate(rules(), submission(given), date.fromisoformat(day))
    assert findings(judged)["7.1-agreement-in-force"].outcome is outcome


def test_the_card_names_the_date() -> None:
    assert card({}).as_of == "2026-10-15"
    assert card({}).as_of_from == "given"

"""The sentences that every report shares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from poscheck.report import wording
from poscheck.report.verdict import headline, second_line
from poscheck.scorecard import (
    Counts,
    Evidence,
    NextStep,
    Outcome,
    RatingRange,
    ReadinessResult,
    ReasonKind,
    Scorecard,
    ScoreRange,
    Verdict,
    VerdictReason,
)
from tests.report import cards


@pytest.mark.parametrize(
    ("low", "high", "expected", "short"),
    [
        (0.71, 0.86, "71 confirmed, up to 86", "71\u201386"),
        (0.7199, 0.8699, "71 confirmed, up to 86", "71\u201386"),
        (0.71, 0.71, "71", "71"),
        (0.0, 0.0, "0", "0"),
        (1.0, 1.0, "100", "100"),
        (0.996, 1.0, "99 confirmed, up to 100", "99\u2013100"),
        (0.9960, 0.9999, "99.6 confirmed, up to 99.9", "99.6\u201399.9"),
        (0.9991, 0.9995, "99.9 confirmed, a little more possible", "99.9"),
        (0.29, 0.57, "29 confirmed, up to 57", "29\u201357"),  # 0.29 * 100 is 28.999... as a float
        (0.712, 0.718, "71.2 confirmed, up to 71.8", "71.2\u201371.8"),
    ],
)
def test_a_score_is_rounded_down_and_shows_that_something_is_open(
    low: float, high: float, expected: str, short: str
) -> None:
    score = ScoreRange(low=low, high=high)

    assert expected == wording.score_text(score)
    assert short == wording.score_short(score)


def test_no_score_is_neither_0_nor_100() -> None:
    assert wording.score_text(None) == "no score"
    assert wording.score_short(None) == "\u2013"


@pytest.mark.parametrize(
    ("ready", "verdict", "kinds", "first", "second"),
    [
        (True, "meets", [], "Ready to submit, and meets the requirements.",
         "Every required sub-component is in place, with nothing left open."),
        (True, "does_not_meet", ["not_met", "not_met", "needs_review"],
         "Ready to submit, but does not meet the requirements.",
         "It falls short of 2 requirements; 1 requirement is still open."),
        (True, "undecided", ["needs_review", "missing_evidence"],
         "Ready to submit. Whether it meets the requirements is still open.",
         "2 requirements are still open; nothing rules the program out."),
        (False, "undecided", ["not_ready"], "Not ready to submit yet: 2 things lacking.",
         "Everything else that the requirements ask for is in place."),
        (False, "does_not_meet", ["not_ready", "not_met"], "Not ready to submit yet: 2 things lacking.",
         "Also, it falls short of 1 requirement."),
    ],
)  # fmt: skip
def test_the_verdict_as_a_sentence(ready: bool, verdict: str, kinds: list[str], first: str, second: str) -> None:
    card = _card(ready=ready, verdict=verdict, kinds=kinds)

    assert first == headline(card)
    assert second == second_line(card)


def test_a_gate_that_is_open_for_two_reasons_is_one_requirement() -> None:
    card = _card(ready=True, verdict="undecided", kinds=["missing_evidence", "needs_review"])
    same = tuple(replace(reason, criterion="7.1") for reason in card.verdict_reasons)

    expected = "1 requirement is still open; nothing rules the program out."
    assert expected == second_line(replace(card, verdict_reasons=same))


def test_what_is_lacking_counts_values_that_do_not_fit() -> None:
    problems = cards.typical().problems
    card = _card(ready=False, verdict="undecided", kinds=[])
    nothing_else = ReadinessResult(ready=False, findings=())

    assert headline(replace(card, problems=problems)).endswith("2 values to correct and 2 things lacking.")
    one = replace(card, problems=problems[:1], readiness=nothing_else)
    assert headline(one).endswith("1 value to correct.")
    assert headline(replace(card, readiness=nothing_else)) == "Not ready to submit yet."


def test_the_counts_add_up() -> None:
    counts = Counts(met=84, not_met=12, incomplete=9, needs_review=18, not_applicable=7)
    nothing = Counts(met=0, not_met=0, incomplete=0, needs_review=0, not_applicable=0)

    expected = "130 questions: 84 met, 12 not met, 9 incomplete, 18 needs review, 7 not applicable"
    assert expected == wording.counts_text(counts)
    assert wording.counts_text(nothing) == "no questions"
    assert wording.open_text(nothing) == "none"


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        (None, "Not rated"),
        (RatingRange(low=2, high=2), "Quality"),
        (RatingRange(low=0, high=3), "Not yet in practice, up to exemplary"),
        (RatingRange(low=9, high=9), "9"),
    ],
)
def test_a_rating_has_the_name_from_the_scale(rating: RatingRange | None, expected: str) -> None:
    assert expected == wording.rating_text(rating, cards.SCALE)


@pytest.mark.parametrize(
    ("gain", "expected"),
    [
        (0.0123, "+1.2 points"),
        (0.01, "+1 point"),
        (0.02, "+2 points"),
        (0.0001, "less than 0.1 points"),
        (0.0, "no points by itself"),
    ],
)
def test_the_gain_of_a_step(gain: float, expected: str) -> None:
    step = _step(gain)

    assert expected == wording.gain_text(step)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2025-06-01", "June 1, 2025"), ("2025-06", "2025-06"), ("tomorrow", "tomorrow")],
)
def test_a_date_as_it_is_written_in_a_letter(text: str, expected: str) -> None:
    assert expected == wording.long_date(text)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("component", "components"), ("category", "categories"), ("class", "classes"), ("survey", "surveys")],
)
def test_the_plural_of_a_rulesets_own_word(word: str, expected: str) -> None:
    assert expected == wording.many(word)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, "yes"), (24, "24"), (None, "not set"), (["a", "b"], "a, b"), ([], "none")],
)
def test_a_threshold(value: object, expected: str) -> None:
    assert expected == wording.value_text(value)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["missing_evidence"], "Evidence is missing"),
        (["needs_review"], "A person must judge"),
        (["missing_evidence", "needs_review"], "Waits for evidence and for a person's decision"),
        (["not_met"], "Falls short"),
    ],
)
def test_what_a_gate_waits_for(kinds: list[str], expected: str) -> None:
    assert expected == wording.waits_for([ReasonKind(kind) for kind in kinds])


@pytest.mark.parametrize(
    ("message", "detail", "expected"),
    [
        ("Evidence is missing.", "“Signed on” is missing.", "“Signed on” is missing."),
        ("Evidence is missing.", "", "Evidence is missing."),
        ("Nobody has signed.", "“Signed on” is missing.", "Nobody has signed. “Signed on” is missing."),
        ("It is on file.", "", "It is on file."),
    ],
)
def test_that_evidence_is_missing_is_not_said_twice(message: str, detail: str, expected: str) -> None:
    assert expected == wording.told(replace(cards.finding("1.1-x", Outcome.INCOMPLETE), message=message, detail=detail))


@pytest.mark.parametrize(
    ("text", "expected"), [("It is late", "It is late."), ("It is.", "It is."), ("Is it?", "Is it?"), ("a …", "a …")]
)
def test_a_sentence_ends_in_one_mark(text: str, expected: str) -> None:
    assert expected == wording.sentence(text)


@pytest.mark.parametrize(("observed", "expected"), [("x", "“x”"), ("", "empty"), (None, "nothing on file")])
def test_a_value_that_was_looked_at(observed: str | None, expected: str) -> None:
    evidence = Evidence(path="plan", line=3, column=1, observed=observed)

    assert f"line 3, plan: {expected}" == wording.evidence_text(evidence)


def _card(*, ready: bool, verdict: str, kinds: list[str]) -> Scorecard:
    reasons = tuple(
        VerdictReason(
            kind=ReasonKind(kind),
            decided=verdict == "does_not_meet" and kind == "not_met",
            criterion=f"{n}",
            component=None,
            text="A gate.",
        )
        for n, kind in enumerate(kinds)
    )
    card = replace(cards.nothing_applies(), readiness=cards.readiness(ready=ready))
    return replace(card, verdict=Verdict(verdict), verdict_reasons=reasons)


def _step(gain: float) -> NextStep:
    score = ScoreRange(low=gain, high=gain)
    return replace(cards.next_steps(cards.nearly_empty().components)[0], gain=score, together=score)

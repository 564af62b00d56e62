"""What one person's decision would do, held against scoring the whole submission again with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poscheck.engine.reviews import near, reviews
from poscheck.scorecard import Outcome, ReviewEffect, Verdict
from poscheck.scoring import score
from tests.fuzz import tries
from tests.rulesets import ruleset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poscheck.scoring import Outcomes, Scores

RULES = ruleset("ten-components")
BETTER = [Verdict.DOES_NOT_MEET, Verdict.UNDECIDED, Verdict.MEETS]
FINE = {Outcome.MET, Outcome.NOT_APPLICABLE}
READINESS = {rule.id for rule in RULES.readiness if rule.rated}


def rescored(outcomes: Outcomes, rules: Iterable[str], outcome: Outcome, *, problems: bool) -> Scores:
    said = {**outcomes, **dict.fromkeys(rules, (outcome, False))}
    return scored(said, problems=problems)


def scored(outcomes: Outcomes, *, problems: bool) -> Scores:
    ready = not problems and all(outcomes[rule][0] in FINE for rule in READINESS)
    return score(RULES, outcomes, ready=ready)


def expected_effect(outcomes: Outcomes, rules: Iterable[str], *, problems: bool) -> ReviewEffect:
    now = scored(outcomes, problems=problems)
    yes, no = (rescored(outcomes, rules, said, problems=problems) for said in (Outcome.MET, Outcome.NOT_MET))
    if now.verdict is not yes.verdict is Verdict.MEETS:
        return ReviewEffect.MEETS
    if now.verdict is not no.verdict is Verdict.DOES_NOT_MEET:
        return ReviewEffect.DOES_NOT_MEET
    return ReviewEffect.GATE if set(yes.gates) != set(no.gates) else ReviewEffect.SCORE


# A few rules are not met, so that every verdict is common.
drawn = st.dictionaries(st.sampled_from([rule.id for rule in RULES.rules]), st.sampled_from(Outcome), max_size=9)


def all_outcomes(changes: Mapping[str, Outcome]) -> dict[str, tuple[Outcome, bool]]:
    assert changes.keys() <= {rule.id for rule in RULES.rules}
    return {rule.id: (changes.get(rule.id, Outcome.MET), False) for rule in RULES.rules}


@given(drawn, st.booleans())
@tries(100)
def test_effects_are_those_of_scoring_again(changes: dict[str, Outcome], problems: bool) -> None:
    outcomes = all_outcomes(changes)
    now = scored(outcomes, problems=problems)

    found = reviews(RULES, outcomes, now, problems=problems)

    waiting: dict[str | None, list[str]] = {
        None: [rule.id for rule in RULES.readiness if rule.rated],
        **{c.id: [rule.id for rule in c.rules if rule.rated] for c in RULES.criteria if c.scored},
    }
    open_ones = {
        name: tuple(rule for rule in rules if outcomes[rule][0] is Outcome.NEEDS_REVIEW)
        for name, rules in waiting.items()
    }
    assert {review.criterion: review.rules for review in found} == {n: rules for n, rules in open_ones.items() if rules}
    for review in found:
        expected = expected_effect(outcomes, review.rules, problems=problems)
        if review.criterion is None and expected is ReviewEffect.SCORE:
            expected = ReviewEffect.GATE  # readiness has no score; something else keeps it closed as well
        assert review.effect is expected


@given(drawn, st.booleans())
@tries(100)
def test_near_criteria_are_those_that_alone_bring_a_better_verdict(changes: dict[str, Outcome], problems: bool) -> None:
    outcomes = all_outcomes(changes)
    now = scored(outcomes, problems=problems)

    better = []
    for criterion in RULES.criteria:
        met = rescored(outcomes, [rule.id for rule in criterion.rules], Outcome.MET, problems=problems)
        if criterion.scored and BETTER.index(met.verdict) > BETTER.index(now.verdict):
            better.append(criterion.id)
    assert near(RULES, outcomes, now) == tuple(better)


@pytest.mark.parametrize(
    ("changes", "expected_near", "effects"),
    [
        ({}, (), {}),
        ({"7.1-agreement-in-force": Outcome.NOT_MET}, ("7.1",), {}),
        ({"7.1-agreement-in-force": Outcome.INCOMPLETE}, ("7.1",), {}),
        ({"7.1-agreement-in-force": Outcome.NEEDS_REVIEW}, ("7.1",), {"7.1": ReviewEffect.MEETS}),
        (
            {"7.1-agreement-in-force": Outcome.NEEDS_REVIEW, "6.1-academic-and-cte": Outcome.INCOMPLETE},
            (),
            {"7.1": ReviewEffect.DOES_NOT_MEET},
        ),
        (
            {"7.1-agreement-in-force": Outcome.NEEDS_REVIEW, "6.1-academic-and-cte": Outcome.NOT_MET},
            ("6.1",),
            {"7.1": ReviewEffect.GATE},
        ),
        ({"ready-contact": Outcome.NEEDS_REVIEW}, (), {None: ReviewEffect.MEETS}),
        (
            {"ready-contact": Outcome.NEEDS_REVIEW, "7.1-agreement-in-force": Outcome.INCOMPLETE},
            (),
            {None: ReviewEffect.GATE},
        ),
    ],
)
def test_what_a_decision_would_do(
    changes: dict[str, Outcome], expected_near: tuple[str, ...], effects: dict[str | None, ReviewEffect]
) -> None:
    outcomes = all_outcomes(changes)
    now = scored(outcomes, problems=False)

    assert near(RULES, outcomes, now) == expected_near
    assert {review.criterion: review.effect for review in reviews(RULES, outcomes, now, problems=False)} == effects

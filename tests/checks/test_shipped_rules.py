"""Every shipped rule, on changed submissions: compiled, explained and read by the oracle it comes to the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from poscheck.checks.explainer import Explainer
from poscheck.dates import interval
from poscheck.engine.judge import judge
from tests.checks.documents import changed_complete, loaded, small
from tests.fuzz import randoms, tries
from tests.rulesets import oracle, outcome, ruleset, shipped, written_in

if TYPE_CHECKING:
    from random import Random


@pytest.mark.parametrize("name", shipped())
@tries(20)
@given(rng=randoms)
def test_three_ways_to_the_same_outcome(name: str, rng: Random) -> None:
    rules = ruleset(name)
    submission = loaded(changed_complete(rng, most=40) if rng.random() < 0.7 else small(rng))
    day = interval(rules.fixture_as_of or "2026-10-15")
    assert day is not None
    environment = rules.environment(day[0])
    fast, _ = rules.compiled.bind(environment)(submission.data, submission.to_follow)
    explainer = Explainer(submission.data, submission.to_follow, environment)
    asked = oracle(rules, submission, date.fromordinal(day[0]))
    for rule, compiled in zip(rules.rules, fast, strict=True):
        answers = {
            "compiled": compiled,
            "explained": judge(rule, explainer).outcome,
            "oracle": outcome(asked, rule, written_in(name)[rule.id]),
        }
        assert len(set(answers.values())) == 1, (rule.id, answers, submission.data)

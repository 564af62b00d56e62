"""The tests that stand in the rule files: every one of every shipped ruleset."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from poscheck.checks.explainer import Explainer
from poscheck.checks.telling import problem
from poscheck.checks.walk import can_be_false
from poscheck.dates import interval
from poscheck.engine import evaluate, load_decisions
from poscheck.engine.judge import judge
from poscheck.scorecard import Executability, Outcome, Verdict
from poscheck.submission import changed, load_document
from tests.rulesets import ruleset, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.checks.compiler import Outcomes
    from poscheck.engine import Decisions
    from poscheck.ruleset import Rule, Ruleset
    from poscheck.ruleset.model import Case
    from poscheck.scorecard import Scorecard
    from poscheck.submission import Submission

CASES = [
    pytest.param(name, number, case, id=f"{name}/{rule.id}/{case.name}")
    for name in shipped()
    for number, rule in enumerate(ruleset(name).rules)
    for case in rule.cases
]
RULES = [pytest.param(rule, id=f"{name}/{rule.id}") for name in shipped() for rule in ruleset(name).rules]
WITH_A_PROBLEM = {Outcome.NOT_MET, Outcome.INCOMPLETE}


def day(rules: Ruleset, case: Case | None = None) -> int:
    """The day as of which a case is judged."""
    given = (case and case.as_of) or rules.fixture_as_of
    days = interval(given) if given else None
    assert days is not None
    return days[0]


def fixture(rules: Ruleset, case: Case | None = None) -> Submission:
    """The ruleset's fixture, with what a case changes."""
    document = rules.fixture
    assert document is not None
    return load_document(changed(document, case.given) if case else document, rules.contract)


@cache
def compiled(name: str, as_of: int) -> Outcomes:
    rules = ruleset(name)
    outcomes: Outcomes = rules.compiled.bind(rules.environment(as_of))
    return outcomes


@pytest.mark.parametrize(("name", "number", "case"), CASES)
def test_a_test_of_a_rule_comes_to_what_it_expects(name: str, number: int, case: Case) -> None:
    rules = ruleset(name)
    submission, as_of = fixture(rules, case), day(rules, case)
    judged = judge(rules.rules[number], Explainer(submission.data, submission.to_follow, rules.environment(as_of)))
    assert judged.outcome == case.expect
    if case.problem is not None:
        assert judged.outcome in WITH_A_PROBLEM
        assert judged.deciding is not None
        assert problem(judged.deciding) == case.problem
    assert compiled(name, as_of)(submission.data, submission.to_follow)[0][number] == case.expect


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_met_once_and_not_met_once(rule: Rule) -> None:
    expected = {case.expect for case in rule.cases}
    if rule.executability is Executability.FULL:
        assert Outcome.MET in expected
    else:
        assert Outcome.NEEDS_REVIEW in expected
        assert Outcome.MET not in expected
    if rule.logic.check is not None and can_be_false(rule.logic.check):
        assert Outcome.NOT_MET in expected
    if rule.logic.when is not None:
        assert Outcome.NOT_APPLICABLE in expected


@pytest.mark.parametrize("name", shipped())
def test_names_of_cases_are_told_apart(name: str) -> None:
    for rule in ruleset(name).rules:
        names = Counter(case.name for case in rule.cases)
        assert max(names.values(), default=1) == 1, rule.id


@pytest.mark.parametrize("name", shipped())
def test_the_fixture_fits_the_contract_and_meets(name: str, tmp_path: Path) -> None:
    rules = ruleset(name)
    submission = fixture(rules)
    assert submission.problems == ()
    card = evaluate(rules, submission, day(rules))
    assert card.readiness.ready
    assert card.counts.not_met == card.counts.incomplete == 0
    waits = any(
        rule.executability is not Executability.FULL and rule.level is not None and rule.level <= rules.required_rating
        for criterion in rules.criteria
        if criterion.required
        for rule in criterion.rules
    )
    assert card.verdict is (Verdict.UNDECIDED if waits else Verdict.MEETS)
    approved = evaluate(rules, submission, day(rules), decisions=yes_to_everything(rules, card, tmp_path))
    assert approved.verdict is Verdict.MEETS


def yes_to_everything(rules: Ruleset, card: Scorecard, folder: Path) -> Decisions:
    """A reviewer's decisions that whatever waits for a person is met."""
    decisions = [
        {
            "rule": finding.rule,
            "outcome": "met",
            "reason": "Looked at.",
            "role": "Reviewer",
            "decided_on": card.as_of,
            "evidence_digest": finding.evidence_digest,
        }
        for component in card.components
        for criterion in component.criteria
        for finding in criterion.findings
        if finding.outcome is Outcome.NEEDS_REVIEW
    ]
    file = folder / "decisions.json"
    file.write_text(json.dumps({"format": "poscheck-decisions/1", "decisions": decisions}), encoding="utf-8")
    return load_decisions(file, rules)

"""Explanations of every rule on samples that lack much: whole, in English, and honest about what would help."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from poscheck.engine import as_of_day, evaluate
from poscheck.engine.explanation import Explanation, explain
from poscheck.report.explanation_text import MARKS, write_explanation
from poscheck.report.pen import Pen
from poscheck.resources import data_dir
from poscheck.ruleset import load_ruleset
from poscheck.submission import load_submission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.engine.steps import Step

SAMPLES = (
    "weak-marketing.yaml",
    "contradictory-information-technology.yaml",
)


@pytest.fixture(scope="module", params=SAMPLES)
def explanations(request: pytest.FixtureRequest) -> list[Explanation]:
    ruleset = load_ruleset()
    submission = load_submission(data_dir("sample_submissions") / request.param, ruleset.contract)
    day, _ = as_of_day(submission, None, date(2026, 10, 1))
    card = evaluate(ruleset, submission, day)
    return [explain(ruleset, submission, day, card, criterion.id) for criterion in ruleset.criteria]


def test_every_rule_is_explained(explanations: list[Explanation]) -> None:
    for explanation in explanations:
        pen = Pen()
        write_explanation(pen, explanation, MARKS)
        told = pen.text()
        assert explanation.rules
        for rule in explanation.rules:
            assert f"\n{rule.finding.rule}\n" in told
            assert rule.sections or rule.finding.executability == "human"


def test_no_sentence_says_the_same_twice(explanations: list[Explanation]) -> None:
    for step in every_step(explanations):
        assert step.text.casefold() not in step.seen.casefold()
        assert step.text.strip(" :;,") == step.text
        assert "  " not in f"{step.text} {step.seen}"


def test_nobody_is_told_to_become_something_else(explanations: list[Explanation]) -> None:
    changes = [
        change
        for explanation in explanations
        for rule in explanation.rules
        for remedy in rule.remedies
        for change in remedy.changes
    ]
    assert changes
    assert [at for at in changes if at.path.endswith((".kind", ".party")) and at.now != "missing"] == []


def test_a_remedy_is_told_only_of_what_is_open_and_only_where_it_helps(explanations: list[Explanation]) -> None:
    for rule in (rule for explanation in explanations for rule in explanation.rules):
        if rule.remedies:
            assert rule.machine_outcome in {"not_met", "incomplete"}
        assert {remedy.outcome for remedy in rule.remedies} <= {"met", "needs_review"}


def every_step(explanations: list[Explanation]) -> Iterator[Step]:
    for explanation in explanations:
        for rule in explanation.rules:
            for section in rule.sections:
                yield from _below(section.steps)


def _below(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _below(step.steps)


@pytest.mark.parametrize(
    ("sample", "rule", "said"),
    [
        ("weak-marketing.yaml", "3.1-training-listed", "one of the “Topics” must be vertical alignment, and none of"),
        ("weak-marketing.yaml", "1.5-two-years-left", "may not be less than 3: the file says 1 (line"),
        ("weak-marketing.yaml", "2.2-decision-taken", "on or after 2022-09 (“Published on”)"),
        ("weak-marketing.yaml", "1.5-plan-still-runs", "also 7 more"),
        ("typical-construction.yaml", "6.3-three-courses-in-a-row", "(by “Prerequisites”): the longest row has 6"),
        ("typical-construction.yaml", "7.1-agreement-with-college", "whose “Kind of partner” is postsecondary"),
        ("contradictory-information-technology.yaml", "6.1-no-course-twice", "✗ “Special Topics”: the file says 10"),
        ("almost-empty-hospitality.yaml", "2.1-two-employers", "“Partners” must be given: the file does not say"),
    ],
)
def test_sentences_of_each_kind_of_rule(sample: str, rule: str, said: str) -> None:
    ruleset = load_ruleset()
    submission = load_submission(data_dir("sample_submissions") / sample, ruleset.contract)
    day = date(2026, 10, 1)
    card = evaluate(ruleset, submission, day)
    pen = Pen(width=1000)
    write_explanation(pen, explain(ruleset, submission, day.toordinal(), card, rule), MARKS)
    assert said in pen.text()

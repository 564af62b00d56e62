"""Turns: what is saved is judged; what moved, and what is wrong with which file, is told."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from poscheck.cli.watching import Play
from poscheck.resources import data_dir
from poscheck.scorecard import DecisionStatus, Outcome, Verdict
from poscheck.watch.files import ruleset_folders
from poscheck.watch.turns import Turner

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.scorecard import Finding, Scorecard

SUBMISSION = data_dir("rules") / "perkins-v" / "fixtures" / "base.yaml"
RULE = "V.0-coordinated"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return shutil.copytree(data_dir("rules") / "perkins-v", tmp_path / "my-rules")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return shutil.copyfile(SUBMISSION, tmp_path / "own.yaml")


def findings(card: Scorecard) -> list[Finding]:
    return [found for part in card.components for criterion in part.criteria for found in criterion.findings]


def save(file: Path, old: str, new: str) -> None:
    """As many editors do: into a new file, which then takes the place of the old one."""
    text = file.read_text("utf-8")
    assert old in text
    fresh = file.with_name("fresh")
    fresh.write_text(text.replace(old, new), "utf-8")
    fresh.replace(file)


def test_a_saved_submission_is_seen_and_what_moved_is_told(rules: Path, own: Path) -> None:
    turner = Turner(rules, own, None)
    first, state = turner.turn(), turner.state()
    assert first.scorecard is not None
    assert first.moved is None
    assert turner.state() == state
    save(own, "courses:", "elsewhere:")
    assert turner.state() != state
    turn = turner.turn()
    assert turn.moved is not None
    assert turn.moved.rules
    assert turn.moved.before.score == first.scorecard.score


def test_a_mistake_keeps_the_last_scorecard_and_is_compared_with_it_afterwards(rules: Path, own: Path) -> None:
    turner = Turner(rules, own, None)
    good = turner.turn().scorecard
    save(own, "courses:", "courses: [")
    turn = turner.turn()
    assert turn.scorecard is good
    assert turn.problems[0].line is not None
    save(own, "courses: [", "courses:")
    turn = turner.turn()
    assert turn.problems == ()
    assert turn.moved is not None
    assert turn.moved.rules == ()


def test_a_mistake_in_a_rule_is_told_with_its_file(rules: Path, own: Path) -> None:
    turner = Turner(rules, own, None)
    good = turner.turn().scorecard
    file = next(file for file in rules.glob("*.yaml") if file.name != "ruleset.yaml")
    save(file, "question:", "questoin:")
    turn = turner.turn()
    assert turn.scorecard is good
    assert turn.problems[0].file == f"my-rules/{file.name}"
    assert turner.place(turn.problems[0]) == file
    page = Play(turner, ("own.yaml", "my-rules"))
    assert page.turn().startswith(f"my-rules/{file.name}:")
    assert "questoin" in page.stage.page.decode()


def test_a_file_that_is_gone_is_a_mistake_like_others(rules: Path, own: Path) -> None:
    turner = Turner(rules, own, None)
    state = turner.state()
    assert turner.turn().scorecard is not None
    own.unlink()
    assert turner.state() != state
    assert turner.turn().problems
    assert turner.turn().scorecard is not None


def test_a_ruleset_alone_is_watched_with_the_submission_of_its_tests(rules: Path) -> None:
    card = Turner(rules, None, None).turn().scorecard
    assert card is not None
    assert card.submission.source == "base.yaml"
    assert card.as_of_from == "given"
    assert card.verdict is Verdict.MEETS


def test_tables_are_watched_from_before_they_are_there(rules: Path, own: Path, tmp_path: Path) -> None:
    tree = {
        **yaml.safe_load(own.read_text("utf-8")),
        "courses": {"table": "courses.csv"},
        "partners": {"table": "/x.csv"},
    }
    own.write_text(json.dumps(tree, default=str), "utf-8")
    turner = Turner(rules, own, None)
    state = turner.state()
    turner.turn()
    assert turner.state() == state
    (tmp_path / "courses.csv").write_text("title,kind\nWelding,cte\n", "utf-8")
    assert turner.state() != state
    assert "/x.csv" not in {name for name, *_ in turner.state()}
    moved = turner.turn().moved
    assert moved is not None
    assert [problem.code for problem in moved.solved_problems] == ["missing-file"]
    own.write_text("courses: [", "utf-8")
    assert len(turner.state()) == len(state) - 1


def written(decisions: Path, digest: str, outcome: str) -> None:
    """A decision on a rule of perkins-v, about the evidence of that digest."""
    decision = (
        f"{{rule: {RULE}, outcome: {outcome}, reason: r, role: o, decided_on: 2026-10-01, evidence_digest: {digest}}}"
    )
    decisions.write_text(f"format: poscheck-decisions/1\ndecisions: [{decision}]\n", "utf-8")


def test_decisions_count_and_are_watched(rules: Path, own: Path, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.yaml"
    alone = Turner(rules, own, None).turn().scorecard
    assert alone is not None
    digest = next(found.evidence_digest for found in findings(alone) if found.rule == RULE)
    written(decisions, digest, "met")
    turner = Turner(rules, own, None, decisions)
    first, state = turner.turn(), turner.state()
    assert first.scorecard is not None
    assert [found.decision.status for found in findings(first.scorecard) if found.decision] == [DecisionStatus.COUNTED]
    written(decisions, digest, "not_met")
    assert turner.state() != state
    moved = turner.turn().moved
    assert moved is not None
    assert [(change.rule, change.after) for change in moved.rules] == [(RULE, Outcome.NOT_MET)]


def test_a_mistake_in_decisions_is_told_with_its_line(rules: Path, own: Path, tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text("format: poscheck-decisions/1\ndecisions: [", "utf-8")
    turner = Turner(rules, own, None, decisions)
    [problem] = turner.turn().problems
    assert problem.line == 2
    assert turner.place(problem) == decisions
    play = Play(turner, ("own.yaml", "my-rules"))
    assert f"{decisions}:2:" in play.turn()
    assert "decisions: [" in play.stage.page.decode()


def test_what_a_ruleset_extends_is_watched_too(tmp_path: Path, rules: Path) -> None:
    child = tmp_path / "child"
    child.mkdir()
    (child / "ruleset.yaml").write_text("format: poscheck-ruleset/1\nextends: my-rules\n", "utf-8")
    assert ruleset_folders(child) == (child, rules)
    save(rules / "ruleset.yaml", "format:", "extends: child\nformat:")
    assert ruleset_folders(child) == (child, rules), "a circle ends"


def test_the_first_page_may_be_a_mistake(rules: Path, own: Path) -> None:
    own.write_text("<script>alert(1)</script>: [", "utf-8")
    play = Play(Turner(rules, own, None), ("own.yaml", "my-rules"))
    play.turn()
    page = play.stage.page.decode()
    assert "Nothing has been judged yet" in page
    assert "<script>alert" not in page
    assert f'data-token="{play.stage.token}"' in page


def test_a_file_that_is_not_there_is_tried_again(rules: Path, own: Path) -> None:
    turner = Turner(rules, own, None)
    text = own.read_text("utf-8")
    own.unlink()
    assert turner.turn().held
    own.write_text(text, "utf-8")
    assert not turner.turn().held


def test_a_ruleset_that_is_just_being_replaced_stops_nothing(rules: Path, own: Path) -> None:
    turner = Turner(rules, own, None)
    good = turner.turn().scorecard
    away = rules.rename(rules.with_name("away"))
    turn = turner.turn()
    assert turn.scorecard is good
    assert turn.problems
    away.rename(rules)
    assert turner.turn().problems == ()


def test_the_page_says_what_the_save_moved(rules: Path, own: Path) -> None:
    play = Play(Turner(rules, own, None), ("own.yaml", "my-rules"))
    play.turn()
    first = play.stage.page.decode()
    assert "What the last save moved" not in first
    save(own, "courses:", "elsewhere:")
    play.turn()
    page = play.stage.page.decode()
    for part in (
        "Ready to submit → not ready",
        "New: values that do not fit",
        "“elsewhere” is not a field",
        "Questions: ",
    ):
        assert part in page
    play.turn()
    assert "Saved, and nothing moved" in play.stage.page.decode()

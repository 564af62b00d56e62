"""Rulesets that build on others: what they change, what they inherit, and that their tests hold."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.checks.explainer import Explainer
from poscheck.dates import interval
from poscheck.engine import evaluate
from poscheck.engine.judge import judge
from poscheck.reading import read_bytes
from poscheck.ruleset import load_ruleset
from poscheck.submission import changed, load_document

if TYPE_CHECKING:
    from poscheck.ruleset import Rule, Ruleset
    from poscheck.submission import Submission

GOOD = Path(__file__).parent / "good"
NAMES = sorted(folder.name for folder in GOOD.iterdir())


@cache
def ruleset(name: str) -> Ruleset:
    return load_ruleset(GOOD / name)


def rule(name: str, id_: str) -> Rule:
    return next(found for found in ruleset(name).rules if found.id == id_)


def fixture(name: str, given: Any = None) -> Submission:
    rules = ruleset(name)
    assert rules.fixture is not None
    return load_document(changed(rules.fixture, given or {}), rules.contract)


def day(name: str, as_of: str | None = None) -> int:
    days = interval(as_of or ruleset(name).fixture_as_of or "")
    assert days is not None
    return days[0]


def test_hidden_files_beside_the_rules_are_none_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    shutil.copytree(GOOD / "small", folder)
    (folder / "._01-partners.yaml").write_bytes(b"\0\5\26\7")  # what macOS leaves on other systems' disks
    (folder / ".#02-courses.yaml").symlink_to("somebody@somewhere.1")  # the lock of an editor
    (folder / ".old").mkdir()
    shutil.copy(folder / "01-partners.yaml", folder / ".old")

    assert load_ruleset(folder).digest == ruleset("small").digest


@pytest.mark.parametrize("name", NAMES)
def test_the_tests_in_its_files_hold(name: str) -> None:
    for each in ruleset(name).rules:
        assert each.cases
        for case in each.cases:
            submission = fixture(name, case.given)
            environment = ruleset(name).environment(day(name, case.as_of))
            judged = judge(each, Explainer(submission.data, submission.to_follow, environment))
            assert judged.outcome == case.expect, (each.id, case.name)


def test_rules_are_added_and_switched_off() -> None:
    ids = [each.id for each in ruleset("state").rules]
    assert ids == [
        *("ready-signed", "P1-agreement-in-force", "P1-committee", "P1-teacher-in-industry", "C1-map", "C1-visited"),
        "R1-in-the-north",
    ]
    assert {off.rule: off.reason for off in ruleset("state").switched_off} == {
        "C1-described": "Our regions describe the program themselves."
    }
    assert [off.rule for off in ruleset("region").switched_off] == ["C1-described", "R1-in-the-north"]
    assert [each.id for each in ruleset("region").rules][-1] == "R1-visited"


def test_texts_are_changed_and_the_rest_is_inherited() -> None:
    below, above = (rule(name, "P1-agreement-in-force") for name in ("small", "state"))
    assert (above.met, above.fix) == ("A partner has signed, and the agreement runs.", "Send us the agreement.")
    assert (above.question, above.not_met, above.level) == (below.question, below.not_met, below.level)
    assert [dict(case.given) for case in above.cases][1] == {"memoranda.0.expires_on": "2026-06-30"}
    criterion = ruleset("state").criteria[0]
    assert (criterion.why, criterion.title, criterion.required) == (
        "The state wants to see both.",
        "Partners on paper",
        True,
    )
    assert ruleset("state").components[0].title == "Partners and committees"


def test_settings_are_changed_and_the_rest_is_inherited() -> None:
    small, state, region = (ruleset(name) for name in ("small", "state", "region"))
    assert (small.required_rating, state.required_rating, region.required_rating) == (1, 2, 2)
    assert (state.component_word, region.component_word, region.criterion_word) == ("part", "field", "point")
    assert state.disclaimer == region.disclaimer == "A self-check before the state looks."
    assert (state.last_day, region.last_day) == (None, day("small", "2027-06-30"))
    assert {part.id: part.weight for part in region.components} == {
        "partners": 3,
        "courses": 0,
        "region": Fraction(1, 2),
    }
    assert {part.id: part.minimum for part in state.components}["partners"] == Fraction(1, 2)
    assert state.parameters["subjects"].on(day("state")).value == ("english",)
    assert set(state.parameters) == {*small.parameters, "share"}
    assert rule("state", "P1-teacher-in-industry").citation.title == "Letter to districts (2026)"


def test_the_order_of_work_is_the_states_own_else_the_one_for_all() -> None:
    small, wisconsin = ruleset("small").planning[""], ruleset("state").planning["WI"]
    named = [[(each.component, each.name) for each in plan.phases[0].components] for plan in (small, wisconsin)]
    assert named == [[("partners", "Partnerships")], [("partners", None)]]
    assert (small.phases[1].components, small.phases[1].note) == ((), "The guide names no parts here.")
    assert wisconsin.citation.title == "Letter to districts (2026)"
    cards = [
        evaluate(ruleset("state"), fixture("state", {"district.state": where}), day("state")) for where in ("WI", "IL")
    ]
    assert [card.planning for card in cards] == [wisconsin, small]


def test_words_and_fields_are_added() -> None:
    tree = {
        "format": "poscheck/1",
        "work_based_learning": [{"kind": "teacher_in_industry"}],
        "courses": [{"title": "Robots", "includes": ["robotics", "safety"]}],
        "extensions": {"region": "nort", "sites": [{"nam": "A"}], "visited_on": "9/1/2026"},
    }
    document = read_bytes(json.dumps(tree).encode(), "ours.json")
    problems = {problem.path: problem for problem in load_document(document, ruleset("state").contract).problems}
    assert set(problems) == {"extensions.region", "extensions.sites.0.nam", "extensions.visited_on"}
    assert problems["extensions.region"].suggestion == "north"
    assert problems["extensions.sites.0.nam"].suggestion == "name"
    assert problems["extensions.visited_on"].suggestion == "2026-09-01"
    without = {problem.path for problem in load_document(document, ruleset("small").contract).problems}
    assert without == {"work_based_learning.0.kind", "courses.0.includes.0"}


def test_the_words_of_one_list_are_not_added_to_another_of_the_same_kind() -> None:
    state = ruleset("state").contract.root
    assert "robotics" in (state.members["courses"].item.members["includes"].item.words)  # type: ignore[union-attr]
    assert "robotics" not in str(ruleset("small").contract.schema)


@pytest.mark.parametrize("name", NAMES)
def test_a_scorecard_names_what_was_changed(name: str) -> None:
    card = evaluate(ruleset(name), fixture(name), day(name))
    assert card.ruleset.id == name
    assert card.switched_off == ruleset(name).switched_off
    assert card.problems == ()


def test_the_digest_tells_rulesets_apart_and_holds_for_the_same_files() -> None:
    digests = {name: ruleset(name).digest for name in NAMES}
    assert len(set(digests.values())) == len(NAMES)
    assert load_ruleset(GOOD / "state").digest == digests["state"]


def test_the_digest_takes_line_ends_as_one_and_ancestors_into_account(tmp_path: Path) -> None:
    for name in NAMES:
        for file in (GOOD / name).rglob("*"):
            if file.is_file():
                copy = tmp_path / file.relative_to(GOOD)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_ruleset(tmp_path / "region").digest == ruleset("region").digest
    ancestor = tmp_path / "small" / "ruleset.yaml"
    ancestor.write_bytes(ancestor.read_bytes() + b"# changed\n")
    assert load_ruleset(tmp_path / "region").digest != ruleset("region").digest


def test_inherited_tests_of_days_before_the_overlay_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "ruleset.yaml").write_text(
        "format: poscheck-ruleset/1\nid: later\ntitle: Later\nversion: 1.0.0\nextends: ten-components\n"
        "in_force: {from: 2026-07-01}\n",
        encoding="utf-8",
    )
    days = {
        name: {case.as_of for each in load_ruleset(name).rules for case in each.cases}
        for name in (tmp_path, "ten-components")
    }

    assert {as_of for as_of in days["ten-components"] if as_of and as_of < "2026-07-01"} != set()
    assert {as_of for as_of in days[tmp_path] if as_of and as_of < "2026-07-01"} == set()

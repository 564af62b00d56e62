"""``poscheck rules`` and ``poscheck schema``."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from poscheck.cli.exits import Code
from poscheck.cli.rules.places import Places
from poscheck.cli.schema import KINDS
from poscheck.resources import data_dir
from poscheck.ruleset import load_ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_the_list_has_every_rule_on_a_line_of_its_own(run: Run) -> None:
    lines = run("rules", "list").stdout.splitlines()
    ruleset = load_ruleset()
    words = [line.split() for line in lines]
    for rule in ruleset.rules:
        assert [line[0] for line in words if line].count(rule.id) == 1
    assert "10 components, 43 sub-components, " in lines[1]


def test_showing_a_rule(run: Run) -> None:
    text = run("rules", "show", "2.1-college-has-signed").stdout
    assert "\n  - It bears a signature of a college" in text
    tests = next(len(rule.cases) for rule in load_ruleset().rules if rule.id == "2.1-college-has-signed")
    for part in (
        "Is a memorandum in force",
        "Level    quality",
        "To do    Supply a memorandum",
        "Decides  poscheck",
        f"{tests} tests in the rule file",
        "ten-components/02-partnerships.yaml, line ",
        "    of: memoranda",
    ):
        assert part in text


def test_showing_a_rule_for_a_person(run: Run) -> None:
    text = run("rules", "show", "2.4-both-kinds-of-skills").stdout
    assert "Decides  a person" in text
    assert "- Teamwork, communication" in text
    assert "The check as it is written" not in text


@pytest.mark.parametrize("name", ["2", "partnerships", "2.1", "ready-contact"])
def test_showing_anything_with_a_name(run: Run, name: str) -> None:
    result = run("rules", "show", name)
    assert result.exit_code == 0
    assert "ten-components/" in result.stdout


def test_every_part_has_a_place_in_its_file() -> None:
    places, ruleset = Places(None), load_ruleset()
    assert all(places.of_rule(rule.id) for rule in ruleset.rules)
    assert all(places.of_criterion(criterion.id) for criterion in ruleset.criteria)
    assert all(places.of_component(component.id) for component in ruleset.components)
    for rule in ruleset.rules:
        assert bool(places.check_of(rule.id)) is (rule.logic.check is not None)


def test_the_place_is_the_line_of_the_rule() -> None:
    place = Places(None).of_rule("2.1-college-has-signed")
    assert place is not None
    name, line = place.split(", line ")
    text = (data_dir("rules") / name).read_text(encoding="utf-8").splitlines()
    assert text[int(line) - 1].strip() == "- id: 2.1-college-has-signed"


def test_names_that_do_not_exist(run: Run) -> None:
    for name, near in (("2.1-college-has-sined", "2.1-college-has-signed"), ("partnership", "partnerships")):
        result = run("rules", "show", name)
        assert result.exit_code == Code.USAGE
        assert f"Did you mean {near}?" in " ".join(result.stderr.split())
    assert "Did you mean show?" in run("rules", "shwo", "2.1").stderr


def test_a_ruleset_of_ones_own(run: Run, folder: Path) -> None:
    ours = folder / "ours"
    ours.mkdir()
    (ours / "ruleset.yaml").write_text(
        "format: poscheck-ruleset/1\nid: ours\ntitle: Our rules\nversion: 1.0.0\nextends: ten-components\n"
        "switch_off: [{rule: 2.1-two-employers, reason: There is one employer in our valley.}]\n"
    )
    assert run("rules", "list", "--ruleset", "ours").stdout.startswith("Our rules, version 1.0.0\n")
    assert run("rules", "show", "2.1-two-employers", "--ruleset", ours).exit_code == Code.USAGE
    assert "ten-components/" in run("rules", "show", "2.1", "--ruleset", ours).stdout
    shutil.rmtree(ours)
    assert run("rules", "list", "--ruleset", "ours").exit_code == Code.USAGE


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_printed_and_written_alike(run: Run, folder: Path, kind: str) -> None:
    printed = run("schema", kind).stdout_bytes
    assert json.loads(printed)["$schema"].startswith("https://json-schema.org/")
    assert run("schema", kind, "--output", "it.json").exit_code == 0
    assert (folder / "it.json").read_bytes() == printed
    assert b"\r" not in printed


def test_the_schema_of_a_submission_is_the_default(run: Run) -> None:
    assert run("schema").stdout == run("schema", "submission").stdout
    assert run("schema", "submision").exit_code == Code.USAGE

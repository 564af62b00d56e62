"""``poscheck rules new``, ``lint``, ``test`` and ``coverage``, as an author of rules uses them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from poscheck.authoring.coverage import REACHED
from poscheck.cli.exits import Code
from poscheck.reading import read_file, resolve
from poscheck.resources import data_dir
from tests.cli.conftest import HOSTILE, assert_harmless
from tests.rulesets import ruleset as shipped_ruleset
from tests.rulesets import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def change(file: Path, find: str, put: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(find) == 1
    file.write_text(text.replace(find, put), encoding="utf-8")


@pytest.fixture
def ours(run: Run, folder: Path) -> Path:
    """A new ruleset in the folder ``ours``."""
    assert run("rules", "new", "ours").exit_code == 0
    return folder / "ours"


def test_a_new_ruleset_is_right_as_it_stands(run: Run, ours: Path) -> None:
    assert sorted(file.name for file in ours.iterdir()) == ["01-partnerships.yaml", "fixtures", "ruleset.yaml"]
    assert run("rules", "lint", "ours").stdout == "ours loads; nothing to remark.\n"
    tested = run("rules", "test", "ours", "--mutate")
    assert tested.exit_code == 0, tested.stdout
    assert "ours: 16 tests of 3 rules and 1 case; all came out as expected." in tested.stdout
    assert "my-state" not in "".join(file.read_text(encoding="utf-8") for file in ours.rglob("*.yaml"))
    assert run("check", ours / "fixtures" / "base.yaml", "--ruleset", "ours", "--as-of", "2026-10-15").exit_code == 0


def test_a_mistake_of_yaml_ends_with_one_full_stop(run: Run, ours: Path) -> None:
    change(ours / "01-partnerships.yaml", "title: Partnerships", "title:\n\tPartnerships")
    said = run("rules", "lint", "ours").stdout
    assert "[tab-indent]" in said
    assert ".. [" not in " ".join(said.split())


@pytest.mark.parametrize("parent", shipped())
def test_a_new_ruleset_may_extend_every_one_that_is_shipped(run: Run, parent: str) -> None:
    assert run("rules", "new", "ours", "--extends", parent, "--title", "Ours: rules").exit_code == 0
    assert run("rules", "lint", "ours").stdout == "ours loads; nothing to remark.\n"
    for criterion in ("S1", shipped_ruleset(parent).criteria[0].id):
        tested = run("rules", "test", "ours", "--rule", criterion)
        assert tested.exit_code == 0, tested.stdout
    assert run("rules", "list", "--ruleset", "ours").stdout.startswith("Ours: rules, version 1.0.0")


def test_a_new_ruleset_may_extend_a_new_one_beside_it(run: Run, ours: Path) -> None:
    assert run("rules", "new", "theirs", "--extends", "ours").exit_code == 0
    assert run("rules", "test", "theirs").exit_code == 0
    assert run("rules", "new", "region", "--extends", "theirs").exit_code == 0
    assert run("rules", "test", "region").exit_code == 0
    assert "S2-reviewed" in run("rules", "list", "--ruleset", "region").stdout
    assert ours.is_dir()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ours",), "is there already"),
        (("no/where",), "there is no folder no"),
        (("not a name",), "cannot be a name"),
        (("more", "--extends", "ten-component"), "Did you mean"),
        ((), "Name a FOLDER"),
        (("more", "--rule", "A"), "Name a FOLDER"),
        (("more", "--output", "x.yaml"), "go with --rule"),
        (("--rule", "A", "--title", "x"), "not for a rule"),
        (("--rule", "P1-agreement-in-force", "--ruleset", "ours"), "already"),
        (("--rule", "P1-more", "--ruleset", "ours", "--output", "ours/ruleset.yaml"), "is there already"),
    ],
)
def test_nothing_is_overwritten_or_half_written(
    run: Run, folder: Path, ours: Path, arguments: tuple[str, ...], says: str
) -> None:
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    result = run("rules", "new", *arguments)

    assert result.exit_code == Code.USAGE
    assert says in " ".join(result.stderr.split())
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before
    assert ours.is_dir()


def test_a_rule_is_printed_to_be_pasted(run: Run, ours: Path) -> None:
    printed = run("rules", "new", "--rule", "P2-members", "--ruleset", "ours").stdout
    assert "- id: P2-members" in printed
    file = ours / "01-partnerships.yaml"
    indented = "".join(f"      {line}\n" for line in printed.splitlines())
    file.write_text(file.read_text(encoding="utf-8") + indented, encoding="utf-8")
    assert run("rules", "lint", "ours").exit_code == 0
    assert run("rules", "test", "ours", "--rule", "P2-members", "--mutate").exit_code == 0
    assert "level: quality" in run("rules", "new", "--rule", "x").stdout


def test_a_rule_is_written_with_all_around_it(run: Run, ours: Path) -> None:
    assert (
        run("rules", "new", "--rule", "C1-two-members", "--ruleset", "ours", "-o", "ours/02-courses.yaml").exit_code
        == 0
    )
    assert (ours / "02-courses.yaml").is_file()
    assert run("rules", "lint", "ours").exit_code == 0
    assert run("rules", "test", "ours").exit_code == 0


def test_a_remark_has_a_place_and_says_what_to_do(run: Run, ours: Path) -> None:
    change(ours / "01-partnerships.yaml", "question: Is an agreement", "question: Which agreement")
    text = run("rules", "lint", "ours")
    assert text.exit_code == Code.DOES_NOT_MEET
    assert text.stdout.startswith("ours/01-partnerships.yaml:17:19: ")
    assert "Begin with Is" in text.stdout
    content = json.loads(run("rules", "lint", "ours", "--format", "json").stdout)
    assert content["format"] == "poscheck-lint/1"
    assert [(each["code"], each["kind"], each["line"]) for each in content["remarks"]] == [
        ("no-yes-or-no", "style", 17)
    ]
    assert "courses" in content["unread_fields"]
    assert "courses" in run("rules", "lint", "ours", "--unread").stdout


def test_what_does_not_load_is_told_by_lint_too(run: Run, ours: Path) -> None:
    change(ours / "01-partnerships.yaml", "in_force_on: {date: as_of}", "in_force: {date: as_of}")
    change(ours / "ruleset.yaml", "required_rating: met", "required_rating: meet")
    text = run("rules", "lint", "ours")
    assert text.exit_code == Code.BROKEN_RULESET
    assert "does not load: 2 errors" in text.stdout
    assert "Did you mean in_force_on?" in text.stdout
    content = json.loads(run("rules", "lint", "ours", "--format", "json").stdout)
    assert {each["kind"] for each in content["remarks"]} == {"error"}
    for command in ("test", "coverage"):
        assert run("rules", command, "ours").exit_code == Code.BROKEN_RULESET
    assert run("rules", "lint", "our").exit_code == Code.USAGE


def test_a_test_that_fails_tells_why(run: Run, ours: Path) -> None:
    change(
        ours / "01-partnerships.yaml",
        "{name: in force, expect: met}",
        "{name: in force, expect: not_met, problem: expired}",
    )
    result = run("rules", "test", "ours")
    said = " ".join(result.stdout.split())
    assert result.exit_code == Code.DOES_NOT_MEET
    for words in (
        "ours/01-partnerships.yaml:25:13: P1-agreement-in-force, test “in force”",
        "expected not met (expired)",
        "got met",
        "as of 2026-10-15",
        "value memoranda.0",
        "poscheck rules test ours --rule P1-agreement-in-force --explain",
        "1 test came out otherwise",
    ):
        assert words in said
    explained = run("rules", "test", "ours", "--rule", "P1", "--explain").stdout
    assert "What was asked, and what the file says" in explained
    assert "must be in force on 2026-10-15: the file says from" in " ".join(explained.split())
    assert run("rules", "test", "ours", "--rule", "P2").exit_code == 0


def test_a_test_that_cannot_be_made_is_told(run: Run, ours: Path) -> None:
    change(
        ours / "01-partnerships.yaml", "given: {memoranda.0.expires_on: 2026-10-14}", "given: {memoranda.7.title: x}"
    )
    change(ours / "01-partnerships.yaml", "{memoranda.0.effective_on: 2026-10-16}", "{memoranda.0.effective_on: soon}")
    said = " ".join(run("rules", "test", "ours").stdout.split())
    assert "got the fixture cannot be changed in this way" in said
    assert "note memoranda.0.effective_on" in said


def test_a_case_that_fails_tells_each_difference(run: Run, ours: Path) -> None:
    case = ours / "fixtures" / "agreement-has-run-out.yaml"
    change(case, "verdict: does_not_meet", "verdict: meets")
    change(case, "P1: not met", "P1: met")
    result = run("rules", "test", "ours")
    assert result.exit_code == Code.DOES_NOT_MEET
    said = " ".join(result.stdout.split())
    assert "line 8: verdict: expected meets, got does not meet" in said
    assert "line 9: rating of P1: expected met, got not met" in said
    change(case, "P1: met", "P9: mett")
    broken = run("rules", "test", "ours")
    assert broken.exit_code == Code.BROKEN_RULESET
    assert "there is no criterion `P9`" in " ".join(broken.stderr.split())


def test_what_no_test_notices_is_listed(run: Run, ours: Path) -> None:
    file = ours / "01-partnerships.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "the first just a year ago" not in line), encoding="utf-8")
    result = run("rules", "test", "ours", "--mutate")
    assert result.exit_code == Code.DOES_NOT_MEET
    said = " ".join(result.stdout.split())
    assert "`12 months` might be `11 months`" in said
    assert "thresholds 5 4 1" in said
    assert run("rules", "test", "ours", "--mutate", "--kind", "condition").exit_code == 0
    assert run("rules", "test", "ours", "--kind", "condition").exit_code == Code.USAGE
    assert run("rules", "test", "ours", "--rule", "nothing").exit_code == Code.USAGE


def test_texts_of_a_ruleset_do_no_harm(run: Run, ours: Path) -> None:
    hostile = json.dumps(HOSTILE)
    change(ours / "ruleset.yaml", "title: Ours", f"title: {hostile}")
    change(ours / "01-partnerships.yaml", "name: in force, expect: met", f"name: {hostile}, expect: not_met")
    change(ours / "01-partnerships.yaml", "question: Is an agreement with a partner in force?", f"question: {hostile}")
    for command in ("lint", "test", "coverage"):
        assert_harmless(run("rules", command, "ours").output)


def test_coverage_in_three_forms(run: Run, ours: Path) -> None:
    text = run("rules", "coverage", "ours").stdout
    rows = [line.split() for line in text.splitlines() if line.startswith("  P1-agreement")]
    assert rows == [["P1-agreement-in-force", "machine", "7", "3", "1", "1", "1", "1"]]
    content = json.loads(run("rules", "coverage", "ours", "--format", "json").stdout)
    rule = content["criteria"][0]["rules"][0]
    assert rule["reached"] == dict.fromkeys(REACHED, 0) | {
        "met": 3, "missing": 1, "expired": 1, "not_yet": 1, "insufficient": 1,
    }  # fmt: skip
    assert sum(rule["reached"].values()) == rule["tests"]
    markdown = run("rules", "coverage", "ours", "--format", "markdown").stdout
    assert "| P1 Partners on paper **required** | district | 1 |" in markdown
    assert "| `P2-committee-meets` | machine | 6 | 3 | 1 |" in markdown
    assert ours.is_dir()


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((data_dir("schemas") / f"{name}.schema.json").read_bytes()))


def test_the_answers_fit_their_schemas(run: Run, ours: Path) -> None:
    schema("coverage").validate(json.loads(run("rules", "coverage", "ours", "--format", "json").stdout))
    schema("lint").validate(json.loads(run("rules", "lint", "ours", "--format", "json").stdout))
    change(ours / "01-partnerships.yaml", "question: Is an agreement", "question: Which agreement")
    schema("lint").validate(json.loads(run("rules", "lint", "ours", "--format", "json").stdout))
    change(ours / "ruleset.yaml", "required_rating: met", "required_rating: meet")
    schema("lint").validate(json.loads(run("rules", "lint", "ours", "--format", "json").stdout))
    case = resolve(read_file(ours / "fixtures" / "agreement-has-run-out.yaml").tree)
    schema("case").validate(case)
    assert not schema("case").is_valid({**case, "expects": {}})

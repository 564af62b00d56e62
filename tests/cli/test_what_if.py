"""``poscheck what-if``: changes on the command line, and what they would do."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.cli.changes import parse_changes
from poscheck.cli.exits import Code
from poscheck.contract import standard_contract
from poscheck.errors import UsageError
from poscheck.reading import resolve
from poscheck.submission import load_submission

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def outcome(run: Run, *arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("what-if", *arguments, "--format", "json").stdout)
    return found


def test_a_change_that_costs_the_verdict(run: Run, meets: Path) -> None:
    before = meets.read_bytes()
    result = run("what-if", meets, "--set", "program.open_to_all_secondary_students=no")
    assert result.exit_code == 0
    for part in (
        "Meets the requirements",
        "Does not meet the requirements",
        "program.open_to_all_secondary_students: yes → no",
        "1.3-open-to-all: met → not met",
        "Nothing was written",
    ):
        assert part in result.stdout
    assert meets.read_bytes() == before


def test_json_names_everything_that_changes(run: Run, meets: Path) -> None:
    found = outcome(run, meets, "--unset", "memoranda")
    assert found["format"] == "poscheck-comparison/1"
    assert found["before"]["verdict"] == "meets"
    assert found["after"]["verdict"] == "undecided", "what is missing is never not met"
    assert {change["id"] for change in found["criteria"]} >= {"2.1"}
    assert all(change["before"] != change["after"] for change in found["rules"])
    assert found["values"][0]["kind"] == "removed"


def test_a_value_that_does_not_fit_is_a_new_problem(run: Run, meets: Path) -> None:
    found = outcome(run, meets, "--set", "district.state=Wisconsin", "--set", "courses.0.grades=[9, 99]")
    assert [problem["path"] for problem in found["new_problems"]] == ["district.state", "courses.0.grades.1"]
    assert found["after"]["ready"] is False
    assert found["solved_problems"] == []


def test_no_change_changes_nothing(run: Run, meets: Path) -> None:
    found = outcome(run, meets, "--set", "district.state=WI")
    assert found["rules"] == found["criteria"] == found["values"] == []
    assert "No answer changes." in run("what-if", meets, "--set", "district.state=WI").stdout


def test_a_new_date_of_submission_moves_the_day(run: Run, meets: Path) -> None:
    found = outcome(run, meets, "--set", "submission.submitted_on=2030-01-01")
    assert (found["before"]["as_of"], found["after"]["as_of"]) == ("2026-10-01", "2030-01-01")


def changes(file: Path, *settings: str, removals: tuple[str, ...] = ()) -> dict[str, Any]:
    submission = load_submission(file)
    return {
        path: resolve(value)
        for path, value in parse_changes(settings, removals, submission, standard_contract().root).items()
    }


def test_values_are_read_as_in_a_file(meets: Path) -> None:
    assert changes(
        meets,
        "program.fees_usd=0",
        "program.cip=13.1210",
        'district.state_id="0012"',
        "program.title=Care: people first # really",
        "program.soc=[31-1131, 29-1141]",
        "diploma={credits_required: 24}",
        "program.open_to_adult_learners=",
        "self_ratings.7\\.1=2",
        "extensions.region.code=07",
    ) == {
        "program.fees_usd": 0,
        "program.cip": 13.121,  # resolved here only; the submission keeps the text
        "district.state_id": "0012",
        "program.title": "Care: people first # really",
        "program.soc": ["31-1131", "29-1141"],
        "diploma": {"credits_required": 24},
        "program.open_to_adult_learners": None,
        "self_ratings.7\\.1": 2,
        "extensions.region.code": "07",
    }


def test_items_by_name_by_place_and_new(meets: Path) -> None:
    second = load_submission(meets).data["courses"][1]
    assert list(changes(meets, f"courses.{second['id']}.hours=90")) == ["courses.1.hours"]
    assert list(changes(meets, f"courses.{second['title']}.hours=90")) == ["courses.1.hours"]
    assert list(changes(meets, "courses.1.hours=90", "courses.+.title=New")) == ["courses.1.hours", "courses.+.title"]
    assert list(changes(meets, removals=("courses.0", "courses.2", "courses.1"))) == [
        "courses.2",
        "courses.1",
        "courses.0",
    ]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("program.titel=x", "did you mean title?"),
        ("programm.title=x", "did you mean program?"),
        ("program.title.deep=x", "single value"),
        ("courses.0.hour=1", "did you mean hours?"),
        ("courses.nothing-like-it.hours=1", "no item is called"),
        ("program.title", "equals sign"),
        ("program.soc=[31", "cannot be read"),
    ],
)
def test_paths_and_values_that_are_wrong(run: Run, meets: Path, setting: str, said: str) -> None:
    with pytest.raises(UsageError, match="(?i)" + said.replace("?", r"\?")):
        changes(meets, setting)
    assert run("what-if", meets, "--set", setting).exit_code == Code.USAGE


def test_places_beyond_the_end(run: Run, meets: Path) -> None:
    result = run("what-if", meets, "--set", "courses.999.hours=1")
    assert result.exit_code == Code.USAGE
    assert "999" in result.stderr


def test_places_in_a_list_that_is_not_there_yet(run: Run, folder: Path) -> None:
    form = folder / "form.yaml"
    assert run("init", form).exit_code == 0
    result = run("what-if", form, "--set", "credit_agreements.0.expires_on=2028-06-30")
    assert result.exit_code == Code.USAGE
    assert "no “Credit agreements” yet" in result.stderr
    assert run("what-if", form, "--set", "credit_agreements.+.expires_on=2028-06-30").exit_code == 0


def test_nothing_to_change(run: Run, meets: Path) -> None:
    assert run("what-if", meets).exit_code == Code.USAGE


MEMORANDUM = """
title: A second memorandum
parties: [district, Example Mill]
"""


def test_items_from_a_file_and_written_out(run: Run, meets: Path, folder: Path) -> None:
    (folder / "item.yaml").write_text(MEMORANDUM, encoding="utf-8")
    found = outcome(
        run, meets, "--add", "memoranda=item.yaml",
        "--add", "partners={name: Example Mill, kind: employer}", "--add", "courses.0.grades=12",
    )  # fmt: skip
    assert [(change["path"], change["kind"]) for change in found["values"]] == [
        ("courses[Introduction to Health Careers].grades", "changed"),
        ("partners[Example Mill]", "added"),
        ("memoranda[A second memorandum]", "added"),
    ]
    assert found["new_problems"] == []


def test_two_items_for_one_list_are_two(run: Run, meets: Path) -> None:
    one, two = "partners={name: Mill, kind: employer}", "partners={name: Forge, kind: employer}"
    found = outcome(run, meets, "--add", one, "--add", two)
    assert [change["path"] for change in found["values"]] == ["partners[Mill]", "partners[Forge]"]


@pytest.mark.parametrize(
    ("addition", "said"),
    [
        ("partner={name: x}", "did you mean partners?"),
        ("program.title=x", "that is no list"),
        ("partners", "an equals sign"),
        ("partners=nothing.yaml", "There is no such file."),
        ("partners={name: x", "cannot be read"),
        ("partners=[x]", "an item of this list has fields"),
    ],
)
def test_additions_that_are_wrong(run: Run, meets: Path, addition: str, said: str) -> None:
    result = run("what-if", meets, "--add", addition)
    assert result.exit_code == Code.USAGE
    assert said in " ".join(result.stderr.split())


def test_a_field_of_an_item_that_does_not_exist_is_told_with_the_nearest_one(run: Run, meets: Path) -> None:
    result = run("what-if", meets, "--add", "partners={name: Mill, kinds: employer}")
    assert "Did you mean kind?" in " ".join(result.stdout.split())


def test_the_page_has_both_sides_and_opens_what_differs(run: Run, meets: Path, folder: Path) -> None:
    before = meets.read_bytes()
    change = ("--set", "program.open_to_all_secondary_students=no")
    assert run("what-if", meets, *change, "--format", "html").exit_code == 0
    page = (folder / "meets.what-if.html").read_text(encoding="utf-8")
    assert page.index("Ready to submit, and meets the requirements.") < page.index(
        "but does not meet the requirements."
    )
    assert page.count('id="before-1.3-open-to-all"') == page.count('id="after-1.3-open-to-all"') == 1
    assert len(re.findall(r' id="([^"]+)"', page)) == len(set(re.findall(r' id="([^"]+)"', page)))
    assert "Components in which nothing changes: 9" in page
    assert "<script" not in page
    assert len(page.encode()) < 250_000
    run("what-if", meets, *change, "--format", "html", "--output", "again.html")
    assert (folder / "again.html").read_text(encoding="utf-8") == page
    assert meets.read_bytes() == before


def test_hostile_values_are_inert(run: Run, meets: Path, folder: Path) -> None:
    bad = "<img src=x onerror=alert(1)>\x1b[2J"
    text = run("what-if", meets, "--set", f"program.title={bad}", "--add", f"partners={{name: '{bad[:-4]}'}}")
    assert "\x1b" not in text.stdout
    run("what-if", meets, "--set", f"program.title={bad}", "--format", "html")
    page = (folder / "meets.what-if.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert "&lt;img" in page

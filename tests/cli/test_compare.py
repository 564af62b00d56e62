"""``poscheck compare``: two submissions or two scorecards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from poscheck.cli.exits import Code
from poscheck.cli.values import value_changes
from poscheck.contract import standard_contract
from poscheck.reading import read_bytes
from poscheck.resources import data_dir
from poscheck.submission import load_document

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.submission import Submission
    from tests.cli.conftest import Run

SAMPLES = data_dir("sample_submissions")
CONTRACT = standard_contract()


def submission(**sections: Any) -> Submission:
    data = json.dumps({"format": "poscheck/1", **sections}).encode()
    return load_document(read_bytes(data, "made-up.json"), CONTRACT)


def differences(old: Submission, new: Submission) -> list[tuple[str, str, str | None, str | None]]:
    return [(c.path, c.kind.value, c.before, c.after) for c in value_changes(old, new, CONTRACT.root)]


def test_items_are_matched_by_id_then_title_never_by_place() -> None:
    old = submission(
        courses=[{"title": "One", "hours": 1}, {"id": "b", "title": "Two", "hours": 2}, {"title": "Three"}]
    )
    new = submission(
        courses=[{"title": "Three"}, {"id": "b", "title": "Second", "hours": 2}, {"title": "One", "hours": 9}]
    )
    assert differences(old, new) == [
        ("courses[Second].title", "changed", "Two", "Second"),
        ("courses[One].hours", "changed", "1", "9"),
    ]


def test_items_without_names_are_matched_by_what_they_hold() -> None:
    old = submission(enrollment=[{"school_year": "2024-25", "students": 80, "concentrators": 30}])
    new = submission(
        enrollment=[
            {"school_year": "2025-26", "students": 99, "concentrators": 41},
            {"school_year": "2024-25", "students": 81, "concentrators": 30},
        ]
    )
    assert [each[:2] for each in differences(old, new)] == [
        ("enrollment[2024-25].students", "changed"),
        ("enrollment[2025-26]", "added"),
    ]


def test_a_course_that_was_renamed_is_still_that_course() -> None:
    course = {"kind": "cte", "hours": 120, "grades": [11], "level": "capstone"}
    old, new = (submission(courses=[{"title": title, **course}]) for title in ("Nursing", "Nursing Assistant"))
    assert differences(old, new) == [("courses[Nursing Assistant].title", "changed", "Nursing", "Nursing Assistant")]


def test_lists_records_and_nothing() -> None:
    old = submission(program={"soc": ["31-1131", "29-1141"], "fees_usd": 0}, partners=[])
    new = submission(program={"soc": ["29-1141", "31-1131"]}, district={"name": "Oak"})
    assert differences(old, new) == [
        ("district.name", "added", None, "Oak"),
        ("program.fees_usd", "removed", "0", None),
        ("partners", "removed", "an empty list", None),
    ]


@given(st.permutations(range(6)))
def test_order_is_no_difference(order: list[int]) -> None:
    meetings = [{"held_on": f"2026-0{n % 3 + 1}", "topics": [f"t{n}"]} for n in range(6)]
    old = submission(advisory_committee={"meetings": meetings})
    assert differences(old, submission(advisory_committee={"meetings": [meetings[n] for n in order]})) == []


def test_two_submissions(run: Run, meets: Path, folder: Path) -> None:
    changed = meets.read_text(encoding="utf-8").replace(
        "open_to_all_secondary_students: true", "open_to_all_secondary_students: false"
    )
    (folder / "new.yaml").write_text(changed, encoding="utf-8")
    result = run("compare", meets, "new.yaml")
    assert result.exit_code == 0
    assert "1.3-open-to-all: met → not met" in result.stdout
    back = json.loads(run("compare", "new.yaml", meets, "--format", "json").stdout)
    assert [change["after"] for change in back["rules"] if change["rule"] == "1.3-open-to-all"] == ["met"]
    assert back["values"] == [
        {"path": "program.open_to_all_secondary_students", "kind": "changed", "before": "no", "after": "yes"}
    ]


def test_both_are_judged_as_of_one_day(run: Run, meets: Path, folder: Path) -> None:
    later = meets.read_text(encoding="utf-8").replace("submitted_on: 2026-10-01", "submitted_on: 2026-10-05")
    (folder / "later.yaml").write_text(later, encoding="utf-8")
    found = json.loads(run("compare", meets, "later.yaml", "--format", "json").stdout)
    assert found["before"]["as_of"] == found["after"]["as_of"] == "2026-10-05"
    found = json.loads(run("compare", meets, "later.yaml", "--format", "json", "--as-of", "2026-11-01").stdout)
    assert found["before"]["as_of"] == found["after"]["as_of"] == "2026-11-01"


def test_scorecards_say_the_same_as_submissions(run: Run) -> None:
    files = (SAMPLES / "weak-marketing.yaml", SAMPLES / "typical-construction.yaml")
    for number, file in enumerate(files):
        run("check", file, "--as-of", "2026-10-15", "--format", "json", "--output", f"{number}.json")
    cards = json.loads(run("compare", "0.json", "1.json", "--format", "json").stdout)
    both = json.loads(run("compare", *files, "--as-of", "2026-10-15", "--format", "json").stdout)
    assert cards["values"] is None
    assert cards | {"values": None} == both | {"values": None}
    mixed = json.loads(run("compare", "0.json", files[1], "--as-of", "2026-10-15", "--format", "json").stdout)
    assert mixed == cards
    assert run("compare", "0.json", "0.json").stdout.endswith("No answer changes.\n")
    assert run("compare", "0.json", "1.json", "--as-of", "2026-10-15").exit_code == Code.USAGE


def test_a_comparison_in_markdown(run: Run, meets: Path, weak: Path) -> None:
    text = run("compare", meets, weak, "--format", "markdown").stdout
    assert text.startswith("# meets.yaml → weak.yaml\n\n|  | before | after |\n")
    assert "\n## Values that differ" in text


def test_files_that_cannot_be_compared(run: Run, meets: Path, broken: Path, folder: Path) -> None:
    assert run("compare", meets, broken).exit_code == Code.UNREADABLE
    (folder / "cut.json").write_text('{"format": "poscheck-scorecard/1", "verdict": "perhaps"}')
    result = run("compare", "cut.json", meets)
    assert result.exit_code == Code.UNREADABLE
    assert "no scorecard of this version" in " ".join(result.stderr.split())

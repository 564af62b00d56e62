"""One run shows everything: every mistake of a file, each with its line, and no line that is right."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck.contract import standard_contract
from poscheck.reading import read_bytes, read_file
from poscheck.submission import load_document

if TYPE_CHECKING:
    from poscheck.submission import Submission

MANY = Path(__file__).parent / "many"
MARK = re.compile(r"# <- (?P<codes>[a-z -]+)$")


def loaded(name: str) -> Submission:
    return load_document(read_file(MANY / name), standard_contract())


def marked(name: str) -> Counter[tuple[int, str]]:
    """The codes at the ends of lines."""
    lines = (MANY / name).read_text(encoding="utf-8").splitlines()
    return Counter(
        (number, code)
        for number, line in enumerate(lines, start=1)
        if (found := MARK.search(line))
        for code in found["codes"].split()
    )


def test_every_line_that_is_wrong_is_reported_and_no_other() -> None:
    problems = loaded("everything-wrong.yaml").problems
    assert Counter((problem.line, problem.code) for problem in problems) == marked("everything-wrong.yaml")
    assert [problem.line for problem in problems] == sorted(problem.line or 0 for problem in problems)


def test_what_is_right_beside_it_is_kept() -> None:
    data = loaded("everything-wrong.yaml").data
    assert data["program"] == {"title": "Therapeutic Services", "soc": ["31-1131", None]}
    assert data["courses"][0]["grades"] == [9, None, None]
    assert data["courses"][1]["prerequisites"] == [None, "intro"]
    assert data["courses"][1]["id"] == "Patient Care"  # an id used before counts as missing; so its name serves
    assert data["diploma"] == {"credits_by_subject": {"english": 4}}
    assert data["memoranda"][0]["parties"] == ["district", None, None]
    assert "cources" not in data
    assert "signatures" not in data
    assert loaded("everything-wrong.yaml").to_follow == {"courses"}


def test_suggestions() -> None:
    suggested = {problem.path: problem.suggestion for problem in loaded("everything-wrong.yaml").problems}
    assert {path: text for path, text in suggested.items() if text} == {
        "submission.school_year": "2026-27",
        "submission.submitted_on": "2026-10-01",
        "district.state": "WI",
        "district.enrolment": "enrollment",
        "district.enrollment": "3200",
        "cources": "courses",
        "courses.1.kind": "cte",
        "courses.1.prerequisites.0": "Introduction",
        "memoranda.0.parties.2": "district",
        "memoranda.0.signatures.0.party": "Lakeshore",
        "memoranda.0.signatures.0.signed_on": "2026-10-15",
        "signatures": "[]",
        "to_follow.1": "credit_agreements",
    }


def test_places_in_json() -> None:
    submission = loaded("as-json.json")
    assert [(problem.path, problem.code, problem.line) for problem in submission.problems] == [
        ("district.kind", "unknown-word", 3),
        ("program.started_on", "impossible-date", 6),
        ("courses.0.grades", "wrong-kind", 10),
        ("courses.1.hours", "wrong-kind", 11),
    ]
    assert submission.data["district"] == {"name": "5", "enrollment": 12}
    assert submission.data["program"] == {"cip": "51.0899", "open_to_adult_learners": True}


def test_a_file_in_which_nothing_fits_is_not_compared_name_by_name() -> None:
    courses = [{"title": f"Course {place}", "prerequisites": [f"Corse {place}"]} for place in range(1000)]
    content = json.dumps({"format": "poscheck/1", "courses": courses}).encode()

    suggestions = [
        each.suggestion for each in load_document(read_bytes(content, "a.json"), standard_contract()).problems
    ]

    assert len(suggestions) == 1000
    assert suggestions[:3] == ["Course 0", "Course 1", "Course 2"]
    assert suggestions[-1] is None

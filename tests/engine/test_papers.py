"""What the papers take from a submission: what it says, and nothing else."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from poscheck.contract import standard_contract
from poscheck.engine.papers import papers
from poscheck.papers import CollegeCredit, Papers
from poscheck.reading import read_bytes
from poscheck.submission import load_document

DAY = date(2026, 10, 15).toordinal()


def drawn(**sections: Any) -> Papers:
    document = read_bytes(json.dumps({"format": "poscheck/1", **sections}).encode(), "ours.json")
    return papers(load_document(document, standard_contract()), DAY)


def test_an_empty_submission_gives_empty_papers() -> None:
    assert drawn() == Papers(courses=(), standards=(), college_credit=(), credentials=(), to_follow=())
    assert drawn(courses=[], to_follow=["courses"]).to_follow == ("courses",)


def test_a_course_says_only_what_it_says() -> None:
    bare, full = drawn(
        courses=[
            {"title": "TBD", "kind": "welding"},
            {"title": "Welding", "kind": "cte", "subject": "cte", "grades": [10, 9, 10], "high_school_credits": 0.5,
             "required_for_all_students": "yes", "choice_group": "grade-9", "framework_level": "pathway"},
        ]
    ).courses  # fmt: skip

    assert (bare.number, bare.title, bare.kind, bare.grades, bare.credits, bare.required) == (
        1,
        None,
        None,
        (),
        None,
        False,
    )
    assert (bare.choice_group, bare.standards, bare.credentials) == (None, None, ())
    assert (full.number, full.title, full.grades, full.credits, full.required) == (2, "Welding", (9, 10), 0.5, True)
    assert (full.choice_group, full.framework_level, full.subject) == ("grade-9", "pathway", "cte")


STANDARDS: dict[str, tuple[Any, tuple[int, ...] | None]] = {
    "two, in the order of the list": (["b", "State standards"], (1, 2)),
    "none": ([], ()),
    "not said": (None, None),
    "one that is not there": (["c"], None),
    "one that is there and one that is not": (["c", "b"], (2,)),
}


@pytest.mark.parametrize("why", STANDARDS)
def test_standards_are_found_by_what_refers_to_them(why: str) -> None:
    named, expected = STANDARDS[why]
    course = {"title": "Welding"} | ({} if named is None else {"standards": named})
    found = drawn(courses=[course], standards=[{"title": "State standards", "id": "a"}, {"title": "B", "id": "b"}])

    assert found.courses[0].standards == expected


def test_a_credential_belongs_to_the_course_in_which_its_assessment_is_taken() -> None:
    found = drawn(
        courses=[{"title": "Welding"}, {"title": "Painting"}],
        credentials=[{"name": "Welder"}, {"name": "Painter", "earned_at": "secondary", "terminal": True}],
        assessments=[
            {"course": "Painting", "credential": "Painter"},
            {"course": "Painting", "credential": "Welder"},
            {"course": "Painting", "credential": "Painter"},
            {"course": "Welding"},
            {"credential": "Welder"},
        ],
    )

    assert [course.credentials for course in found.courses] == [(), (1, 2)]
    assert [(each.name, each.earned_at, each.terminal) for each in found.credentials] == [
        ("Welder", None, None),
        ("Painter", "secondary", True),
    ]


def credits_of(**agreement: Any) -> tuple[CollegeCredit, ...]:
    return drawn(
        courses=[{"title": "Welding", "id": "w"}, {"title": "Painting"}],
        partners=[{"name": "Lakeshore College", "id": "lake", "kind": "postsecondary"}],
        credit_agreements=[{"title": "Ours", "kind": "dual", **agreement}],
    ).college_credit


def test_a_line_earns_credit_for_all_of_its_courses() -> None:
    lines = [
        {"courses": ["Painting", "w", "lost"], "college_course": "W-1", "college_credits": 3,
         "conditions": [{"kind": "minimum_grade", "value": "B"}, {"kind": "other"}]},
        {},
    ]  # fmt: skip
    first, second = credits_of(institution="lake", lines=lines, effective_on="2026-01-01", expires_on="2026-10-15")

    assert (first.courses, first.college_course, first.credits, first.conditions) == (
        (1, 2),
        "W-1",
        3,
        ("a grade of B or better",),
    )
    assert (first.by, first.agreement, first.institution, first.in_force) == ("dual", "Ours", "Lakeshore College", True)
    assert (second.courses, second.college_course, second.credits, second.conditions) == ((), None, None, ())


FORCE: dict[str, tuple[dict[str, Any], bool | None]] = {
    "on its last day": ({"effective_on": "2026-01-01", "expires_on": "2026-10-15"}, True),
    "a day too late": ({"effective_on": "2026-01-01", "expires_on": "2026-10-14"}, False),
    "from tomorrow": ({"effective_on": "2026-10-16", "expires_on": "2027-10-14"}, False),
    "without dates": ({}, None),
}


@pytest.mark.parametrize("when", FORCE)
def test_an_agreement_is_in_force_as_the_rules_see_it(when: str) -> None:
    dates, expected = FORCE[when]

    assert credits_of(lines=[{"courses": ["w"]}], **dates)[0].in_force is expected


def test_a_college_course_earns_its_own_credit() -> None:
    (credit,) = drawn(
        courses=[
            {"title": "A"},
            {"title": "B", "college_course": {"institution": "lake", "code": "W-2", "credits": 4}},
        ],
        partners=[{"id": "lake", "kind": "postsecondary"}],
    ).college_credit

    assert (credit.courses, credit.by, credit.college_course, credit.credits) == ((2,), "college_course", "W-2", 4)
    assert (credit.institution, credit.agreement, credit.in_force) == ("lake", None, None)

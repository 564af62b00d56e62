"""What was looked at, as a page says it: line by line, nothing twice."""

from __future__ import annotations

import pytest

from poscheck.report.places import MOST_EVIDENCE, looked_at, more_places, places_in_short
from poscheck.scorecard import Evidence


def seen(path: str, line: int | None, observed: str | None = "x") -> Evidence:
    return Evidence(path=path, line=line, column=1, observed=observed)


def test_fields_of_one_line_stand_together_after_what_they_share() -> None:
    found = looked_at((seen("plan.years", 7, None), seen("plan.document", 7, None), seen("plan.starts_on", 8, "2024")))

    assert found.within == "plan"
    assert found.places == [("Line 7", [(None, ["years", "document"])]), ("Line 8", [("2024", ["starts_on"])])]


@pytest.mark.parametrize(
    ("paths", "within"),
    [
        (["plan.years"], ""),
        (["plan.years", "plan.years_covered"], "plan"),
        (["courses.1.grades", "courses.12.grades"], ""),  # else “1.grades” would have to be read
        (["courses.1.grades", "courses.1.level"], "courses.1"),
        (["a.b.c", "a.b.d.e"], "a.b"),
        (["a.b", "c.d"], ""),
        (["a.b", "a.b"], "a"),
        (["years", "yearly"], ""),
    ],
)
def test_what_paths_share_ends_before_the_name_of_a_field(paths: list[str], within: str) -> None:
    found = looked_at([seen(path, 1) for path in paths])

    assert found.within == within
    rests = [rest for _, values in found.places for _, same in values for rest in same]
    assert [f"{within}.{rest}" if within else rest for rest in rests] == paths


@pytest.mark.parametrize(
    ("told", "observed", "shown"),
    [
        ("“Years covered” is 3.", "3", False),
        ("“Years covered” is 3", "3", False),
        ("“Years covered” is 3.5.", "3", True),
        ("“Starts on” is 2024-07-01.", "2024", True),
        ("3 found in “Courses”.", "3", True),
        ("1 found: “Map of courses”.", "Map of courses", False),
        ("It is (a+).", "(a+)", False),
        ("It is on file.", None, True),
        ("It is empty.", "", True),
    ],
)
def test_a_value_that_the_answer_quotes_is_not_quoted_again(told: str, observed: str | None, shown: bool) -> None:
    [(line, values)] = places_in_short((seen("plan.years", 7, observed),), told)

    assert line == "Line 7"
    assert values == ([(observed, ", years")] if shown else [])


def test_in_short_a_place_has_the_name_of_its_field() -> None:
    evidence = (seen("courses.1.grades.0", 7), seen("courses.1.level", 7), seen("courses", 9), seen("a.b", None))

    found = places_in_short(evidence, "")
    assert "".join(line + "".join(name for _, name in values) for line, values in found) == (
        "Line 7, grades.0, level; Line 9, courses; a.b"
    )


def test_what_is_left_out_is_counted_with_its_lines() -> None:
    evidence = [seen("a.b", line) for line in (*range(1, MOST_EVIDENCE + 3), None)]

    assert more_places(evidence) == "3 more places (lines 7, 8)"
    assert more_places([seen("a.b", None)] * (MOST_EVIDENCE + 1)) == "1 more place"
    assert sum(len(values) for _, values in looked_at(evidence).places) == MOST_EVIDENCE

"""The packet, and the papers in it: every course has its place, every gap its word, whatever is lacking."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter

from poscheck.papers import Papers, TaughtStandard
from poscheck.report import papers, render_html, render_packet, to_json
from poscheck.report.planning import phases
from poscheck.scorecard import Scorecard
from tests.report import cards
from tests.report.golden import assert_golden
from tests.report.test_html import Page

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent / "golden"
every_card = pytest.mark.parametrize("make", cards.ALL.values(), ids=cards.ALL.keys())


def test_golden_packet() -> None:
    packet = render_packet(cards.typical())

    assert_golden(GOLDEN / "packet.html", re.sub(r"(?s)(?<=<style>).*?(?=</style>)|sha256-[^']*", "", packet))


@every_card
def test_the_packet_of_any_scorecard_is_inert_and_in_order(make: Callable[[], Scorecard]) -> None:
    page = Page(render_packet(make()))
    tags = [tag for tag, _ in page.elements]
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    links = {a["href"][1:] for _, a in page.elements if (a.get("href") or "").startswith("#") and a["href"]}
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]

    assert "script" not in tags
    assert "img" not in tags
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page.text)
    assert len(ids) == len(set(ids))
    assert links <= set(ids)
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert render_packet(make()) == render_packet(make())


def test_every_course_has_one_place_or_a_reason_why_not() -> None:
    chart = papers.chart(cards.PAPERS)
    subjects = list(papers.SUBJECTS)
    placed = [
        (grade, subjects[column], each.course.number)
        for grade, cells in chart.rows
        for column, cell in enumerate(cells)
        for each in cell
    ]

    assert placed == [
        (9, "english", 4), (9, "cte", 1), (10, "cte", 1), (11, "cte", 2), (12, "science", 5), (12, "science", 6),
        (13, "cte", 3),
    ]  # fmt: skip
    assert [(each.course.number, why) for each, why in chart.below] == [
        (7, "grade and subject not stated"),
        (8, "taken outside of grades 9 to 14"),
        (9, "its subject is world languages"),
    ]


MARKS = {
    1: ["1 credit", "College credit (agreement not in force)", "Grades 9, 10"],
    2: ["1.5 credits", "College credit: 4, together with 1 other course", "Credential: Nursing assistant"],
    3: ["College credit: 3"],
    4: ["1 credit", "Required of all"],
    5: ["1 credit", "One of: grade 12 science", "College credit: 4, together with 1 other course"],
    6: ["Credits not stated", "One of: grade 12 science"],
}


@pytest.mark.parametrize("number", MARKS)
def test_what_a_course_brings_is_said_in_words(number: int) -> None:
    planned = {
        each.course.number: each for _, cells in papers.chart(cards.PAPERS).rows for cell in cells for each in cell
    }

    assert [mark.word for mark in planned[number].marks] == MARKS[number]


def test_an_agreement_whose_dates_are_unclear_is_no_promise() -> None:
    assert (
        papers.college_text(cards.college(1, in_force=None)) == "College credit: 3 (the agreement's dates are unclear)"
    )


def test_gaps_of_the_crosswalk() -> None:
    crosswalk = papers.crosswalk(cards.PAPERS)

    assert [each.number for each in crosswalk.without_standard] == [2]
    assert [each.number for each in crosswalk.not_stated] == [5]
    assert [each.number for each in crosswalk.not_taught] == [4]
    assert [part.totals for part in crosswalk.parts] == [(5, 2, 1, 0)]
    assert crosswalk.parts[0].rows[0][1] == (False, True, True, False)


@pytest.mark.parametrize(("number", "parts"), [(0, []), (1, [1]), (8, [8]), (9, [4, 5]), (17, [5, 6, 6])])
def test_a_wide_crosswalk_is_parted(number: int, parts: list[int]) -> None:
    standards = tuple(TaughtStandard(number=n + 1, title=None, kind=None, framework_level=None) for n in range(number))
    found = papers.crosswalk(replace(cards.PAPERS, standards=standards)).parts

    assert [len(part.standards) for part in found] == parts
    assert [each.number for part in found for each in part.standards] == [each.number for each in standards]


def test_levels_are_those_that_are_stated() -> None:
    levels = papers.levels(cards.PAPERS)

    assert [[each.number for each in courses] for _, courses, _ in levels.columns] == [[1], [2], [3]]
    assert [[each.number for each in standards] for _, _, standards in levels.columns] == [[3], [2], []]
    assert [each.number for each in levels.courses_without] == [7]
    assert [each.number for each in levels.standards_without] == [1, 4]


def test_the_planning_list_divides_each_component_into_settled_and_open() -> None:
    card = cards.typical()
    assert card.planning is not None
    first, last = phases(card, card.planning)
    criteria = {c.id: c for component in card.components for c in component.criteria}

    assert [task.name for task in first.tasks] == ["Partnerships", "Articulation agreements", "Course sequences"]
    assert (last.tasks, last.note) == ((), "The guide names nothing here.")
    for task in first.tasks:
        settled = [each.id for each in task.settled]
        still_open = {each.criterion.id: each.text for each in task.still_open}
        assert [c.id for c in task.view.component.criteria] == sorted([*settled, *still_open])
        assert all((rating := criteria[name].rating) and rating.low >= 2 for name in settled)
        assert all((rating := criteria[name].rating) and rating.low < 2 and text for name, text in still_open.items())


def test_a_scorecard_without_papers_still_gives_a_packet_and_a_page() -> None:
    text = Page(render_packet(cards.nothing_applies())).text

    assert "No courses are listed, so there is nothing to draw." in text
    assert "No standards are listed" in text
    assert "plan-of-study" not in render_html(cards.nothing_applies())
    assert (
        Papers(courses=(), standards=(), college_credit=(), credentials=(), to_follow=()) == cards.nearly_empty().papers
    )


def test_a_scorecard_is_read_again_with_its_papers_and_an_earlier_one_without() -> None:
    card = cards.typical()
    written = json.loads(to_json(card))
    read = TypeAdapter(Scorecard)
    assert read.validate_json(to_json(card)) == card
    del written["papers"], written["planning"]

    assert read.validate_python(written) == replace(card, papers=None, planning=None)


def test_the_page_says_what_waits_for_whom_the_strongest_first() -> None:
    text = Page(render_html(cards.typical())).text
    first, second, third = (
        text.index("A yes alone would make the program meet the requirements: 7.1"),
        text.index("A requirement hangs on it: Readiness to submit"),
        text.index("Only the score hangs on it: 1.2"),
    )

    assert first < second < third
    assert "Waiting for a person\N{RIGHT SINGLE QUOTATION MARK}s decision: 4" in text
    assert "One sub-component away from a better answer If everything" in text
    assert "Waiting for a person" not in Page(render_html(cards.all_met())).text

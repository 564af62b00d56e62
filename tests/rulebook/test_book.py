"""The book: complete, the same every time, inert, and the same in Markdown."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from poscheck.cli import main
from poscheck.rulebook.as_markdown import book_markdown
from poscheck.rulebook.book import book
from poscheck.rulebook.crosswalk import counterparts, shipped
from poscheck.rulebook.page import book_page
from poscheck.ruleset import load_ruleset
from tests.rulebook.rulesets import loaded
from tests.ruleset.test_bad_rulesets import broken

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.rulebook.book import Book

MOST_BYTES = 250_000


def made(name: str | Path) -> Book:
    ruleset = loaded(name) if isinstance(name, str) else load_ruleset(name)
    return book(ruleset, counterparts(ruleset, shipped()))


@pytest.fixture(scope="module")
def ten() -> Book:
    return made("ten-components")


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_page_has_every_rule_in_words_and_loads_nothing(ten: Book) -> None:
    page = book_page(ten)
    text = text_of(page)
    for rule in ten.ruleset.rules:
        assert rule.question in text
        assert all(point in text for point in rule.look_for)
    assert len(page.encode()) < MOST_BYTES
    assert not re.search(r"<(?:script|img|link|iframe)\b|\bsrc=", page)
    assert book_page(made("ten-components")) == page


def test_thresholds_have_their_dates_and_say_whose_they_are(ten: Book) -> None:
    text = text_of(book_page(ten))
    assert "1S1, 1S2, 2S1, 3S1, 4S1, 5S1, 6S1 and 6S2 until June 30, 2022" in text
    assert "from July 1, 2022" in text
    assert "this ruleset's own choice" in text
    assert "published: " in text_of(book_page(made("colorado")))


def test_evidence_is_told_by_the_headings_of_the_submission(ten: Book) -> None:
    criteria = {page.criterion.id: page for component in ten.components for page in component.criteria}
    told = {group.heading: group.titles for group in criteria["7.1"].evidence}
    assert {"College", "In force from", "In force until", "Last reviewed on"} <= set(told["Credit agreements"])
    assert told["Credit agreements, Signatures"] == ("Party", "Signed on")


def test_criteria_of_other_rulesets_are_named(ten: Book) -> None:
    criteria = {page.criterion.id: page for component in ten.components for page in component.criteria}
    assert ("perkins-v", "V.C") in {(each.ruleset, each.criterion) for each in criteria["2.2"].see_also}
    gates = {page.criterion.id: page for component in made("perkins-v").components for page in component.criteria}
    assert [each.criterion for each in gates["V.D"].see_also] == ["6.2", "6.3"]


def test_markdown_says_the_same_sentences(ten: Book) -> None:
    markdown = re.sub(r"\\(.)", r"\1", book_markdown(ten))
    for component in ten.components:
        for page in component.criteria:
            for rule in page.rules:
                assert rule.rule.question in markdown
                if rule.said.asks:
                    assert rule.said.asks.text in markdown


def test_a_parameter_in_the_words_shows_its_value(tmp_path: Path) -> None:
    words = "Members who vote are enough: {members_needed}."
    question = "question: Does the committee have enough members?"
    change = {"file": "01-partners.yaml", "find": question, "put": f'{question}\n        in_words: "{words}"'}
    folder = broken([change], tmp_path)
    asks = [rule.said.asks for page in made(folder).components[0].criteria for rule in page.rules]
    assert asks[1] is not None
    assert asks[1].text == (
        "Members who vote are enough: two where the number of students in the district is at most 1,999, three "
        "otherwise (before July 1, 2026: two where the number of students in the district is at most 999, three "
        "otherwise)."
    )


def test_a_ruleset_of_a_stranger_is_text(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> [x](http://example.org) | cell"
    change = {"file": "02-courses.yaml", "find": "why: Families plan with it.", "put": f"why: '{hostile}'"}
    found = made(broken([change], tmp_path))
    assert "<script>" not in book_page(found)
    assert "<script>" not in book_markdown(found)
    assert "](http" not in book_markdown(found)


@pytest.mark.parametrize(("form", "ending"), [("html", ".html"), ("markdown", ".md")])
def test_command_names_the_file_in_a_folder_after_the_ruleset(tmp_path: Path, form: str, ending: str) -> None:
    done = CliRunner().invoke(main, ["rules", "book", "perkins-iv", "--out", str(tmp_path), "--format", form])
    assert done.exit_code == 0, done.output
    assert [file.name for file in tmp_path.iterdir()] == [f"perkins-iv{ending}"]


def test_crosswalk_command_prints_the_rulesets_that_are_named() -> None:
    done = CliRunner().invoke(main, ["rules", "crosswalk", "colorado"])
    assert done.exit_code == 0, done.output
    assert "| 9.3 " in done.output
    assert "CO.6" in done.output
    assert "V.A" not in done.output

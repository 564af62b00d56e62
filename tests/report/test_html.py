"""The page, read as text and as a tree; how it looks and prints is tested in tests/browser."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poscheck.errors import Problem
from poscheck.report import render_error_html, render_html
from tests.report import cards
from tests.report.golden import assert_golden

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.scorecard import Evidence, Scorecard

GOLDEN = Path(__file__).parent / "golden"
MOST_BYTES = 250_000
every_card = pytest.mark.parametrize("make", cards.ALL.values(), ids=cards.ALL.keys())


class Page(HTMLParser):
    """The elements of a page, its text outside of style and script, and its headings' levels."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.quiet = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.quiet = tag in {"style", "script"}

    def handle_endtag(self, tag: str) -> None:
        self.quiet = self.quiet and tag not in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@every_card
def test_the_same_scorecard_gives_the_same_bytes_and_not_too_many(make: Callable[[], Scorecard]) -> None:
    html = render_html(make())

    assert html == render_html(make())
    assert len(html.encode()) <= MOST_BYTES or make is cards.hostile  # its every text is far too long


def test_golden_page() -> None:
    card = cards.typical()  # three components are enough to read
    page = render_html(replace(card, components=card.components[:1] + card.components[3:4] + card.components[6:7]))

    assert_golden(
        GOLDEN / "page.html",
        re.sub(r"(?s)(?<=<style>).*?(?=</style>)|(?<=<script>).*?(?=</script>)|sha256-[^']*", "", page),
    )


@every_card
def test_no_text_of_a_submission_becomes_an_element_or_a_template(make: Callable[[], Scorecard]) -> None:
    page = Page(render_html(make()))
    tags = [tag for tag, _ in page.elements]

    assert tags.count("script") == 1
    assert "img" not in tags
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert not [a["href"] for _, a in page.elements if (a.get("href") or "").startswith("javascript")]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page.text)
    if make is cards.hostile:
        assert "{{ 7*7 }}" in page.text
        assert "<script>alert(1)</script>" in page.text


@every_card
def test_every_fact_of_the_scorecard_is_on_the_page(make: Callable[[], Scorecard]) -> None:
    if make is cards.hostile:
        pytest.skip("its texts are shown made plain; the other scorecards cover the fields")
    card = make()
    text = Page(render_html(card)).text
    findings = [
        *card.readiness.findings,
        *(f for item in card.components for c in item.criteria for f in c.findings),
    ]
    texts = [card.ruleset.disclaimer, card.ruleset.digest, card.submission.digest, *card.unread_fields]
    texts += [word for f in findings for word in (f.detail, *f.look_for)]
    texts += [f.message for f in findings if f.message != "Evidence is missing." or not f.detail]
    texts += [f.question for f in findings if f.outcome != "met"]  # met: the message answers it in its own words
    texts += [f"line {seen.line}" for f in findings for seen in f.evidence]
    texts += [seen.observed or "nothing on file" for f in findings for seen in f.evidence]
    texts += [part for f in findings if f.outcome in {"not_met", "incomplete"} for part in _steps(f.evidence)]
    texts += [f.fix for f in findings if f.outcome in {"not_met", "incomplete", "needs_review"}]
    texts += [f.decision.reason for f in findings if f.decision]
    texts += [item.message for item in card.problems] + [item.message for item in card.notes]
    texts += [item.allowed or "" for item in card.problems]
    texts += [item.reason for item in card.switched_off] + [
        reason.text for reason in card.verdict_reasons if reason.kind != "not_ready"
    ]
    texts += [step.meaning for step in card.scale] + [step.text for step in card.next_steps[:7]]
    texts += [c.why for item in card.components for c in item.criteria]
    texts += [c.state_fact or "" for item in card.components for c in item.criteria]

    missing = [word for word in texts if word and word.casefold() not in text.casefold()]
    assert missing == []


def _steps(evidence: tuple[Evidence, ...]) -> list[str]:
    """Each path as the page writes it: after what they all begin with, if there is more than one."""
    assert {seen.path.rpartition(".")[0] for seen in evidence} == {"credit_agreements.0"}
    return ["credit_agreements.0", *(seen.path.rpartition(".")[2] for seen in evidence)]


@every_card
def test_ids_are_unique_and_every_link_of_the_page_leads_somewhere(make: Callable[[], Scorecard]) -> None:
    elements = Page(render_html(make())).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    links = {
        (attributes.get("href") or "")[1:]
        for _, attributes in elements
        if (attributes.get("href") or "").startswith("#")
    }

    assert len(ids) == len(set(ids))
    assert links <= set(ids)


@every_card
def test_headings_go_down_one_level_at_a_time(make: Callable[[], Scorecard]) -> None:
    levels = [int(tag[1]) for tag, _ in Page(render_html(make())).elements if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_policy_names_the_style_and_the_script_by_their_hash() -> None:
    html = render_html(cards.all_met())
    policy = html.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        content = html.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_more_evidence_than_fits_is_counted_with_its_lines() -> None:
    card = cards.all_met()
    first = card.components[0].criteria[0].findings[0]
    many = replace(first, evidence=tuple(replace(first.evidence[0], line=n) for n in range(1, 10)))
    criterion = replace(card.components[0].criteria[0], findings=(many,))
    component = replace(card.components[0], criteria=(criterion,))

    text = Page(render_html(replace(card, components=(component,)))).text

    assert "and 3 more places (lines 7, 8, 9)" in text


def test_a_link_of_a_ruleset_must_lead_to_the_web() -> None:
    html = render_html(cards.hostile())

    assert 'href="javascript' not in html


def test_a_file_that_could_not_be_read_gives_a_page_with_the_line_as_it_should_be() -> None:
    problems = [
        Problem(
            code="tab",
            message="A tab stands where blanks must be.",
            line=3,
            column=1,
            suggestion="  name: Riverbend",
        ),
        Problem(code="encoding", message="The file is not text <b>.", allowed="UTF-8"),
    ]

    html = render_error_html("<i>.yaml", problems, {3: "\tname: <script>"}.__getitem__)
    text = Page(html).text

    assert "<i>.yaml could not be read" in text
    assert "2 problems to put right" in text
    assert "Line 3, column 1: A tab stands where blanks must be." in text
    assert "name: <script>" in text
    assert "As it should be" in text
    assert "name: Riverbend" in text
    assert "What would fit: UTF-8" in text
    assert "script" not in [tag for tag, _ in Page(html).elements]


def test_the_page_of_an_unreadable_file_does_without_its_lines() -> None:
    problem = Problem(code="x", message="Too deep.", line=7, suggestion="less")

    text = Page(render_error_html("a.yaml", [problem])).text

    assert "Probably meant" in text

"""The report on the terminal."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poscheck.report import render_markdown, render_text
from tests.report import cards
from tests.report.golden import assert_golden

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.scorecard import Scorecard

GOLDEN = Path(__file__).parent / "golden"
every_card = pytest.mark.parametrize("make", cards.ALL.values(), ids=cards.ALL.keys())


@pytest.mark.parametrize("name", ["typical", "all-met", "nothing-applies", "decided"])
def test_golden_text(name: str) -> None:
    assert_golden(GOLDEN / f"{name}.txt", render_text(cards.ALL[name](), width=96, page="scorecards/page.html"))


def test_golden_full_text() -> None:
    assert_golden(GOLDEN / "decided-full.txt", render_text(cards.decided(), width=96, full=True))


@pytest.mark.parametrize("name", ["typical", "nothing-applies", "decided"])
def test_golden_markdown(name: str) -> None:
    assert_golden(GOLDEN / f"{name}.md", render_markdown(cards.ALL[name]()))


@pytest.mark.parametrize("make", [cards.typical, cards.decided, cards.nearly_empty])
@pytest.mark.parametrize("width", [1, 40, 100])
def test_lines_fit_the_terminal(make: Callable[[], Scorecard], width: int) -> None:
    page = render_text(make(), width=width, full=True)

    assert max(map(len, page.splitlines())) <= max(width, 40)


@every_card
def test_color_adds_codes_and_changes_no_letter(make: Callable[[], Scorecard]) -> None:
    colored = render_text(make(), color=True)

    assert "\x1b[" in colored
    assert render_text(make()) == re.sub(r"\x1b\[[\d;]*m", "", colored)


@pytest.mark.parametrize("report", [render_text(cards.hostile(), full=True), render_markdown(cards.hostile())])
def test_no_text_of_a_submission_steers_a_terminal_or_a_ci_runner(report: str) -> None:
    for character in "\x1b\x07\x00\x9b\r\u202e":
        assert character not in report
    assert not re.search(r"^\s*::", report, re.MULTILINE)
    assert "##[" not in report
    report.encode()


def test_no_text_of_a_submission_formats_or_links_in_markdown() -> None:
    report = render_markdown(cards.hostile())

    assert not re.search(r"(?<!\\)<(?:script|img)", report)
    assert not re.search(r"(?<!\\)\]\(", report)
    assert not re.search(r"https?://", report)
    rows = [line for line in report.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


def test_text_and_json_do_not_load_jinja() -> None:
    code = "import sys, poscheck.report; sys.exit('jinja2' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

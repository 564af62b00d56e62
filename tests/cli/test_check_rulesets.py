"""``poscheck check`` by several rulesets: their answers side by side."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from poscheck.cli.exits import Code
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

SAMPLE = data_dir("sample_submissions") / "typical-construction.yaml"
TWO = ("--ruleset", "perkins-v", "--ruleset", "wisconsin-pathway")


def test_text_has_a_comparison_and_then_each(run: Run) -> None:
    result = run("check", SAMPLE, *TWO)
    assert result.exit_code == Code.DOES_NOT_MEET, "the worst counts"
    text = result.stdout
    table = re.findall(r"^  (perkins-v|wisconsin-pathway) 1\.0\.0 +(yes|no) +(\S.*?)  ", text, re.MULTILINE)
    assert [row[0] for row in table] == ["perkins-v", "wisconsin-pathway"]
    assert text.index("what it finds lacking") < text.index(f"== {SAMPLE} by perkins-v")
    assert text.index(f"== {SAMPLE} by perkins-v") < text.index(f"== {SAMPLE} by wisconsin-pathway")
    assert text.count("as of October 12, 2026") == 1


def test_json_is_an_array_in_the_order_given_as_of_one_day(run: Run) -> None:
    cards = json.loads(run("check", SAMPLE, *TWO, "--format", "json").stdout)
    assert [card["ruleset"]["id"] for card in cards] == ["perkins-v", "wisconsin-pathway"]
    assert {(card["as_of"], card["as_of_from"]) for card in cards} == {("2026-10-12", "submitted_on")}
    alone = json.loads(run("check", SAMPLE, *TWO[:2], "--format", "json").stdout)
    assert alone == cards[0]


def test_two_files_by_two_rulesets(run: Run, meets: Path) -> None:
    cards = json.loads(run("check", meets, SAMPLE, *TWO, "--format", "json").stdout)
    found = [(card["submission"]["source"], card["ruleset"]["id"]) for card in cards]
    assert found == [
        (file, ruleset)
        for file in ("meets.yaml", "typical-construction.yaml")
        for ruleset in ("perkins-v", "wisconsin-pathway")
    ]


def test_a_page_that_leads_to_each_scorecard(run: Run, folder: Path) -> None:
    assert run("check", SAMPLE, *TWO, "--format", "html").exit_code == Code.DOES_NOT_MEET
    page = (folder / "typical-construction.scorecards.html").read_text("utf-8")
    links = dict.fromkeys(re.findall(r'href="([^"#]+)"', page))
    assert list(links) == [f"typical-construction.{name}.scorecard.html" for name in TWO[1::2]]
    for link in links:
        single = (folder / link).read_text("utf-8")
        assert "Do these first" in single
        assert len(single.encode()) < 250_000
    assert "What each finds lacking" in page
    run("check", SAMPLE, *TWO[:2], "--format", "html", "--output", "alone.html")
    assert (folder / "alone.html").read_text("utf-8") == (folder / next(iter(links))).read_text("utf-8")


def test_named_pages_stand_beside_each_other(run: Run, folder: Path) -> None:
    run("check", SAMPLE, *TWO, "--format", "html", "--output", "out.html")
    run("check", SAMPLE, *TWO, "--page", "text.html")
    assert {path.name for path in folder.glob("*.html")} == {
        f"{stem}{ending}"
        for stem in ("out", "text")
        for ending in (".html", ".perkins-v.scorecard.html", ".wisconsin-pathway.scorecard.html")
    }
    assert 'href="text.perkins-v.scorecard.html"' in (folder / "text.html").read_text("utf-8")


def test_a_name_that_looks_like_an_address_leads_to_its_file(run: Run, meets: Path, folder: Path) -> None:
    strange = meets.rename(folder / "java script;x#%20?&.yaml")
    run("check", strange, *TWO, "--format", "html")
    page = (folder / "java script;x#%20?&.scorecards.html").read_text("utf-8")
    for link in re.findall(r'href="(?!#)([^"]+)"', page):
        assert (folder / unquote(link)).is_file()
        assert ":" not in link


def test_a_file_that_cannot_be_read_is_told_once(run: Run, folder: Path) -> None:
    (folder / "bad.yaml").write_text("courses: [", "utf-8")
    result = run("check", "bad.yaml", *TWO, "--format", "html")
    assert result.exit_code == Code.UNREADABLE
    assert result.stderr.count("bad.yaml cannot be read") == 1
    assert [path.name for path in folder.glob("*.html")] == ["bad.scorecards.html"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--ruleset", "perkins-v"), "is given twice"),
        (("--decisions", "decisions.yaml"), "Decisions belong to one ruleset"),
        (("--format", "html", "--output", "-"), "several pages"),
        (("--ruleset", "perkins-iv"), "in force from"),
    ],
)
def test_what_does_not_go_together(run: Run, folder: Path, options: tuple[str, ...], said: str) -> None:
    result = run("check", SAMPLE, *TWO, *options)
    assert result.exit_code == Code.USAGE
    assert said in " ".join(result.stderr.split())
    assert list(folder.glob("*.html")) == []

"""Every page in a real browser: accessible, complete without JavaScript and on paper, quiet, and inert."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import heard, opened, too_wide, validated, violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

MOST_SHEETS = 10
"""An ordinary program takes 8 sheets with the letters that Debian puts in the place of Arial."""
UNFOLD = "document.querySelectorAll('details').forEach(item => { item.open = true; })"
# Without what leads from place to place, and the heading that every component repeats: these are not on paper.
TEXTS = """() => Array.from(document.querySelectorAll('main :is(p, h2, h3, h4, dd, li, th)'))
    .filter(element => !element.closest('.back, .rows thead')).map(element => {
        const copy = element.cloneNode(true);
        copy.querySelectorAll('.hide, .hop').forEach(part => part.remove());
        return copy.textContent.trim().replace(/\\s+/g, ' ');
    }).filter(Boolean)"""


def test_axe_finds_nothing_on_a_desk_in_the_dark_or_on_a_phone(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        page.evaluate(UNFOLD)

        assert violations(page) == []


def test_html_validate_finds_nothing(folder: Path) -> None:
    assert validated(sorted(folder.glob("*.html"))) == (0, "")


def test_nothing_is_wider_than_a_phone(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file, width=360) as page:
        page.evaluate(UNFOLD)

        assert too_wide(page) == [360]


def test_a_page_asks_nobody_for_anything_and_hostile_text_stays_text(browser: Browser, page_file: Path) -> None:
    with heard(browser, page_file) as (page, asked, said):
        scripts = page.evaluate("document.querySelectorAll('script').length")
        foreign = page.evaluate("document.querySelectorAll('img, iframe, object, embed, form, link, b script').length")

    assert asked == [page_file.as_uri()]
    assert (said, scripts <= 1, foreign) == ([], True, 0)


def test_the_policy_stops_a_script_that_is_not_ours(browser: Browser, folder: Path, tmp_path: Path) -> None:
    html = (folder / "typical.html").read_text("utf-8")
    bad = tmp_path / "injected.html"
    attack = "<script>document.title = 'run'</script><p style='color: red' onclick='x()'>x</p>"
    bad.write_text(html.replace("</main>", f"{attack}</main>"), "utf-8")

    with opened(browser, bad) as page:
        assert page.title() != "run"
        assert page.evaluate("getComputedStyle(document.querySelector('main > p')).color") != "rgb(255, 0, 0)"


def test_everything_is_there_without_javascript(browser: Browser, page_file: Path) -> None:
    with opened(browser, page_file) as page:
        expected = page.evaluate(TEXTS)
    with opened(browser, page_file, script=False) as page:
        assert expected == page.evaluate(TEXTS)
        assert page.locator(".tools").count() == 0 or not page.locator(".tools").is_visible()
        for summary in page.locator("main details > summary").all()[:3]:
            summary.click()
            assert summary.locator("xpath=..").evaluate("item => item.open")


def test_print_leaves_nothing_folded(browser: Browser, page_file: Path, tmp_path: Path) -> None:
    """JavaScript off, so that it is the style sheet that unfolds."""
    paper = tmp_path / "page.pdf"
    with opened(browser, page_file, script=False) as page:
        texts = page.evaluate(TEXTS)
        page.pdf(path=paper, prefer_css_page_size=True)

    assert missing(texts, told("pdftotext", "-raw", paper, "-"))[:5] == []


PAPERS = {"Letter": (612, 792), "A4": (595, 842)}
"""Width and height in points. A style sheet that fixed one of them would be shrunk by those who have the other."""


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("name", "most"), [("typical-construction.yaml", MOST_SHEETS), ("packet", 8)])
def test_it_prints_on_a_few_sheets_of_either_paper(
    browser: Browser, folder: Path, tmp_path: Path, name: str, most: int, paper: str
) -> None:
    file = tmp_path / "page.pdf"
    with opened(browser, folder / f"{name}.html") as page:
        texts = page.evaluate(TEXTS)
        page.pdf(path=file, format=paper, prefer_css_page_size=True)
    sheets = re.split(r"<page ", told("pdftotext", "-bbox", file, "-"))[1:]
    sizes = [tuple(int(float(size)) for size in re.findall(r'(?:width|height)="([^"]+)"', each)) for each in sheets]
    outside = [
        word
        for each, (width, height) in zip(sheets, sizes, strict=True)
        for right, bottom, word in re.findall(r'xMax="([^"]+)" yMax="([^"]+)">([^<]*)<', each)
        if float(right) > width or float(bottom) > height
    ]

    assert len(sheets) <= most
    assert {tuple(sorted(size)) for size in sizes} == {PAPERS[paper]}
    assert outside == []
    assert missing(texts, told("pdftotext", "-raw", file, "-"))[:5] == []
    if name != "packet":
        assert "skillsassessments" in _letters(told("pdftotext", "-raw", "-l", "1", file, "-"))  # the whole answer


def told(program: str, *arguments: str | Path) -> str:
    """What a program of poppler says."""
    found = shutil.which(program)
    assert found is not None, f"{program} is missing (Debian: apt-get install poppler-utils)"
    return subprocess.run([found, *arguments], capture_output=True, text=True, check=True).stdout


def missing(texts: list[str], paper: str) -> list[str]:
    """The texts of a page of which a sentence is not on paper."""
    printed = _letters(paper)
    return [text for text in texts for words in text.split(". ") if _letters(words) not in printed]


def _letters(text: str) -> str:
    """Letters and digits alone: on paper lines are broken, and the foot of a page may come between."""
    foot = r"poscheck: a self-check, not the state.s decision\n|Page \d+ of \d+\n"
    return re.sub(r"[\W_]+", "", re.sub(foot, "", text))


def test_filter_and_fold(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "typical.html") as page:
        whole = page.locator(".comp .f").count()
        page.get_by_role("button", name="Not met").click()
        shown = page.locator(".comp .f:visible")

        assert {"not_met"} == {
            (name or "").split()[1] for name in shown.evaluate_all("all => all.map(e => e.className)")
        }
        assert page.get_by_role("status").text_content() == f"{shown.count()} of {whole} shown"
        assert page.get_by_role("button", name="Not met").get_attribute("aria-pressed") == "true"

        page.get_by_role("button", name="All", exact=True).click()
        page.get_by_role("button", name="Unfold all").click()
        assert whole == page.locator(".comp .f:visible").count()
        page.get_by_role("button", name="Fold all", exact=True).click()
        assert page.locator("main details[open]").count() == 0


def test_a_filtered_page_still_prints_whole(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "typical.html") as page:
        whole = page.locator(".comp .f").count()
        page.get_by_role("button", name="Incomplete").click()
        page.emulate_media(media="print")

        assert whole == page.locator(".comp .f:visible").count()


def test_a_link_to_a_folded_finding_unfolds_it(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "typical.html") as page:
        rule = page.locator("details .f").first.get_attribute("id")
        page.goto(f"{(folder / 'typical.html').as_uri()}#{rule}")

        assert page.locator(f"[id='{rule}']").is_visible()


def test_the_skip_link_is_the_first_stop_of_the_keyboard(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "typical.html") as page:
        page.keyboard.press("Tab")

        assert page.evaluate("document.activeElement.textContent") == "Skip to the result"
        assert page.locator(".skip").bounding_box()

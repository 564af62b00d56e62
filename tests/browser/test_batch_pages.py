"""The overview of a batch in a real browser: accessible, complete without JavaScript and on paper, quiet, and inert."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from poscheck.batch.movement import movement
from poscheck.batch.movement_page import movement_page
from tests.batch.made import Line, failed, sample
from tests.batch.site import Html, finish, mixed, pages
from tests.batch.test_compare_runs import Strangers
from tests.browser.looking import heard, opened, too_wide, validated, violations
from tests.report.cards import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

LISTS = (
    "by-score",
    "by-district",
    "by-name",
    "districts",
    "criteria",
    "rules",
    "queue",
    "near",
    "decisions",
    "same",
    "texts",
)
NAMES = ("index", "run", *LISTS, "failures", "empty", "moved")
every_page = pytest.mark.parametrize("name", NAMES)
READ = (
    "() => Array.from(document.querySelectorAll('main :is(p, h2, h3, dt, dd, td, th)')).map(e => e.textContent.trim())"
)
PRINTED = READ.replace("p, h2,", "h2:not(.hide),")  # a paragraph may be a way to elsewhere
ROWS = "() => Array.from(document.querySelectorAll('table.lines tbody tr:not(.off)')).map(e => e.cells[0].textContent)"
VALUES = """(all, place) => all.map(row => row.cells[place]).map(
    cell => cell.dataset.v === undefined ? cell.innerText.toLowerCase() : Number(cell.dataset.v))"""


def bad(place: int) -> Line:
    """A submission whose every text is an attack, filed twice, with all that the lists show."""
    text = HOSTILE[place // 2 % len(HOSTILE)]
    named = dict.fromkeys(("district", "state", "school", "program", "cluster", "cip", "id"), text)
    return sample(source=f"{text} {place}", **named) | {"texts": ["c" * 16]}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The overview of a run that fills every list, and tries to be more than text."""
    lines = [*mixed(), *map(bad, range(2 * len(HOSTILE))), *(failed(text, text, text) for text in HOSTILE)]
    finish(tmp_path_factory.mktemp("empty") / "site", [])
    moved = tmp_path_factory.mktemp("moved") / "moved.html"
    strangers = Strangers(5)
    moved.write_text(movement_page(strangers, movement(strangers)), "utf-8")  # type: ignore[arg-type]
    return finish(tmp_path_factory.mktemp("full") / "site", lines)


@pytest.fixture
def file(site: Path, name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The last page of a list: the shortest, with everything that a page has."""
    if name == "index":
        return site / "index.html"
    if name == "empty":
        return next(tmp_path_factory.getbasetemp().glob("empty*/site/pages/queue-0001.html"))
    if name == "moved":
        return next(tmp_path_factory.getbasetemp().glob("moved*/moved.html"))
    return max((site / "pages").glob(f"{name}*.html"))


@every_page
def test_axe_finds_nothing_on_a_desk_in_the_dark_or_on_a_phone(browser: Browser, file: Path) -> None:
    with opened(browser, file) as page:
        assert violations(page) == []


def test_html_validate_finds_nothing(site: Path) -> None:
    moved = sorted(site.parents[1].glob("moved*/moved.html"))
    assert validated([*pages(site), *moved]) == (0, "")


@every_page
def test_nothing_is_wider_than_a_phone(browser: Browser, file: Path) -> None:
    with opened(browser, file, width=360) as page:
        assert too_wide(page) == [360]


def test_on_a_phone_a_table_is_shaded_where_it_goes_on(browser: Browser, site: Path) -> None:
    with opened(browser, site / "pages" / "by-score-0001.html", width=390) as page:
        table = page.get_by_role("region", name="The table")
        table.scroll_into_view_if_needed()
        edge = table.evaluate("e => { const r = e.getBoundingClientRect(); return [r.right - 4, r.top + 80] }")
        clip = {"x": edge[0], "y": edge[1], "width": 2, "height": 2}
        begun = page.screenshot(clip=clip)  # type: ignore[arg-type]
        table.evaluate("e => { e.scrollLeft = e.scrollWidth }")

        assert page.screenshot(clip=clip) != begun  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["moved"])
def test_figures_of_a_comparison_are_read_on_a_phone_without_scrolling_sideways(browser: Browser, file: Path) -> None:
    with opened(browser, file, width=360) as page:
        tables = page.locator("table.narrow").evaluate_all(
            "all => all.map(each => each.parentNode)\
            .map(panel => panel.scrollWidth - panel.clientWidth)"
        )

    assert tables == [0, 0, 0, 0]


@pytest.mark.parametrize("name", ["moved"])
def test_the_filter_is_of_the_table_below_it(browser: Browser, file: Path, tmp_path: Path) -> None:
    """As on the page of two rulesets, where the groups have a table above."""
    place = '<section aria-labelledby="list">'
    above = '<section><table class="lines groups"><tbody><tr><th>00003</table></section>'
    copy = tmp_path / "above.html"
    copy.write_text(file.read_text("utf-8").replace(place, above + place), "utf-8")
    with opened(browser, copy) as page:
        page.get_by_label("Filter").fill("00003")

        assert page.locator("table.groups tr.off").count() == 0
        assert page.locator("table.moved tbody tr:visible").count() == 1


@every_page
def test_a_page_asks_nobody_runs_nothing_and_is_complete_without_javascript(browser: Browser, file: Path) -> None:
    with heard(browser, file) as (page, asked, said):
        texts = page.evaluate(READ)

    assert asked == [file.as_uri()]
    assert said == []
    with opened(browser, file, script=False) as quiet:
        assert texts == quiet.evaluate(READ)
        assert quiet.locator(".tools").count() == 0 or not quiet.locator(".tools").is_visible()


@pytest.mark.parametrize("name", ["index", "by-score", "districts", "queue"])
def test_everything_is_on_paper(browser: Browser, file: Path, tmp_path: Path) -> None:
    paper = tmp_path / "page.pdf"
    with opened(browser, file, script=False) as page:
        texts = [text for text in page.evaluate(PRINTED) if text]
        page.pdf(path=paper, prefer_css_page_size=True)
    pdftotext = shutil.which("pdftotext")
    assert pdftotext is not None, "pdftotext is missing (Debian: apt-get install poppler-utils)"
    done = subprocess.run([pdftotext, "-raw", paper, "-"], capture_output=True, text=True, check=True)

    printed = _letters(done.stdout)
    assert [text for text in texts if _letters(text) not in printed][:5] == []


def _letters(text: str) -> str:
    foot = r"poscheck: a self-check, not the state.s decision\s+Page \d+ of \d+"
    return re.sub(r"[\W_]+", "", re.sub(foot, "", text))


@pytest.fixture
def scores(browser: Browser, site: Path) -> Page:
    """The first page by score."""
    page = browser.new_context(offline=True).new_page()
    page.goto((site / "pages" / "by-score-0001.html").as_uri())
    return page


def test_a_page_is_filtered_by_words_and_by_verdict(scores: Page) -> None:
    whole = len(scores.evaluate(ROWS))
    status = scores.get_by_role("status")

    scores.get_by_label("Filter this page").fill("fictional CONSTRUCTION")
    words = scores.locator("table.lines tbody tr:visible").all_inner_texts()
    assert all("fictional" in row.lower() and "construction" in row.lower() for row in words)
    assert status.text_content() == f"{len(words)} of {whole} on this page"

    scores.get_by_label("Filter this page").fill("")
    scores.get_by_role("button", name="Meets", exact=True).click()
    assert set(scores.locator("tr[data-is]:visible").evaluate_all("all => all.map(e => e.dataset.is)")) == {"meets"}
    assert scores.get_by_role("button", name="Meets", exact=True).get_attribute("aria-pressed") == "true"
    scores.emulate_media(media="print")
    assert scores.locator("tr[data-is]:visible").count() == whole

    scores.emulate_media(media="screen")
    scores.get_by_role("button", name="All", exact=True).click()
    assert (scores.locator("tr[data-is]:visible").count(), status.text_content()) == (whole, "")


@pytest.mark.parametrize(
    ("head", "place", "first"),
    [("Score of 100", 4, "descending"), ("District", 1, "ascending"), ("Ready?", 3, "ascending")],
)
def test_a_page_is_sorted_by_a_column(scores: Page, head: str, place: int, first: str) -> None:
    button = scores.get_by_role("button", name=head)
    button.click()
    once = scores.locator("tr[data-is]").evaluate_all(VALUES, place)
    column = scores.get_by_role("columnheader", name=head)
    assert column.get_attribute("aria-sort") == first
    button.click()
    twice = scores.locator("tr[data-is]").evaluate_all(VALUES, place)

    assert once == sorted(once, reverse=first == "descending")
    assert twice == sorted(twice, reverse=first == "ascending")
    assert scores.locator("[aria-sort]").count() == 1


def test_the_row_of_all_districts_stays_above_when_others_are_sorted(browser: Browser, site: Path) -> None:
    with opened(browser, site / "pages" / "districts-0001.html") as page:
        page.get_by_role("button", name="1", exact=True).click()
        page.get_by_label("Filter this page").fill("zebra")

        assert page.evaluate(ROWS)[0] == "All districts"
        assert page.locator("table.lines tbody tr:visible").count() == 2


def test_from_the_front_page_one_comes_to_every_page_and_back(browser: Browser, site: Path) -> None:
    with opened(browser, site / "index.html") as page:
        page.get_by_role("link", name="Submissions by score").click()
        page.get_by_role("link", name="Next").first.click()
        assert page.url.endswith("by-score-0002.html")
        page.get_by_text("Jump to a page").click()
        page.get_by_role("listitem").get_by_role("link", name="1", exact=True).click()
        assert page.url.endswith("by-score-0001.html")
        page.get_by_role("link", name="overview of a batch").click()
        assert page.url.endswith("index.html")


def test_the_skip_link_is_the_first_stop_of_the_keyboard(scores: Page) -> None:
    scores.keyboard.press("Tab")

    assert scores.evaluate("document.activeElement.textContent") == "Skip to the list"
    scores.keyboard.press("Enter")
    assert scores.evaluate("location.hash") == "#list"


def test_the_hostile_texts_are_there_as_texts(site: Path) -> None:
    text = Html(site / "pages" / "same-0001.html").text + Html(site / "pages" / "texts-0001.html").text

    assert HOSTILE[0] in text
    assert HOSTILE[2] in text

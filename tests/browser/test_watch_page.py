"""The watched page in a real browser: it follows what is saved, and stays where the room looks."""

from __future__ import annotations

import shutil
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from poscheck.cli.watching import Play, served
from poscheck.resources import data_dir
from poscheck.watch.server import stop
from poscheck.watch.turns import Turner
from tests.browser.looking import AXE, HERE, LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FOLD = "#component-6 details"
TOP = "() => Math.round(document.getElementById('component-6').getBoundingClientRect().top)"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    sample = data_dir("sample_submissions") / "typical-construction.yaml"
    return shutil.copyfile(sample, tmp_path / "own.yaml")


@pytest.fixture
def page(browser: Browser, own: Path) -> Iterator[Page]:
    play = Play(Turner(data_dir("rules") / "ten-components", own, None), (own.name, "ten-components"))
    state = play.turner.state()
    play.turn()
    server, end = served(play.stage, None), Event()
    threads = [Thread(target=server.serve_forever, daemon=True), Thread(target=play.follow, args=(end, state))]
    for thread in threads:
        thread.start()
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(server.address)
    yield opened
    opened.close()
    end.set()
    threads[1].join()
    stop(server)


def saved(page: Page, file: Path, old: str, new: str) -> str:
    """What the bar says once the page has followed the save."""
    token = page.get_attribute("#watch", "data-token")
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    page.wait_for_function("token => document.getElementById('watch')?.dataset.token !== token", arg=token)
    page.wait_for_load_state()
    return page.inner_text("#watch")


def test_it_follows_and_stays_where_it_was(page: Page, own: Path) -> None:
    page.evaluate(f"document.querySelector('{FOLD}').open = true")
    page.evaluate("scrollTo(0, document.getElementById('component-6').offsetTop - 150)")
    at = page.evaluate(TOP)
    said = saved(page, own, "signed_on: 2026-08-14", "signed_on: 2029-08-14")
    assert "Not decided yet → does not meet the requirements" in said
    assert page.evaluate(TOP) == pytest.approx(at, abs=2)
    assert page.evaluate(f"document.querySelector('{FOLD}').open")
    assert "quality → emerging" in page.inner_text(".turn").lower()


def test_a_mistake_is_shown_and_the_last_scorecard_stays(page: Page, own: Path) -> None:
    verdict = page.inner_text("#verdict")
    said = saved(page, own, "\ncourses:", "\ncourses: [")
    assert "own.yaml, line 55, column 3" in said
    assert "title: Introduction to Construction" in page.inner_text(".turn .quoted")
    assert page.inner_text("#verdict") == verdict
    page.evaluate((HERE / "node_modules/axe-core/axe.min.js").read_text("utf-8"))
    assert page.evaluate(AXE, {"runOnly": LEVELS})["violations"] == []
    assert "Saved, and nothing moved" in saved(page, own, "\ncourses: [", "\ncourses:")
    assert page.locator(".turn").count() == 0

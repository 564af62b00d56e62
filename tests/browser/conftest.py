"""A browser for the tests: Debian's chromium, driven by playwright.

Without chromium or the npm packages the tests are skipped with the reason; POSCHECK_REQUIRE_BROWSER=1 (set by
.ci/run) makes that a failure, so that nobody believes in a check that never ran.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

HERE = Path(__file__).parent


def _lacking() -> str | None:
    if _chromium() is None:
        return "chromium is not installed (Debian: apt-get install chromium-headless-shell)"
    if not (HERE / "node_modules" / "axe-core").is_dir():
        return "npm packages are not installed (npm ci in tests/browser)"
    return None


def _chromium() -> str | None:
    """The program; where it is there the one without windows, which opens a page in a third of the time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next(filter(None, map(shutil.which, names)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and skip them where they cannot run."""
    reason = _lacking()
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if reason and os.environ.get("POSCHECK_REQUIRE_BROWSER") != "1":
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if reason := _lacking():
        pytest.fail(f"POSCHECK_REQUIRE_BROWSER=1, but {reason}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # As root chromium refuses its sandbox; in a container /dev/shm is too small for it.
        started = playwright.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page as a file, as a district has it."""
    path = tmp_path_factory.mktemp("pages")
    for name, make in PAGES.items():
        (path / f"{name}.html").write_text(make(), "utf-8", newline="\n")
    return path


@pytest.fixture(params=list(PAGES))
def page_file(request: pytest.FixtureRequest, folder: Path) -> Path:
    return folder / f"{request.param}.html"

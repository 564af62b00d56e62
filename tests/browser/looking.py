"""Pages in a browser: opened, listened to, measured and looked over by axe and html-validate."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
COLORS = ("color-contrast", "link-in-text-block")
"""The rules of these levels that look at colors: slow, other in the dark, and the same at every width."""
AXE = "options => axe.run(document, {...options, resultTypes: ['violations']})"


@contextmanager
def opened(browser: Browser, file: Path, *, width: int = 1280, script: bool = True) -> Iterator[Page]:
    """The page, after it has loaded, in a window of its own."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        offline=True,
    )
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


@contextmanager
def heard(browser: Browser, file: Path) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The page, online, with what it asks for and what it says by itself."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri())
    page.wait_for_timeout(200)
    yield page, asked, said
    context.close()


def too_wide(page: Page) -> list[Any]:
    """The width of the page and the first parts that stand out of a phone: ``[360]`` where all is well."""
    found: list[Any] = page.evaluate(
        """() => [document.documentElement.scrollWidth,
            ...Array.from(document.querySelectorAll('main *, header *, nav *'))
            .filter(e => !e.closest('.scroll, .hide') && e.getBoundingClientRect().right > 361)
            .map(e => e.outerHTML.slice(0, 80))].slice(0, 5)"""
    )
    return found


def violations(page: Page) -> list[Any]:
    """What axe finds on a desk by day, and then with colors alone in the dark, and all but colors on a phone."""
    page.evaluate((HERE / "node_modules/axe-core/axe.min.js").read_text("utf-8"))
    colors = {"runOnly": {"type": "rule", "values": COLORS}}
    no_colors = {"runOnly": LEVELS, "rules": {name: {"enabled": False} for name in COLORS}}
    looks: list[tuple[Any, int, dict[str, Any]]] = [
        ("light", 1280, {"runOnly": LEVELS}),
        ("dark", 1280, colors),
        ("light", 360, no_colors),
    ]
    found = []
    for scheme, width, options in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        result = page.evaluate(AXE, options)
        found += [
            (scheme, width, rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in result["violations"]
        ]
    return found


def validated(files: list[Path]) -> tuple[int, str]:
    """The exit code of the validator, and what it says."""
    own = HERE / "node_modules/.bin/node"  # where there is one: that of a stable system may be too old
    node = own if own.exists() else shutil.which("node")
    assert node is not None
    program = HERE / "node_modules/html-validate/bin/html-validate.mjs"
    done = subprocess.run(
        [node, program, "--config", HERE / "htmlvalidate.json", "--formatter", "text", *files],
        capture_output=True, text=True, check=False, cwd=HERE,
    )  # fmt: skip
    return done.returncode, done.stdout

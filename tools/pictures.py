"""Draws the pictures of the applicants' guide: ``python tools/pictures.py`` (needs soffice, pdftoppm and chromium)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "pictures"
FILLED = {
    "format": "poscheck/1",
    "submission": {"id": "CON-27", "status": "renewal", "school_year": "2026-27", "submitted_on": "2026-10-12"},
    "district": {"name": "Example Valley School District", "state": "WI", "nces_id": "061234"},
    "program": {"title": "Residential Carpentry", "cluster": "Architecture & Construction", "cip": "46.0201"},
    "courses": [
        {"title": "Introduction to Construction", "kind": "cte", "subject": "cte", "grades": [9, 10], "sced": "17002"},
        {"title": "Floor and Wall Framing", "kind": "cte", "subject": "cte", "grades": [11], "sced": "17003"},
        {"title": "Algebra I", "kind": "academic", "subject": "mathematics", "grades": [9], "sced": "02052"},
    ],
}
SHEETS = {"form": ("District", (30, 30, 900, 250)), "table": ("Courses: one row", (30, 30, 900, 230))}


def main() -> None:
    """Draw every picture anew."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        book = _book(folder)
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", scratch, str(book)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own file
        pdf = book.with_suffix(".pdf")
        for name, (words, (left, top, width, height)) in SHEETS.items():
            page = str(_page_with(pdf, words))
            crop = ["-x", str(left), "-y", str(top), "-W", str(width), "-H", str(height)]
            command = ["pdftoppm", "-r", "85", "-f", page, "-l", page, *crop, "-gray", "-singlefile", "-png"]
            subprocess.run([*command, str(pdf), str(TARGET / name)], check=True)  # noqa: S603 - likewise
        _page(folder, book)


def _book(folder: Path) -> Path:
    from poscheck.contract import standard_contract
    from poscheck.reading import read_bytes
    from poscheck.workbook.layout import make_layout
    from poscheck.workbook.write import workbook

    book = folder / "my-program.xlsx"
    layout = make_layout(standard_contract().root, lambda field: field.core)
    tree = read_bytes(json.dumps(FILLED).encode(), "filled.json").tree
    book.write_bytes(workbook(layout, tree, book.name))
    return book


def _page_with(pdf: Path, words: str) -> int:
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607
    return next(number for number, page in enumerate(text.split("\f"), start=1) if page.lstrip().startswith(words))


def _page(folder: Path, book: Path) -> None:
    """The top of the scorecard, which names the cells."""
    from playwright.sync_api import sync_playwright

    from poscheck import evaluate, load_ruleset, load_submission, render_html

    page = folder / "page.html"
    page.write_text(render_html(evaluate(load_ruleset(), load_submission(book), date(2026, 10, 15))), encoding="utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 900, "height": 620})
        shown.goto(page.as_uri())
        shown.locator("h3", has_text="Lacking before").first.scroll_into_view_if_needed()
        shown.evaluate("window.scrollBy(0, 380)")
        shown.screenshot(path=TARGET / "cells.png")
        browser.close()


if __name__ == "__main__":
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    main()

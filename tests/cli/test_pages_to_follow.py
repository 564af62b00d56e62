"""The workshop and the tutorial work as they are written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poscheck.resources import data_dir
from tests.pages_run import BLOCK, follow

if TYPE_CHECKING:
    from tests.cli.conftest import Run

DOCS = Path(__file__).parents[2] / "docs"
SAMPLES = ("expired-agreements-automotive.json", "typical-construction.yaml", "weak-marketing.yaml")
PAGES = {"workshop/script.md": 16, "rules-in-an-hour.md": 10}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_works_as_it_is_written(page: str, run: Run, folder: Path) -> None:
    for name in SAMPLES:
        shutil.copy(data_dir("sample_submissions") / name, folder)

    assert follow(DOCS / page, run) >= PAGES[page]


@pytest.mark.parametrize("page", PAGES)
def test_no_command_of_a_page_is_left_out(page: str) -> None:
    """A command in a block of another kind would not be run."""
    for language, content in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
        assert language == "console" or "poscheck rules" not in content

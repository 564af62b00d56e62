"""Generated files are up to date: ``make generated`` would change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import workbooks
from tools.generate import ROOT, generated

if TYPE_CHECKING:
    from pathlib import Path

FILES = list(generated())


@pytest.mark.parametrize(("file", "content"), FILES, ids=[file.name for file, _ in FILES])
def test_a_generated_file_is_up_to_date(file: Path, content: str) -> None:
    assert file.read_text(encoding="utf-8") == content, f"{file.relative_to(ROOT)} is stale: run `make generated`"


BOOKS = list(workbooks.workbooks(ROOT / "sample_submissions"))


@pytest.mark.parametrize(("file", "content"), BOOKS, ids=[file.name for file, _ in BOOKS])
def test_a_sample_workbook_is_up_to_date(file: Path, content: bytes) -> None:
    assert not workbooks.is_stale(file, content), f"{file.relative_to(ROOT)} is stale: run `make generated`"


def test_the_coverage_table_has_a_row_for_each_of_the_43_sub_components() -> None:
    rows = [
        line for line in (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8").splitlines() if line[2:3].isdigit()
    ]

    assert len(rows) == 43

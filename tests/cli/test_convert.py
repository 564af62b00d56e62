"""``poscheck convert`` loses nothing, and says what it cannot hold."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from poscheck.cli.exits import Code
from poscheck.resources import data_dir
from poscheck.submission import load_submission
from tests.workbook.books import DATA, loaded, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.mark.parametrize("name", ["exemplary-health-science.yaml", "expired-agreements-automotive.json"])
def test_a_sample_through_the_command(name: str, run: Run, tmp_path: Path) -> None:
    steps = [data_dir("sample_submissions") / name, *(tmp_path / f"a{end}" for end in (".xlsx", ".yaml", ".json"))]
    for source, target in itertools.pairwise(steps):
        assert run("convert", str(source), str(target)).exit_code == Code.MEETS
    assert load_submission(steps[-1]).data == load_submission(steps[0]).data
    assert "# ---- Courses" in steps[2].read_text(encoding="utf-8")


def test_what_has_no_cell_is_named_and_nothing_written(run: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "a.json", tmp_path / "a.xlsx"
    source.write_text(json.dumps({**DATA, "district": {"naem": "X"}, "schools": "one"}))
    answer = run("convert", str(source), str(target))
    assert answer.exit_code == Code.USAGE
    assert "district.naem" in answer.output
    assert "schools" in answer.output
    assert not target.exists()


def test_a_target_is_not_written_over(run: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "a.json", tmp_path / "a.yaml"
    source.write_text(json.dumps(DATA))
    target.write_text("mine")
    assert run("convert", str(source), str(target)).exit_code == Code.USAGE
    assert target.read_text() == "mine"
    assert run("convert", str(source), str(target), "--force").exit_code == Code.MEETS
    assert target.read_text() != "mine"


def test_a_larger_workbook_from_a_smaller_one(run: Run, tmp_path: Path) -> None:
    small_one, larger = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    small_one.write_bytes(written(DATA))
    assert run("convert", str(small_one), str(larger), "--sections", "core,teachers").exit_code == Code.MEETS
    names = load_workbook(larger).sheetnames
    assert "Teachers" in names
    assert "Signatures" in names
    assert loaded(larger.read_bytes()).data == loaded(written(DATA)).data


@pytest.mark.parametrize(
    "arguments", [("a.txt",), ("a.yaml", "--sections", "all"), ("a.xlsx", "--sections", "teechers")]
)
def test_wrong_use(arguments: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text(json.dumps(DATA))
    target, *more = arguments
    assert run("convert", str(source), str(tmp_path / target), *more).exit_code == Code.USAGE

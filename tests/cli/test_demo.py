"""``poscheck demo``: every sample, its page, and the list of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from poscheck.cli.samples import judge_samples, load_samples, write_pages
from poscheck.reading import read_file
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

SAMPLES = data_dir("sample_submissions")


def test_the_demo(run: Run, folder: Path) -> None:
    result = run("demo")
    assert result.exit_code == 0
    assert "scorecards/index.html" in result.stdout.replace("\\", "/")
    index = (folder / "scorecards" / "index.html").read_text(encoding="utf-8")
    pages = re.findall(r'<a href="([^"]+)"', index)
    assert sorted(pages) == sorted(path.name for path in (folder / "scorecards").iterdir() if path.name != "index.html")
    assert len(pages) == len(load_samples(SAMPLES).listed)
    for sample in load_samples(SAMPLES).listed:
        assert sample.file.stem in result.stdout
    assert not re.search(r"https?:|src=|@import|url\(", index), "the page needs no network"
    assert "<script" not in index


def test_the_demo_says_the_same_every_time(run: Run, folder: Path) -> None:
    run("demo", "--output", "one")
    run("demo", "--output", "two/deep")
    for page in (folder / "one").iterdir():
        assert page.read_bytes() == (folder / "two" / "deep" / page.name).read_bytes()


def test_every_sample_is_listed_with_what_it_shows() -> None:
    for sample in load_samples(SAMPLES).listed:
        assert sample.file.is_file()
        assert sample.title
        assert sample.shows, f"say in samples.yaml what {sample.file.name} shows"


def test_samples_that_cannot_be_read_and_those_not_listed(folder: Path, broken: Path, meets: Path) -> None:
    listed = "as_of: 2026-10-15\nsamples: [{file: broken.yaml, title: Broken, shows: A tab.}]\n"
    (folder / "samples.yaml").write_text(listed)
    (folder / "other.yaml").write_text("format: poscheck-decisions/1\n")
    samples = load_samples(folder)
    assert [sample.file for sample in samples.listed] == [broken, meets]
    results = judge_samples(samples)
    assert [result.scorecard is None for result in results] == [True, False]
    write_pages(folder / "pages", samples, results)
    assert "could not be read" in (folder / "pages" / "broken.html").read_text(encoding="utf-8")
    assert "Cannot be read" in (folder / "pages" / "index.html").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made(run: Run, folder: Path) -> None:
    (folder / "file").write_text("")
    result = run("demo", "--output", "file")
    assert result.exit_code == 2
    assert "file" in result.stderr


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.yaml")), ids=lambda file: file.name)
def test_samples_are_kept_in_order(file: Path) -> None:
    assert read_file(file).tree, "every file in the folder is one that poscheck reads"

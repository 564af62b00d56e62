"""The sample submissions: which there are, what each is for, and their pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from poscheck.cli.inputs import judge, lines_of, load_named_decisions, load_named_ruleset
from poscheck.cli.outputs import WriteError, write_file
from poscheck.contract import SUBMISSION_FORMAT
from poscheck.errors import PoscheckError, ReadError
from poscheck.reading import read_file
from poscheck.records import Record
from poscheck.report import render_error_html, render_html
from poscheck.report.demo_index import DemoRow, render_demo_index
from poscheck.submission import load_submission

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poscheck.scorecard import Scorecard

LIST = "samples.yaml"
_ENDINGS = {".yaml", ".yml", ".json"}


class Sample(Record):
    """One sample and what it is for."""

    file: Path
    title: str
    shows: str
    decisions: Path | None = None


class Samples(Record):
    """All samples, and the day as of which they are judged."""

    as_of: str
    listed: tuple[Sample, ...]


class SampleResult(Record):
    """A sample with its scorecard, or with why it cannot be read."""

    sample: Sample
    scorecard: Scorecard | None
    error: ReadError | None


def load_samples(folder: Path) -> Samples:
    """The samples that ``samples.yaml`` lists, then all other submissions in the folder."""
    tree = read_file(folder / LIST).tree
    listed = [
        Sample(
            folder / entry["file"],
            str(entry["title"]),
            str(entry["shows"]),
            folder / entry["decisions"] if "decisions" in entry else None,
        )
        for entry in tree["samples"]
    ]
    known = {sample.file.name for sample in listed}
    listed += [Sample(file, file.stem, "") for file in sorted(_submissions(folder)) if file.name not in known]
    return Samples(str(tree["as_of"]), tuple(listed))


def _submissions(folder: Path) -> Iterator[Path]:
    for file in folder.iterdir():
        if file.suffix in _ENDINGS and file.name != LIST:
            try:
                ours = str(read_file(file).tree.get("format")) == SUBMISSION_FORMAT
            except ReadError:
                ours = True  # shows what becomes of a file that cannot be read
            if ours:
                yield file


def judge_samples(samples: Samples) -> list[SampleResult]:
    """Every sample with what came of it."""
    ruleset = load_named_ruleset(None)
    day = date.fromisoformat(samples.as_of)
    results = []
    for sample in samples.listed:
        decisions = load_named_decisions(sample.decisions, ruleset)
        try:
            submission = load_submission(sample.file, ruleset.contract)
        except ReadError as error:
            results.append(SampleResult(sample, None, error))
        else:
            results.append(SampleResult(sample, judge(submission, ruleset, day, decisions).scorecard, None))
    if not results:
        raise PoscheckError("the installation is incomplete: there are no sample submissions; install poscheck again")
    return results


def write_pages(folder: Path, samples: Samples, results: list[SampleResult]) -> None:
    """A page for each sample, and ``index.html``. Raises :class:`~poscheck.cli.outputs.WriteError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"the folder {folder} cannot be made ({error.strerror or error}).") from error
    rows = []
    for result in results:
        file = result.sample.file
        page = f"{file.stem}.html"
        if result.scorecard:
            html = render_html(result.scorecard)
        else:
            html = render_error_html(file.name, result.error.problems if result.error else (), lines_of(file))
        write_file(folder / page, html)
        rows.append(DemoRow(result.sample.title, result.sample.shows, file.name, page, result.scorecard))
    write_file(folder / "index.html", render_demo_index(rows, samples.as_of))

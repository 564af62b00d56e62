"""``poscheck demo``: judge the sample submissions."""

from __future__ import annotations

from pathlib import Path

import click

from poscheck.cli.options import file_option

FOLDER = Path("scorecards")
MEETS = {"meets": "yes", "does_not_meet": "no", "undecided": "still open"}


@click.command(
    epilog="""\b
Examples:
  poscheck demo
  poscheck demo --output /tmp/workshop

\b
Exit code: 0 written, whatever the answers.
""",
)
@file_option("--output", "-o", metavar="FOLDER", text="Write the pages to this folder.  [default: scorecards]")
def command(output: Path | None) -> None:
    """Judge the sample submissions and write their pages.

    Each sample becomes a page, and index.html lists them. The samples are invented, and their date is pinned: the demo
    says the same on every computer, at any time.
    """
    from poscheck.cli import terminal
    from poscheck.cli.samples import judge_samples, load_samples, write_pages
    from poscheck.report import wording
    from poscheck.resources import data_dir

    samples = load_samples(data_dir("sample_submissions"))
    results = judge_samples(samples)
    folder = output or FOLDER
    write_pages(folder, samples, results)
    pen = terminal.new_pen()
    pen.line(f"{wording.count(len(results), 'sample')} as of {wording.long_date(samples.as_of)}", style="1")
    pen.blank()
    rows = [("Sample", "Ready", "Meets", "Score of 100")]
    for result in results:
        card = result.scorecard
        if card is None:
            rows.append((result.sample.file.stem, "no", "cannot be read", ""))
            continue
        ready = "yes" if card.readiness.ready else "no"
        rows.append((result.sample.file.stem, ready, MEETS[card.verdict], wording.score_short(card.score)))
    pen.table(rows)
    pen.blank()
    pen.line(f"The pages: {folder / 'index.html'} lists them; open it in any browser.")
    terminal.show(pen.text())

"""``poscheck rules impact``: which submissions another ruleset would move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import day, file_option

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command(
    epilog="""\b
Examples:
  poscheck rules impact ten-components rules/my-state applications/ --as-of 2026-10-15
  poscheck rules impact old/ new/ results/ --by district.state --by district.kind
  poscheck rules impact old/ new/ all.zip --as-of 2026-10-15 --output moved.csv --page moved.html

\b
Exit code: 0 answered, whatever the answer; 3 some files could not be read; 4 a ruleset is broken.
""",
)
@click.argument("old")
@click.argument("new")
@click.argument("submissions", nargs=-1, required=True, type=click.Path())
@click.option("--as-of", type=day, metavar="DATE", help="Judge everything as of this day.  [of a run: its own day]")
@click.option(
    "--by", multiple=True, metavar="PATH", help="Group by this field of the submission, such as district.state."
)
@file_option("--output", text="Write a table with a row for each submission that moves.", metavar="CSV")
@file_option("--page", text="Write the answer as a page.", metavar="HTML")
def command(
    *, old: str, new: str, submissions: tuple[str, ...], as_of: date | None, by: tuple[str, ...], **files: Path | None
) -> None:
    """Show which submissions would move if another ruleset took the place of this one.

    OLD is this ruleset and NEW the other: names of those that come with poscheck, or folders. SUBMISSIONS are files,
    folders, zip archives or files with one JSON submission a line; or the folder of one run of poscheck batch, whose
    submissions are then judged again. Verdicts, scores and ratings that change are counted, by rule and by field, with
    examples. Reviewers' decisions have no part in it.
    """
    from poscheck.cli.impacting import run_impact

    raise click.exceptions.Exit(run_impact((old, new), submissions, as_of, by, files["output"], files["page"]))

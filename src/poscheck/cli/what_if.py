"""``poscheck what-if``: what a changed value would do. The file itself is never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import as_of_option, file_argument, format_option, ruleset_option

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from poscheck.report.comparison import Comparison


@click.command(
    epilog="""\b
Examples:
  poscheck what-if my-program.yaml --set memoranda.0.expires_on=2029-06-30
  poscheck what-if my-program.yaml --set courses.anatomy.hours=135 --set program.fees_usd=0
  poscheck what-if my-program.yaml --set courses.anatomy.grades=[11,12] --unset diploma

\b
A path names fields with full stops between them. An item of a list is named by its id or title,
or by its place counted from 0; + adds one:
  poscheck what-if my-program.yaml --set advisory_committee.meetings.+.held_on=2026-09-10

\b
Exit code: 0 answered, whatever the answer; 2 no such field; 3 the submission cannot be read.
""",
)
@file_argument("submission")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Take this value for the one in the file.")
@click.option("--unset", "removals", multiple=True, metavar="PATH", help="Take this value away.")
@ruleset_option
@as_of_option
@format_option("text", "json")
def command(
    *,
    submission: Path,
    settings: tuple[str, ...],
    removals: tuple[str, ...],
    ruleset: str | None,
    as_of: date | None,
    form: str,
) -> None:
    """Show what a changed value would do, without touching the file.

    The submission is judged as it is and once more with the changed values: the verdict, the score, and every answer
    and rating that changes.
    """
    from poscheck.cli import terminal
    from poscheck.report.comparison_text import comparison_json, write_comparison

    if not settings and not removals:
        raise click.UsageError("Say what to change, with --set PATH=VALUE or --unset PATH.")
    comparison = _compared(submission, settings, removals, ruleset, as_of)
    if form == "json":
        terminal.show_document(comparison_json(comparison))
        return
    pen = terminal.new_pen()
    pen.line(f"{submission.name}, as it is and as it would be", style="1")
    pen.blank()
    write_comparison(pen, comparison)
    pen.blank()
    pen.line(f"Nothing was written: {submission.name} is as it was.", style="2")
    terminal.show(pen.text())


def _compared(
    file: Path, settings: tuple[str, ...], removals: tuple[str, ...], ruleset: str | None, as_of: date | None
) -> Comparison:
    from poscheck.cli.changes import parse_changes
    from poscheck.cli.inputs import judge, load_named_ruleset, load_named_submission
    from poscheck.cli.values import value_changes
    from poscheck.report.comparison import compare
    from poscheck.submission import changed, load_document

    rules = load_named_ruleset(ruleset)
    root = rules.contract.root
    written = load_named_submission(file, rules)
    document = changed(written.document, parse_changes(settings, removals, written, root))
    altered = load_document(document, rules.contract, file.parent)
    before, after = (judge(each, rules, as_of).scorecard for each in (written, altered))
    return compare(before, after, value_changes(written, altered, root))

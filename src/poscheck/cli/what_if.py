"""``poscheck what-if``: what a changed value would do. The file itself is never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import as_of_option, file_argument, format_option, output_option, ruleset_option

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from poscheck.report.comparison import Comparison
    from poscheck.report.pen import Pen
    from poscheck.scorecard import Scorecard


@click.command(
    epilog="""\b
Examples:
  poscheck what-if my-program.yaml --set memoranda.0.expires_on=2029-06-30
  poscheck what-if my-program.yaml --set courses.anatomy.grades=[11,12] --unset diploma
  poscheck what-if my-program.yaml --add memoranda=memorandum.yaml
  poscheck what-if my-program.yaml --add "partners={name: Mill, kind: employer}" --format html

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
@click.option(
    "--add",
    "additions",
    multiple=True,
    metavar="LIST=ITEM",
    help="Add an item to a list: a YAML file that holds its fields, or {field: value, …}.",
)
@ruleset_option
@as_of_option
@format_option("text", "json", "html")
@output_option("NAME.what-if.html")
def command(  # noqa: PLR0913 -- one for each option
    *,
    submission: Path,
    settings: tuple[str, ...],
    removals: tuple[str, ...],
    additions: tuple[str, ...],
    ruleset: str | None,
    as_of: date | None,
    form: str,
    output: Path | None,
) -> None:
    """Show what a changed value would do, without touching the file.

    The submission is judged as it is and once more with all the changes made: the verdict, the score, and every answer
    and rating that changes. As a page both scorecards stand side by side, and only what differs is open.
    """
    from poscheck.cli.outputs import page_beside, pen_for, target_of, write_answer

    if not settings and not removals and not additions:
        raise click.UsageError("Say what to change, with --set PATH=VALUE, --unset PATH or --add LIST=ITEM.")
    target = target_of(form, output, page_beside(submission, "what-if.html"), [submission])
    judged = _judged(submission, (settings, removals, additions), ruleset, as_of)
    write_answer(target, form, _rendered(submission.name, *judged, form, pen_for(target)))


def _rendered(name: str, before: Scorecard, after: Scorecard, comparison: Comparison, form: str, pen: Pen) -> str:
    nothing = f"Nothing was written: {name} is as it was."
    match form:
        case "json":
            from poscheck.report.comparison_text import comparison_json

            return comparison_json(comparison)
        case "html":
            from poscheck.report.comparison_page import render_comparison

            names = ("As it is", "As it would be")
            return render_comparison(before, after, comparison, heading="what if?", names=names, remark=nothing)
    from poscheck.report.comparison_text import write_comparison

    pen.line(f"{name}, as it is and as it would be", style="1")
    pen.blank()
    write_comparison(pen, comparison)
    pen.blank()
    pen.line(nothing, style="2")
    return pen.text()


def _judged(
    file: Path,
    wanted: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]],
    ruleset: str | None,
    as_of: date | None,
) -> tuple[Scorecard, Scorecard, Comparison]:
    """Both scorecards, and what differs."""
    from poscheck.cli.additions import parse_additions
    from poscheck.cli.changes import parse_changes
    from poscheck.cli.inputs import judge, load_named_ruleset, load_named_submission
    from poscheck.cli.values import value_changes
    from poscheck.report.comparison import compare
    from poscheck.submission import changed, load_document

    rules = load_named_ruleset(ruleset)
    root = rules.contract.root
    written = load_named_submission(file, rules)
    settings, removals, additions = wanted
    added = parse_additions(additions, written, root)
    document = changed(written.document, parse_changes(settings, removals, written, root))
    for path, item in added:
        document = changed(document, {path: item})
    altered = load_document(document, rules.contract, file.parent)
    before, after = (judge(each, rules, as_of).scorecard for each in (written, altered))
    return before, after, compare(before, after, value_changes(written, altered, root))

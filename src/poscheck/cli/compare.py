"""``poscheck compare``: what changed between two submissions, two scorecards or two runs of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import as_of_option, file_argument, file_option, format_option, ruleset_option

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from poscheck.report.comparison import Comparison
    from poscheck.scorecard import Scorecard

_SCORECARD = "poscheck-scorecard/"


@click.command(
    epilog="""\b
Examples:
  poscheck compare last-year.yaml my-program.yaml
  poscheck compare before.json after.json                 scorecards of check --format json
  poscheck compare old.yaml new.yaml --as-of 2026-10-15 --format markdown
  poscheck compare results-2025/ results-2026/ --output moved.csv --page moved.html

\b
Exit code: 0 answered, whatever the answer; 3 a file cannot be read; 4 the ruleset is broken.
""",
)
@file_argument("old")
@file_argument("new")
@ruleset_option
@as_of_option
@format_option("text", "json", "markdown")
@file_option(
    "--output", text="Of two runs: write a table with a row for each submission that moved or is in one of them only."
)
@file_option("--page", text="Of two runs: write the answer as a page.")
def command(*, old: Path, new: Path, ruleset: str | None, as_of: date | None, form: str, **files: Path | None) -> None:
    """Show what changed between two submissions, two scorecards or two runs.

    Verdict, score, every rating and answer that changed, and of submissions the values: items of lists are matched by
    id or title, then by what they hold. Two submissions are judged as of one day, by default the second one's.

    Two folders that poscheck batch has written are runs: who moved, and which criteria moved most. A submission is
    found again by its number in its district, else by its program code.
    """
    if _are_runs(old, new):
        if ruleset or as_of or form != "text":
            raise click.UsageError("Two runs are compared as they are; leave out --ruleset, --as-of and --format.")
        from poscheck.cli.comparing import compare_runs

        compare_runs(old, new, files["output"], files["page"])
        return
    if any(files.values()):
        raise click.UsageError("--output and --page are for two runs; redirect the answer into a file instead.")
    from poscheck.cli import terminal
    from poscheck.report.comparison_text import comparison_json, comparison_markdown, write_comparison

    comparison = _compared(old, new, ruleset, as_of)
    match form:
        case "json":
            terminal.show_document(comparison_json(comparison))
        case "markdown":
            terminal.show_document(comparison_markdown(comparison))
        case _:
            pen = terminal.new_pen()
            pen.line(f"{old.name}, then {new.name}", style="1")
            pen.blank()
            write_comparison(pen, comparison)
            terminal.show(pen.text())


def _are_runs(*given: Path) -> bool:
    """Whether both are runs; a run can be compared with nothing else."""
    runs = [path for path in given if (path / "run.json").is_file()]
    if runs and (absent := next((path for path in given if not path.exists()), None)) is not None:
        raise click.UsageError(f"there is no file or folder {absent}.")
    if len(runs) == 1:
        (other,) = set(given) - set(runs)
        raise click.UsageError(
            f"{runs[0]} is a run of poscheck batch, and {other} is none; compare it with another run."
        )
    return bool(runs)


def _compared(old: Path, new: Path, ruleset: str | None, as_of: date | None) -> Comparison:
    from poscheck.cli.inputs import judge, load_named_ruleset, load_named_submission
    from poscheck.cli.values import value_changes
    from poscheck.report.comparison import compare

    before, after = _scorecard(old), _scorecard(new)
    if before and after:
        if ruleset or as_of:
            raise click.UsageError("Two scorecards are compared as they are; leave out --ruleset and --as-of.")
        return compare(before, after)
    rules = load_named_ruleset(ruleset)
    old_one = new_one = None
    if after is None:  # first, because it says as of which day both are judged
        new_one = judge(load_named_submission(new, rules), rules, as_of)
        after, as_of = new_one.scorecard, as_of or date_of(new_one.scorecard)
    if before is None:
        old_one = judge(load_named_submission(old, rules), rules, as_of)
        before = old_one.scorecard
    if old_one is None or new_one is None:
        return compare(before, after)
    return compare(before, after, value_changes(old_one.submission, new_one.submission, rules.contract.root))


def date_of(card: Scorecard) -> date:
    """The day as of which a scorecard was made."""
    from datetime import date

    return date.fromisoformat(card.as_of)


def _scorecard(file: Path) -> Scorecard | None:
    """The scorecard in a file of JSON, or None where the file is not one of those."""
    from poscheck.cli.exits import unreadable
    from poscheck.errors import Problem, ReadError
    from poscheck.reading import read_file
    from poscheck.submission.load import WORKBOOKS

    if file.suffix.lower() in WORKBOOKS:
        return None
    try:
        document = read_file(file, str(file))
    except ReadError as error:
        raise unreadable(str(file), error) from error
    if not str(document.tree.get("format", "")).startswith(_SCORECARD):
        return None
    from pydantic import TypeAdapter, ValidationError

    from poscheck.scorecard import Scorecard

    try:
        return TypeAdapter(Scorecard).validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        problem = Problem(code="bad-scorecard", message=f"{place}: {first['msg']}")
        raise unreadable(str(file), ReadError([problem]), "is no scorecard of this version of poscheck") from error

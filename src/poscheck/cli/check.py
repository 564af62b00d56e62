"""``poscheck check``: judge submissions and print or write their scorecards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import as_of_option, file_argument, file_option, format_option, rulesets_option

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command(
    epilog="""\b
Examples:
  poscheck check my-program.yaml
  poscheck check my-program.yaml --format html            writes my-program.scorecard.html
  poscheck check my-program.yaml --as-of 2026-10-15 --fixes
  poscheck check a.yaml b.yaml --format json --output both.json
  poscheck check my-program.yaml --ruleset ten-components --ruleset perkins-v

\b
Exit code: 0 every submission meets the requirements; 1 answered, but one does not (or is
undecided); 3 one cannot be read; 4 the ruleset is broken. Of several, the highest counts.
""",
)
@file_argument("submissions", many=True)
@rulesets_option
@as_of_option
@file_option("--decisions", text="A reviewer's decisions, to be counted and shown beside poscheck's answers.")
@format_option("text", "json", "markdown", "html")
@file_option(
    "--output",
    "-o",
    text="Write the answer to this file; - is standard output.  [default: standard output; for html "
    "NAME.scorecard.html in the current folder]",
)
@file_option("--page", text="Also write the page (HTML) to this file.")
@click.option("--fixes", is_flag=True, help="In text: also list every question to fix, with what to do.")
@click.option("--full", is_flag=True, help="In text: list every question, with the evidence looked at.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 also where a submission does not meet the requirements.")
def command(  # noqa: PLR0913 -- one for each option
    *,
    submissions: tuple[Path, ...],
    rulesets: tuple[str, ...],
    as_of: date | None,
    decisions: Path | None,
    form: str,
    output: Path | None,
    page: Path | None,
    fixes: bool,
    full: bool,
    exit_zero: bool,
) -> None:
    """Judge submissions: what is missing, what falls short, what to do first.

    SUBMISSIONS are workbooks, YAML or JSON files, each one program of study. The short answer is printed here and no
    file is written; --format html writes the whole scorecard as one page, which opens in any browser without a network.
    """
    from poscheck.cli.checking import Check

    check = Check(
        files=submissions,
        rulesets=rulesets,
        as_of=as_of,
        decisions=decisions,
        form=form,
        output=output,
        page=page,
        fixes=fixes,
        full=full,
    )
    code = check.run()
    raise click.exceptions.Exit(0 if exit_zero and code == 1 else code)

"""``poscheck render``: one scorecard of a batch in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import file_argument, file_option, format_option, ruleset_option_of

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    epilog="""\b
Examples:
  poscheck render results applications/north.yaml
  poscheck render results WI-2026-014 --output north.html
  poscheck render results applications/north.yaml --format text --output -

\b
Exit code: 0 written, whatever the answer; 2 the file or the ruleset is not as it was in the run;
3 the file cannot be read.
""",
)
@file_argument("run")
@click.argument("submission", metavar="SOURCE|ID")
@format_option("html", "text", "json", "markdown")
@file_option(
    "--output",
    "-o",
    text="Write it to this file; - is standard output.  [default: standard output; for html a file in the current "
    "folder]",
)
@ruleset_option_of("that of the run")
def command(*, run: Path, submission: str, form: str, output: Path | None, ruleset: str | None) -> None:
    """Write one scorecard of a batch in full.

    RUN is the folder of the batch. SOURCE is the name of the file as the tables show it, and ID the submission's own
    number. The file is judged again as it was in the run, and refused if it was changed since.
    """
    from poscheck.cli.rendering import render

    render(run, submission, form, output, ruleset)

"""``poscheck schema``: the JSON Schemas of poscheck's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import file_option

if TYPE_CHECKING:
    from pathlib import Path

SUBMISSION = "submission"
KINDS = (SUBMISSION, "scorecard", "ruleset", "result", "case", "lint", "coverage", "explanation", "comparison")


@click.command(
    epilog="""\b
Examples:
  poscheck schema
  poscheck schema scorecard --output scorecard.schema.json
""",
)
@click.argument("kind", type=click.Choice(KINDS), default=SUBMISSION, metavar="[KIND]")
@file_option("--output", "-o", text="Write it to this file.  [default: standard output]")
def command(kind: str, output: Path | None) -> None:
    """Print the JSON Schema of one of poscheck's files or answers.

    KIND is submission, scorecard, ruleset, result (a line of a batch), case (of a ruleset), or an answer: lint and
    coverage (of rules), explanation (of explain), comparison (of compare and what-if).

    Editors complete and explain the fields of a submission from its schema; other programs can check against it what
    they write for poscheck or read from it.
    """
    from poscheck.cli import terminal
    from poscheck.cli.outputs import STDOUT, refuse_target, write_file
    from poscheck.errors import PoscheckError
    from poscheck.resources import data_dir

    source = data_dir("schemas") / f"{kind}.schema.json"
    if not source.is_file():
        raise PoscheckError(f"the installation is incomplete: {source.name} is missing; install poscheck again")
    if kind == SUBMISSION:
        from poscheck.workbook.published import published_schema

        text = published_schema()
    else:
        text = source.read_text(encoding="utf-8")
    if output is None or output == STDOUT:
        terminal.show_document(text)
        return
    refuse_target(output, [source])
    write_file(output, text)
    terminal.say(f"Written to {output}", err=True)

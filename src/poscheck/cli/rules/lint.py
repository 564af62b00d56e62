"""``poscheck rules lint``: what is wrong with a ruleset, and what could be better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.exits import Code
from poscheck.cli.options import complete_ruleset, format_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.authoring.lint import Remark


@click.command(
    epilog="""\b
Examples:
  poscheck rules lint my-state
  poscheck rules lint my-state --unread
  poscheck rules lint my-state --format json

\b
Exit code: 0 nothing to remark; 1 something could be better; 2 wrong use; 4 it does not load.
""",
)
@click.argument("ruleset", metavar="RULESET", shell_complete=complete_ruleset)
@click.option(
    "--unread", is_flag=True, help="List also the fields of a submission that no rule reads; that is no fault."
)
@format_option("text", "json")
def command(ruleset: str, unread: bool, form: str) -> None:
    """Say what is wrong with a ruleset, and what could be better.

    Everything that keeps it from loading; and once it loads: questions, answers, citations, lengths, levels, tests, and
    what nobody uses. Each remark has its place and says what to do. RULESET is a name or a folder.
    """
    from poscheck.authoring.lint import errors, lint, unread_fields
    from poscheck.cli import terminal
    from poscheck.cli.inputs import load_named_written
    from poscheck.errors import RulesetError

    fields: tuple[str, ...] = ()
    try:
        written = load_named_written(ruleset)
    except RulesetError as error:
        remarks, code = errors(error.problems), Code.BROKEN_RULESET
    else:
        remarks, fields = lint(written), unread_fields(written)
        code = Code.DOES_NOT_MEET if remarks else Code.MEETS
    if form == "json":
        terminal.show_document(_json(ruleset, remarks, fields))
    else:
        terminal.show(_text(ruleset, remarks, fields if unread else ()))
    raise click.exceptions.Exit(code)


def _json(ruleset: str, remarks: Sequence[Remark], fields: Sequence[str]) -> str:
    import json
    from dataclasses import asdict

    from poscheck.authoring.lint import LINT_FORMAT

    content = {
        "format": LINT_FORMAT,
        "ruleset": ruleset,
        "remarks": [asdict(each) for each in remarks],
        "unread_fields": list(fields),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _text(ruleset: str, remarks: Sequence[Remark], fields: Sequence[str]) -> str:
    from poscheck.cli import terminal
    from poscheck.report import wording
    from poscheck.report.pen import DIM, GREEN, RED, YELLOW

    pen = terminal.new_pen()
    broken = any(each.kind == "error" for each in remarks)
    for each in remarks:
        message = wording.capital(each.message).removesuffix(".")  # those of the reader end with one
        pen.line(f"{each.place}: {message}. [{each.code}]", hang=2, style=RED if broken else YELLOW)
        if each.to_do:
            pen.line(each.to_do, first="  ")
    if broken:
        pen.line(f"{ruleset} does not load: {wording.count(len(remarks), 'error')}.", style=RED)
    else:
        found = wording.count(len(remarks), "remark") if remarks else "nothing to remark"
        pen.line(f"{ruleset} loads; {found}.", style=YELLOW if remarks else GREEN)
    if fields:
        pen.heading("Fields of a submission that no rule reads")
        pen.line(", ".join(fields), first="  ", style=DIM)
    return pen.text()

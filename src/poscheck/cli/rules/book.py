"""``poscheck rules book``: the rulebook, for a room, a wall or a binder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import complete_ruleset, file_option

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS = {"html": ".html", "markdown": ".md"}


@click.command(
    epilog="""\b
Examples:
  poscheck rules book --out rulebook.html
  poscheck rules book wisconsin-pathway --out rulebook.html
  poscheck rules book rules/my-state --out . --format markdown
""",
)
@click.argument("ruleset", metavar="[RULESET]", required=False, shell_complete=complete_ruleset)
@file_option(
    "--out", text="The file to write; in a folder, it is named after the ruleset.", metavar="FILE|FOLDER", required=True
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("html", "markdown")),
    default="html",
    show_default=True,
    help="Form of the book.",
)
def command(ruleset: str | None, out: Path, form: str) -> None:
    """Write the rulebook: every rule in plain words.

    For each criterion: what is asked, in sentences made from the checks themselves; why; the evidence to file; what a
    reviewer looks for; the thresholds with their dates and whose they are; the source. One file that needs no network,
    to read from a screen or on paper. RULESET is the name of one that comes with poscheck, or a folder.
    """
    from poscheck.cli import terminal
    from poscheck.cli.inputs import load_named_ruleset
    from poscheck.cli.outputs import refuse_target, write_file
    from poscheck.rulebook.book import book
    from poscheck.rulebook.crosswalk import counterparts, shipped

    rules = load_named_ruleset(ruleset)
    target = out / f"{rules.id}{_ENDINGS[form]}" if out.is_dir() else out
    refuse_target(target, ())
    made = book(rules, counterparts(rules, shipped()))
    if form == "html":
        from poscheck.rulebook.page import book_page

        write_file(target, book_page(made))
    else:
        from poscheck.rulebook.as_markdown import book_markdown

        write_file(target, book_markdown(made))
    pen = terminal.new_pen()
    pen.line(f"{target}: the rulebook of {rules.title}, version {rules.version}")
    terminal.show(pen.text())

"""``poscheck rules crosswalk``: which criteria of other rulesets correspond to those of the ten components."""

from __future__ import annotations

import click

from poscheck.cli.options import complete_ruleset


@click.command(
    epilog="""\b
Examples:
  poscheck rules crosswalk
  poscheck rules crosswalk perkins-v rules/my-state > crosswalk.md
"""
)
@click.argument("rulesets", nargs=-1, shell_complete=complete_ruleset)
def command(rulesets: tuple[str, ...]) -> None:
    """Print which criteria of rulesets are like those of the ten components.

    A table in Markdown, made from what the rulesets say of themselves (`compares_with`), with the sources. Without
    RULESETS, those that come with poscheck.
    """
    from poscheck.cli import terminal
    from poscheck.cli.inputs import load_named_ruleset
    from poscheck.rulebook.crosswalk import shipped
    from poscheck.rulebook.crosswalk_table import crosswalk_markdown

    others = [load_named_ruleset(name) for name in rulesets] or shipped()
    terminal.show_document(crosswalk_markdown(others))

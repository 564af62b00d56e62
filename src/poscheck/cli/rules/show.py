"""``poscheck rules show``: one rule, criterion or component in full."""

from __future__ import annotations

import click

from poscheck.cli.options import complete_rule, ruleset_option


@click.command(
    epilog="""\b
Examples:
  poscheck rules show credit-transfer-agreements     a component
  poscheck rules show 7.1                            a criterion
  poscheck rules show 1.3-open-to-all                a rule
""",
)
@click.argument("name", metavar="RULE|CRITERION|COMPONENT", shell_complete=complete_rule)
@ruleset_option
def command(name: str, ruleset: str | None) -> None:
    """Show one rule, criterion or component with its source.

    What it asks, why, what to do where it is not met, which public document it comes from, and where in the ruleset it
    is written. A component may be named by its number.
    """
    from poscheck.cli import terminal
    from poscheck.cli.inputs import load_named_ruleset, unknown_name
    from poscheck.cli.rules.places import Places
    from poscheck.cli.rules.showing import Show

    rules = load_named_ruleset(ruleset)
    show = Show(terminal.new_pen(), rules, Places(ruleset))
    known = show.known()
    if name not in known:
        raise unknown_name("rule, criterion or component", name, known)
    known[name]()
    terminal.show(show.pen.text())

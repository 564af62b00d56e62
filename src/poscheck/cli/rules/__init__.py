"""``poscheck rules``: what a ruleset asks."""

from __future__ import annotations

import click

from poscheck.cli.lazy import LazyGroup

COMMANDS = {
    "list": "List the components, criteria and rules of a ruleset.",
    "show": "Show one rule, criterion or component with its source.",
    "book": "Write the rulebook: every rule in plain words.",
    "impact": "Show which submissions would move if another ruleset took the place of this one.",
    "crosswalk": "Print which criteria of rulesets are like those of the ten components.",
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    package=__name__,
    epilog="""\b
Examples:
  poscheck rules list
  poscheck rules show 7.1
  poscheck rules book --out rulebook.html
""",
)
def command() -> None:
    """List the rules, or show one with its source."""

"""``poscheck rules``: what a ruleset asks, and what its authors need."""

from __future__ import annotations

import click

from poscheck.cli.lazy import LazyGroup

COMMANDS = {
    "list": "List the components, criteria and rules of a ruleset.",
    "show": "Show one rule, criterion or component with its source.",
    "book": "Write the rulebook: every rule in plain words.",
    "impact": "Show which submissions would move if another ruleset took the place of this one.",
    "crosswalk": "Print which criteria of rulesets are like those of the ten components.",
    "new": "Write a ruleset to begin with, or one rule to add.",
    "lint": "Say what is wrong with a ruleset, and what could be better.",
    "test": "Run the tests of a ruleset, and see whether they would notice a mistake.",
    "coverage": "Show who decides what, and which outcomes the tests reach.",
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
  poscheck rules new my-state
  poscheck rules test my-state --mutate
""",
)
def command() -> None:
    """See what a ruleset asks; write one, test it, and find its gaps."""

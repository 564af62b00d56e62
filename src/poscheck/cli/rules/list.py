"""``poscheck rules list``: all components, criteria and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import ruleset_option

if TYPE_CHECKING:
    from poscheck.report.pen import Pen
    from poscheck.ruleset import Rule, Ruleset


@click.command(
    epilog="""\b
Examples:
  poscheck rules list
  poscheck rules list --ruleset rules/my-state
"""
)
@ruleset_option
def command(ruleset: str | None) -> None:
    """List the components, criteria and rules of a ruleset.

    Each rule stands on a line of its own: its name, the level it is asked for, and who decides it.
    """
    from poscheck.cli import terminal
    from poscheck.cli.inputs import load_named_ruleset

    pen = terminal.new_pen()
    pen.width = 1000  # one line a rule, for people and for grep alike
    _list(pen, load_named_ruleset(ruleset))
    terminal.show(pen.text())


def _list(pen: Pen, ruleset: Ruleset) -> None:
    from poscheck.report import wording

    pen.line(f"{ruleset.title}, version {ruleset.version}", style="1")
    counts = (
        wording.count(len(ruleset.components), ruleset.component_word),
        wording.count(len(ruleset.criteria), ruleset.criterion_word),
        wording.count(len(ruleset.rules), "rule"),
    )
    pen.line(", ".join(counts))
    widest = max(len(rule.id) for rule in ruleset.rules)
    if ruleset.readiness:
        pen.heading("Readiness: what every submission needs before it can be handed in")
        for rule in ruleset.readiness:
            _rule(pen, rule, ruleset, widest)
    for component in ruleset.components:
        pen.heading(f"{component.number} {component.title} ({component.id})")
        for criterion in component.criteria:
            needed = " (required)" if criterion.required else ""
            duty = " (the state's duty)" if criterion.responsible == "state" else ""
            pen.line(f"{criterion.id} {criterion.title}{needed}{duty}", first="  ")
            for rule in criterion.rules:
                _rule(pen, rule, ruleset, widest)


def _rule(pen: Pen, rule: Rule, ruleset: Ruleset, widest: int) -> None:
    from poscheck.report import wording

    level = ruleset.scale[rule.level].name if rule.level is not None else "" if rule.rated else "informs"
    longest = max(len(step.name) for step in ruleset.scale[1:])
    decides = wording.DECIDES[rule.executability]
    pen.line(decides, first=f"    {rule.id.ljust(widest)}  {level.ljust(longest)}  ")

"""``poscheck rules coverage``: who decides what, and which outcomes the tests reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import complete_ruleset, format_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.authoring.coverage import CriterionCoverage, RuleCoverage
    from poscheck.ruleset import Ruleset


@click.command(
    epilog="""\b
Examples:
  poscheck rules coverage ten-components
  poscheck rules coverage my-state --format markdown > coverage.md

\b
Exit code: 0 answered; 2 wrong use; 4 the ruleset does not load.
""",
)
@click.argument("ruleset", metavar="RULESET", shell_complete=complete_ruleset)
@format_option("text", "json", "markdown")
def command(ruleset: str, form: str) -> None:
    """Show who decides what, and which outcomes the tests reach.

    For each criterion: how many rules a machine decides, partly decides, or leaves to a person; a state's duty is shown
    and never counts. For each rule: how many of its tests come to met, to each kind of problem, to a person, or do not
    apply. RULESET is a name or a folder.
    """
    from poscheck.authoring.bench import Bench
    from poscheck.authoring.coverage import cover, readiness
    from poscheck.cli import terminal
    from poscheck.cli.inputs import load_named_ruleset

    rules = load_named_ruleset(ruleset)
    bench = Bench(rules)
    rows, ready = cover(rules, bench), readiness(rules, bench)
    if form == "json":
        terminal.show_document(_json(rules, rows, ready))
    elif form == "markdown":
        terminal.show_document(_markdown(rules, rows, ready))
    else:
        terminal.show(_text(rules, rows, ready))


def _json(ruleset: Ruleset, rows: Sequence[CriterionCoverage], ready: Sequence[RuleCoverage]) -> str:
    import json
    from dataclasses import asdict

    from poscheck.authoring.coverage import COVERAGE_FORMAT

    content = {
        "format": COVERAGE_FORMAT,
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest},
        "readiness": [asdict(rule) for rule in ready],
        "criteria": [asdict(row) for row in rows],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _markdown(ruleset: Ruleset, rows: Sequence[CriterionCoverage], ready: Sequence[RuleCoverage]) -> str:
    from poscheck.authoring.coverage_tables import criteria, markdown, outcomes

    groups = [ready, *(row.rules for row in rows)]
    return "\n".join([
        f"# {ruleset.title}, version {ruleset.version}: what is covered\n",
        "## Who decides what\n",
        markdown(criteria(rows, ruleset.criterion_word, marked=True)),
        "## Which outcomes the tests reach\n",
        markdown(outcomes(groups, marked=True)),
    ])  # fmt: skip


def _text(ruleset: Ruleset, rows: Sequence[CriterionCoverage], ready: Sequence[RuleCoverage]) -> str:
    from poscheck.authoring.coverage_tables import criteria, outcomes
    from poscheck.cli import terminal

    pen = terminal.new_pen()
    pen.width = 1000  # a table is a table; a narrow window scrolls
    pen.line(f"{ruleset.title}, version {ruleset.version}", style="1")
    pen.heading("Who decides what")
    pen.table([row[:-1] for row in criteria(rows, ruleset.criterion_word)])
    pen.heading("Which outcomes the tests reach")
    pen.table(outcomes([ready, *(row.rules for row in rows)]))
    return pen.text()

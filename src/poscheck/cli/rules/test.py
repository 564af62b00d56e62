"""``poscheck rules test``: the tests in the rule files, the cases, and the mutation check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.exits import Code
from poscheck.cli.options import complete_rule, complete_ruleset

if TYPE_CHECKING:
    from poscheck.authoring.bench import Bench
    from poscheck.authoring.cases import Difference
    from poscheck.cli.rules.testing import Testing
    from poscheck.ruleset import Rule

KINDS = ("threshold", "operator", "word", "condition")


@click.command(
    epilog="""\b
Examples:
  poscheck rules test my-state
  poscheck rules test my-state --rule P1-agreement-in-force --explain
  poscheck rules test my-state --mutate
  poscheck rules test my-state --mutate --kind threshold

\b
Exit code: 0 all came out as expected and, with --mutate, every alteration was noticed;
1 not so; 2 wrong use; 4 the ruleset does not load.
""",
)
@click.argument("ruleset", metavar="RULESET", shell_complete=complete_ruleset)
@click.option(
    "--rule",
    metavar="RULE|CRITERION",
    shell_complete=complete_rule,
    help="Only the tests of this rule, or of all rules of this criterion; no cases.",
)
@click.option(
    "--explain", is_flag=True, help="Show for each test that failed how the question was answered, step by step."
)
@click.option(
    "--mutate",
    is_flag=True,
    help="Alter every operator, limit, word and condition of the rules in turn, and list what no test notices.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(KINDS),
    help="With --mutate: alter only what is of this kind (may be given several times).",
)
def command(*, ruleset: str, rule: str | None, explain: bool, mutate: bool, kinds: tuple[str, ...]) -> None:
    """Run the tests of a ruleset, and see whether they would notice a mistake.

    A ruleset has tests in its rule files, each a change to its fixture with what one rule then comes to; and it may
    have cases, files in its folder fixtures that say what the whole scorecard then comes to. RULESET is a name or a
    folder.
    """
    from poscheck.authoring.bench import Bench
    from poscheck.authoring.trials import chosen
    from poscheck.cli import terminal
    from poscheck.cli.inputs import load_named_written, unknown_name
    from poscheck.cli.rules.testing import Testing

    if kinds and not mutate:
        raise click.UsageError("--kind goes with --mutate.")
    written = load_named_written(ruleset)
    rules = chosen(written, rule)
    if not rules:
        known = {*(each.id for each in written.ruleset.rules), *(each.id for each in written.ruleset.criteria)}
        raise unknown_name("rule or criterion", str(rule), known)
    bench = Bench(written.ruleset)
    told = Testing(terminal.new_pen(), written, ruleset)
    failed = _test(told, bench, rules, with_cases=rule is None, explain=explain)
    survived = bool(not failed and mutate and _mutate(told, bench, rules, kinds))
    terminal.show(told.pen.text())
    if failed or survived:
        raise click.exceptions.Exit(Code.DOES_NOT_MEET)


def _test(told: Testing, bench: Bench, rules: tuple[Rule, ...], *, with_cases: bool, explain: bool) -> bool:
    """Run tests and cases and tell of them; whether something came out otherwise."""
    from poscheck.authoring.cases import read_cases, run_case
    from poscheck.authoring.trials import run_tests
    from poscheck.cli.progress import Progress

    written = told.written
    folder = written.own.folder
    cases = read_cases(folder, written.ruleset) if with_cases else ()
    with Progress("Tests") as progress:
        failures = list(run_tests(written, bench, rules, progress))
    differences: list[Difference] = [each for case in cases for each in run_case(case, written.ruleset, folder)]
    for failure in failures:
        told.failure(failure, bench, explain=explain)
    for title in dict.fromkeys(each.title for each in differences):
        told.case([each for each in differences if each.title == title])
    told.summary(rules, failures, len(cases), differences)
    return bool(failures or differences)


def _mutate(told: Testing, bench: Bench, rules: tuple[Rule, ...], kinds: tuple[str, ...]) -> bool:
    """Run the mutation check and tell of it; whether something was not noticed."""
    from poscheck.authoring.alterations import Altered
    from poscheck.authoring.mutation import mutate
    from poscheck.cli.progress import Progress

    with Progress("Alterations, by rule") as progress:
        result = mutate(told.written, bench, rules, tuple(map(Altered, kinds)) or tuple(Altered), progress)
    told.mutation(result)
    return bool(result.survivors)

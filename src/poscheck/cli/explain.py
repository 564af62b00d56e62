"""``poscheck explain``: how one question was answered on one submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import as_of_option, complete_rule, file_argument, ruleset_option

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from poscheck.cli.inputs import Judged
    from poscheck.report.pen import Pen
    from poscheck.ruleset import Ruleset


@click.command(
    epilog="""\b
Examples:
  poscheck explain my-program.yaml 7.1-college-credit-agreement
  poscheck explain my-program.yaml 7.1                    all questions of 7.1
  poscheck rules list                                     the names of all questions

\b
Exit code: 0 answered, whatever the answer; 2 no such rule; 3 the submission cannot be read.
""",
)
@file_argument("submission")
@click.argument("rule", metavar="RULE|CRITERION", shell_complete=complete_rule)
@ruleset_option
@as_of_option
def command(submission: Path, rule: str, ruleset: str | None, as_of: date | None) -> None:
    """Show step by step how one question was answered.

    Every condition is listed with what the file says and at which line: what holds, what does not, and what cannot be
    told because something is missing; then what would make it met, and where the rule comes from.
    """
    from poscheck.cli import terminal
    from poscheck.cli.inputs import judge, load_named_ruleset, load_named_submission, unknown_name

    rules = load_named_ruleset(ruleset)
    known = {item.id for item in rules.rules} | {item.id for item in rules.criteria}
    if rule not in known:
        raise unknown_name("rule or criterion", rule, known)
    judged = judge(load_named_submission(submission, rules), rules, as_of)
    pen = terminal.new_pen()
    _explain(pen, rules, judged, rule)
    terminal.show(pen.text())


def _explain(pen: Pen, ruleset: Ruleset, judged: Judged, name: str) -> None:
    from poscheck.checks.explainer import Explainer
    from poscheck.cli.explanation import Explanation
    from poscheck.engine.judge import judge as judge_rule
    from poscheck.report import wording

    card, submission = judged.scorecard, judged.submission
    origin = wording.AS_OF_FROM.get(card.as_of_from, card.as_of_from)
    pen.line(f"{card.submission.source} as of {wording.long_date(card.as_of)}, {origin}", style="2")
    criterion = next((c for component in card.components for c in component.criteria if c.id == name), None)
    if criterion is not None:
        pen.heading(f"{criterion.id} {criterion.title}")
        pen.line(criterion.why)
        rating = wording.rating_text(criterion.rating, card.scale)
        pen.line(f"Rating: {rating}" + (f"; {card.required_rating} is required" if criterion.required else ""))
    findings = {finding.rule: finding for finding in card.readiness.findings}
    for component in card.components:
        findings.update({finding.rule: finding for each in component.criteria for finding in each.findings})
    wanted = {name} if criterion is None else {finding.rule for finding in criterion.findings}
    explainer = Explainer(submission.data, submission.to_follow, ruleset.environment(judged.day))
    explanation = Explanation(pen, submission.document)
    for rule in ruleset.rules:
        if rule.id in wanted:
            explanation.rule(findings[rule.id], judge_rule(rule, explainer))

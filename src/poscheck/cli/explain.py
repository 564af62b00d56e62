"""``poscheck explain``: how one question was answered on one submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import (
    as_of_option,
    complete_rule,
    file_argument,
    format_option,
    output_option,
    ruleset_option,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from poscheck.engine.explanation import Explanation
    from poscheck.report.pen import Pen


@click.command(
    epilog="""\b
Examples:
  poscheck explain my-program.yaml 7.1-agreement-in-force
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
@format_option("text", "json", "html")
@output_option("NAME.RULE.html")
def command(
    *, submission: Path, rule: str, ruleset: str | None, as_of: date | None, form: str, output: Path | None
) -> None:
    """Show step by step how one question was answered.

    Every condition is listed with what the file says and at which line: what holds, what does not, and what cannot be
    told because something is missing; which entries do not count and why; then what would make it met, tried out by
    judging again, and where the rule comes from.
    """
    from poscheck.cli.inputs import judge, load_named_ruleset, load_named_submission, unknown_name
    from poscheck.cli.outputs import page_beside, pen_for, target_of, write_answer
    from poscheck.engine.explanation import explain

    target = target_of(form, output, page_beside(submission, f"{rule}.html"), [submission])
    rules = load_named_ruleset(ruleset)
    known = {item.id for item in rules.rules} | {item.id for item in rules.criteria}
    if rule not in known:
        raise unknown_name("rule or criterion", rule, known)
    judged = judge(load_named_submission(submission, rules), rules, as_of)
    explanation = explain(rules, judged.submission, judged.day, judged.scorecard, rule)
    write_answer(target, form, _rendered(explanation, form, pen_for(target)))


def _rendered(explanation: Explanation, form: str, pen: Pen) -> str:
    match form:
        case "json":
            from poscheck.report.explanation_page import explanation_json

            return explanation_json(explanation)
        case "html":
            from poscheck.report.explanation_page import render_explanation

            return render_explanation(explanation)
    from poscheck.cli import terminal
    from poscheck.report.explanation_text import MARKS, PLAIN_MARKS, write_explanation

    write_explanation(pen, explanation, MARKS if terminal.can_show("✓✗·") else PLAIN_MARKS)
    return pen.text()

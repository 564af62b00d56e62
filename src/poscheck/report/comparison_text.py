"""A comparison as lines for a terminal, and as Markdown: the answers side by side, then what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.report import wording
from poscheck.report.as_json import to_json
from poscheck.report.as_markdown import escaped
from poscheck.report.comparison import ChangeKind, height
from poscheck.report.pen import DIM, GREEN, RED, Pen
from poscheck.report.plain import clipped, without_ci_commands
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.report.comparison import Comparison, CriterionChange, RuleChange, Side, ValueChange

_LONGEST_VALUE = 120
_NEW = "New: values that do not fit"
_SOLVED = "Solved: values that did not fit"


def write_comparison(pen: Pen, comparison: Comparison) -> None:
    """The comparison as lines, without a title."""
    pen.table(_table(comparison))
    remark = rules_remark(comparison)
    if remark:
        pen.line(remark, first="  ", style=DIM)
    for title, lines in _sections(comparison):
        pen.heading(title)
        for text, more, style in lines:
            pen.line(text, first="  ", hang=2, style=style)
            pen.line(more, first="    ", style=DIM)
    if not (comparison.rules or comparison.criteria):
        pen.blank()
        pen.line("No answer changes.")


def comparison_json(comparison: Comparison) -> str:
    """The comparison as JSON, indented, the same bytes every time."""
    whole: Any = comparison
    return to_json(whole)


def comparison_markdown(comparison: Comparison) -> str:
    """The comparison as Markdown that ends in a newline; text of a submission can neither link nor format."""
    head, *rows = _table(comparison)
    table = [
        f"| {' | '.join(map(escaped, head))} |",
        "| --- | --- | --- |",
        *(f"| {' | '.join(map(escaped, row))} |" for row in rows),
    ]
    blocks = [f"# {escaped(comparison.before.source)} → {escaped(comparison.after.source)}", "\n".join(table)]
    remark = rules_remark(comparison)
    if remark:
        blocks.append(escaped(remark))
    for title, lines in _sections(comparison):
        blocks.append(f"## {escaped(title)}")
        blocks.append(
            "\n".join(f"- {escaped(text)}" + (f" ({escaped(more)})" if more else "") for text, more, _ in lines)
        )
    return without_ci_commands("\n\n".join(blocks)) + "\n"


def _table(comparison: Comparison) -> list[tuple[str, str, str]]:
    before, after = comparison.before, comparison.after
    rows = [
        ("", "before", "after"),
        ("File", before.source, after.source),
        ("As of", wording.long_date(before.as_of), wording.long_date(after.as_of)),
        ("Ready", "yes" if before.ready else "no", "yes" if after.ready else "no"),
        ("Verdict", wording.VERDICT[before.verdict], wording.VERDICT[after.verdict]),
        ("Score", wording.score_text(before.score), wording.score_text(after.score)),
        *(
            (wording.OUTCOME[outcome], str(getattr(before.counts, outcome)), str(getattr(after.counts, outcome)))
            for outcome in Outcome
        ),
    ]
    always = ("", "Ready", "Verdict", "Score")
    return [row for row in rows if row[0] in always or row[1] != row[2]]


def rules_remark(comparison: Comparison) -> str | None:
    """That the two were judged by different rules, where they were."""
    if comparison.same_rules:
        return None
    return f"Judged by different rules: {_rules_of(comparison.before)}, then {_rules_of(comparison.after)}."


def _rules_of(side: Side) -> str:
    return f"{side.ruleset.id} {side.ruleset.version} ({side.ruleset.digest[:8]})"


def _sections(comparison: Comparison) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Every list of changes that is not empty: its title, and for each change its text, more text and a color."""
    colors = {_NEW: RED, _SOLVED: GREEN}
    for title, texts in changes_made(comparison):
        yield title, [(text, "", colors.get(title, "")) for text in texts]
    if comparison.criteria:
        word = wording.many(comparison.after.ruleset.criterion_word)
        lines = [_criterion(change, comparison) for change in comparison.criteria]
        yield f"{wording.capital(word)} with another rating: {len(lines)}", lines
    if comparison.rules:
        lines = [_rule(change) for change in comparison.rules]
        title = f"Questions with another answer: {len(lines)}"
        yield f"{title} ({comparison.better} newly met, {comparison.worse} no longer met)", lines


def changes_made(comparison: Comparison) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What differs in the submissions themselves: lists that are not empty, each with its title."""
    if comparison.values:
        yield f"Values that differ: {len(comparison.values)}", tuple(map(_value, comparison.values))
    for title, problems in ((_NEW, comparison.new_problems), (_SOLVED, comparison.solved_problems)):
        if problems:
            yield title, tuple(map(wording.problem_text, problems))


def _value(change: ValueChange) -> str:
    before, after = (clipped(text or "nothing", _LONGEST_VALUE) for text in (change.before, change.after))
    match change.kind:
        case ChangeKind.ADDED:
            return f"{change.path}: new, {after}"
        case ChangeKind.REMOVED:
            return f"{change.path}: no longer there, was {before}"
        case ChangeKind.CHANGED:
            return f"{change.path}: {before} → {after}"


def _criterion(change: CriterionChange, comparison: Comparison) -> tuple[str, str, str]:
    before, after = (wording.rating_text(rating, comparison.scale) for rating in (change.before, change.after))
    needed = " (required)" if change.required else ""
    style = _style(height(change.before), height(change.after))
    return f"{change.id} {change.title}{needed}: {before} → {wording.capital(after)}", "", style


def _rule(change: RuleChange) -> tuple[str, str, str]:
    before, after = (wording.OUTCOME[o].lower() if o else "not asked" for o in (change.before, change.after))
    problem = f" ({wording.PROBLEM[change.problem]})" if change.problem else ""
    style = _style((change.before is Outcome.MET,), (change.after is Outcome.MET,))
    return f"{change.rule}: {before} → {after}{problem}", change.question, style


def _style(before: tuple[int, ...], after: tuple[int, ...]) -> str:
    return "" if before == after else GREEN if after > before else RED

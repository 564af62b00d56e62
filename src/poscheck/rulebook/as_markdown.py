"""The rulebook as Markdown, for a wiki, a word processor or a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.report import wording
from poscheck.report.as_markdown import escaped
from poscheck.report.plain import without_ci_commands
from poscheck.rulebook.words import DECIDES, OWN, STATE, citation, until, whose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.rulebook.book import Book, CriterionPage, RulePage, Threshold


def book_markdown(book: Book) -> str:
    """The rulebook as Markdown that ends in a newline."""
    return without_ci_commands("\n\n".join(_blocks(book))) + "\n"


def _blocks(book: Book) -> Iterator[str]:
    ruleset = book.ruleset
    yield f"# Rulebook: {escaped(ruleset.title)}"
    in_force = f"In force from {book.since}" + (f" until {book.until}" if book.until else "")
    yield f"Version {escaped(ruleset.version)}. {in_force}. {escaped(ruleset.disclaimer)}"
    yield "\n".join(f"- **{step.rating} {escaped(step.name)}**: {escaped(step.meaning)}" for step in ruleset.scale)
    if book.readiness:
        yield "## Ready to submit"
        yield from (block for rule in book.readiness for block in _rule(rule))
    for page in book.components:
        component = page.component
        yield f"## {component.number} {escaped(component.title)}"
        minimum = f", minimum score {component.minimum}" if component.minimum else ""
        yield f"Weight {component.weight}{minimum}, as this ruleset sets it."
        for criterion in page.criteria:
            yield from _criterion(criterion, book)


def _criterion(page: CriterionPage, book: Book) -> Iterator[str]:
    criterion = page.criterion
    needed = f" (required: {escaped(book.required)})" if criterion.required else ""
    yield f"### {escaped(criterion.id)} {escaped(criterion.title)}{needed}"
    yield escaped(criterion.why)
    if not criterion.scored:
        yield STATE
    for rule in page.rules:
        yield from _rule(rule)
    if page.evidence:
        yield "**Evidence to file**"
        yield "\n".join(
            f"- {escaped(group.heading)}" + (f": {escaped(', '.join(group.titles))}" if group.titles else "")
            for group in page.evidence
        )
    if page.thresholds:
        yield "**Thresholds**"
        yield "\n".join(f"- {_threshold(threshold)}" for threshold in page.thresholds)
    if page.see_also:
        yield "**See also**"
        for other in page.see_also:
            where = f"{other.ruleset_title}; {citation(other.citation)}"
            yield f"- {escaped(f'{other.criterion} {other.title} ({where})')}"
    yield f"Weight {criterion.weight}. Duty of: {page.duty}. Source: {escaped(citation(criterion.citation))}."


def _threshold(threshold: Threshold) -> str:
    values = "; ".join(f"{escaped(value.text)} {until(value)}".strip() for value in threshold.values)
    return f"{escaped(threshold.title)}: **{values}** ({escaped(whose(threshold))})"


def _rule(page: RulePage) -> Iterator[str]:
    rule, said = page.rule, page.said
    yield f"#### {escaped(rule.question)}"
    yield f"*{escaped(wording.capital(page.level))}.* {escaped(said.when or '')}".strip()
    if said.asks is not None:
        lead, *parts = said.asks.outline()
        yield escaped(lead[1])
        if parts:
            yield "\n".join(f"{'  ' * (depth - 1)}- {escaped(text)}" for depth, text in parts)
    more = [*said.notes, *([said.review] if said.review else []), DECIDES[rule.executability]]
    more += [OWN] if page.own else []
    more += [f"Source: {citation(page.citation)}."] if page.citation else []
    yield " ".join(map(escaped, more))
    if rule.look_for:
        yield "\n".join(f"- {escaped(text)}" for text in rule.look_for)

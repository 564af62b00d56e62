"""An explanation as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.engine.steps import Mark, Step
from poscheck.report import explanation_words as words
from poscheck.report import wording
from poscheck.report.pen import DIM, GREEN, PURPLE, RED, YELLOW
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.engine.explanation import Explanation, RuleExplanation, Section
    from poscheck.report.pen import Pen
    from poscheck.scorecard import Citation, RatingRange

_COLORS = {
    Outcome.MET: GREEN,
    Outcome.NOT_MET: RED,
    Outcome.INCOMPLETE: YELLOW,
    Outcome.NEEDS_REVIEW: PURPLE,
    Outcome.NOT_APPLICABLE: DIM,
}
MARKS = {Mark.HOLDS: "✓", Mark.FAILS: "✗", Mark.OPEN: "?", Mark.ASKED: "·", Mark.ASIDE: "-"}
PLAIN_MARKS = {Mark.HOLDS: "+", Mark.FAILS: "x", Mark.OPEN: "?", Mark.ASKED: "-", Mark.ASIDE: "-"}


def write_explanation(pen: Pen, explanation: Explanation, marks: dict[Mark, str]) -> None:
    """The explanation as lines; ``marks`` are the signs that the terminal has."""
    card, criterion = explanation.scorecard, explanation.criterion
    origin = wording.AS_OF_FROM.get(card.as_of_from, card.as_of_from)
    pen.line(f"{card.submission.source} as of {wording.long_date(card.as_of)}, {origin}", style=DIM)
    if criterion is not None:
        pen.heading(f"{criterion.id} {criterion.title}")
        pen.line(criterion.why)
        rating: RatingRange | None = criterion.rating
        required = f"; {card.required_rating} is required" if criterion.required else ""
        pen.line(f"Rating: {wording.rating_text(rating, card.scale)}{required}")
    cited: Citation | None = None
    for rule in explanation.rules:
        _write_rule(pen, rule, marks)
        if rule.finding.citation != cited:  # of several rules with one source, only the first says it
            cited = rule.finding.citation
            pen.line(words.citation_text(cited), first="Source: ", style=DIM)


def _write_rule(pen: Pen, rule: RuleExplanation, marks: dict[Mark, str]) -> None:
    """The question, the answer, each condition, and what would make it met."""
    finding = rule.finding
    pen.heading(finding.rule)
    pen.line(finding.question)
    pen.blank()
    pen.line(words.answered(finding), style=_COLORS[finding.outcome])
    if not rule.sections:
        pen.line("There is nothing here that a program could check.")
    if rule.machine_outcome is not finding.outcome:
        pen.line(finding.detail)
        pen.line(f"Without that, poscheck's answer is: {wording.OUTCOME[rule.machine_outcome].lower()}.")
    write_sections(pen, rule.sections, marks)
    if finding.look_for:
        pen.blank()
        pen.line("A person looks for:")
        for text in finding.look_for:
            pen.line(text, first="  - ")
    _write_remedies(pen, rule)
    pen.blank()
    if finding.fix and finding.outcome is not Outcome.MET:
        pen.line(finding.fix, first="To do:  ")


def write_sections(pen: Pen, sections: Sequence[Section], marks: dict[Mark, str]) -> None:
    """The checks of a rule, each with its conditions."""
    for section in sections:
        pen.blank()
        pen.line(section.title)
        for step in section.steps:
            _write_step(pen, step, marks, 2)


def _write_step(pen: Pen, step: Step, marks: dict[Mark, str], indent: int) -> None:
    style = DIM if step.mark is Mark.ASIDE else ""
    pen.line(words.step_text(step), first=f"{' ' * indent}{marks[step.mark]} ", style=style)
    for inner in step.steps:
        _write_step(pen, inner, marks, indent + 2)
    if step.also:
        pen.line(f"also {words.also_text(step)}", first=" " * (indent + 2), hang=2, style=DIM)


def _write_remedies(pen: Pen, rule: RuleExplanation) -> None:
    if not rule.remedies:
        return
    pen.blank()
    pen.line(words.remedies_title(rule))
    for remedy in rule.remedies:
        pen.line(words.remedy_text(remedy), first="  - ")

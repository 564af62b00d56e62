"""The words of an explanation, the same on the terminal and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.reading import place_text
from poscheck.report import wording
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from poscheck.engine.explanation import RuleExplanation
    from poscheck.engine.remedies import Change, Remedy
    from poscheck.engine.steps import Step
    from poscheck.scorecard import Citation, Finding


def citation_text(citation: Citation) -> str:
    """The document and the place in it."""
    parts = [citation.title or citation.source, citation.item]
    return ", ".join(part for part in parts if part)


def answered(finding: Finding) -> str:
    """The outcome, what trouble it is, and the answer in a sentence."""
    problem = f" ({wording.PROBLEM[finding.problem]})" if finding.problem else ""
    return f"{wording.OUTCOME[finding.outcome]}{problem}: {finding.message}"


def step_text(step: Step) -> str:
    """What was asked, what came of it, and the line."""
    text = f"{step.text}: {step.seen}" if step.seen else step.text
    return text if step.line is None else f"{text} ({where(step)})"


def where(step: Step) -> str:
    """The line of a value, or of the place where it belongs."""
    missing = step.seen.startswith(("the file does not say", "left out"))
    place = place_text(step.line, step.sheet, step.cell)
    return f"near {place}" if missing and step.sheet is None else place


def also_text(step: Step) -> str:
    """The further items of a list."""
    *names, last = step.also
    return f"{', '.join(names)} and {last}" if names else last


def remedies_title(rule: RuleExplanation) -> str:
    """What the remedies of a rule are, and how they were found."""
    person = rule.remedies[0].outcome is Outcome.NEEDS_REVIEW
    would = "let a person judge it" if person else "make it met"
    return f"{'This' if len(rule.remedies) == 1 else 'Any one of these'} would {would}, as judging again showed"


def remedy_text(remedy: Remedy) -> str:
    """The conditions of a remedy in one sentence."""
    return f"if {', and '.join(map(_change, remedy.changes))}."


def _change(change: Change) -> str:
    if not change.now:
        return change.text
    if change.now == "missing":
        return f"{change.text} (it is missing)"
    place = place_text(change.line, change.sheet, change.cell)
    return f"{change.text} (the file says {change.now}{', ' if place else ''}{place})"

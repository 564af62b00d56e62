"""The words of every report: one sentence per fact, the same on the page, on the terminal and in Markdown."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from poscheck.reading import place_text
from poscheck.scorecard import DecisionStatus, Executability, Outcome, ProblemKind, ReasonKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.scorecard import (
        Counts,
        Decision,
        Evidence,
        Finding,
        NextStep,
        Note,
        RatingRange,
        ScoreRange,
        Step,
        SubmissionProblem,
    )

OUTCOME = {
    Outcome.MET: "Met",
    Outcome.NOT_MET: "Not met",
    Outcome.INCOMPLETE: "Incomplete",
    Outcome.NEEDS_REVIEW: "Needs review",
    Outcome.NOT_APPLICABLE: "Not applicable",
}
PROBLEM = {
    ProblemKind.MISSING: "missing",
    ProblemKind.EXPIRED: "expired",
    ProblemKind.NOT_YET: "not in force yet",
    ProblemKind.CONTRADICTORY: "contradictory",
    ProblemKind.INSUFFICIENT: "not enough",
}
DECIDES = {
    Executability.FULL: "poscheck",
    Executability.PARTIAL: "poscheck first, then a person",
    Executability.HUMAN: "a person",
}
REASON = {
    ReasonKind.NOT_READY: "Not ready to submit",
    ReasonKind.MISSING_EVIDENCE: "Evidence is missing",
    ReasonKind.NEEDS_REVIEW: "A person must judge",
    ReasonKind.NOT_MET: "Falls short",
}
DECISION = {
    DecisionStatus.COUNTED: "The decision counts.",
    DecisionStatus.STALE: "The evidence has changed since, so the decision no longer counts.",
    DecisionStatus.EXPIRED: "The decision has run out and no longer counts.",
}
VERDICT = {
    Verdict.MEETS: "Meets the requirements",
    Verdict.DOES_NOT_MEET: "Does not meet the requirements",
    Verdict.UNDECIDED: "Not decided yet",
}
AS_OF_FROM = {
    "given": "the date given for this check",
    "submitted_on": "the date on the submission",
    "today": "the day of this check",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def count(number: int, word: str, plural: str | None = None) -> str:
    """``1 thing``, ``3 things``."""
    return f"{number} {word if number == 1 else plural or many(word)}"


def many(word: str) -> str:
    """The plural of a ruleset's own word: component → components, criterion → criteria, category → categories."""
    if word.endswith("criterion"):
        return word[:-2] + "a"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def capital(text: str) -> str:
    """``text`` with its first letter large and the rest as it is."""
    return text[:1].upper() + text[1:]


def long_date(text: str) -> str:
    """``June 1, 2025`` for ``2025-06-01``; any other text as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def points(score: float, places: int = 0) -> str:
    """A score from 0 to 1 as points of 100, rounded down: 0.996 reads 99 (Decimal, since 0.29 * 100 < 29)."""
    value = (Decimal(str(score)) * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_FLOOR)
    return f"{value:f}"


def bounds(score: ScoreRange) -> tuple[str, str]:
    """Both ends as points; with one decimal where whole points would hide that something is open."""
    whole = points(score.low), points(score.high)
    if score.low == score.high or whole[0] != whole[1]:
        return whole
    return points(score.low, 1), points(score.high, 1)


def score_text(score: ScoreRange | None) -> str:
    """``71 confirmed, up to 86`` · ``71`` where nothing is open · ``no score`` where nothing applies."""
    if score is None:
        return "no score"
    if score.low == score.high:
        return points(score.low)
    low, high = bounds(score)
    return f"{low} confirmed, up to {high}" if low != high else f"{low} confirmed, a little more possible"


def score_short(score: ScoreRange | None) -> str:
    """Both ends with a dash between them, for a narrow column."""
    if score is None:
        return "\u2013"
    low, high = bounds(score)
    return low if score.low == score.high or low == high else f"{low}\u2013{high}"


def score_rest(score: ScoreRange) -> str:
    """What follows the large number of the page: ``confirmed, up to 86``."""
    if score.low == score.high:
        return "confirmed, nothing open"
    low, high = bounds(score)
    return f"confirmed, up to {high}" if low != high else "confirmed, a little more possible"


def gain_text(step: NextStep) -> str:
    """What a step adds to the confirmed score."""
    return _added(step.gain.low) or "no points by itself"


def together_text(step: NextStep) -> str:
    """What a step and all those above it add when they are done together."""
    added = _added(step.together.low)
    return f"{added} with those above" if added else "no points with those above"


def _added(share: float) -> str:
    if share <= 0:
        return ""
    number = points(share, 1).removesuffix(".0")
    return "less than 0.1 points" if number == "0" else f"+{number} point" + ("" if number == "1" else "s")


def rating_text(rating: RatingRange | None, scale: tuple[Step, ...]) -> str:
    """``Emerging``, or ``Emerging, up to exemplary`` while something is open."""
    if rating is None:
        return "Not rated"
    names = {step.rating: step.name for step in scale}
    low = capital(names.get(rating.low, str(rating.low)))
    return low if rating.low == rating.high else f"{low}, up to {names.get(rating.high, str(rating.high))}"


def counts_list(counts: Counts) -> list[tuple[Outcome, int]]:
    """Every outcome with its number, in the order of every report."""
    return [(outcome, getattr(counts, outcome.value)) for outcome in Outcome]


def counts_text(counts: Counts) -> str:
    """``130 questions: 84 met, 12 not met, …``; the parts add up to the total."""
    parts = [(number, OUTCOME[outcome].lower()) for outcome, number in counts_list(counts)]
    total = sum(number for number, _ in parts)
    shown = ", ".join(f"{number} {word}" for number, word in parts if number)
    return f"{count(total, 'question')}: {shown}" if shown else "no questions"


def parts_text(counts: Counts, *outcomes: str) -> str:
    """``2 not met, 1 incomplete``: some of the counts, those that are not zero."""
    shown = ((outcome, number) for outcome, number in counts_list(counts) if outcome.value in outcomes and number)
    return ", ".join(f"{number} {OUTCOME[outcome].lower()}" for outcome, number in shown)


def open_text(counts: Counts) -> str:
    """The counts that somebody still has to do something about."""
    return parts_text(counts, Outcome.NOT_MET, Outcome.INCOMPLETE, Outcome.NEEDS_REVIEW) or "none"


def value_text(value: object) -> str:
    """A threshold as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "not set" if value is None else str(value)


def decisions_text(decisions: Sequence[Decision]) -> str:
    """How many decisions of reviewers there are, and how many of them count."""
    counted = sum(decision.status is DecisionStatus.COUNTED for decision in decisions)
    text = f"Reviewers have made {count(len(decisions), 'decision')}"
    return text if counted == len(decisions) else f"{text}, of which {counted} {'counts' if counted == 1 else 'count'}"


def waits_for(kinds: Sequence[ReasonKind]) -> str:
    """Why a gate is closed or open, in a few words."""
    if {ReasonKind.MISSING_EVIDENCE, ReasonKind.NEEDS_REVIEW} <= set(kinds):
        return "Waits for evidence and for a person's decision"
    return REASON[kinds[0]]


def told(finding: Finding) -> str:
    """The answer and what was found; that evidence is missing is said by the outcome, and not said twice."""
    if finding.detail and finding.message.rstrip(".") == REASON[ReasonKind.MISSING_EVIDENCE]:
        return finding.detail
    return f"{finding.message} {finding.detail}".rstrip()


def answer(finding: Finding) -> str:
    """The answer in one line: for an incomplete finding, what is missing."""
    return finding.detail or finding.message if finding.outcome is Outcome.INCOMPLETE else finding.message


def first_fix(step: NextStep) -> str:
    """The first thing to do for a step, and how many follow."""
    more = len(step.fixes) - 1
    return step.fixes[0] if not more else f"{step.fixes[0]} And {count(more, 'more thing')}."


def place(found: Evidence | SubmissionProblem | Note) -> str:
    """``line 12`` or ``sheet Courses, cell F12``, else the path, else ``the file``."""
    return place_text(found.line, found.sheet, found.cell) or found.path or "the file"


def evidence_text(evidence: Evidence) -> str:
    """A value that was looked at, with its place, on one line."""
    value = f"“{evidence.observed}”" if evidence.observed else nothing(evidence.observed)
    return f"{place(evidence) + ', ' if evidence.line is not None else ''}{evidence.path}: {value}"


def nothing(observed: str | None) -> str:
    """What stands for a value that there is nothing to quote of: it is absent, or there and empty."""
    return "nothing on file" if observed is None else "empty"


def suggestion_text(suggestion: str) -> str:
    """``Did you mean …?``, with one question mark."""
    return f"Did you mean {suggestion.rstrip('?')}?"


def problem_text(problem: SubmissionProblem, *, brief: bool = False) -> str:
    """What does not fit, where, what was probably meant, and what would fit (where ``brief``, one of these two)."""
    more = []
    if problem.suggestion:
        more.append(suggestion_text(problem.suggestion))
    if problem.allowed and not (brief and more):
        more.append(f"What would fit: {problem.allowed}")
    message = sentence(problem.message) if more else problem.message
    return " ".join([f"{place(problem)}: {message}", *more])


def sentence(text: str) -> str:
    """``text`` with a full stop, unless it ends in a mark of its own."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."

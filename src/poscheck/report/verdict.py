"""The verdict as a sentence, and what stands behind it as another: the first two lines of every report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.report.wording import capital, count
from poscheck.scorecard import Outcome, ReasonKind, Verdict

if TYPE_CHECKING:
    from poscheck.scorecard import Finding, Scorecard


def lacking(scorecard: Scorecard) -> list[Finding]:
    """The readiness findings that stand in the way of submitting."""
    fine = (Outcome.MET, Outcome.NOT_APPLICABLE)
    return [finding for finding in scorecard.readiness.findings if finding.rated and finding.outcome not in fine]


def headline(scorecard: Scorecard) -> str:
    """The two answers as one sentence, or the more urgent of the two."""
    if not scorecard.readiness.ready:
        misfits, missing = len(scorecard.problems), len(lacking(scorecard))
        parts = [f"{count(misfits, 'value')} to correct"] if misfits else []
        parts += [f"{count(missing, 'thing')} lacking"] if missing else []
        return f"Not ready to submit yet: {' and '.join(parts)}." if parts else "Not ready to submit yet."
    match scorecard.verdict:
        case Verdict.MEETS:
            return "Ready to submit, and meets the requirements."
        case Verdict.DOES_NOT_MEET:
            return "Ready to submit, but does not meet the requirements."
        case Verdict.UNDECIDED:
            return "Ready to submit. Whether it meets the requirements is still open."


def second_line(scorecard: Scorecard) -> str:
    """What stands behind the headline: how many gates fall short or are open."""
    gates = [reason for reason in scorecard.verdict_reasons if reason.kind is not ReasonKind.NOT_READY]
    closed = {(reason.criterion, reason.component) for reason in gates if reason.decided}
    short, still = len(closed), len({(reason.criterion, reason.component) for reason in gates} - closed)
    open_text = f"{count(still, 'requirement')} {'is' if still == 1 else 'are'} still open"
    match scorecard.verdict:
        case Verdict.MEETS:
            return f"Every required {scorecard.ruleset.criterion_word} is in place, with nothing left open."
        case Verdict.DOES_NOT_MEET:
            it = "It" if scorecard.readiness.ready else "Also, it"
            start = (
                f"{it} falls short of {count(short, 'requirement')}"
                if short
                else f"{it} does not meet the requirements"
            )
            return f"{start}; {open_text}." if still else f"{start}."
        case Verdict.UNDECIDED if still:
            return f"{capital(open_text)}; nothing rules the program out."
        case Verdict.UNDECIDED:
            return "Everything else that the requirements ask for is in place."

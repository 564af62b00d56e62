"""The sentences that say why the verdict is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.scorecard import ReasonKind

if TYPE_CHECKING:
    from poscheck.ruleset import Ruleset
    from poscheck.scoring import Gate

_WAITS = {
    ReasonKind.MISSING_EVIDENCE: "evidence for it is missing",
    ReasonKind.NEEDS_REVIEW: "a person has to decide on it",
    ReasonKind.NOT_MET: "it is not confirmed yet",
}


def reason_text(gate: Gate, ruleset: Ruleset, lacking: int) -> str:
    """Which gate is closed or open, as a sentence; ``lacking`` counts what keeps the submission from being ready."""
    if gate.kind is ReasonKind.NOT_READY:
        things = "1 thing is" if lacking == 1 else f"{lacking} things are"
        return f"{things} lacking before it can be submitted."
    if gate.criterion is not None:
        title = next(criterion.title for criterion in ruleset.criteria if criterion.id == gate.criterion)
        required = f"{gate.criterion} {title}: “{ruleset.scale[ruleset.required_rating].name}” is required"
        return f"{required} and is not reached." if gate.decided else f"{required}, and {_WAITS[gate.kind]}."
    component = next(component for component in ruleset.components if component.id == gate.component)
    minimum = f"{component.title}: the minimum score of {component.minimum}"
    return f"{minimum} cannot be reached." if gate.decided else f"{minimum} is required, and {_WAITS[gate.kind]}."

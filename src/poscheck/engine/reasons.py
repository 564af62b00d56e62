"""The sentences that say why the verdict is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.scorecard import ReasonKind

if TYPE_CHECKING:
    from poscheck.ruleset import Ruleset
    from poscheck.scoring import Gate


def reason_text(gate: Gate, ruleset: Ruleset, lacking: int) -> str:
    """Which gate is closed or open, as a sentence; ``lacking`` counts what keeps the submission from being ready."""
    if gate.kind is ReasonKind.NOT_READY:
        things = "1 thing is" if lacking == 1 else f"{lacking} things are"
        return f"{things} lacking before it can be submitted."
    if gate.criterion is not None:
        required = ruleset.scale[ruleset.required_rating].name
        title = next(criterion.title for criterion in ruleset.criteria if criterion.id == gate.criterion)
        reached = "is not reached" if gate.decided else "is not confirmed yet"
        return f"{gate.criterion} {title}: “{required}” is required and {reached}."
    component = next(component for component in ruleset.components if component.id == gate.component)
    reached = "cannot be reached" if gate.decided else "is not confirmed yet"
    return f"{component.title}: the minimum score of {component.minimum} {reached}."

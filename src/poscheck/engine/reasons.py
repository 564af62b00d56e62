"""The sentences that say why the verdict is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.scorecard import ReasonKind

if TYPE_CHECKING:
    from poscheck.ruleset import Ruleset
    from poscheck.scoring import Gate, Scores

_OPEN = {
    ReasonKind.MISSING_EVIDENCE: "evidence is missing",
    ReasonKind.NEEDS_REVIEW: "a person has to decide",
    ReasonKind.NOT_MET: "something is not met",
}


def reason_text(gate: Gate, ruleset: Ruleset, scores: Scores, lacking: int) -> str:
    """Why ``gate`` is closed or open, as a sentence; ``lacking`` counts what keeps the submission from being ready."""
    if gate.kind is ReasonKind.NOT_READY:
        things = "1 thing is" if lacking == 1 else f"{lacking} things are"
        return f"The submission is not ready: {things} lacking."
    required = ruleset.scale[ruleset.required_rating].name
    if gate.criterion is not None:
        title = next(criterion.title for criterion in ruleset.criteria if criterion.id == gate.criterion)
        name = f"{gate.criterion} {title}"
        if gate.decided:
            return f"{name}: required, and does not reach “{required}”."
        return f"{name}: required, and it is open whether it reaches “{required}”, because {_OPEN[gate.kind]}."
    component = next(component for component in ruleset.components if component.id == gate.component)
    minimum = (
        f"{component.minimum.numerator}/{component.minimum.denominator}"
        if component.minimum.denominator > 1
        else str(component.minimum)
    )
    _ = scores
    if gate.decided:
        return f"{component.title}: the score is below the minimum of {minimum} and cannot reach it."
    return f"{component.title}: the confirmed score is below the minimum of {minimum}, because {_OPEN[gate.kind]}."

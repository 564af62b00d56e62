"""What hangs on one thing: what waits for a person, by what deciding it would do, and what is one step away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.records import Record
from poscheck.scorecard import ReviewEffect

if TYPE_CHECKING:
    from poscheck.report.view import View

EFFECT = {
    ReviewEffect.MEETS: "A yes alone would make the program meet the requirements",
    ReviewEffect.DOES_NOT_MEET: "A no alone would settle that it does not meet them",
    ReviewEffect.GATE: "A requirement hangs on it",
    ReviewEffect.SCORE: "Only the score hangs on it",
}


class Named(Record):
    """A criterion (or, without a title, readiness) with the anchor of its place on the page."""

    id: str
    title: str
    anchor: str


class Waiting(Record):
    """What waits for a person with the same effect."""

    effect: str
    items: tuple[Named, ...]


def near(view: View) -> tuple[Named, ...]:
    """The criteria of which one alone would bring a better verdict."""
    named = _criteria(view)
    return tuple(named[criterion] for criterion in view.scorecard.near if criterion in named)


def waiting(view: View) -> tuple[Waiting, ...]:
    """What waits for a person, the strongest effect first."""
    named = _criteria(view)
    groups: dict[ReviewEffect, list[Named]] = {effect: [] for effect in EFFECT}
    for review in view.scorecard.reviews:
        if review.criterion is None:
            groups[review.effect].append(Named("Readiness to submit", "", f"rule-{review.rules[0]}"))
        elif review.criterion in named:
            groups[review.effect].append(named[review.criterion])
    return tuple(Waiting(EFFECT[effect], tuple(items)) for effect, items in groups.items() if items)


def _criteria(view: View) -> dict[str, Named]:
    return {
        row.criterion.id: Named(row.criterion.id, row.criterion.title, component.anchor)
        for component in view.components
        for row in component.rows
    }

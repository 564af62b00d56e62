"""A guide's phases as a planning list: of each component what is settled, and what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.records import Record
from poscheck.report import wording
from poscheck.report.view import arrange, tally
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from poscheck.papers import PhaseComponent
    from poscheck.report.view import ComponentView
    from poscheck.scorecard import CriterionResult, Planning, Scorecard

_OPEN = (Outcome.NOT_MET, Outcome.INCOMPLETE, Outcome.NEEDS_REVIEW)


class OpenCriterion(Record):
    """A criterion that is not confirmed at the required rating, and what of it is open."""

    criterion: CriterionResult
    text: str


class Task(Record):
    """A component in a phase: its name in the guide, and its criteria. What does not apply is in neither list."""

    name: str
    view: ComponentView
    settled: tuple[CriterionResult, ...]
    still_open: tuple[OpenCriterion, ...]


class PhaseView(Record):
    """A phase with its tasks."""

    title: str
    note: str | None
    tasks: tuple[Task, ...]


def phases(card: Scorecard, planning: Planning) -> tuple[PhaseView, ...]:
    """The phases, in the guide's order."""
    views = {view.component.id: view for view in arrange(card).components}
    return tuple(
        PhaseView(phase.title, phase.note, tuple(_task(card, each, views[each.component]) for each in phase.components))
        for phase in planning.phases
    )


def _task(card: Scorecard, named: PhaseComponent, view: ComponentView) -> Task:
    required = max((step.rating for step in card.scale if step.name == card.required_rating), default=0)
    rated = [each for each in view.component.criteria if each.rating is not None]
    settled = tuple(each for each in rated if _reached(each, required))
    still_open = tuple(OpenCriterion(each, _open(card, each, required)) for each in rated if each not in settled)
    return Task(named.name or view.component.title, view, settled, still_open)


def _reached(criterion: CriterionResult, required: int) -> bool:
    """Whether it is confirmed at the required rating, or as high as it can be."""
    return criterion.rating is not None and criterion.rating.low >= min(required, criterion.top or required)


def _open(card: Scorecard, criterion: CriterionResult, required: int) -> str:
    """What keeps a criterion from the required rating: ``1 not met, 2 incomplete``."""
    asked = {step.name for step in card.scale if step.rating <= required}
    counts = tally(finding for finding in criterion.findings if finding.rated and finding.level in asked)
    return wording.parts_text(counts, *_OPEN)

"""A scorecard arranged for reading: what is open first, per component, with counts that add up.

Nothing is judged here. Every report (page, terminal, Markdown) is written from this arrangement, so that
they cannot tell different stories.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from poscheck.report import wording
from poscheck.scorecard import Counts, Outcome, ReasonKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poscheck.scorecard import (
        Citation,
        ComponentResult,
        CriterionResult,
        Decision,
        Finding,
        NextStep,
        Scorecard,
        SubmissionProblem,
        VerdictReason,
    )

MOST_STEPS = 7
_OPEN = (Outcome.NOT_MET, Outcome.INCOMPLETE)


class Standing(StrEnum):
    """Where a component stands against the requirements; the word that the strip shows."""

    IN_PLACE = "met"
    OPEN = "incomplete"
    FALLS_SHORT = "not_met"
    NOTHING_APPLIES = "not_applicable"


STANDING = {
    Standing.IN_PLACE: "In place",
    Standing.OPEN: "Still open",
    Standing.FALLS_SHORT: "Falls short",
    Standing.NOTHING_APPLIES: "Not applicable",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding with the criterion that it belongs to; readiness findings have none."""

    finding: Finding
    criterion: CriterionResult | None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One line of a component's table."""

    criterion: CriterionResult
    rating: str
    met: int
    asked: int


@dataclass(frozen=True, slots=True)
class ComponentView:
    """One component: its rows, and its findings in the order in which a reader needs them."""

    component: ComponentResult
    standing: Standing
    counts: Counts
    rows: tuple[CriterionRow, ...]
    to_fix: tuple[Entry, ...]
    to_judge: tuple[Entry, ...]
    met: tuple[Entry, ...]
    not_applicable: tuple[Entry, ...]
    informs: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        """The name of the component's place on the page."""
        return f"component-{self.component.number}"


@dataclass(frozen=True, slots=True)
class Reason:
    """A verdict reason with the component that it leads to."""

    reason: VerdictReason
    target: ComponentView | None


@dataclass(frozen=True, slots=True)
class Step:
    """A next step, numbered, with the component that it leads to."""

    number: int
    step: NextStep
    target: ComponentView | None


@dataclass(frozen=True, slots=True)
class View:
    """The whole scorecard, arranged."""

    scorecard: Scorecard
    headline: str
    second_line: str
    lacking: tuple[Entry, ...]
    ready_checks: tuple[Entry, ...]
    problems: tuple[SubmissionProblem, ...]
    reasons: tuple[Reason, ...]
    steps: tuple[Step, ...]
    more_steps: int
    components: tuple[ComponentView, ...]
    sources: tuple[Citation, ...]
    decisions: tuple[Decision, ...]

    @property
    def total(self) -> int:
        """How many questions were asked."""
        return sum(number for _, number in wording.counts_list(self.scorecard.counts))


def arrange(scorecard: Scorecard) -> View:
    """The scorecard in the order in which it is read."""
    kinds = _gates(scorecard)
    components = tuple(_component(scorecard, item, kinds) for item in scorecard.components)
    by_component = {view.component.id: view for view in components}
    by_criterion = {row.criterion.id: view for view in components for row in view.rows}

    def target(criterion: str | None, component: str | None) -> ComponentView | None:
        return by_criterion.get(criterion or "") or by_component.get(component or "")

    lacking = wording.lacking(scorecard)
    entries = [Entry(finding, None) for finding in scorecard.readiness.findings]
    every = [*entries, *(entry for view in components for entry in _all(view))]
    reasons = (reason for reason in scorecard.verdict_reasons if reason.kind is not ReasonKind.NOT_READY)
    order = (ReasonKind.NOT_MET, ReasonKind.MISSING_EVIDENCE, ReasonKind.NEEDS_REVIEW)
    return View(
        scorecard=scorecard,
        headline=wording.headline(scorecard),
        second_line=wording.second_line(scorecard),
        lacking=tuple(entry for entry in entries if entry.finding in lacking),
        ready_checks=tuple(entry for entry in entries if entry.finding not in lacking),
        problems=scorecard.problems,
        reasons=tuple(
            Reason(reason, target(reason.criterion, reason.component))
            for reason in sorted(reasons, key=lambda reason: order.index(reason.kind))
        ),
        steps=tuple(
            Step(number, step, target(step.criterion, None))
            for number, step in enumerate(scorecard.next_steps[:MOST_STEPS], 1)
        ),
        more_steps=max(0, len(scorecard.next_steps) - MOST_STEPS),
        components=components,
        sources=_sources(every),
        decisions=tuple(entry.finding.decision for entry in every if entry.finding.decision),
    )


def _gates(scorecard: Scorecard) -> dict[str, list[ReasonKind]]:
    """The kinds of reason that name a component, directly or through one of its criteria."""
    home = {criterion.id: item.id for item in scorecard.components for criterion in item.criteria}
    kinds: dict[str, list[ReasonKind]] = {}
    for reason in scorecard.verdict_reasons:
        component = reason.component or home.get(reason.criterion or "")
        if component is not None:
            kinds.setdefault(component, []).append(reason.kind)
    return kinds


def _component(scorecard: Scorecard, component: ComponentResult, kinds: dict[str, list[ReasonKind]]) -> ComponentView:
    entries = [Entry(finding, item) for item in component.criteria for finding in item.findings]
    rated = [entry for entry in entries if not _only_informs(entry)]

    def having(*outcomes: Outcome) -> tuple[Entry, ...]:
        return tuple(entry for entry in rated if entry.finding.outcome in outcomes)

    return ComponentView(
        component=component,
        standing=_standing(component, kinds.get(component.id, []), scorecard.verdict),
        counts=tally(entry.finding for entry in rated),
        rows=tuple(_row(scorecard, criterion) for criterion in component.criteria),
        to_fix=having(*_OPEN),
        to_judge=having(Outcome.NEEDS_REVIEW),
        met=having(Outcome.MET),
        not_applicable=having(Outcome.NOT_APPLICABLE),
        informs=tuple(entry for entry in entries if _only_informs(entry)),
    )


def _only_informs(entry: Entry) -> bool:
    """Whether the finding counts for nothing: a notice, or a duty of the state."""
    return not entry.finding.rated or (entry.criterion is not None and entry.criterion.responsible == "state")


def _standing(component: ComponentResult, kinds: Sequence[ReasonKind], verdict: Verdict) -> Standing:
    if ReasonKind.NOT_MET in kinds and verdict is not Verdict.UNDECIDED:
        return Standing.FALLS_SHORT
    if kinds:
        return Standing.OPEN
    return Standing.NOTHING_APPLIES if component.score is None else Standing.IN_PLACE


def _row(scorecard: Scorecard, criterion: CriterionResult) -> CriterionRow:
    asked = [
        finding
        for finding in criterion.findings
        if not _only_informs(Entry(finding, criterion)) and finding.outcome is not Outcome.NOT_APPLICABLE
    ]
    return CriterionRow(
        criterion=criterion,
        rating=wording.rating_text(criterion.rating, scorecard.scale),
        met=sum(finding.outcome is Outcome.MET for finding in asked),
        asked=len(asked),
    )


def tally(findings: Iterable[Finding]) -> Counts:
    """How many findings came to each outcome."""
    numbers = dict.fromkeys(Outcome, 0)
    for finding in findings:
        numbers[finding.outcome] += 1
    return Counts(**{outcome.value: number for outcome, number in numbers.items()})


def _all(view: ComponentView) -> tuple[Entry, ...]:
    return (*view.to_fix, *view.to_judge, *view.met, *view.not_applicable, *view.informs)


def _sources(entries: Iterable[Entry]) -> tuple[Citation, ...]:
    """The documents cited, each once, by the ruleset's own short name."""
    found = {entry.finding.citation.source: entry.finding.citation for entry in entries}
    return tuple(found[source] for source in sorted(found))

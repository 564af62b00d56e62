"""A scorecard arranged for reading: what is open first, per component, with counts that add up.

Nothing is judged here. Every report (page, terminal, Markdown) is written from this arrangement, so that
they cannot tell different stories.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from poscheck.records import Record
from poscheck.report import verdict, wording
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
    NOT_COUNTED = "not_counted"

    @property
    def mark(self) -> str:
        """The outcome whose mark it has."""
        return "not_applicable" if self is Standing.NOT_COUNTED else self.value


STANDING = {
    Standing.IN_PLACE: "In place",
    Standing.OPEN: "Still open",
    Standing.FALLS_SHORT: "Falls short",
    Standing.NOTHING_APPLIES: "Not applicable",
    Standing.NOT_COUNTED: "Does not count",
}


class Entry(NamedTuple):
    """A finding with the criterion that it belongs to; readiness findings have none. There are hundreds of them."""

    finding: Finding
    criterion: CriterionResult | None


class CriterionRow(Record):
    """One line of a component's table."""

    criterion: CriterionResult
    rating: str
    met: int
    asked: int


class ComponentView(Record):
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


class Reason(Record):
    """A gate that is closed or open: of what kinds, the most urgent first, and the component that it leads to."""

    kinds: tuple[ReasonKind, ...]
    text: str
    target: ComponentView | None


class Source(Record):
    """A document that is cited, with its number on the page."""

    number: int
    citation: Citation


class Step(Record):
    """A next step, numbered, with the component that it leads to."""

    number: int
    step: NextStep
    target: ComponentView | None


class View(Record):
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
    sources: tuple[Source, ...]
    decisions: tuple[Decision, ...]

    @property
    def ratings(self) -> list[tuple[int, int, int]]:
        """The different ratings of criteria: confirmed, still possible, and the most there could be."""
        criteria = (row.criterion for component in self.components for row in component.rows)
        return sorted({(at.rating.low, at.rating.high, at.top) for at in criteria if at.rating and at.top})

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

    lacking = {finding.rule for finding in verdict.lacking(scorecard)}
    entries = [Entry(finding, None) for finding in scorecard.readiness.findings]
    every = [*(entry for view in components for entry in _all(view)), *entries]
    return View(
        scorecard=scorecard,
        headline=verdict.headline(scorecard),
        second_line=verdict.second_line(scorecard),
        lacking=tuple(entry for entry in entries if entry.finding.rule in lacking),
        ready_checks=tuple(entry for entry in entries if entry.finding.rule not in lacking),
        problems=scorecard.problems,
        reasons=tuple(
            Reason(why, reason.text, target(reason.criterion, reason.component))
            for why, reason in _reasons(scorecard.verdict_reasons)
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


def _reasons(reasons: Iterable[VerdictReason]) -> list[tuple[tuple[ReasonKind, ...], VerdictReason]]:
    """Each gate once, with every kind of reason that it has; readiness is told apart from the requirements."""
    order = (ReasonKind.NOT_MET, ReasonKind.MISSING_EVIDENCE, ReasonKind.NEEDS_REVIEW)
    gates: dict[tuple[str | None, str | None], list[VerdictReason]] = {}
    for reason in reasons:
        if reason.kind in order:
            gates.setdefault((reason.criterion, reason.component), []).append(reason)
    found = [(tuple(sorted({reason.kind for reason in gate}, key=order.index)), gate[0]) for gate in gates.values()]
    return sorted(found, key=lambda item: order.index(item[0][0]))


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
    found: dict[str, list[Entry]] = {group: [] for group in ("to_fix", *Outcome, "informs")}
    for criterion in component.criteria:
        for finding in criterion.findings:
            found[_group(finding, criterion)].append(Entry(finding, criterion))
    rated = (entry.finding for group, entries in found.items() if group != "informs" for entry in entries)
    return ComponentView(
        component=component,
        standing=_standing(component, kinds.get(component.id, []), scorecard.verdict),
        counts=tally(rated),
        rows=tuple(_row(scorecard, criterion) for criterion in component.criteria),
        to_fix=tuple(found["to_fix"]),
        to_judge=tuple(found[Outcome.NEEDS_REVIEW]),
        met=tuple(found[Outcome.MET]),
        not_applicable=tuple(found[Outcome.NOT_APPLICABLE]),
        informs=tuple(found["informs"]),
    )


def _group(finding: Finding, criterion: CriterionResult) -> str:
    if _only_informs(finding, criterion):
        return "informs"
    return "to_fix" if finding.outcome in _OPEN else finding.outcome


def _only_informs(finding: Finding, criterion: CriterionResult) -> bool:
    """Whether the finding counts for nothing: a notice, or a duty of the state."""
    return not finding.rated or criterion.responsible == "state"


def _standing(component: ComponentResult, kinds: Sequence[ReasonKind], of: Verdict) -> Standing:
    if ReasonKind.NOT_MET in kinds and of is not Verdict.UNDECIDED:
        return Standing.FALLS_SHORT
    if kinds:
        return Standing.OPEN
    if component.score is None:
        return Standing.NOTHING_APPLIES
    gated = Fraction(component.minimum) > 0 or any(criterion.required for criterion in component.criteria)
    return Standing.IN_PLACE if component.weight or gated else Standing.NOT_COUNTED


def _row(scorecard: Scorecard, criterion: CriterionResult) -> CriterionRow:
    asked = [
        finding.outcome
        for finding in criterion.findings
        if not _only_informs(finding, criterion) and finding.outcome is not Outcome.NOT_APPLICABLE
    ]
    return CriterionRow(
        criterion=criterion,
        rating=wording.rating_text(criterion.rating, scorecard.scale),
        met=asked.count(Outcome.MET),
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


def _sources(entries: Iterable[Entry]) -> tuple[Source, ...]:
    """The documents cited, each once, numbered in the order of their first use."""
    found: dict[str, Citation] = {}
    for entry in entries:
        found.setdefault(entry.finding.citation.source, entry.finding.citation)
    return tuple(Source(number, citation) for number, citation in enumerate(found.values(), 1))

"""The rulebook of a ruleset as records: everything that its pages say, in order and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.checks.figures import parameters_of
from poscheck.dates import iso
from poscheck.records import Record
from poscheck.report import wording
from poscheck.rulebook.fields import FieldGroup, fields_read
from poscheck.rulebook.lexicon import lexicon
from poscheck.rulebook.operands import FIGURE, Operands
from poscheck.rulebook.requirement import Said, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poscheck.checks import nodes
    from poscheck.rulebook.crosswalk import Counterpart
    from poscheck.ruleset import Component, Criterion, Parameter, Rule, Ruleset
    from poscheck.scorecard import Citation


class Value(Record):
    """What a threshold is, and from and until which day (None: before or after every other)."""

    text: str
    first: str | None
    last: str | None


class Threshold(Record):
    """A parameter of rules, with its dated values; ``citation`` is None where it is the ruleset's own choice."""

    title: str
    values: tuple[Value, ...]
    citation: Citation | None


class RulePage(Record, kw_only=True):
    """One rule: what it asks in words, who judges it, and what differs from its criterion."""

    rule: Rule
    level: str
    said: Said
    own: bool
    citation: Citation | None


class CriterionPage(Record, kw_only=True):
    """One criterion with its rules, what to file for it, its thresholds, and what corresponds to it elsewhere."""

    criterion: Criterion
    duty: str
    evidence: tuple[FieldGroup, ...]
    thresholds: tuple[Threshold, ...]
    see_also: tuple[Counterpart, ...]
    rules: tuple[RulePage, ...]


class ComponentPage(Record):
    """One component with its criteria."""

    component: Component
    criteria: tuple[CriterionPage, ...]


class Book(Record, kw_only=True):
    """The whole rulebook; ``until`` is the last day on which the ruleset is in force, where there is one."""

    ruleset: Ruleset
    since: str
    until: str | None
    required: str
    readiness: tuple[RulePage, ...]
    components: tuple[ComponentPage, ...]


def book(ruleset: Ruleset, see_also: Mapping[str, Sequence[Counterpart]]) -> Book:
    """The rulebook of ``ruleset``; ``see_also`` has what corresponds to each of its criteria."""
    maker = _Maker(ruleset)
    return Book(
        ruleset=ruleset,
        since=wording.long_date(iso(ruleset.first_day)),
        until=None if ruleset.last_day is None else wording.long_date(iso(ruleset.last_day)),
        required=ruleset.scale[ruleset.required_rating].name,
        readiness=tuple(maker.rule(rule, None) for rule in ruleset.readiness),
        components=tuple(
            ComponentPage(
                component, tuple(maker.criterion(each, see_also.get(each.id, ())) for each in component.criteria)
            )
            for component in ruleset.components
        ),
    )


class _Maker:
    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._operands = Operands(lexicon(), ruleset.parameters)

    def criterion(self, criterion: Criterion, see_also: Sequence[Counterpart]) -> CriterionPage:
        checks = [check for rule in criterion.rules for check in checks_of(rule)]
        return CriterionPage(
            criterion=criterion,
            duty={"shared": "district and state"}.get(criterion.responsible, criterion.responsible),
            evidence=fields_read(checks, self._ruleset.contract.root),
            thresholds=tuple(self._thresholds(checks)),
            see_also=tuple(see_also),
            rules=tuple(self.rule(rule, criterion) for rule in criterion.rules),
        )

    def rule(self, rule: Rule, criterion: Criterion | None) -> RulePage:
        level = "informs only" if not rule.rated else "readiness"
        return RulePage(
            rule=rule,
            level=self._ruleset.scale[rule.level].name if rule.level is not None else level,
            said=said(rule, self._ruleset),
            own=rule.ours,
            citation=None if criterion is not None and rule.citation == criterion.citation else rule.citation,
        )

    def _thresholds(self, checks: Sequence[nodes.Check]) -> Iterator[Threshold]:
        used = parameters_of(checks)
        for name, parameter in self._ruleset.parameters.items():
            if name in used:
                yield Threshold(parameter.title, tuple(self._values(parameter)), parameter.citation)

    def _values(self, parameter: Parameter) -> Iterator[Value]:
        firsts = [first for first, _ in parameter.values]
        for place, (first, value) in enumerate(parameter.values):
            later = firsts[place + 1] - 1 if place + 1 < len(firsts) else self._ruleset.last_day
            begins = None if place == 0 and first <= self._ruleset.first_day else wording.long_date(iso(first))
            until = None if later is None else wording.long_date(iso(later))
            yield Value(self._operands.dated(value, FIGURE), begins, until)


def checks_of(rule: Rule) -> list[nodes.Check]:
    """Everything that a rule evaluates."""
    logic = rule.logic
    return [check for check in (logic.when, logic.check, logic.review_if) if check is not None]

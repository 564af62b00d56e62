"""A loaded ruleset: everything checked, everything resolved, nothing left to interpret."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from poscheck.checks.constants import Environment, ParameterValue
from poscheck.dates import iso
from poscheck.errors import UsageError
from poscheck.reading import read_bytes
from poscheck.records import Entity, Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from poscheck.checks.compiler import Compiled
    from poscheck.checks.logic import Logic
    from poscheck.contract import Contract
    from poscheck.reading import Document
    from poscheck.scorecard import Citation, Executability, Outcome, Planning, ProblemKind, Step, SwitchedOff


class Case(Record, kw_only=True):
    """A test in a rule file, by its place in its rule: changes to the fixture, and what the rule comes to."""

    number: int
    name: str
    given: Mapping[str, Any]
    as_of: str | None
    expect: Outcome
    problem: ProblemKind | None


class Rule(Entity, kw_only=True):
    """One yes/no question. ``level`` is a rating of the scale, None for readiness and rules that only inform."""

    id: str
    level: int | None
    rated: bool
    question: str
    met: str
    not_met: str
    incomplete: str | None
    fix: str
    in_words: str | None
    executability: Executability
    look_for: tuple[str, ...]
    ours: bool
    citation: Citation
    logic: Logic
    cases: tuple[Case, ...]


class Criterion(Entity, kw_only=True):
    """One criterion (the ten components call it a sub-component) with its rules in written order."""

    id: str
    title: str
    alias: str | None
    why: str
    required: bool
    responsible: str
    state_fact: str | None
    weight: Fraction
    citation: Citation
    compares_with: tuple[str, ...]
    rules: tuple[Rule, ...]

    @property
    def scored(self) -> bool:
        """Whether it counts in scores and gates: a state's duty does not."""
        return self.responsible != "state"


class Component(Entity, kw_only=True):
    """One component with its weight and the lowest score that it may have."""

    id: str
    number: int
    title: str
    alias: str | None
    weight: Fraction
    minimum: Fraction
    criteria: tuple[Criterion, ...]


class Parameter(Entity, kw_only=True):
    """A parameter and its dated values: (first day, value from then on), in the order of time."""

    name: str
    title: str
    ours: bool
    kind: str
    citation: Citation | None
    values: tuple[tuple[int, ParameterValue], ...]

    def everything(self) -> tuple[Any, ...]:
        """Every value that it may ever have, those of lists one by one."""
        dated = [value for _, value in self.values]
        found = [
            *(value.value for value in dated if value.by is None),
            *(band.value for value in dated for band in value.bands),
        ]
        return tuple(part for value in found for part in (value if isinstance(value, tuple) else (value,)))

    def on(self, day: int) -> ParameterValue:
        """The value on ``day``; loading made sure that there is one on every day of the ruleset."""
        current = self.values[0][1]
        for first, value in self.values:
            if first <= day:
                current = value
        return current


class Ruleset(Entity, kw_only=True):
    """A ruleset, ready to evaluate. ``required_rating`` is a rating of ``scale``; days are ordinals.

    ``planning`` is by state, with ``""`` for all others.
    """

    id: str
    title: str
    version: str
    digest: str
    disclaimer: str
    component_word: str
    criterion_word: str
    first_day: int
    last_day: int | None
    scale: tuple[Step, ...]
    required_rating: int
    components: tuple[Component, ...]
    readiness: tuple[Rule, ...]
    parameters: Mapping[str, Parameter]
    switched_off: tuple[SwitchedOff, ...]
    planning: Mapping[str, Planning]
    read_fields: frozenset[str]
    contract: Contract
    fixture_name: str | None
    fixture_bytes: bytes | None
    fixture_as_of: str | None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in order."""
        return tuple(criterion for component in self.components for criterion in component.criteria)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules: readiness first, then those of the criteria in order."""
        return (*self.readiness, *(rule for criterion in self.criteria for rule in criterion.rules))

    @cached_property
    def fixture(self) -> Document | None:
        """The submission that the tests in the rule files change."""
        if self.fixture_bytes is None or self.fixture_name is None:
            return None
        return read_bytes(self.fixture_bytes, self.fixture_name)

    @cached_property
    def compiled(self) -> Compiled:
        """All rules as one function, compiled when first needed and then kept."""
        from poscheck.checks.compiler import compile_rules

        return compile_rules([rule.logic for rule in self.rules], self.environment(self.first_day).parameters)

    def environment(self, day: int) -> Environment:
        """What rules need to know besides the submission, as of ``day``."""
        return Environment(day, {name: parameter.on(day) for name, parameter in self.parameters.items()})

    def check_in_force(self, day: int) -> None:
        """Raise :class:`~poscheck.errors.UsageError` where ``day`` is outside of the time this ruleset is in force."""
        if day < self.first_day or (self.last_day is not None and day > self.last_day):
            until = f"until {iso(self.last_day)}" if self.last_day is not None else "without an end"
            raise UsageError(
                f"the ruleset {self.id} {self.version} is in force from {iso(self.first_day)} {until}; "
                f"it cannot judge as of {iso(day)}"
            )

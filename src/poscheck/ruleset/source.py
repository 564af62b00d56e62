"""The files of a ruleset as they are written: which keys there are and what kind of value each takes.

Almost everything is optional here, because a ruleset that extends another writes down only what it changes;
:mod:`poscheck.ruleset.assemble` insists on what must be there in the end. ``schemas/ruleset.schema.json`` is generated
from these models.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from poscheck.scorecard import Executability, Outcome, ProblemKind, Verdict

RULESET_FORMAT = "poscheck-ruleset/1"

Text = Annotated[str, Field(min_length=1, max_length=2000)]
ID = r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,79}$"
DAY = r"^\d{4}-\d{2}-\d{2}$"
FRACTION = r"^\d{1,4}/[1-9]\d{0,3}$"
VERSION = r"^\d+\.\d+\.\d+$"
URL = r"^https?://"
STATE = r"^[A-Z]{2}$"
IN_WORDS = {
    ID: "an id holds letters without accents, digits, `-` and `.`, at most 80, and begins with a letter or digit",
    DAY: "a day is written like 2026-06-30",
    FRACTION: "a fraction is written like 1/3",
    VERSION: "a version is written like 1.0.0",
    URL: "an address begins with https:// or http://",
    STATE: "a state is written as its two capital letters, such as WI",
}
"""What each pattern asks, for the message about a value that does not fit it."""

Id = Annotated[str, Field(pattern=ID)]
Day = Annotated[str, Field(pattern=DAY)]
Weight = Annotated[float, Field(ge=0, le=1000)] | Annotated[str, Field(pattern=FRACTION)]
Minimum = Annotated[float, Field(ge=0, le=1)] | Annotated[str, Field(pattern=FRACTION)]
Check = Annotated[dict[str, Any] | list[Any], Field(description="A condition in the words of docs/rule-language.md.")]


class Source(BaseModel):
    """A part of a ruleset's file; a key that does not exist is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Period(Source):
    """From which day (and until which) something is in force."""

    from_: Annotated[Day, Field(alias="from")]
    until: Day | None = None


class Words(Source):
    """What pages call a component and a criterion."""

    component: Text = "component"
    criterion: Text = "criterion"


class ScaleStep(Source):
    """One rating."""

    rating: Annotated[int, Field(ge=0, le=9)]
    name: Text
    meaning: Text


class CitedDocument(Source):
    """A public document that rules come from."""

    title: Text
    short: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    publisher: Text | None = None
    year: Annotated[int, Field(ge=1800, le=2200)] | None = None
    url: Annotated[str, Field(pattern=URL)] | None = None


class Place(Source):
    """A place in a cited document."""

    source: Text
    item: Text | None = None


class TableRow(Source):
    """What one component or criterion weighs, and the lowest score that a component may have."""

    component: Id | None = None
    criterion: Id | None = None
    weight: Weight | None = None
    minimum: Minimum | None = None


class BandSource(Source):
    """A value for numbers up to and including ``up_to``."""

    up_to: float | None = None
    value: Any


class DatedValue(Source):
    """A parameter's value from a day on."""

    from_: Annotated[Day, Field(alias="from")]
    value: Any = None
    bands: tuple[BandSource, ...] | None = None


class ParameterSource(Source):
    """A figure that rules use and that a state may change."""

    title: Text
    ours: bool = False
    citation: Place | None = None
    by: Text | None = None
    values: Annotated[tuple[DatedValue, ...], Field(min_length=1)]


class TestCase(Source):
    """A change to the fixture, and what the rule then comes to."""

    __test__ = False  # not one of pytest's

    name: Text
    given: dict[str, Any] = {}
    as_of: Day | None = None
    expect: Outcome
    problem: ProblemKind | None = None


class RuleSource(Source):
    """One yes/no question."""

    id: Id
    level: Text | None = None
    question: Text | None = None
    check: Check | None = None
    when: Check | None = None
    review_if: Check | None = None
    met: Text | None = None
    not_met: Text | None = None
    incomplete: Text | None = None
    fix: Text | None = None
    executability: Executability | None = None
    look_for: tuple[Text, ...] | None = None
    rated: bool | None = None
    ours: bool | None = None
    citation: Place | None = None
    in_words: (
        Annotated[Text, Field(description="What the check asks, where the rulebook's own words would not do.")] | None
    ) = None
    tests: tuple[TestCase, ...] | None = None


class CriterionSource(Source):
    """One criterion and its rules."""

    id: Id
    title: Text | None = None
    aliases: dict[str, Text] | None = None
    required: bool | None = None
    responsible: Literal["district", "state", "shared"] | None = None
    state_fact: Text | None = None
    citation: Place | None = None
    why: Text | None = None
    compares_with: Annotated[
        tuple[Id, ...], Field(description="The criteria of the ten components that ask for something like it.")
    ] = ()
    rules: tuple[RuleSource, ...] = ()


class ComponentSource(Source):
    """One component file."""

    component: Id
    number: Annotated[int, Field(ge=1, le=999)] | None = None
    title: Text | None = None
    aliases: dict[str, Text] | None = None
    criteria: tuple[CriterionSource, ...] = ()


class SwitchedOffSource(Source):
    """A rule that no longer counts, and why."""

    rule: Id
    reason: Text


class FixtureSource(Source):
    """The submission that the tests in the rule files change."""

    file: Text
    as_of: Day


class PhaseSource(Source):
    """A phase of building a program, with the components that it is about."""

    title: Text
    components: tuple[Id, ...] = ()
    note: Text | None = None


class PlanningSource(Source):
    """A guide's order of work, for one state or for all."""

    state: Annotated[str, Field(pattern=STATE)] | None = None
    title: Text
    names: Text | None = None
    citation: Place
    phases: Annotated[tuple[PhaseSource, ...], Field(min_length=1)]


class RulesetSource(Source):
    """The file ``ruleset.yaml``."""

    format: Literal["poscheck-ruleset/1"]
    id: Id
    title: Text
    version: Annotated[str, Field(pattern=VERSION)]
    extends: Text | None = None
    in_force: Period | None = None
    disclaimer: Text | None = None
    words: Words | None = None
    scale: Annotated[tuple[ScaleStep, ...], Field(min_length=2)] | None = None
    required_rating: Text | None = None
    full_up_to_required: bool | None = None
    citations: dict[str, CitedDocument] = {}
    fillers: tuple[Text, ...] = ()
    vocabulary: dict[str, tuple[Text, ...]] = {}
    extensions_schema: Text | None = None
    table: tuple[TableRow, ...] = ()
    parameters: dict[str, ParameterSource] = {}
    readiness: tuple[RuleSource, ...] = ()
    switch_off: tuple[SwitchedOffSource, ...] = ()
    planning: tuple[PlanningSource, ...] = ()
    fixture: FixtureSource | None = None


class ExpectedSource(Source):
    """What the scorecard says; whatever is left out is not looked at."""

    ready: bool | None = None
    verdict: Verdict | None = None
    ratings: dict[Id, Text] = {}
    outcomes: dict[Id, Outcome] = {}


class CaseSource(Source):
    """One case: a submission (the ruleset's fixture, unless another file of the folder is named), changed or not."""

    format: Literal["poscheck-case/1"]
    title: Text
    submission: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]*$")] | None = None
    as_of: Day | None = None
    given: dict[str, Any] = {}
    expect: ExpectedSource

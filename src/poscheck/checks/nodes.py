"""What a check is, once it is parsed: a small tree of frozen nodes with every path resolved against the contract.

Three readers of this tree exist: :mod:`poscheck.checks.compiler` (outcomes, fast), :mod:`poscheck.checks.explainer`
(outcomes with the reasons, slow) and the oracle in the tests, which reads the YAML instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from poscheck.contract import Field
    from poscheck.dates import Duration

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Get:
    """Take a member of a record."""

    key: str


@dataclass(frozen=True, slots=True)
class Follow:
    """Go from a reference to the item of the top-level list ``target`` whose ``key`` it holds."""

    target: str
    key: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Path:
    """Where a value is: from the submission (``name`` None) or from a named item, step by step.

    ``owner`` is the heading of the group of fields that the value stands in, where that is not the item or section.
    """

    name: str | None
    steps: tuple[Get | Follow, ...]
    field: Field
    text: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a date operand is moved; ``amount`` may be the name of a parameter."""

    sign: int
    amount: Duration | str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as written."""

    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FieldOperand:
    """The value of another field."""

    path: Path
    offset: Offset | None = None


@dataclass(frozen=True, slots=True)
class ParamOperand:
    """The value of a parameter."""

    name: str
    offset: Offset | None = None


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date as of which the submission is judged."""

    offset: Offset | None = None


Operand = Literal | FieldOperand | ParamOperand | AsOf


class Word(StrEnum):
    """The words that test one value against an operand."""

    IS = "is"
    IS_NOT = "is_not"
    ONE_OF = "one_of"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    ON_OR_AFTER = "on_or_after"
    ON_OR_BEFORE = "on_or_before"
    AFTER = "after"
    BEFORE = "before"
    IN_FORCE_ON = "in_force_on"


class Edge(StrEnum):
    """Which day of a school year a date test looks at."""

    STARTS = "starts"
    ENDS = "ends"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Compare:
    """Test a value with one word: numbers, texts, words, true/false, dates, school years, records in force."""

    word: Word
    operand: Operand
    edge: Edge | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Between:
    """A number from ``low`` to ``high``, both included."""

    low: Operand
    high: Operand


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Within:
    """A date at most ``time`` before (sign -1) or after (sign 1) another, both ends included."""

    time: Duration | str
    sign: int
    operand: Operand
    edge: Edge | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Present:
    """A value is there."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Filled:
    """A text is there and none of these fillers."""

    fillers: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MinWords:
    """A text of at least so many words."""

    count: Operand


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Matches:
    """A text that a safe pattern fits as a whole."""

    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MentionsAny:
    """A text in which one of these words or phrases occurs."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FoundIn:
    """A value that ``key`` of some item of ``items`` has, of those for which ``where`` holds."""

    items: Path
    name: str
    key: Path
    where: Check | None


Test = Compare | Between | Within | Present | Filled | MinWords | Matches | MentionsAny | FoundIn


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class On:
    """A test of the value at a path."""

    path: Path
    test: Test


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class All:
    """All of these."""

    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Any:
    """At least one of these."""

    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Not:
    """The contrary."""

    check: Check


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Among:
    """At least ``count`` of these."""

    count: int
    checks: tuple[Check, ...]


class Quantifier(StrEnum):
    """The words over the items of a list."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    EVERY = "every"
    NONE_OF = "none_of"
    SHARE_AT_LEAST = "share_at_least"


class IfEmpty(StrEnum):
    """What a word over candidates comes to when there are none."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Items:
    """Which items a list word looks at: the list, the name of an item, and who is a candidate."""

    path: Path
    name: str
    consider: Check | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Quantified:
    """A list word over candidates."""

    word: Quantifier
    items: Items
    must: Check | None
    count: Operand | None = None
    if_empty: IfEmpty | None = None


class Summary(StrEnum):
    """The words that make one number or date of a list."""

    SUM = "sum"
    COUNT_DISTINCT = "count_distinct"
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Covers:
    """Every one of these values appears."""

    wanted: Operand
    items: Items
    value: Path


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Summarized:
    """A number or date made of a list, tested."""

    word: Summary
    tests: tuple[Test, ...]
    items: Items
    value: Path
    one_per: Path | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UniqueBy:
    """No two candidates have the same value."""

    items: Items
    value: Path


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ratio:
    """The quotient of two fields, tested."""

    tests: tuple[Test, ...]
    numerator: Path
    denominator: Path


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Chain:
    """The longest chain along ``along`` has so many items, and there is no cycle."""

    count: Operand
    items: Items
    along: Path


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NonDecreasing:
    """Along every link, an ordered word stays or rises."""

    value: Path
    items: Items
    along: Path


Check = On | All | Any | Not | Among | Quantified | Covers | Summarized | UniqueBy | Ratio | Chain | NonDecreasing

"""What a check is, once it is parsed: a small tree of frozen nodes with every path resolved against the contract.

Three readers of this tree exist: :mod:`poscheck.checks.compiler` (outcomes, fast), :mod:`poscheck.checks.explainer`
(outcomes with the reasons, slow) and the oracle in the tests, which reads the YAML instead.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from poscheck.records import Entity, Record

if TYPE_CHECKING:
    import re

    from poscheck.contract import Field
    from poscheck.dates import Duration

Scalar = str | int | float | bool


class Get(Record):
    """Take a member of a record."""

    key: str


class Follow(Record):
    """Go from a reference to the item of the top-level list ``target`` whose ``key`` it holds."""

    target: str
    key: str


class Path(Entity):
    """Where a value is: from the submission (``name`` None) or from a named item, step by step.

    ``owner`` is the heading of the group of fields that the value stands in, where that is not the item or section.
    """

    name: str | None
    steps: tuple[Get | Follow, ...]
    field: Field
    text: str
    owner: str = ""

    @cached_property
    def keys(self) -> tuple[str, ...] | None:
        """The keys of the steps; None where a reference is followed on the way."""
        keys = tuple(step.key for step in self.steps if isinstance(step, Get))
        return keys if len(keys) == len(self.steps) else None


class Offset(Record):
    """How far a date operand is moved; ``amount`` may be the name of a parameter."""

    sign: int
    amount: Duration | str


class Literal(Record):
    """A value as written."""

    value: Scalar | tuple[Scalar, ...]


class FieldOperand(Entity):
    """The value of another field."""

    path: Path
    offset: Offset | None = None


class ParamOperand(Record):
    """The value of a parameter."""

    name: str
    offset: Offset | None = None


class AsOf(Record):
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


DAY_WORDS = frozenset({Word.ON_OR_AFTER, Word.ON_OR_BEFORE, Word.AFTER, Word.BEFORE, Word.IN_FORCE_ON})
"""The words that compare with a day."""


class Edge(StrEnum):
    """Which day of a school year a date test looks at."""

    STARTS = "starts"
    ENDS = "ends"


class Compare(Entity):
    """Test a value with one word: numbers, texts, words, true/false, dates, school years, records in force."""

    word: Word
    operand: Operand
    edge: Edge | None = None


class Between(Entity):
    """A number from ``low`` to ``high``, both included."""

    low: Operand
    high: Operand


class Within(Entity):
    """A date at most ``time`` before (sign -1) or after (sign 1) another, both ends included."""

    time: Duration | str
    sign: int
    operand: Operand
    edge: Edge | None = None


class Present(Entity):
    """A value is there."""


class Filled(Entity):
    """A text is there and none of these fillers."""

    fillers: frozenset[str]


class MinWords(Entity):
    """A text of at least so many words."""

    count: Operand


class Matches(Entity):
    """A text that a safe pattern fits as a whole."""

    pattern: re.Pattern[str]


class MentionsAny(Entity):
    """A text in which one of these words or phrases occurs."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]


class FoundIn(Entity):
    """A value that ``key`` of some item of ``items`` has, of those for which ``where`` holds."""

    items: Path
    name: str
    key: Path
    where: Check | None


Test = Compare | Between | Within | Present | Filled | MinWords | Matches | MentionsAny | FoundIn


class On(Entity):
    """A test of the value at a path."""

    path: Path
    test: Test


class All(Entity):
    """All of these."""

    checks: tuple[Check, ...]


class Any(Entity):
    """At least one of these."""

    checks: tuple[Check, ...]


class Not(Entity):
    """The contrary."""

    check: Check


class Among(Entity):
    """At least ``count`` of these; ``most`` is the greatest number that this may ever be."""

    count: Operand
    checks: tuple[Check, ...]
    most: int


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


class Items(Entity):
    """Which items a list word looks at: the list, the name of an item, and who is a candidate.

    ``same`` is one text for all that look at the same items; None where these depend on the item of another list.
    """

    path: Path
    name: str
    consider: Check | None
    same: str | None = None


class Quantified(Entity):
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


class Covers(Entity):
    """Every one of these values appears."""

    wanted: Operand
    items: Items
    value: Path


class Summarized(Entity):
    """A number or date made of a list, tested."""

    word: Summary
    tests: tuple[Test, ...]
    items: Items
    value: Path
    one_per: Path | None = None


class UniqueBy(Entity):
    """No two candidates have the same value."""

    items: Items
    value: Path


class Ratio(Entity):
    """The quotient of two fields, tested."""

    tests: tuple[Test, ...]
    numerator: Path
    denominator: Path


class Chain(Entity):
    """The longest chain along ``along`` has so many items, and there is no cycle."""

    count: Operand
    items: Items
    along: Path


class NonDecreasing(Entity):
    """Along every link, an ordered word stays or rises."""

    value: Path
    items: Items
    along: Path


Whole = Covers | Summarized | UniqueBy | Chain | NonDecreasing
"""What looks at a list as a whole."""

Joined = All | Any | Not | Among
"""What joins checks of any kind."""

Check = On | Joined | Quantified | Ratio | Whole

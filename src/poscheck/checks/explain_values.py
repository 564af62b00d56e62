"""Explaining tests of one value: the value, what was asked of it, and which problem it is where it fails."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes, phrases, truth
from poscheck.checks.constants import Environment, ParameterValue, constant
from poscheck.checks.trace import Trace
from poscheck.checks.walk import tested_kind
from poscheck.contract import Field, Kind
from poscheck.dates import Duration, Interval, interval, period
from poscheck.scorecard import ProblemKind

if TYPE_CHECKING:
    from poscheck.checks.truth import Truth
    from poscheck.paths import Path as Place

_DATES = {Kind.DATE, Kind.EXPIRY}
_KINDS_OF_ITEMS = frozenset({"kind", "role", "sector", "subject", "level"})
"""Fields that say what an item is: nobody is told to become another kind of partner."""
_COMPARISONS: dict[nodes.Word, Callable[[Any, Any], bool]] = {
    nodes.Word.IS: lambda value, other: value == other,
    nodes.Word.IS_NOT: lambda value, other: value != other,
    nodes.Word.MORE_THAN: lambda value, other: value > other,
    nodes.Word.AT_LEAST: lambda value, other: value >= other,
    nodes.Word.LESS_THAN: lambda value, other: value < other,
    nodes.Word.AT_MOST: lambda value, other: value <= other,
}


@dataclass(slots=True, eq=False)
class ValueExplainer(ABC):
    """What a walk knows: one submission's data, as of one date; and how to look at one value."""

    data: Mapping[str, Any]
    to_follow: frozenset[str]
    environment: Environment
    names: dict[str, tuple[Any, Place]] = field(default_factory=dict)

    @abstractmethod
    def check(self, node: nodes.Check, *, outermost: bool = False) -> Trace:
        """The trace of any check."""

    def get(self, path: nodes.Path) -> tuple[Any, Place]:
        """The value at ``path``, and the place in the submission where it is or should be."""
        value, place = (self.data, ()) if path.name is None else self.names[path.name]
        for step in path.steps:
            if isinstance(step, nodes.Get):
                value, place = (
                    (value.get(step.key) if isinstance(value, Mapping) else None),
                    (*place, step.key),
                )
                continue
            items = self.data.get(step.target) or []
            reference = value
            value = None
            for number, item in enumerate(items):
                if reference is not None and item.get(step.key) == reference:
                    value, place = item, (step.target, number)
                    break
        return value, place

    def parameter(self, name: str) -> Any:
        """The value of a parameter for this submission."""
        parameter: ParameterValue = self.environment.parameters[name]
        return parameter.value if parameter.by is None else parameter.for_number(self.get(parameter.by)[0])

    def operand(self, operand: nodes.Operand, kind: Kind | None = None, *, date: bool = False) -> Any:
        """The value of an operand, None where it is not of that kind; with ``date``, as the days that it may be."""
        match operand:
            case nodes.Literal(value):
                return interval(str(value)) if date else value
            case nodes.FieldOperand(path, offset):
                value = self.get(path)[0]
                if path.field.kind is Kind.OPEN and (wanted := Kind.DATE if date else kind) is not None:
                    value = truth.of_kind(value, wanted)
                if not date:
                    return value
                return self.moved(interval(value) if isinstance(value, str) else None, offset)
            case nodes.ParamOperand(name, offset):
                value = self.parameter(name)
                if not date:
                    return value
                return self.moved(interval(value) if isinstance(value, str) else None, offset)
            case nodes.AsOf(offset):
                return self.moved(constant(nodes.AsOf(), self.environment), offset)

    @staticmethod
    def _shown(operand: nodes.Operand, value: Any, kind: Field) -> str:
        """An operand as text; another field with its name."""
        text = phrases.word(value, kind)
        return (
            phrases.other_field(operand.path, text if value is not None else None)
            if isinstance(operand, nodes.FieldOperand)
            else text
        )

    @staticmethod
    def _shown_day(operand: nodes.Operand, value: Interval | None) -> str:
        """A date operand as text; another field with its name."""
        text = phrases.day(value)
        if isinstance(operand, nodes.FieldOperand) and (operand.offset is None or value is None):
            return phrases.other_field(operand.path, text if value is not None else None)
        return text

    def length(self, amount: Duration | str) -> Duration | None:
        """A length of time, which may be a parameter."""
        value = self.parameter(amount) if isinstance(amount, str) else amount
        return value if isinstance(value, Duration) else None

    def moved(self, value: Interval | None, offset: nodes.Offset | None) -> Interval | None:
        """``value`` moved by an offset, if there is one."""
        return value if offset is None else truth.moved(value, self.length(offset.amount), offset.sign)

    # ---- tests of one value ------------------------------------------------------------------------------------

    def on(self, node: nodes.On) -> Trace:
        """The trace of a test of one value."""
        value, place = self.get(node.path)
        if isinstance(node.test, nodes.FoundIn):
            result, asked = self._found_in(node.test, value)
            problem: ProblemKind | None = ProblemKind.CONTRADICTORY
        else:
            result, asked, problem = self.test(node.test, value, node.path.field)
        missing = value is None or value == {}
        return Trace(
            truth=result,
            asked=asked,
            problem=None if result else ProblemKind.MISSING if result is None else problem,
            leaf=True,
            identity=_identity(node),
            subject=phrases.title(node.path),
            place=place,
            value=value,
            seen=None if missing else _seen(node, value),
        )

    def test(self, test: nodes.Test, value: Any, kind: Field) -> tuple[Truth, str, ProblemKind | None]:
        """The truth, what was asked, and which problem it is where it is false."""
        few = ProblemKind.INSUFFICIENT
        if kind.kind is Kind.OPEN and (wanted := tested_kind(test)) is not None:
            value = truth.of_kind(value, wanted)
        match test:
            case nodes.Present():
                there = value is not None and not (kind.kind in {Kind.RECORD, Kind.MAP} and not value)
                return True if there else None, "is given", None
            case nodes.Filled(fillers):
                return truth.filled(value, fillers), "is filled in", None
            case nodes.MinWords(count):
                least = self.operand(count)
                result = None if value is None or least is None else len(value.split()) >= least
                return result, f"has at least {phrases.shown(least)} words", few
            case nodes.Matches(pattern):
                return truth.matches(pattern.fullmatch, value), f"is written like {pattern.pattern}", few
            case nodes.MentionsAny(words, pattern):
                return truth.mentions(pattern.search, value), f"mentions one of: {', '.join(words)}", few
            case nodes.Between(low, high):
                ends = self.operand(low, Kind.NUMBER), self.operand(high, Kind.NUMBER)
                asked = f"is from {phrases.shown(ends[0])} to {phrases.shown(ends[1])}"
                return truth.between(value, *ends), asked, few
            case nodes.Within():
                return self.within(test, value)
            case nodes.Compare(word=nodes.Word.IN_FORCE_ON):
                return self._in_force(test, value)
            case nodes.Compare() if test.edge or kind.kind in _DATES or test.word in truth.DATE_TESTS:
                return self._date(test, value, kind)
            case nodes.Compare():
                other = self.operand(test.operand, None if kind.kind is Kind.OPEN else kind.kind)
                asked = phrases.compared(test, self._shown(test.operand, other, kind))
                if kind.kind is Kind.OPEN:
                    return truth.loose(test.word.value, value, other), asked, few
                if test.word is nodes.Word.ONE_OF:
                    return truth.one_of(value, other), asked, few
                known = value is not None and other is not None
                return _COMPARISONS[test.word](value, other) if known else None, asked, few
        raise AssertionError(test)

    def _in_force(self, test: nodes.Compare, value: Any) -> tuple[Truth, str, ProblemKind | None]:
        other = self.operand(test.operand, date=True)
        asked = phrases.compared(test, self._shown_day(test.operand, other))
        if not value or other is None:
            return None, asked, None
        force = truth.force(value, *other)
        problem = {truth.Force.EXPIRED: ProblemKind.EXPIRED, truth.Force.NOT_YET: ProblemKind.NOT_YET}.get(force)
        return truth.in_force(value, other), asked, problem

    def _date(self, test: nodes.Compare, value: Any, kind: Field) -> tuple[Truth, str, ProblemKind | None]:
        other = self.operand(test.operand, date=True)
        asked = phrases.compared(test, self._shown_day(test.operand, other))
        days = _days(test.edge, value, kind)
        if days is None or other is None:
            return None, asked, None
        late = test.word in {nodes.Word.ON_OR_BEFORE, nodes.Word.BEFORE}
        return truth.DATE_TESTS[test.word](days, other), asked, _date_problem(test.operand, late=late)

    def within(
        self, test: nodes.Within, value: Any, days: Interval | None = None
    ) -> tuple[Truth, str, ProblemKind | None]:
        """An interval test of ``value``, or of the ``days`` that it is already known to be."""
        other, length = self.operand(test.operand, date=True), self.length(test.time)
        edge = truth.moved(other, length, test.sign)
        asked = phrases.within(test, length, self._shown_day(test.operand, other))
        days = days or (_days(test.edge, value, None) if isinstance(value, str) else None)
        if days is None or edge is None or other is None:
            return None, asked, None
        first, last = (edge, other) if test.sign < 0 else (other, edge)
        return truth.inside(days, first, last), asked, _date_problem(test.operand, late=days[0] > last[1])

    def _found_in(self, test: nodes.FoundIn, value: Any) -> tuple[Truth, str]:
        items, _ = self.get(test.items)
        asked = f"is among {phrases.title(test.items)}"
        if test.where is not None:
            asked += " with what is asked of them"
        if value is None or items is None:
            return None, asked
        result: Truth = False
        for number, item in enumerate(items):
            self.names[test.name] = (item, (*self.get(test.items)[1], number))
            key = self.get(test.key)[0]
            if key is not None and key != value:
                continue
            where = True if test.where is None else self.check(test.where).truth
            if where is False:
                continue
            if where and key is not None:
                return True, asked
            result = None
        return result, asked


def _identity(node: nodes.On) -> bool:
    """Whether a test asks what an item is (a plain item itself, or its kind) and not what it shows."""
    if not node.path.steps:
        return node.path.field.kind is not Kind.RECORD
    word = node.test.word if isinstance(node.test, nodes.Compare) else None
    last = node.path.steps[-1]
    return isinstance(last, nodes.Get) and last.key in _KINDS_OF_ITEMS and word in {nodes.Word.IS, nodes.Word.ONE_OF}


def _seen(node: nodes.On, value: Any) -> str:
    """The value as text; of a record that should be in force, only its dates."""
    in_force = isinstance(node.test, nodes.Compare) and node.test.word is nodes.Word.IN_FORCE_ON
    if in_force and isinstance(value, Mapping):
        return phrases.term(value)
    return phrases.word(value, node.path.field)


def _days(edge: nodes.Edge | None, value: Any, kind: Field | None) -> Interval | None:
    if not isinstance(value, str):
        return None
    if edge is None:
        return interval(value) if kind is None or kind.kind is not Kind.PERIOD else period(value)
    days = period(value)
    return None if days is None else (days[0],) * 2 if edge is nodes.Edge.STARTS else (days[1],) * 2


def _date_problem(operand: nodes.Operand, *, late: bool) -> ProblemKind:
    if isinstance(operand, nodes.FieldOperand):
        return ProblemKind.CONTRADICTORY
    if isinstance(operand, nodes.AsOf):
        return ProblemKind.NOT_YET if late else ProblemKind.EXPIRED
    return ProblemKind.INSUFFICIENT

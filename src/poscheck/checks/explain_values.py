"""Explaining tests of one value: what came out, what it was compared with, and which problem it is where it fails."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes, truth
from poscheck.checks.trace import Counted, Item, Leaf, Trace
from poscheck.checks.walk import tested_kind
from poscheck.contract import Field, Kind
from poscheck.dates import Duration, Interval, interval, period
from poscheck.scorecard import ProblemKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from poscheck.checks.constants import Environment, ParameterValue
    from poscheck.checks.truth import Truth
    from poscheck.paths import Path as Place

Tested = tuple["Truth", ProblemKind | None, Any]
"""What a test came to: its truth, which problem it is where that is false, and the value of its operand."""

_FEW = ProblemKind.INSUFFICIENT
_COMPARISONS: dict[nodes.Word, Callable[[Any, Any], Truth]] = {
    nodes.Word.IS: operator.eq,
    nodes.Word.IS_NOT: operator.ne,
    nodes.Word.ONE_OF: truth.one_of,
    nodes.Word.MORE_THAN: operator.gt,
    nodes.Word.AT_LEAST: operator.ge,
    nodes.Word.LESS_THAN: operator.lt,
    nodes.Word.AT_MOST: operator.le,
}
_OUT_OF_FORCE = {truth.Force.EXPIRED: ProblemKind.EXPIRED, truth.Force.NOT_YET: ProblemKind.NOT_YET}


class ValueExplainer(ABC):
    """What a walk knows: one submission's data, as of one date; and how to look at one value."""

    __slots__ = ("_known", "_open", "_places", "as_of", "data", "environment", "names")

    def __init__(self, data: Mapping[str, Any], to_follow: frozenset[str], environment: Environment) -> None:
        self.data = data
        self.environment = environment
        self.as_of = (environment.as_of, environment.as_of)
        self.names: dict[str, Item] = {}
        self._open = tuple(f"{path}." for path in to_follow)
        self._known: dict[str, tuple[Counted, tuple[Trace, ...]]] = {}
        self._places: dict[tuple[str, str], dict[Any, tuple[Any, Place]]] = {}

    @abstractmethod
    def check(self, node: nodes.Check) -> Trace:
        """The trace of any check."""

    def get(self, path: nodes.Path) -> tuple[Any, Place]:
        """The value at ``path``, and the place in the submission where it is or should be."""
        value, place, _ = (self.data, (), None) if path.name is None else self.names[path.name]
        keys = path.keys
        if keys is None:
            return self._followed(path.steps, value, place)
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value, place + keys

    def _followed(self, steps: Sequence[nodes.Get | nodes.Follow], value: Any, place: Place) -> tuple[Any, Place]:
        """As :meth:`get`, along references: nothing, at the place of the reference, where it leads nowhere."""
        for step in steps:
            if isinstance(step, nodes.Get):
                value, place = value.get(step.key) if isinstance(value, dict) else None, (*place, step.key)
            elif value is not None:
                value, place = self.named(step.target, step.key).get(value, (None, place))
        return value, place

    def named(self, target: str, key: str) -> dict[Any, tuple[Any, Place]]:
        """The items of the list ``target`` by their ``key``, each with its place; of several with one key the first."""
        named = self._places.get((target, key))
        if named is None:
            named = self._places[target, key] = {}
            for number, item in enumerate(self.data.get(target) or ()):
                if key in item:
                    named.setdefault(item[key], (item, (target, number)))
        return named

    def parameter(self, name: str) -> Any:
        """The value of a parameter for this submission."""
        parameter: ParameterValue = self.environment.parameters[name]
        return parameter.value if parameter.by is None else parameter.for_number(self.get(parameter.by)[0])

    def operand(self, operand: nodes.Operand, kind: Kind | None = None) -> Any:
        """The value of an operand; None where it is not of that kind."""
        if type(operand) is nodes.Literal:
            return operand.value
        if isinstance(operand, nodes.FieldOperand):
            value = self.get(operand.path)[0]
            return truth.of_kind(value, kind) if kind is not None and operand.path.field.kind is Kind.OPEN else value
        if isinstance(operand, nodes.ParamOperand):
            return self.parameter(operand.name)
        return self.day(operand)

    def day(self, operand: nodes.Operand) -> Interval | None:
        """The days that a date operand may be."""
        if isinstance(operand, nodes.AsOf):
            return self.moved(self.as_of, operand.offset)
        if isinstance(operand, nodes.Literal):
            return interval(str(operand.value))
        value = self.operand(operand, Kind.DATE)
        return self.moved(interval(value) if isinstance(value, str) else None, operand.offset)

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
        path, test = node.path, node.test
        value, place = self.get(path)
        tested, field = value, path.field
        if field.kind is Kind.OPEN and (wanted := tested_kind(test)) is not None:
            tested = truth.of_kind(value, wanted)
        result, problem, operand = _TESTS[type(test)](self, test, tested, field)
        problem = None if result else ProblemKind.MISSING if result is None else problem
        return Leaf(result, problem, place, path, value, test, operand)

    def _present(self, _: nodes.Present, value: Any, field: Field) -> Tested:
        empty = value is None or (not value and field.kind in {Kind.RECORD, Kind.MAP})
        return None if empty else True, None, None

    def _filled(self, test: nodes.Filled, value: Any, _: Field) -> Tested:
        return truth.filled(value, test.fillers), None, None

    def _min_words(self, test: nodes.MinWords, value: Any, _: Field) -> Tested:
        least = self.operand(test.count)
        return None if value is None or least is None else len(value.split()) >= least, _FEW, least

    def _matches(self, test: nodes.Matches, value: Any, _: Field) -> Tested:
        return truth.matches(test.pattern.fullmatch, value), _FEW, None

    def _mentions(self, test: nodes.MentionsAny, value: Any, _: Field) -> Tested:
        return truth.mentions(test.pattern.search, value), _FEW, None

    def _between(self, test: nodes.Between, value: Any, _: Field) -> Tested:
        ends = self.operand(test.low, Kind.NUMBER), self.operand(test.high, Kind.NUMBER)
        return truth.between(value, *ends), _FEW, ends

    def _compare(self, test: nodes.Compare, value: Any, field: Field) -> Tested:
        compare = _COMPARISONS.get(test.word)
        if compare is None:
            return self._dated(test, value, field)
        if field.kind is Kind.OPEN:
            other = self.operand(test.operand)
            return truth.loose(test.word, value, other), _FEW, other
        other = self.operand(test.operand, field.kind)
        return None if value is None or other is None else compare(value, other), _FEW, other

    def _dated(self, test: nodes.Compare, value: Any, field: Field) -> Tested:
        other = self.day(test.operand)
        if other is None:
            return None, None, None
        if test.word is nodes.Word.IN_FORCE_ON:
            if not value:
                return None, None, other
            return truth.in_force(value, other), _OUT_OF_FORCE.get(truth.force(value, *other)), other
        days = _days(test.edge, value, field)
        if days is None:
            return None, None, other
        return truth.DATE_TESTS[test.word](days, other), compared_problem(test), other

    def _within(self, test: nodes.Within, value: Any, _: Field) -> Tested:
        return self.within(test, _days(test.edge, value, None))

    def within(self, test: nodes.Within, days: Interval | None) -> Tested:
        """An interval test of ``days``; the operand is the length of time and the day that it is counted from."""
        other, length = self.day(test.operand), self.length(test.time)
        edge = truth.moved(other, length, test.sign)
        if days is None or edge is None or other is None:
            return None, None, (length, other)
        first, last = (edge, other) if test.sign < 0 else (other, edge)
        problem = date_problem(test.operand, late=days[0] > last[1])
        return truth.inside(days, first, last), problem, (length, other)

    def _found_in(self, test: nodes.FoundIn, value: Any, _: Field) -> Tested:
        items, place = self.get(test.items)
        if value is None or items is None:
            return None, None, None
        result: Truth = False
        for number, item in enumerate(items):
            self.names[test.name] = (item, (*place, number), None)
            key = self.get(test.key)[0]
            if key is not None and key != value:
                continue
            where = True if test.where is None else self.check(test.where).truth
            if where and key is not None:
                return True, None, None
            result = result if where is False else None
        return result, ProblemKind.CONTRADICTORY, None


_TESTS: dict[type[nodes.Test], Callable[[ValueExplainer, Any, Any, Field], Tested]] = {
    nodes.Compare: ValueExplainer._compare,
    nodes.Between: ValueExplainer._between,
    nodes.Within: ValueExplainer._within,
    nodes.Present: ValueExplainer._present,
    nodes.Filled: ValueExplainer._filled,
    nodes.MinWords: ValueExplainer._min_words,
    nodes.Matches: ValueExplainer._matches,
    nodes.MentionsAny: ValueExplainer._mentions,
    nodes.FoundIn: ValueExplainer._found_in,
}


def _days(edge: nodes.Edge | None, value: Any, field: Field | None) -> Interval | None:
    if not isinstance(value, str):
        return None
    if edge is None:
        return interval(value) if field is None or field.kind is not Kind.PERIOD else period(value)
    days = period(value)
    return None if days is None else (days[0],) * 2 if edge is nodes.Edge.STARTS else (days[1],) * 2


def compared_problem(test: nodes.Compare) -> ProblemKind:
    """Which problem it is where a date is not before or after another as asked."""
    return date_problem(test.operand, late=test.word in {nodes.Word.ON_OR_BEFORE, nodes.Word.BEFORE})


def date_problem(operand: nodes.Operand, *, late: bool) -> ProblemKind:
    """Which problem a date is that is too late or too early by ``operand``."""
    if isinstance(operand, nodes.FieldOperand):
        return ProblemKind.CONTRADICTORY
    if isinstance(operand, nodes.AsOf):
        return ProblemKind.NOT_YET if late else ProblemKind.EXPIRED
    return ProblemKind.INSUFFICIENT

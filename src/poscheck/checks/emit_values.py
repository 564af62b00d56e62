"""Emitting source for paths, operands and tests of one value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes, truth
from poscheck.checks.walk import tested_kind
from poscheck.contract import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.checks.constants import ParameterValue

_DATES = {Kind.DATE, Kind.EXPIRY}
_SYMBOLS = {
    nodes.Word.IS: "==",
    nodes.Word.IS_NOT: "!=",
    nodes.Word.ONE_OF: "in",
    nodes.Word.MORE_THAN: ">",
    nodes.Word.AT_LEAST: ">=",
    nodes.Word.LESS_THAN: "<",
    nodes.Word.AT_MOST: "<=",
}


@dataclass(slots=True, eq=False)
class ValueEmitter(ABC):
    """The lines emitted so far, and what they refer to.

    ``hoisted`` maps an expression of the submission alone to the name that holds it; ``names`` maps the name of an item
    in a rule to the variable that holds it.
    """

    parameters: Mapping[str, ParameterValue]
    prelude: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    extras: list[Any] = field(default_factory=list)
    hoisted: dict[str, str] = field(default_factory=dict)
    banded: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    indent: int = 2
    count: int = 0

    def fresh(self, letter: str = "t") -> str:
        """A new name."""
        self.count += 1
        return f"{letter}{self.count}"

    def line(self, text: str) -> None:
        """Add a line at the current depth."""
        self.lines.append("    " * self.indent + text)

    def hoist(self, expression: str, letter: str = "p") -> str:
        """The name of a value that depends on the submission alone, computed once at the top."""
        if expression not in self.hoisted:
            name = self.hoisted[expression] = self.fresh(letter)
            self.prelude.append(f"        {name} = {expression}")
        return self.hoisted[expression]

    def keep(self, value: Any) -> str:
        """The name of a value that cannot be written as a literal."""
        self.extras.append(value)
        return f"X[{len(self.extras) - 1}]"

    def assign(self, expression: str, letter: str = "t") -> str:
        """Give an expression a name."""
        name = self.fresh(letter)
        self.line(f"{name} = {expression}")
        return name

    @abstractmethod
    def check(self, node: nodes.Check, *, outermost: bool = False) -> str:
        """Emit the lines that compute ``node`` and return the name that holds its truth."""

    def path(self, path: nodes.Path) -> str:
        """An expression for the value at ``path``; None where it is missing."""
        expression = "d" if path.name is None else self.names[path.name]
        hoisting = path.name is None
        for step, following in zip_longest(path.steps, path.steps[1:]):
            if isinstance(step, nodes.Follow):
                index = self.hoist(f"R.index(d.get({step.target!r}), {step.key!r})", "ix")
                expression = f"{index}.get({expression}, E)"
            else:
                fallback = ", E" if isinstance(following, nodes.Get) else ""
                expression = f"{expression}.get({step.key!r}{fallback})"
            if hoisting:
                expression = self.hoist(expression)
        return expression

    def constant(self, operand: Any) -> str:
        """The name of an operand that is bound with the date and the parameters."""
        self.constants.append(operand)
        return f"k{len(self.constants) - 1}"

    def parameter(self, name: str) -> str:
        """A parameter: a constant, or looked up once a submission where it depends on a field."""
        value = self.parameters[name]
        if value.by is None:
            return self.constant(nodes.ParamOperand(name))
        self.banded[name] = name
        return self.hoist(f"banded({name!r}, {self.path(value.by)})", "b")

    def operand(self, operand: nodes.Operand, kind: Kind | None = None, *, date: bool = False) -> str:
        """An operand as an expression (dates: an interval of days); None where it is unknown or of another kind."""
        match operand:
            case nodes.Literal(value) if not date:
                return repr(value)
            case nodes.FieldOperand(path, offset):
                value = self.path(path)
                if path.field.kind is Kind.OPEN and (wanted := Kind.DATE if date else kind) is not None:
                    value = f"R.of_kind({value}, {wanted.value!r})"
                if not date:
                    return value
                text = self.assign(value, "o")
                return self.moved(f"None if {text} is None else I({text})", offset)
            case nodes.ParamOperand(name, offset) if self.parameters[name].by is not None:
                value = self.parameter(name)
                return self.moved(f"None if {value} is None else I({value})", offset) if date else value
            case nodes.AsOf(offset) | nodes.ParamOperand(_, offset) if self._banded_offset(offset):
                return self.moved(self.constant(operand.changed(offset=None)), offset)
            case _:
                return self.constant(operand)

    def _banded_offset(self, offset: nodes.Offset | None) -> bool:
        return offset is not None and isinstance(offset.amount, str) and self.parameters[offset.amount].by is not None

    def moved(self, expression: str, offset: nodes.Offset | None) -> str:
        """A day moved by an offset, if there is one."""
        if offset is None:
            return expression
        if isinstance(offset.amount, str):
            length = self.parameter(offset.amount)
            return f"R.moved({expression}, {length}, {offset.sign})"
        return f"R.moved({expression}, {self.keep(offset.amount)}, {offset.sign})"

    def on(self, node: nodes.On) -> str:
        """A test of the value at a path."""
        value = self.path(node.path)
        return self.assign(self.test(node.test, value, node.path.field))

    def test(self, test: nodes.Test, expression: str, kind: Field) -> str:
        """An expression for the truth of a test of the value that ``expression`` gives."""
        match test:
            case nodes.Present():
                empty = f"({expression}) or None" if kind.kind in {Kind.RECORD, Kind.MAP} else expression
                return f"True if ({empty}) is not None else None"
            case nodes.FoundIn():
                return self.found_in(test, self.assign(expression, "v"))
        value = self.assign(expression, "v")
        if kind.kind is Kind.OPEN and (wanted := tested_kind(test)) is not None:
            value = self.assign(f"R.of_kind({value}, {wanted.value!r})", "v")
        match test:
            case nodes.Compare(word=nodes.Word.IN_FORCE_ON):
                return f"R.in_force({value} or None, {self.operand(test.operand, date=True)})"
            case nodes.Compare() if (
                test.edge or kind.kind in _DATES or (kind.kind is Kind.OPEN and test.word in truth.DATE_TESTS)
            ):
                return self.date_compare(test, value, kind)
            case nodes.Compare() if kind.kind is Kind.OPEN:
                return f"R.loose({test.word.value!r}, {value}, {self.operand(test.operand)})"
            case nodes.Compare():
                return self.compare(test, value, kind.kind)
            case nodes.Between():
                low, high = (self.assign(self.operand(part, Kind.NUMBER), "o") for part in (test.low, test.high))
                return f"R.between({value}, {low}, {high})"
            case nodes.Within():
                return self.within(test, value)
            case nodes.Filled():
                return f"R.filled({value}, {self.keep(test.fillers)})"
            case nodes.MinWords():
                least = self.assign(self.operand(test.count), "o")
                return f"None if {value} is None or {least} is None else len({value}.split()) >= {least}"
            case nodes.Matches():
                return f"R.matches({self.keep(test.pattern)}.fullmatch, {value})"
            case nodes.MentionsAny():
                return f"R.mentions({self.keep(test.pattern)}.search, {value})"
        raise AssertionError(test)

    def compare(self, test: nodes.Compare, value: str, kind: Kind) -> str:
        """A test by an operator of Python."""
        symbol = _SYMBOLS[test.word]
        if isinstance(test.operand, nodes.Literal):
            return f"None if {value} is None else {value} {symbol} {test.operand.value!r}"
        other = self.assign(self.operand(test.operand, kind), "o")
        if test.word is nodes.Word.ONE_OF:
            return f"R.one_of({value}, {other})"
        return f"None if {value} is None or {other} is None else {value} {symbol} {other}"

    def date_compare(self, test: nodes.Compare, value: str, kind: Field) -> str:
        """A date test."""
        if kind.kind is Kind.OPEN and not test.edge:
            return f"R.loose({test.word.value!r}, {value}, {self.operand(test.operand, date=True)})"
        other = self.assign(self.operand(test.operand, date=True), "o")
        day = self.day(test.edge, value)
        return f"None if {value} is None or {other} is None else R.{test.word.value}({day}, {other})"

    @staticmethod
    def day(edge: nodes.Edge | None, value: str) -> str:
        """The interval of days that a value may be; of a school year, one of its ends."""
        if edge is None:
            return f"I({value})"
        end = 0 if edge is nodes.Edge.STARTS else 1
        return f"(P({value})[{end}],) * 2"

    def within(self, test: nodes.Within, value: str) -> str:
        """A date test against an interval."""
        edge, other = self.window(test)
        first, last = (edge, other) if test.sign < 0 else (other, edge)
        day = self.day(test.edge, value)
        return f"None if {value} is None or {first} is None or {last} is None else R.inside({day}, {first}, {last})"

    def window(self, test: nodes.Within) -> tuple[str, str]:
        """The two ends: the one that lies ``time`` away, and the operand itself."""
        offset = nodes.Offset(test.sign, test.time)
        if isinstance(test.operand, nodes.AsOf) and test.operand.offset is None and not self._banded_offset(offset):
            return self.constant(nodes.AsOf(offset)), self.constant(test.operand)
        other = self.assign(self.operand(test.operand, date=True), "o")
        return self.assign(self.moved(other, offset), "o"), other

    def found_in(self, test: nodes.FoundIn, value: str) -> str:
        """Look for the value in another list."""
        items = self.path(test.items)
        result = self.assign("None", "t")
        self.line(f"if {value} is not None and {items} is not None:")
        self.indent += 1
        self.line(f"{result} = False")
        item = self.names[test.name] = self.fresh("x")
        self.line(f"for {item} in {items}:")
        self.indent += 1
        key = self.assign(self.path(test.key), "v")
        self.line(f"if {key} is not None and {key} != {value}: continue")
        same = self.assign(f"None if {key} is None else True")
        if test.where is not None:
            where = self.check(test.where)
            self.line(f"if {where} is False: continue")
            self.line(f"if {where} is None: {same} = None")
        self.line(f"if {same} is True:")
        self.line(f"    {result} = True")
        self.line("    break")
        self.line(f"{result} = None")
        self.indent -= 2
        return result

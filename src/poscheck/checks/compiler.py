"""The fast back end: checks become the source of one Python function that gives every outcome in one pass.

Only fixed templates, generated names and ``repr()`` of literals reach the source; nothing of a ruleset's text does.
Whatever depends on the submission alone is computed once at the top; operands that depend only on the date and the
parameters are constants, bound by :meth:`Compiled.bind`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from types import CodeType
from typing import Any

from poscheck.checks import nodes, truth
from poscheck.checks.constants import Environment, ParameterValue, constant
from poscheck.contract import Field, Kind
from poscheck.dates import interval, period
from poscheck.scorecard import Executability, Outcome

Outcomes = Callable[[Mapping[str, Any], frozenset[str]], tuple[list[Outcome], list[int]]]
"""From a submission's data and its ``to_follow`` to the outcome of every rule, in the order given.

The second list has the numbers of the rules of which it is unknown whether they apply at all.
"""

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


@dataclass(frozen=True, slots=True, eq=False)
class Logic:
    """What decides one rule's outcome; ``check`` is None where only a person can decide."""

    check: nodes.Check | None
    when: nodes.Check | None
    review_if: nodes.Check | None
    executability: Executability


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """All rules of a ruleset as code, not yet bound to a date."""

    source: str
    code: CodeType
    constants: tuple[nodes.Operand, ...]
    extras: tuple[Any, ...]
    banded: tuple[str, ...]

    def bind(self, environment: Environment) -> Outcomes:
        """The function that evaluates submissions as of the environment's date, with its parameters."""
        space: dict[str, Any] = {
            "R": truth,
            "E": {},
            "I": interval,
            "P": period,
            "X": self.extras,
            "MET": Outcome.MET,
            "NOT_MET": Outcome.NOT_MET,
            "INCOMPLETE": Outcome.INCOMPLETE,
            "NEEDS_REVIEW": Outcome.NEEDS_REVIEW,
            "NOT_APPLICABLE": Outcome.NOT_APPLICABLE,
            "banded": environment.banded_value,
        }
        exec(self.code, space)  # noqa: S102 -- our own generated source; see the module's docstring
        values = [constant(operand, environment) for operand in self.constants]
        outcomes: Outcomes = space["make"](*values)
        return outcomes


def compile_rules(rules: Sequence[Logic], parameters: Mapping[str, ParameterValue]) -> Compiled:
    """All of ``rules`` as one function; ``parameters`` says which parameters depend on a field."""
    emitter = _Emitter(parameters)
    for rule in rules:
        emitter.rule(rule)
    source = emitter.source()
    return Compiled(
        source, compile(source, "<rules>", "exec"), tuple(emitter.constants), tuple(emitter.extras), tuple(emitter.banded)
    )


@dataclass(slots=True, eq=False)
class _Emitter:
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

    def source(self) -> str:
        arguments = ", ".join(f"k{number}" for number in range(len(self.constants)))
        head = [f"def make({arguments}):", "    def evaluate(d, follow):", "        out = []", "        unsure = []"]
        return "\n".join([*head, *self.prelude, *self.lines, "        return out, unsure", "    return evaluate", ""])

    def fresh(self, letter: str = "t") -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def line(self, text: str) -> None:
        self.lines.append("    " * self.indent + text)

    def hoist(self, expression: str, letter: str = "p") -> str:
        """The name of a value that depends on the submission alone, computed once at the top."""
        if expression not in self.hoisted:
            name = self.hoisted[expression] = self.fresh(letter)
            self.prelude.append(f"        {name} = {expression}")
        return self.hoisted[expression]

    def extra(self, value: Any) -> str:
        self.extras.append(value)
        return f"X[{len(self.extras) - 1}]"

    # ---- rules -------------------------------------------------------------------------------------------------

    def rule(self, rule: Logic) -> None:
        depth = self.indent
        if rule.when is not None:
            applies = self.check(rule.when)
            self.line(f"if {applies} is False: out.append(NOT_APPLICABLE)")
            self.line(f"elif {applies} is None:")
            self.line("    unsure.append(len(out))")
            self.line("    out.append(INCOMPLETE)")
            self.line("else:")
            self.indent += 1
        if rule.check is None:
            self.line("out.append(NEEDS_REVIEW)")
        else:
            result = self.check(rule.check, outermost=True)
            met = "MET" if rule.executability is Executability.FULL else "NEEDS_REVIEW"
            if rule.review_if is not None:
                self.line(f"if {result} is True:")
                self.indent += 1
                review = self.check(rule.review_if)
                self.line(f"out.append(NEEDS_REVIEW if {review} is True else {met})")
                self.indent -= 1
                self.line("else:")
                self.indent += 1
            self.line(
                f"out.append({met} if {result} is True else NOT_MET if {result} is False else "
                f"INCOMPLETE if {result} is None else NOT_APPLICABLE)"
            )
        self.indent = depth

    def check(self, node: nodes.Check, *, outermost: bool = False) -> str:
        """Emit the lines that compute ``node`` and return the name that holds its truth."""
        match node:
            case nodes.On():
                return self.on(node)
            case nodes.All():
                return self.several(node.checks, "True", "False")
            case nodes.Any():
                return self.several(node.checks, "False", "True")
            case nodes.Not():
                inner = self.check(node.check)
                return self.assign(f"None if {inner} is None else not {inner}")
            case nodes.Among():
                return self.among(node)
            case nodes.Quantified():
                return self.quantified(node, outermost=outermost)
            case nodes.Ratio():
                return self.ratio(node)
            case _:
                return self.whole_list(node)

    def assign(self, expression: str, letter: str = "t") -> str:
        name = self.fresh(letter)
        self.line(f"{name} = {expression}")
        return name

    def several(self, checks: Sequence[nodes.Check], start: str, decides: str) -> str:
        result = self.assign(start)
        depth = self.indent
        for number, check in enumerate(checks):
            if number:
                self.line(f"if {result} is not {decides}:")
                self.indent += 1
            inner = self.check(check)
            self.line(f"if {inner} is not {start}: {result} = {inner}")
        self.indent = depth
        return result

    def among(self, node: nodes.Among) -> str:
        inner = [self.check(check) for check in node.checks]
        sure = " + ".join(f"({name} is True)" for name in inner)
        possible = " + ".join(f"({name} is not False)" for name in inner)
        return self.assign(f"True if {sure} >= {node.count} else False if {possible} < {node.count} else None")

    # ---- values ------------------------------------------------------------------------------------------------

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
        self.constants.append(operand)
        return f"k{len(self.constants) - 1}"

    def parameter(self, name: str) -> str:
        """A parameter: a constant, or looked up once a submission where it depends on a field."""
        value = self.parameters[name]
        if value.by is None:
            return self.constant(nodes.ParamOperand(name))
        self.banded[name] = name
        return self.hoist(f"banded({name!r}, {self.path(value.by)})", "b")

    def operand(self, operand: nodes.Operand, *, date: bool = False) -> str:
        """An expression for an operand: for dates an interval of days; None where it is unknown."""
        match operand:
            case nodes.Literal(value) if not date:
                return repr(value)
            case nodes.FieldOperand(path, offset):
                if not date:
                    return self.path(path)
                text = self.assign(self.path(path), "o")
                return self.moved(f"None if {text} is None else I({text})", offset)
            case nodes.ParamOperand(name, offset) if self.parameters[name].by is not None:
                value = self.parameter(name)
                return self.moved(f"None if {value} is None else I({value})", offset) if date else value
            case nodes.AsOf(offset) | nodes.ParamOperand(_, offset) if self._banded_offset(offset):
                return self.moved(self.constant(nodes.AsOf()), offset)
            case _:
                return self.constant(operand)

    def _banded_offset(self, offset: nodes.Offset | None) -> bool:
        return offset is not None and isinstance(offset.amount, str) and self.parameters[offset.amount].by is not None

    def moved(self, expression: str, offset: nodes.Offset | None) -> str:
        if offset is None:
            return expression
        if isinstance(offset.amount, str):
            length = self.parameter(offset.amount)
            return f"R.moved({expression}, {length}, {offset.sign})"
        return f"R.moved({expression}, {self.extra(offset.amount)}, {offset.sign})"

    def on(self, node: nodes.On) -> str:
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
            case nodes.Compare(word=nodes.Word.IN_FORCE_ON):
                value = self.assign(expression, "v")
                return f"R.in_force({value} or None, {self.operand(test.operand, date=True)})"
        value = self.assign(expression, "v")
        match test:
            case nodes.Compare() if test.edge or kind.kind in _DATES or (kind.kind is Kind.OPEN and test.word in truth.DATE_TESTS):
                return self.date_compare(test, value, kind)
            case nodes.Compare() if kind.kind is Kind.OPEN:
                return f"R.loose({test.word.value!r}, {value}, {self.operand(test.operand)})"
            case nodes.Compare():
                return self.compare(test, value)
            case nodes.Between():
                low, high = (self.assign(self.operand(part), "o") for part in (test.low, test.high))
                return f"None if {value} is None or {low} is None or {high} is None else {low} <= {value} <= {high}"
            case nodes.Within():
                return self.within(test, value)
            case nodes.Filled():
                return f"True if {value} is not None and {value}.strip().casefold() not in {self.extra(test.fillers)} else None"
            case nodes.MinWords():
                least = self.assign(self.operand(test.count), "o")
                return f"None if {value} is None or {least} is None else len({value}.split()) >= {least}"
            case nodes.Matches():
                return f"R.matches({self.extra(test.pattern)}.fullmatch, {value})"
            case nodes.MentionsAny():
                return f"R.mentions({self.extra(test.pattern)}.search, {value})"
        raise AssertionError(test)

    def compare(self, test: nodes.Compare, value: str) -> str:
        symbol = _SYMBOLS[test.word]
        if isinstance(test.operand, nodes.Literal):
            return f"None if {value} is None else {value} {symbol} {test.operand.value!r}"
        other = self.assign(self.operand(test.operand), "o")
        return f"None if {value} is None or {other} is None else {value} {symbol} {other}"

    def date_compare(self, test: nodes.Compare, value: str, kind: Field) -> str:
        if kind.kind is Kind.OPEN and not test.edge:
            return f"R.loose({test.word.value!r}, {value}, {self.operand(test.operand, date=True)})"
        other = self.assign(self.operand(test.operand, date=True), "o")
        day = self.day(test.edge, value)
        return f"None if {value} is None or {other} is None else R.{test.word.value}({day}, {other})"

    @staticmethod
    def day(edge: nodes.Edge | None, value: str) -> str:
        if edge is None:
            return f"I({value})"
        end = 0 if edge is nodes.Edge.STARTS else 1
        return f"(P({value})[{end}],) * 2"

    def within(self, test: nodes.Within, value: str) -> str:
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

    # ---- lists -------------------------------------------------------------------------------------------------

    def open_list(self, items: nodes.Items) -> str:
        """Whether the submission says that the list, or what holds it, is still to follow."""
        parts = items.path.field.static.split(".")
        prefixes = tuple(".".join(parts[: number + 1]) for number in range(len(parts)))
        return self.hoist(f"not follow.isdisjoint({prefixes!r})", "f")

    def candidates(self, items: nodes.Items, listed: str) -> str:
        """Begin a loop over the candidates; return the name that holds the truth of being one (never False)."""
        item = self.names[items.name] = self.fresh("x")
        self.line(f"for {item} in {listed}:")
        self.indent += 1
        if items.consider is None:
            return "True"
        considered = self.check(items.consider)
        self.line(f"if {considered} is False: continue")
        return considered

    def quantified(self, node: nodes.Quantified, *, outermost: bool) -> str:
        listed = self.assign(self.path(node.items.path), "l")
        result = self.assign("None")
        self.line(f"if {listed} is not None:")
        self.indent += 1
        match node.word:
            case nodes.Quantifier.EVERY | nodes.Quantifier.NONE_OF:
                self.every(node, listed, result, outermost=outermost)
            case nodes.Quantifier.SHARE_AT_LEAST:
                self.share(node, listed, result, outermost=outermost)
            case _:
                self.counted(node, listed, result)
        self.indent -= 1
        return result

    def counted(self, node: nodes.Quantified, listed: str, result: str) -> None:
        assert node.count is not None  # noqa: S101 -- the parser gives every counting word a count
        wanted = self.assign(self.operand(node.count), "o")
        sure, maybe = self.assign("0", "n"), self.assign("0", "n")
        considered = self.candidates(node.items, listed)
        shown = self.check(node.must) if node.must else "True"
        if shown == considered == "True":
            self.line(f"{sure} += 1")
        else:
            self.line(f"if {considered} is True and {shown} is True: {sure} += 1")
            self.line(f"elif {shown} is not False: {maybe} += 1")
        self.indent -= 1
        most = f"{sure} + {maybe}"
        match node.word:
            case nodes.Quantifier.AT_LEAST:
                truth_of = f"True if {sure} >= {wanted} else None if {most} >= {wanted} or {self.open_list(node.items)} else False"
            case nodes.Quantifier.AT_MOST:
                truth_of = f"True if {most} <= {wanted} else False if {sure} > {wanted} else None"
            case _:
                truth_of = (
                    f"(None if {self.open_list(node.items)} else False) if {sure} > {wanted} or {most} < {wanted} "
                    f"else True if not {maybe} else None"
                )
        self.line(f"{result} = None if {wanted} is None else {truth_of}")

    def every(self, node: nodes.Quantified, listed: str, result: str, *, outermost: bool) -> None:
        wrong = "False" if node.word is nodes.Quantifier.EVERY else "True"
        right = "True" if wrong == "False" else "False"
        sure, maybe = self.assign("False", "n"), self.assign("False", "n")
        self.line(f"{result} = True")
        considered = self.candidates(node.items, listed)
        assert node.must is not None  # noqa: S101 -- the parser insists on it
        self.line(f"if {considered} is True: {sure} = True")
        self.line(f"else: {maybe} = True")
        shown = self.check(node.must)
        self.line(f"if {shown} is {right}: continue")
        self.line(f"if {considered} is True and {shown} is {wrong}:")
        self.line(f"    {result} = False")
        self.line("    break")
        self.line(f"{result} = None")
        self.indent -= 1
        self.line(f"if not {sure}: {result} = None if {maybe} else {_empty(node, outermost=outermost)}")

    def share(self, node: nodes.Quantified, listed: str, result: str, *, outermost: bool) -> None:
        assert node.count is not None and node.must is not None  # noqa: S101, PT018 -- the parser insists on both
        wanted = self.assign(self.operand(node.count), "o")
        seen = self.assign("[]", "e")
        sure = self.assign("False", "n")
        considered = self.candidates(node.items, listed)
        self.line(f"if {considered} is True: {sure} = True")
        shown = self.check(node.must)
        self.line(f"{seen}.append(({considered}, {shown}))")
        self.indent -= 1
        self.line(f"if {sure}: {result} = R.share({seen}, {wanted})")
        self.line(f"else: {result} = None if {seen} else {_empty(node, outermost=outermost)}")
        self.line(f"if {result} is False and {self.open_list(node.items)}: {result} = None")

    def ratio(self, node: nodes.Ratio) -> str:
        above = self.assign(self.path(node.numerator), "v")
        below = self.assign(self.path(node.denominator), "v")
        result = self.assign("None")
        self.line(f"if {above} is not None and {below}:")
        self.indent += 1
        quotient = self.assign(f"R.Fraction(R.exact({above})) / R.exact({below})", "v")
        self.line(f"{result} = {self.bounds_tests(node.tests, quotient, quotient)}")
        self.indent -= 1
        return result

    def bounds_tests(self, tests: Sequence[nodes.Test], low: str, high: str) -> str:
        """An expression for all of ``tests`` on a number or day that lies from ``low`` to ``high``."""
        parts: list[str] = []
        for test in tests:
            match test:
                case nodes.Between():
                    parts.append(self.assign(f"R.number_test('at_least', {low}, {high}, {self.operand(test.low)})"))
                    parts.append(self.assign(f"R.number_test('at_most', {low}, {high}, {self.operand(test.high)})"))
                case nodes.Compare() if test.word in truth.DATE_TESTS:
                    other = self.assign(self.operand(test.operand, date=True), "o")
                    call = f"R.{test.word.value}(({low}, {high}), {other})"
                    parts.append(self.assign(f"None if {other} is None else {call}"))
                case nodes.Compare():
                    value = self.operand(test.operand)
                    parts.append(self.assign(f"R.number_test({test.word.value!r}, {low}, {high}, {value})"))
                case nodes.Within():
                    whole = self.assign(f"({low}, {high})", "v")
                    parts.append(self.assign(self.within(test, whole).replace(f"I({whole})", whole)))
                case _:
                    raise AssertionError(test)
        listing = ", ".join(parts)
        return f"False if False in ({listing},) else None if None in ({listing},) else True"

    def whole_list(self, node: Any) -> str:
        listed = self.assign(self.path(node.items.path), "l")
        result = self.assign("None")
        self.line(f"if {listed} is not None:")
        self.indent += 1
        match node:
            case nodes.Chain() | nodes.NonDecreasing():
                self.sequence(node, listed, result)
            case nodes.UniqueBy():
                seen, _ = self.entries(node.items, node.value, listed)
                self.line(f"{result} = R.unique({seen})")
            case nodes.Covers():
                seen, more = self.entries(node.items, node.value, listed)
                wanted = self.operand(node.wanted)
                self.line(f"{result} = R.covers({seen}, {wanted}, more={more})")
            case nodes.Summarized():
                self.summarized(node, listed, result)
            case _:
                raise AssertionError(node)
        if not isinstance(node, nodes.UniqueBy | nodes.NonDecreasing):
            self.line(f"if {result} is False and {self.open_list(node.items)}: {result} = None")
        self.indent -= 1
        return result

    def entries(self, items: nodes.Items, value: nodes.Path, listed: str, group: nodes.Path | None = None) -> tuple[str, str]:
        """Collect (truth of being a candidate, value) of every item; also whether a list of values is missing."""
        seen, more = self.assign("[]", "e"), self.assign("False", "n")
        considered = self.candidates(items, listed)
        taken = self.assign(self.path(value), "v")
        extra = "" if group is None else f", {self.path(group)}"
        if value.field.kind is Kind.LIST:
            self.line(f"if {taken} is None: {more} = True")
            self.line(f"else: {seen}.extend([({considered}, w{extra}) for w in {taken}])")
        else:
            self.line(f"{seen}.append(({considered}, {taken}{extra}))")
        self.indent -= 1
        return seen, more

    def summarized(self, node: nodes.Summarized, listed: str, result: str) -> None:
        kind = node.value.field.item if node.value.field.kind is Kind.LIST else node.value.field
        assert kind is not None  # noqa: S101 -- a list has items
        low = "-R.INFINITY" if kind.minimum is None else repr(kind.minimum)
        high = "R.INFINITY" if kind.maximum is None else repr(kind.maximum)
        seen, more = self.entries(node.items, node.value, listed, node.one_per)
        if node.word is nodes.Summary.SUM:
            name = "sum_bounds" if node.one_per is None else "grouped_sum_bounds"
            bounds = self.assign(f"R.{name}({seen}, {low}, {high})", "v")
            self.line(f"if {more}: {bounds} = ({bounds}[0] + min({low}, 0), {bounds}[1] + R.INFINITY)")
        elif node.word is nodes.Summary.COUNT_DISTINCT:
            bounds = self.assign(f"R.distinct_bounds({seen}, more={more})", "v")
        else:
            pair = "I(w)" if kind.kind in _DATES else "(R.exact(w),) * 2"
            low, high = (low, high) if kind.kind is Kind.NUMBER else ("1", "R.INFINITY")
            pairs = f"[(c, None if w is None else {pair}) for c, w in {seen}]"
            greatest = node.word is nodes.Summary.MAX
            bounds = self.assign(f"R.extreme_bounds({pairs}, {low}, {high}, greatest={greatest}, more={more})", "v")
        self.line(f"if {bounds} is not None:")
        self.indent += 1
        self.line(f"{result} = {self.bounds_tests(node.tests, f'{bounds}[0]', f'{bounds}[1]')}")
        self.indent -= 1

    def sequence(self, node: nodes.Chain | nodes.NonDecreasing, listed: str, result: str) -> None:
        seen = self.assign("[]", "e")
        considered = self.candidates(node.items, listed)
        item = self.names[node.items.name]
        key_name = node.items.path.field.item.key if node.items.path.field.item else None
        key = self.assign(f"{item}.get({key_name!r}, (len({seen}),))", "v")
        links = self.path(node.along)
        if isinstance(node, nodes.Chain):
            self.line(f"{seen}.append(({considered}, {key}, {links}))")
        else:
            value = self.assign(self.path(node.value), "v")
            words = node.value.field.words
            rank = f"{self.extra({word: place for place, word in enumerate(words)})}.get({value})" if words else value
            self.line(f"{seen}.append(({considered}, {key}, {rank}, {links}))")
        self.indent -= 1
        if isinstance(node, nodes.Chain):
            self.line(f"{result} = R.chain({seen}, {self.operand(node.count)})")
        else:
            self.line(f"{result} = R.non_decreasing({seen})")



def _empty(node: nodes.Quantified, *, outermost: bool) -> str:
    match node.if_empty:
        case nodes.IfEmpty.MET:
            return "True"
        case nodes.IfEmpty.NOT_APPLICABLE if outermost:
            return "NOT_APPLICABLE"
        case _:
            return "False"

"""The fast back end: checks become the source of one Python function that gives every outcome in one pass.

Only fixed templates, generated names and ``repr()`` of literals reach the source; nothing of a ruleset's text does.
Whatever depends on the submission alone is computed once at the top; operands that depend only on the date and the
parameters are constants, bound by :meth:`Compiled.bind`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from poscheck.checks import glance, list_truth, nodes, truth
from poscheck.checks.constants import Environment, ParameterValue, constant
from poscheck.checks.emit_lists import ListEmitter
from poscheck.dates import interval, period
from poscheck.records import Entity
from poscheck.scorecard import Executability, Outcome, ProblemKind

if TYPE_CHECKING:
    from types import CodeType

    from poscheck.checks.logic import Logic

_DEEPEST = 60
"""Python allows 100 levels of indentation; the loops of list words need some of them."""

Outcomes = Callable[[Mapping[str, Any], frozenset[str]], tuple[list[Outcome], list[int]]]
"""From a submission's data and its ``to_follow`` to the outcome of every rule, in the order given.

The second list has the numbers of the rules of which it is unknown whether they apply at all.
"""


class Compiled(Entity):
    """A function as code, not yet bound to a date."""

    source: str
    code: CodeType
    constants: tuple[nodes.Operand, ...]
    extras: tuple[Any, ...]
    banded: tuple[str, ...]

    def bind(self, environment: Environment) -> Any:
        """The function that was emitted, as of the environment's date, with its parameters."""
        space: dict[str, Any] = {
            "R": truth,
            "L": list_truth,
            "E": {},
            "I": interval,
            "P": period,
            "X": self.extras,
            "MET": Outcome.MET,
            "NOT_MET": Outcome.NOT_MET,
            "INCOMPLETE": Outcome.INCOMPLETE,
            "NEEDS_REVIEW": Outcome.NEEDS_REVIEW,
            "NOT_APPLICABLE": Outcome.NOT_APPLICABLE,
            "W": glance,
            "MISSING": ProblemKind.MISSING,
            "INSUFFICIENT": ProblemKind.INSUFFICIENT,
            "CONTRADICTORY": ProblemKind.CONTRADICTORY,
            "EXPIRED": ProblemKind.EXPIRED,
            "NOT_YET": ProblemKind.NOT_YET,
            "banded": environment.banded_value,
        }
        exec(self.code, space)  # noqa: S102 -- our own generated source; see the module's docstring
        return space["make"](*[constant(operand, environment) for operand in self.constants])


def compile_rules(rules: Sequence[Logic], parameters: Mapping[str, ParameterValue]) -> Compiled:
    """All of ``rules`` as one function, :data:`Outcomes`; ``parameters`` says which of them depend on a field."""
    emitter = Emitter(parameters)
    emitter.line("out, unsure = [], []")
    for rule in rules:
        emitter.rule(rule)
    emitter.line("return out, unsure")
    return emitter.compiled("evaluate(d, follow)")


class Emitter(ListEmitter):
    """Emits whole rules."""

    __slots__ = ()

    def compiled(self, signature: str) -> Compiled:
        """What was emitted, as the body of a function."""
        arguments = ", ".join(f"k{number}" for number in range(len(self.constants)))
        head = [f"def make({arguments}):", f"    def {signature}:"]
        end = f"    return {signature.partition('(')[0]}"
        source = "\n".join([*head, *self.prelude, *self.lines, end, ""])
        code = compile(source, "<rules>", "exec")
        return Compiled(source, code, tuple(self.constants), tuple(self.extras), tuple(self.banded))

    def rule(self, rule: Logic) -> None:
        """Emit one rule: its outcome is appended to the list of outcomes."""
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

    def several(self, checks: Sequence[nodes.Check], start: str, decides: str) -> str:
        """All of, or any of: ``decides`` is the truth that settles it."""
        result = self.assign(start)
        depth = self.indent
        for number, check in enumerate(checks):
            if number and self.indent < _DEEPEST:  # deeper, all are computed
                self.line(f"if {result} is not {decides}:")
                self.indent += 1
            inner = self.check(check)
            self.line(f"if {inner} is not {start} and {result} is not {decides}: {result} = {inner}")
        self.indent = depth
        return result

    def among(self, node: nodes.Among) -> str:
        """At least so many of."""
        wanted = self.assign(self.operand(node.count), "o")
        return self.assign(self.reached(wanted, [self.check(check) for check in node.checks]))

    @staticmethod
    def reached(wanted: str, inner: Sequence[str]) -> str:
        """An expression for the truth of so many of some checks holding."""
        sure = " + ".join(f"({name} is True)" for name in inner)
        possible = " + ".join(f"({name} is not False)" for name in inner)
        reached = f"True if {sure} >= {wanted} else False if {possible} < {wanted} else None"
        return f"None if {wanted} is None else {reached}"

"""Emitting what is told of tests and groups besides their truth: how many leaves fail, which problem, which place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from poscheck.checks import nodes
from poscheck.checks.compiler import Emitter
from poscheck.checks.explain_values import compared_problem, date_problem
from poscheck.checks.truth import DATE_TESTS

if TYPE_CHECKING:
    from collections.abc import Sequence


class Told(NamedTuple):
    """Expressions for what is known of a check besides its truth; ``grouped`` unless it is a test of one value."""

    lacking: str = "0"
    problem: str = "None"
    place: str = "None"
    grouped: bool = True


@dataclass(slots=True, eq=False)
class TellingEmitter(Emitter):
    """Emits checks; ``told`` is by the name of a truth, ``places`` says by the name of an item where it stands."""

    told: dict[str, Told] = field(default_factory=lambda: {"True": Told()})
    places: dict[str, str] = field(default_factory=dict)
    ends: tuple[str, str] = ("", "")

    def on(self, node: nodes.On) -> str:
        """A test of the value at a path."""
        truth = Emitter.on(self, node)
        told = Told(f"({truth} is not True)", self.problem(node, truth), self.place(node.path), grouped=False)
        return self.tell(truth, told)

    def several(self, checks: Sequence[nodes.Check], start: str, decides: str) -> str:
        """All of, or any of."""
        inner = [self.check(check) for check in checks]
        listing = ", ".join(inner)
        truth = self.assign(f"{decides} if {decides} in ({listing},) else None if None in ({listing},) else {start}")
        return self.join(truth, inner)

    def among(self, node: nodes.Among) -> str:
        """At least so many of."""
        wanted = self.assign(self.operand(node.count), "o")
        inner = [self.check(check) for check in node.checks]
        return self.join(self.assign(self.reached(wanted, inner)), inner)

    def ratio(self, node: nodes.Ratio) -> str:
        """The quotient of two fields."""
        truth = Emitter.ratio(self, node)
        leaves = ""
        for path in (node.numerator, node.denominator):
            value, place = self.path(path), self.place(path)
            leaves += f"(None, {place}, 1) if {value} is None else (True, {place}, 0), "
        return self.tell_of(self.assign(f"W.whole({truth}, INSUFFICIENT, [{leaves}])", "g"))

    def found_in(self, test: nodes.FoundIn, value: str) -> str:
        """A test for the value in another list, whose items are never pointed to."""
        keys = test.items.keys or ("",)
        self.places[test.name] = repr(keys[0]) if test.items.name is None else self.places[test.items.name]
        truth = Emitter.found_in(self, test, value)
        del self.places[test.name]
        return truth

    def tell(self, truth: str, told: Told) -> str:
        """Keep what is told of a truth, and return its name."""
        self.told[truth] = told
        return truth

    def tell_of(self, seen: str) -> str:
        """Tell of a glance that the name ``seen`` holds."""
        return self.tell(self.assign(f"{seen}.truth"), Told(f"{seen}.lacking", f"{seen}.problem", f"{seen}.place"))

    def join(self, truth: str, inner: Sequence[str]) -> str:
        """Tell of a group by what is told of its parts."""
        told = [self.told[name] for name in inner]
        failing = [
            f"({each.problem} if {name} is False else None)"
            for name, each in zip(inner, told, strict=True)
            if each.problem != "None"
        ]
        parts = "".join(f"({name}, {each.place}), " for name, each in zip(inner, told, strict=True))
        return self.tell(
            truth,
            Told(
                f"({' + '.join(each.lacking for each in told)})",
                f"({' or '.join(failing) or None})",
                told[0].place if len(told) == 1 else f"W.first({truth}, ({parts}))",
            ),
        )

    def problem(self, node: nodes.On, truth: str) -> str:
        """An expression for the problem that a test has where it fails."""
        match node.test:
            case nodes.Present() | nodes.Filled():
                return "None"
            case nodes.FoundIn():
                return "CONTRADICTORY"
            case nodes.Within(operand=nodes.AsOf()) as test:
                edge, other = self.ends
                day, last = self.day(test.edge, self.path(node.path)), other if test.sign < 0 else edge
                return f"(NOT_YET if {truth} is False and ({day})[0] > {last}[1] else EXPIRED)"
            case nodes.Within(operand=operand):
                return date_problem(operand, late=False).name
            case nodes.Compare(word=nodes.Word.IN_FORCE_ON):
                return f"(W.problem(x, {self.keep(node)}, {self.named()}) if {truth} is False else None)"
            case nodes.Compare() as test if test.word in DATE_TESTS:
                return compared_problem(test).name
            case _:
                return "INSUFFICIENT"

    def window(self, test: nodes.Within) -> tuple[str, str]:
        """The two ends; the last ones tell what is too late."""
        self.ends = Emitter.window(self, test)
        return self.ends

    def place(self, path: nodes.Path) -> str:
        """An expression for the place of the value at ``path``; None in a section that is not there."""
        if path.keys is None:
            return self.referred(path)
        keys = "".join(f"{key!r}, " for key in path.keys)
        if path.name is None:
            return f"(({keys}) if {path.keys[0]!r} in written else None)"
        return f"({self.places[path.name]}, {keys})"

    def referred(self, path: nodes.Path) -> str:
        """An expression for the place that references lead to; of several in a row the explainer finds it."""
        follows = [step for step in path.steps if isinstance(step, nodes.Follow)]
        if path.name is None or len(follows) > 1:
            return f"W.place(x, {self.keep(path)}, {self.named()}, written)"
        number = path.steps.index(follows[0])
        reference = nodes.Path(path.name, path.steps[:number], path.field, path.text)
        named = self.hoist(f"x.named({follows[0].target!r}, {follows[0].key!r})", "ix")
        keys = tuple(step.key for step in path.steps[number + 1 :])
        return f"W.referred({named}, {self.path(reference)}, {self.place(reference)}, {keys!r}, written)"

    def traced(self, node: nodes.Check) -> str:
        """An expression for a glance at a check by the explainer."""
        return f"W.traced(x, {self.keep(node)}, {self.named()}, written)"

    def named(self) -> str:
        """An expression for the items that names stand for here, as the explainer knows them."""
        known = (f"{name!r}: ({self.names[name]}, ({start}), None)" for name, start in self.places.items())
        return f"{{{', '.join(known)}}}"

"""Emitting source for a glance at one check: which problem it has, and where the first value stands that tells so.

The truths are those that :mod:`poscheck.checks.compiler` emits, but all of them, since the number of leaves that do not
hold says which candidate comes nearest. Tests hold the answers equal to the explainer's.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.checks import nodes
from poscheck.checks.compiler import Compiled, Emitter
from poscheck.checks.explain_summaries import failed_whole
from poscheck.checks.explain_values import compared_problem, date_problem
from poscheck.checks.truth import DATE_TESTS
from poscheck.contract import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.checks.constants import ParameterValue
    from poscheck.checks.explainer import Explainer
    from poscheck.paths import Path
    from poscheck.scorecard import ProblemKind

GlanceAt = Callable[
    [Mapping[str, Any], frozenset[str], Container[str], "Explainer"], tuple["ProblemKind | None", "Path | None"]
]
"""From a submission's data, its ``to_follow``, the sections that are written, and an explainer: problem and place."""


def compile_glance(check: nodes.Check, parameters: Mapping[str, ParameterValue]) -> Compiled:
    """A :data:`GlanceAt` at ``check``, not yet bound to a date."""
    emitter = _GlanceEmitter(parameters)
    truth = emitter.check(check, outermost=True)
    told = emitter.told[truth]
    emitter.line(
        f"return None if {truth} is True else MISSING if {truth} is None else {told.problem} or INSUFFICIENT, "
        f"{told.place}"
    )
    return emitter.compiled("glance(d, follow, written, x)")


class _Told(NamedTuple):
    """Expressions for what is known of a check besides its truth; ``grouped`` unless it is a test of one value."""

    lacking: str = "0"
    problem: str = "None"
    place: str = "None"
    grouped: bool = True


@dataclass(slots=True, eq=False)
class _GlanceEmitter(Emitter):
    """Emits one check.

    ``told`` is by the name of a truth, as are the ``conditions`` of being a candidate; ``places`` says by the name of
    an item where it stands.
    """

    told: dict[str, _Told] = field(default_factory=lambda: {"True": _Told()})
    conditions: dict[str, nodes.Check] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[str, str]] = field(default_factory=list)
    ends: tuple[str, str] = ("", "")

    def check(self, node: nodes.Check, *, outermost: bool = False) -> str:
        """Emit the lines that compute ``node`` and return the name that holds its truth."""
        match node:
            case nodes.Chain() | nodes.NonDecreasing():
                return self._tell_of(self.assign(self._traced(node), "g"))
            case nodes.Not():
                inner = self.check(node.check)
                truth = self.assign(f"None if {inner} is None else not {inner}")
                return self._tell(truth, self.told[inner]._replace(problem="INSUFFICIENT", grouped=True))
            case _:
                return Emitter.check(self, node, outermost=outermost)

    def on(self, node: nodes.On) -> str:
        """A test of the value at a path."""
        truth = Emitter.on(self, node)
        told = _Told(f"({truth} is not True)", self._problem(node, truth), self._place(node.path), grouped=False)
        return self._tell(truth, told)

    def several(self, checks: Sequence[nodes.Check], start: str, decides: str) -> str:
        """All of, or any of."""
        inner = [self.check(check) for check in checks]
        listing = ", ".join(inner)
        truth = self.assign(f"{decides} if {decides} in ({listing},) else None if None in ({listing},) else {start}")
        return self._join(truth, inner)

    def among(self, node: nodes.Among) -> str:
        """At least so many of."""
        wanted = self.assign(self.operand(node.count), "o")
        inner = [self.check(check) for check in node.checks]
        return self._join(self.assign(self.reached(wanted, inner)), inner)

    def quantified(self, node: nodes.Quantified, *, outermost: bool) -> str:
        """A word over the candidates of a list."""
        items = node.items
        listed = self.assign(self.path(items.path), "l")
        seen = self.assign(f"W.Glance(None, True, 1, None, {self._place(items.path)})", "g")
        self.line(f"if {listed} is not None:")
        self.indent += 1
        found = self.assign("[]", "e")
        considered = self.candidates(items, listed)
        start = self.places[items.name].partition(",")[0].removeprefix("*")
        single = self._of_single_values(node)
        if single is None:
            self._candidate(node, found, considered)
        else:
            self.line(f"{found}.append({Emitter.on(self, single)})")
        self.indent -= 1
        wanted = "None" if node.count is None else self.operand(node.count)
        settings = f"still_open={self.open_list(items)}"
        if single is None:
            call = f"W.quantified({self.keep(node)}, {found}, {wanted}, {settings}, outermost={outermost})"
        else:
            call = f"W.of_single_values({found}, {wanted}, {self._problem(single, '')}, {start}, {settings})"
        self.line(f"{seen} = {call}")
        del self.places[items.name]
        self.indent -= 1
        return self._tell_of(seen)

    def _of_single_values(self, node: nodes.Quantified) -> nodes.On | None:
        """The test, where so many of a list of single values, such as grades, have to pass one."""
        test, items = node.must, node.items
        if node.word is not nodes.Quantifier.AT_LEAST or items.consider is not None or not isinstance(test, nodes.On):
            return None
        return test if (test.path.name, test.path.keys) == (items.name, ()) and not _dated(test) else None

    def candidates(self, items: nodes.Items, listed: str) -> str:
        """Begin a loop over the candidates; return the name that holds the truth of being one (never False)."""
        place, number, item = self.assign(self._place(items.path), "l"), self.fresh("i"), self.fresh("x")
        self.names[items.name] = item
        self.places[items.name] = f"*{place}, {number}"
        self.line(f"for {number}, {item} in enumerate({listed}):")
        self.indent += 1
        if items.consider is None:
            return "True"
        considered = self._considered(items.consider)
        self.conditions[considered] = items.consider
        return considered

    def _considered(self, node: nodes.Check) -> str:
        """The name that holds the truth of `consider`; the loop goes on at the first condition that fails."""
        if isinstance(node, nodes.All):
            inner = [self._considered(check) for check in node.checks]
            return self.assign(f"None if None in ({', '.join(inner)},) else True")
        truth = self._truth(node)
        self.line(f"if {truth} is False: continue")
        return truth

    def _truth(self, node: nodes.Check) -> str:
        """Emit the truth of a check and nothing else, which takes far less time."""
        plain = Emitter(*[getattr(self, each.name) for each in fields(Emitter)])
        truth = plain.check(node)
        self.count = plain.count
        return truth

    def _doubt(self, considered: str) -> _Told:
        """What is told of a condition; emitted where it is unknown whether it holds, since nobody asks elsewhere."""
        return self.told[self.check(self.conditions[considered])]

    def _candidate(self, node: nodes.Quantified, found: str, considered: str) -> None:
        """Add what an item shows."""
        shown = "True" if node.must is None else self.check(node.must)
        told = self.told[shown]
        if considered == "True":
            self.line(f"{found}.append(W.Glance({shown}, True, {told.lacking}, {told.problem}, {told.place}))")
            return
        self.line(f"if {considered} is True:")
        self.line(f"    {found}.append(W.Glance({shown}, True, {told.lacking}, {told.problem}, {told.place}))")
        self.line("else:")
        self.indent += 1
        doubt = self._doubt(considered)
        lacking = f"{doubt.lacking} + {told.lacking}"
        both = f"W.first({shown}, ((None, {doubt.place}), ({shown}, {told.place})))"
        self.line(f"{found}.append(W.Glance({shown}, None, {lacking}, {told.problem}, {both}))")
        self.indent -= 1

    def ratio(self, node: nodes.Ratio) -> str:
        """The quotient of two fields."""
        truth = Emitter.ratio(self, node)
        leaves = ""
        for path in (node.numerator, node.denominator):
            value, place = self.path(path), self._place(path)
            leaves += f"(None, {place}, 1) if {value} is None else (True, {place}, 0), "
        return self._tell_of(self.assign(f"W.whole({truth}, INSUFFICIENT, [{leaves}])", "g"))

    def whole_list(self, node: nodes.Covers | nodes.UniqueBy | nodes.Summarized) -> str:
        """A word that takes one value from every candidate."""
        leaves = self.assign(f"[(None, {self._place(node.items.path)}, 1)]", "e")
        grouped = self.assign("False", "n")
        self.taken.append((leaves, grouped))
        truth = Emitter.whole_list(self, node)
        self.taken.pop()
        failed = f"{self.keep(failed_whole(node))}"
        return self._tell_of(self.assign(f"W.whole({truth}, {failed}, {leaves}, grouped={grouped})", "g"))

    def entries(
        self, items: nodes.Items, value: nodes.Path, listed: str, group: nodes.Path | None = None
    ) -> tuple[str, str]:
        """Collect (truth of being a candidate, value) of every item; also whether a list of values is missing."""
        leaves, _ = self.taken[-1]
        self.line(f"{leaves} = []")
        found = Emitter.entries(self, items, value, listed, group)
        del self.places[items.name]
        return found

    def take(self, considered: str, value: nodes.Path) -> str:
        """The name that holds the value taken from a candidate."""
        taken = Emitter.take(self, considered, value)
        leaves, grouped = self.taken[-1]
        if considered != "True":
            self.line(f"if {considered} is None:")
            self.indent += 1
            doubt = self._doubt(considered)
            self.line(f"{leaves}.append((None, {doubt.place}, {doubt.lacking}))")
            if doubt.grouped:
                self.line(f"{grouped} = True")
            self.indent -= 1
        gone = f"{taken} is None or None in {taken}" if value.field.kind is Kind.LIST else f"{taken} is None"
        place = self._place(value)
        self.line(f"{leaves}.append((None, {place}, 1) if {gone} else (True, {place}, 0))")
        return taken

    def found_in(self, test: nodes.FoundIn, value: str) -> str:
        """GlanceAt for the value in another list, whose items are never pointed to."""
        keys = test.items.keys or ("",)
        self.places[test.name] = repr(keys[0]) if test.items.name is None else self.places[test.items.name]
        truth = Emitter.found_in(self, test, value)
        del self.places[test.name]
        return truth

    def _tell(self, truth: str, told: _Told) -> str:
        self.told[truth] = told
        return truth

    def _tell_of(self, seen: str) -> str:
        """Tell of a glance that the name ``seen`` holds."""
        return self._tell(self.assign(f"{seen}.truth"), _Told(f"{seen}.lacking", f"{seen}.problem", f"{seen}.place"))

    def _join(self, truth: str, inner: Sequence[str]) -> str:
        """Tell of a group by what is told of its parts."""
        told = [self.told[name] for name in inner]
        failing = [
            f"({each.problem} if {name} is False else None)"
            for name, each in zip(inner, told, strict=True)
            if each.problem != "None"
        ]
        parts = "".join(f"({name}, {each.place}), " for name, each in zip(inner, told, strict=True))
        return self._tell(
            truth,
            _Told(
                f"({' + '.join(each.lacking for each in told)})",
                f"({' or '.join(failing) or None})",
                told[0].place if len(told) == 1 else f"W.first({truth}, ({parts}))",
            ),
        )

    def _problem(self, node: nodes.On, truth: str) -> str:
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
                return f"(W.problem(x, {self.keep(node)}, {self._named()}) if {truth} is False else None)"
            case nodes.Compare() as test if test.word in DATE_TESTS:
                return compared_problem(test).name
            case _:
                return "INSUFFICIENT"

    def window(self, test: nodes.Within) -> tuple[str, str]:
        """The two ends; the last ones tell what is too late."""
        self.ends = Emitter.window(self, test)
        return self.ends

    def _place(self, path: nodes.Path) -> str:
        """An expression for the place of the value at ``path``; None in a section that is not there."""
        if path.keys is None:
            return self._referred(path)
        keys = "".join(f"{key!r}, " for key in path.keys)
        if path.name is None:
            return f"(({keys}) if {path.keys[0]!r} in written else None)"
        return f"({self.places[path.name]}, {keys})"

    def _referred(self, path: nodes.Path) -> str:
        """An expression for the place that references lead to; of several in a row the explainer finds it."""
        follows = [step for step in path.steps if isinstance(step, nodes.Follow)]
        if path.name is None or len(follows) > 1:
            return f"W.place(x, {self.keep(path)}, {self._named()}, written)"
        number = path.steps.index(follows[0])
        reference = nodes.Path(path.name, path.steps[:number], path.field, path.text)
        named = self.hoist(f"x.named({follows[0].target!r}, {follows[0].key!r})", "ix")
        keys = tuple(step.key for step in path.steps[number + 1 :])
        return f"W.referred({named}, {self.path(reference)}, {self._place(reference)}, {keys!r}, written)"

    def _traced(self, node: nodes.Check) -> str:
        """An expression for a glance at a check by the explainer."""
        return f"W.traced(x, {self.keep(node)}, {self._named()}, written)"

    def _named(self) -> str:
        """An expression for the items that names stand for here, as the explainer knows them."""
        known = (f"{name!r}: ({self.names[name]}, ({start}), None)" for name, start in self.places.items())
        return f"{{{', '.join(known)}}}"


def _dated(test: nodes.On) -> bool:
    """Whether the problem of a test depends on the day that it finds."""
    return isinstance(test.test, nodes.Within) or getattr(test.test, "word", None) is nodes.Word.IN_FORCE_ON

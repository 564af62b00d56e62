"""Emitting source for a glance at one check: which problem it has, and where the first value stands that tells so.

The truths are those that :mod:`poscheck.checks.compiler` emits, but all of them, since the number of leaves that do not
hold says which candidate comes nearest. Tests hold the answers equal to the explainer's.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.checks.compiler import Compiled, Emitter
from poscheck.checks.emit_telling import TellingEmitter, Told
from poscheck.checks.explain_summaries import failed_whole
from poscheck.contract import Kind

if TYPE_CHECKING:
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


@dataclass(slots=True, eq=False)
class _GlanceEmitter(TellingEmitter):
    """Emits one check.

    ``conditions`` of being a candidate are by the name of their truth; ``taken`` are the names of the leaves of whole
    lists, and of whether they stand for several.
    """

    conditions: dict[str, nodes.Check] = field(default_factory=dict)
    taken: list[tuple[str, str]] = field(default_factory=list)

    def check(self, node: nodes.Check, *, outermost: bool = False) -> str:
        """Emit the lines that compute ``node`` and return the name that holds its truth."""
        match node:
            case nodes.Chain() | nodes.NonDecreasing():
                return self.tell_of(self.assign(self.traced(node), "g"))
            case nodes.Not():
                inner = self.check(node.check)
                truth = self.assign(f"None if {inner} is None else not {inner}")
                return self.tell(truth, self.told[inner]._replace(problem="INSUFFICIENT", grouped=True))
            case _:
                return Emitter.check(self, node, outermost=outermost)

    def quantified(self, node: nodes.Quantified, *, outermost: bool) -> str:
        """A word over the candidates of a list."""
        listed = self.assign(self.path(node.items.path), "l")
        seen = self.assign(f"W.Glance(None, True, 1, None, {self.place(node.items.path)})", "g")
        self.line(f"if {listed} is not None:")
        self.indent += 1
        found = self.assign("[]", "e")
        wanted = "None" if node.count is None else self.operand(node.count)
        still_open = f"still_open={self.open_list(node.items)}"
        if (test := self._of_single_values(node)) is None:
            considered = self.candidates(node.items, listed)
            self._candidate(node, found, considered)
            del self.places[node.items.name]
            call = f"W.quantified({self.keep(node)}, {found}, {wanted}, {still_open}, outermost={outermost})"
        else:
            Emitter.candidates(self, node.items, listed)
            self.line(f"{found}.append({Emitter.on(self, test)})")
            told = f"{self.problem(test, '')}, {self.place(node.items.path)}"
            call = f"W.of_single_values({found}, {wanted}, {told}, {still_open})"
        self.indent -= 1
        self.line(f"{seen} = {call}")
        self.indent -= 1
        return self.tell_of(seen)

    def _of_single_values(self, node: nodes.Quantified) -> nodes.On | None:
        """The test, where so many of a list of single values, such as grades, have to pass one."""
        test, items = node.must, node.items
        if node.word is not nodes.Quantifier.AT_LEAST or items.consider is not None or not isinstance(test, nodes.On):
            return None
        return test if (test.path.name, test.path.keys) == (items.name, ()) and not _dated(test) else None

    def candidates(self, items: nodes.Items, listed: str) -> str:
        """Begin a loop over the candidates; return the name that holds the truth of being one (never False)."""
        place, number, item = self.assign(self.place(items.path), "l"), self.fresh("i"), self.fresh("x")
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

    def _doubt(self, considered: str) -> Told:
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

    def whole_list(self, node: nodes.Covers | nodes.UniqueBy | nodes.Summarized) -> str:
        """A word that takes one value from every candidate."""
        leaves = self.assign(f"[(None, {self.place(node.items.path)}, 1)]", "e")
        grouped = self.assign("False", "n")
        self.taken.append((leaves, grouped))
        truth = Emitter.whole_list(self, node)
        self.taken.pop()
        failed = f"{self.keep(failed_whole(node))}"
        return self.tell_of(self.assign(f"W.whole({truth}, {failed}, {leaves}, grouped={grouped})", "g"))

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
        place = self.place(value)
        self.line(f"{leaves}.append((None, {place}, 1) if {gone} else (True, {place}, 0))")
        return taken


def _dated(test: nodes.On) -> bool:
    """Whether the problem of a test depends on the day that it finds."""
    return isinstance(test.test, nodes.Within) or getattr(test.test, "word", None) is nodes.Word.IN_FORCE_ON

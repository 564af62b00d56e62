"""Explaining words over the items of a list: who is a candidate, and what each one shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes, truth
from poscheck.checks.explain_values import ValueExplainer
from poscheck.checks.trace import Candidate, Group, Item, Leaf, Quantified, Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poscheck.checks.truth import Truth
    from poscheck.paths import Path as Place

Candidates = Iterator[tuple["Trace | None", "Item"]]
"""Each item that may count, with the trace of `consider`."""


class ListExplainer(ValueExplainer):
    """Adds the list words."""

    __slots__ = ()

    def settled(self, result: Truth, items: nodes.Items) -> Truth:
        """``result``, or None where it is false only as long as the list, or what holds it, is still to follow."""
        return None if result is False and self.open_list(items) else result

    def open_list(self, items: nodes.Items) -> bool:
        """Whether the submission says that the list, or what holds it, is still to follow."""
        return f"{items.path.field.static}.".startswith(self._open)

    def candidates(self, items: nodes.Items, listed: Sequence[Any], place: Place, rejected: list[Trace]) -> Candidates:
        """Every item that is not certainly no candidate.

        While one is looked at, the item's own name in the rule stands for it. Why the others are none goes to
        ``rejected``.
        """
        kind, name, consider = items.path.field.item, items.name, items.consider
        look: Callable[[Any], Trace] = self._considered if isinstance(consider, nodes.All) else self.check
        for number, each in enumerate(listed):
            item = self.names[name] = (each, (*place, number), kind)
            considered = None if consider is None else look(consider)
            if considered is not None and considered.truth is False:
                considered.item = item
                rejected.append(considered)
            else:
                yield considered, item

    def _considered(self, node: nodes.All) -> Trace:
        """The trace of `consider`; of an item that is no candidate only that of the first condition that it fails."""
        parts: list[Trace] = []
        for check in node.checks:
            part = self._considered(check) if type(check) is nodes.All else self.check(check)
            if part.truth is False:
                return part
            parts.append(part)
        return Group(None if any(part.truth is None for part in parts) else True, node, tuple(parts))

    def quantified(self, node: nodes.Quantified, *, outermost: bool = False) -> Trace:
        """The trace of a list word; its children are the candidates."""
        listed, place = self.get(node.items.path)
        wanted = self.operand(node.count) if node.count is not None else None
        if listed is None:
            gone = Leaf.collected(node.items.path, None, place, missing=True)
            return Quantified(None, node, (gone,), None, wanted)
        rejected: list[Trace] = []
        children: list[Trace] = []
        for considered, item in self.candidates(node.items, listed, place, rejected):
            children.append(Candidate(considered, None if node.must is None else self.check(node.must), item))
        none_applies = outermost and not children and node.if_empty is nodes.IfEmpty.NOT_APPLICABLE
        result = True if none_applies else self._truth(node, children, wanted)
        trace = Quantified(result, node, tuple(children), len(listed), wanted)
        trace.not_applicable = none_applies
        trace.to_follow = result is None and self.open_list(node.items)
        trace.rejected = tuple(rejected)
        return trace

    def _truth(self, node: nodes.Quantified, children: Sequence[Trace], wanted: Any) -> Truth:
        """The truth over the candidates."""
        if node.if_empty is None:
            return self.settled(_counted(node.word, children, wanted), node.items)
        if not any(child.considered for child in children):
            if children:
                return None
            result: Truth = node.if_empty is nodes.IfEmpty.MET
        elif node.word is nodes.Quantifier.SHARE_AT_LEAST:
            result = truth.share([(child.considered, child.truth) for child in children], wanted)
        else:
            right = node.word is nodes.Quantifier.EVERY
            failed = any(child.considered and child.truth is (not right) for child in children)
            result = False if failed else True if all(child.truth is right for child in children) else None
        return self.settled(result, node.items) if node.word is nodes.Quantifier.SHARE_AT_LEAST else result


def _counted(word: nodes.Quantifier, children: Sequence[Trace], wanted: Any) -> Truth:
    if wanted is None:
        return None
    sure = maybe = 0
    for child in children:
        if child.truth is True and child.considered:
            sure += 1
        elif child.truth is not False:
            maybe += 1
    match word:
        case nodes.Quantifier.AT_LEAST:
            return True if sure >= wanted else None if sure + maybe >= wanted else False
        case nodes.Quantifier.AT_MOST:
            return True if sure + maybe <= wanted else False if sure > wanted else None
        case _:
            return False if sure > wanted or sure + maybe < wanted else None if maybe else True

"""Explaining words over the items of a list: who is a candidate, and what each one shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import list_truth, nodes
from poscheck.checks.explain_values import ValueExplainer
from poscheck.checks.trace import Candidate, Counted, Group, Item, Leaf, Quantified, Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poscheck.checks.telling import Shown
    from poscheck.checks.truth import Truth
    from poscheck.paths import Path as Place


_AT_LEAST, _AT_MOST = nodes.Quantifier.AT_LEAST, nodes.Quantifier.AT_MOST  # naming them takes as long as counting


class ListExplainer(ValueExplainer):
    """Adds the list words."""

    __slots__ = ()

    def settled(self, result: Truth, items: nodes.Items) -> Truth:
        """``result``, or None where it is false only as long as the list, or what holds it, is still to follow."""
        return _settled(result, still_open=result is False and self.open_list(items))

    def open_list(self, items: nodes.Items) -> bool:
        """Whether the submission says that the list, or what holds it, is still to follow."""
        return f"{items.path.field.static}.".startswith(self._open)

    def candidates(self, items: nodes.Items, listed: Sequence[Any], place: Place) -> tuple[Counted, tuple[Trace, ...]]:
        """The items that are not certainly no candidates, and why the others are; found once for all rules."""
        known = None if items.same is None else self._known.get(items.same)
        if known is None:
            known = self._candidates(items, listed, place)
            if items.same is not None:
                self._known[items.same] = known
        return known

    def _candidates(self, items: nodes.Items, listed: Sequence[Any], place: Place) -> tuple[Counted, tuple[Trace, ...]]:
        kind, consider = items.path.field.item, items.consider
        found: list[Item] = [(each, (*place, number), kind) for number, each in enumerate(listed)]
        if consider is None:
            return [(None, item) for item in found], ()
        look: Callable[[Any], Trace] = self._considered if isinstance(consider, nodes.All) else self.check
        candidates: Counted = []
        rejected: list[Trace] = []
        for item in found:
            self.names[items.name] = item
            considered = look(consider)
            if considered.truth is False:
                considered.item = item
                rejected.append(considered)
            else:
                candidates.append((considered, item))
        return candidates, tuple(rejected)

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
        candidates, rejected = self.candidates(node.items, listed, place)
        children: list[Trace] = []
        for considered, item in candidates:
            self.names[node.items.name] = item
            children.append(Candidate(considered, None if node.must is None else self.check(node.must), item))
        none_applies = outermost and not children and node.if_empty is nodes.IfEmpty.NOT_APPLICABLE
        still_open = self.open_list(node.items)
        result = True if none_applies else truth_of(node, children, wanted, still_open=still_open)
        trace = Quantified(result, node, tuple(children), len(listed), wanted)
        trace.not_applicable = none_applies
        trace.to_follow = result is None and still_open
        trace.rejected = rejected
        return trace


def truth_of(node: nodes.Quantified, children: Sequence[Shown], wanted: Any, *, still_open: bool) -> Truth:
    """What a list word comes to by what its candidates show; ``still_open`` where more of them may follow."""
    if node.if_empty is None:
        return _settled(_counted(node.word, children, wanted), still_open=still_open)
    if not any(child.considered for child in children):
        return None if children else _settled(node.if_empty is nodes.IfEmpty.MET, still_open=still_open)
    if node.word is nodes.Quantifier.SHARE_AT_LEAST:
        seen = [(child.considered, child.truth) for child in children]
        return _settled(list_truth.share(seen, wanted), still_open=still_open)
    right = node.word is nodes.Quantifier.EVERY
    if any(child.considered and child.truth is (not right) for child in children):
        return False
    return True if all(child.truth is right for child in children) else None


def _settled(result: Truth, *, still_open: bool) -> Truth:
    """``result``, or None where it is false only as long as more may follow."""
    return None if result is False and still_open else result


def _counted(word: nodes.Quantifier, children: Sequence[Shown], wanted: Any) -> Truth:
    if wanted is None:
        return None
    sure = maybe = 0
    for child in children:
        if child.truth is True and child.considered:
            sure += 1
        elif child.truth is not False:
            maybe += 1
    if word is _AT_LEAST:
        return True if sure >= wanted else None if sure + maybe >= wanted else False
    if word is _AT_MOST:
        return True if sure + maybe <= wanted else False if sure > wanted else None
    return False if sure > wanted or sure + maybe < wanted else None if maybe else True

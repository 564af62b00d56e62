"""Explaining words over the items of a list: who is a candidate, and what each one shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes, phrases, truth
from poscheck.checks.explain_values import ValueExplainer
from poscheck.checks.trace import Trace, open_problem
from poscheck.scorecard import ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.checks.truth import Truth
    from poscheck.paths import Path as Place


class ListExplainer(ValueExplainer):
    """Adds the list words."""

    __slots__ = ()

    def open_list(self, items: nodes.Items) -> bool:
        """Whether the submission says that the list, or what holds it, is still to follow."""
        parts = items.path.field.static.split(".")
        return not self.to_follow.isdisjoint(".".join(parts[: number + 1]) for number in range(len(parts)))

    def candidates(self, items: nodes.Items) -> Iterator[tuple[Trace | None, Place, str]]:
        """Every item that is not certainly no candidate: the trace of `consider`, its place, its name.

        While one is looked at, the item's own name in the rule stands for it.
        """
        listed, place = self.get(items.path)
        for number, item in enumerate(listed or ()):
            self.names[items.name] = (item, (*place, number))
            considered = self.check(items.consider) if items.consider else None
            if considered is None or considered.truth is not False:
                yield considered, (*place, number), phrases.label(item, items.path.field.item, number)

    def quantified(self, node: nodes.Quantified, *, outermost: bool) -> Trace:
        """The trace of a list word; its children are the candidates."""
        listed, place = self.get(node.items.path)
        name = phrases.title(node.items.path)
        wanted = self.operand(node.count) if node.count is not None else None
        asked = phrases.quantified_asked(node.word, wanted, name)
        if listed is None:
            return absent_list(asked, name, place)
        children = [self._candidate(node, *candidate) for candidate in self.candidates(node.items)]
        result, not_applicable = self._truth(node, children, wanted, outermost=outermost)
        return Trace(
            truth=result,
            asked=asked,
            problem=open_problem(result),
            place=place,
            subject=name,
            found=phrases.quantified_found(node.word, children, wanted, name, len(listed)),
            to_follow=self.open_list(node.items),
            not_applicable=not_applicable,
            children=tuple(children),
        )

    def _candidate(self, node: nodes.Quantified, considered: Trace | None, place: Place, label: str) -> Trace:
        """The trace of one item: what it has to show and, where that is unknown, why it may be no candidate."""
        must = self.check(node.must) if node.must else Trace(truth=True, asked="is there", place=place)
        doubt = (considered,) if considered is not None and considered.truth is None else ()
        certain = None if doubt else True
        return Trace(
            truth=must.truth, asked=must.asked, label=label, considered=certain, place=place, children=(*doubt, must)
        )

    def _truth(
        self, node: nodes.Quantified, children: list[Trace], wanted: Any, *, outermost: bool
    ) -> tuple[Truth, bool]:
        """The truth over the candidates, and whether the rule does not apply for want of any."""
        if node.if_empty is None:
            result = _counted(node.word, children, wanted)
            return (None if result is False and self.open_list(node.items) else result), False
        if not any(child.considered for child in children):
            if children:
                return None, False
            if node.if_empty is nodes.IfEmpty.NOT_APPLICABLE and outermost:
                return True, True
            result = node.if_empty is nodes.IfEmpty.MET
        elif node.word is nodes.Quantifier.SHARE_AT_LEAST:
            result = truth.share([(child.considered, child.truth) for child in children], wanted)
        else:
            right = node.word is nodes.Quantifier.EVERY
            failed = any(child.considered and child.truth is (not right) for child in children)
            result = False if failed else True if all(child.truth is right for child in children) else None
        lenient = node.word is nodes.Quantifier.SHARE_AT_LEAST and self.open_list(node.items)
        return (None if result is False and lenient else result), False


def absent_list(asked: str, name: str, place: Place) -> Trace:
    """The trace of a word over a list that is not there at all."""
    gone = Trace(truth=None, asked="is given", problem=ProblemKind.MISSING, leaf=True, subject=name, place=place)
    return Trace(truth=None, asked=asked, problem=ProblemKind.MISSING, children=(gone,))


def _counted(word: nodes.Quantifier, children: list[Trace], wanted: Any) -> Truth:
    sure = sum(child.considered is True and child.truth is True for child in children)
    maybe = sum(child.truth is not False for child in children) - sure
    if wanted is None:
        return None
    match word:
        case nodes.Quantifier.AT_LEAST:
            return True if sure >= wanted else None if sure + maybe >= wanted else False
        case nodes.Quantifier.AT_MOST:
            return True if sure + maybe <= wanted else False if sure > wanted else None
        case _:
            return False if sure > wanted or sure + maybe < wanted else None if maybe else True

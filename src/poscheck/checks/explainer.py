"""The slow back end: the same truths as the compiler's, with a record of what was asked and seen at every node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.checks.explain_sequences import SequenceExplainer
from poscheck.checks.trace import Group, Trace

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Explainer", "Trace"]


class Explainer(SequenceExplainer):
    """Walks checks on one submission's data, as of one date."""

    __slots__ = ()

    def explain(self, node: nodes.Check) -> Trace:
        """The trace of ``node``; its truth is the one that the compiled rule comes to."""
        return self.quantified(node, outermost=True) if isinstance(node, nodes.Quantified) else self.check(node)

    def check(self, node: nodes.Check) -> Trace:
        """The trace of one check and of all below it."""
        return _WORDS[type(node)](self, node)

    def _all(self, node: nodes.All) -> Trace:
        parts = tuple(map(self.check, node.checks))
        results = [part.truth for part in parts]
        return Group(False if False in results else None if None in results else True, node, parts)

    def _any(self, node: nodes.Any) -> Trace:
        parts = tuple(map(self.check, node.checks))
        results = [part.truth for part in parts]
        return Group(True if True in results else None if None in results else False, node, parts)

    def _not(self, node: nodes.Not) -> Trace:
        inner = self.check(node.check)
        return Group(None if inner.truth is None else not inner.truth, node, (inner,))

    def _among(self, node: nodes.Among) -> Trace:
        wanted = self.operand(node.count)
        parts = tuple(map(self.check, node.checks))
        results = [part.truth for part in parts]
        possible = len(results) - results.count(False)
        result = None
        if wanted is not None:
            result = True if results.count(True) >= wanted else False if possible < wanted else None
        return Group(result, node, parts, wanted)


_WORDS: dict[type[nodes.Check], Callable[[Explainer, Any], Trace]] = {
    nodes.On: Explainer.on,
    nodes.All: Explainer._all,
    nodes.Any: Explainer._any,
    nodes.Not: Explainer._not,
    nodes.Among: Explainer._among,
    nodes.Quantified: Explainer.quantified,
    nodes.Ratio: Explainer.ratio,
    nodes.Covers: Explainer.whole_list,
    nodes.Summarized: Explainer.whole_list,
    nodes.UniqueBy: Explainer.whole_list,
    nodes.Chain: Explainer.whole_list,
    nodes.NonDecreasing: Explainer.whole_list,
}

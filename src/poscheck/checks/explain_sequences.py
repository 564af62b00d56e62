"""Explaining words about the links between the items of a list: chains, and words that rise along them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.checks import list_truth, nodes, phrases
from poscheck.checks.explain_summaries import SummaryExplainer
from poscheck.checks.trace import Leaf, Trace, Whole
from poscheck.scorecard import ProblemKind

if TYPE_CHECKING:
    from poscheck.checks.trace import Counted
    from poscheck.checks.truth import Truth


class _Link(NamedTuple):
    """A candidate: the truth of its being one, its key, the rank of its value, the keys it comes after, its trace."""

    certain: Truth
    key: Any
    rank: Any
    after: Any
    trace: Leaf


class SequenceExplainer(SummaryExplainer):
    """Adds the words that follow links from item to item."""

    __slots__ = ()

    def whole_list(self, node: nodes.Whole) -> Trace:
        """The trace of a word about a list as a whole."""
        listed, place = self.get(node.items.path)
        if listed is None:
            gone = (Leaf.collected(node.items.path, None, place, missing=True),)
            name = phrases.title(node.items.path)
            return Whole(None, ProblemKind.MISSING, gone, lambda: f"{name} must be given")
        candidates, rejected = self.candidates(node.items, listed, place)
        match node:
            case nodes.Covers():
                trace = self.covers(node, candidates)
            case nodes.UniqueBy():
                trace = self.unique_by(node, candidates)
            case nodes.Summarized():
                trace = self.summarized(node, candidates)
            case nodes.Chain():
                trace = self.chain(node, candidates)
            case nodes.NonDecreasing():
                trace = self.non_decreasing(node, candidates)
        trace.rejected = rejected
        return trace

    def _linked(
        self, items: nodes.Items, candidates: Counted, along: nodes.Path, value: nodes.Path | None = None
    ) -> list[_Link]:
        key_name = items.path.field.item.key if items.path.field.item else None
        keys = tuple(step.key for step in along.steps if isinstance(step, nodes.Get))
        found: list[_Link] = []
        for considered, item in candidates:
            self.names[items.name] = item
            after = self.get(along)[0]
            rank = None if value is None else self.get(value)[0]
            if value is not None and value.field.words and rank is not None:
                rank = value.field.words.index(rank)
            leaf = Leaf.collected(along, after, item[1] + keys, missing=after is None or None in after)
            leaf.item = item
            certain = True if considered is None else considered.truth
            found.append(_Link(certain, item[0].get(key_name, (len(found),)), rank, after, leaf))
        return found

    def chain(self, node: nodes.Chain, candidates: Counted) -> Whole:
        """The trace of a word that wants a chain of so many items."""
        linked = self._linked(node.items, candidates, node.along)
        count = self.operand(node.count)
        result = list_truth.chain([(link.certain, link.key, link.after) for link in linked], count)
        sure = [(link.key, link.after) for link in linked if link.certain]

        def answer() -> str:
            longest = list_truth.longest_chain([(link.key, link.after) for link in linked])
            return "one comes, in the end, before itself" if longest is None else f"the longest row has {longest}"

        name, steps = phrases.title(node.items.path), phrases.title(node.along)
        return Whole(
            self.settled(result, node.items),
            ProblemKind.CONTRADICTORY if list_truth.longest_chain(sure) is None else ProblemKind.INSUFFICIENT,
            tuple(link.trace for link in linked),
            lambda: f"at least {phrases.shown(count)} of {name} must follow each other in a row (by {steps})",
            answer,
            lambda: f"by the {steps} of {name}, {answer()}; {phrases.shown(count)} are needed",
        )

    def non_decreasing(self, node: nodes.NonDecreasing, candidates: Counted) -> Whole:
        """The trace of a word that wants a value to stay or rise along every link."""
        linked = self._linked(node.items, candidates, node.along, node.value)
        result = list_truth.non_decreasing([(link.certain, link.key, link.rank, link.after) for link in linked])

        name = phrases.title(node.value)

        def falls() -> str:
            known = {link.key: link for link in linked}
            return "; ".join(
                f"{link.trace.label} follows {known[key].trace.label}"
                for link in linked
                for key in link.after or ()
                if key in known and None not in (link.rank, known[key].rank) and known[key].rank > link.rank
            )

        def unsure() -> str:
            names = [str(link.trace.label) for link in linked if None in (link.rank, link.after) or None in link.after]
            return f"something is missing at {phrases.listing(names)}"

        def answer() -> str:
            return falls() or ("it never does" if result else f"that cannot be told yet, since {unsure()}")

        def found() -> str:
            if result or (said := falls()):
                return f"{name} never falls" if result else f"{name} falls: {said}"
            return f"it is not known whether {name} falls: {unsure()}"

        return Whole(
            result,
            ProblemKind.CONTRADICTORY,
            tuple(link.trace for link in linked),
            lambda: f"{name} may never fall from one to the next",
            answer,
            found,
        )

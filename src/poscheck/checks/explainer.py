"""The slow back end: the same truths as the compiler's, with a record of what was asked and seen at every node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.checks import nodes
from poscheck.checks.explain_summaries import SummaryExplainer
from poscheck.checks.trace import Trace, open_problem

if TYPE_CHECKING:
    from poscheck.checks.truth import Truth

__all__ = ["Explainer", "Trace"]


class Explainer(SummaryExplainer):
    """Walks checks on one submission's data, as of one date."""

    __slots__ = ()

    def explain(self, node: nodes.Check) -> Trace:
        """The trace of ``node``; its truth is the one that the compiled rule comes to."""
        return self.check(node, outermost=True)

    def check(self, node: nodes.Check, *, outermost: bool = False) -> Trace:
        """The trace of one check and of all below it."""
        match node:
            case nodes.On():
                return self.on(node)
            case nodes.All(checks):
                parts = tuple(map(self.check, checks))
                return Trace(truth=_all(parts), asked="all of these", children=parts)
            case nodes.Any(checks):
                parts = tuple(map(self.check, checks))
                return Trace(truth=_any(parts), asked="at least one of these", needs_all=False, children=parts)
            case nodes.Not(check):
                inner = self.check(check)
                result = None if inner.truth is None else not inner.truth
                return Trace(
                    truth=result,
                    asked="not",
                    problem=open_problem(result),
                    children=(inner,),
                    needs_all=False,
                )
            case nodes.Among(count, checks):
                parts = tuple(map(self.check, checks))
                sure, possible = sum(p.truth is True for p in parts), sum(p.truth is not False for p in parts)
                result = True if sure >= count else False if possible < count else None
                found = f"{sure} of these hold; {count} are needed"
                return Trace(
                    truth=result,
                    asked=f"at least {count} of these",
                    children=parts,
                    needs_all=False,
                    found=found,
                )
            case nodes.Quantified():
                return self.quantified(node, outermost=outermost)
            case nodes.Ratio():
                return self.ratio(node)
            case _:
                return self.whole_list(node)


def _all(parts: tuple[Trace, ...]) -> Truth:
    results = [part.truth for part in parts]
    return False if False in results else None if None in results else True


def _any(parts: tuple[Trace, ...]) -> Truth:
    results = [part.truth for part in parts]
    return True if True in results else None if None in results else False

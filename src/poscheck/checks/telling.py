"""What tells most of a trace: the candidates that come nearest, the problem, and where the first value stands."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, TypeVar

from poscheck.checks.nodes import Quantifier
from poscheck.checks.trace import Leaf
from poscheck.scorecard import ProblemKind

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from poscheck.checks.trace import Trace
    from poscheck.checks.truth import Truth
    from poscheck.paths import Path

NEAREST = 3
"""So many candidates are shown where something is lacking."""


class Shown(Protocol):
    """What a candidate shows, whoever found it."""

    @property
    def truth(self) -> Truth:
        """Whether it shows what is asked."""

    @property
    def considered(self) -> Truth:
        """Whether it is a candidate."""

    @property
    def lacking(self) -> int:
        """How many leaves do not hold."""
        ...


Candidate = TypeVar("Candidate", bound=Shown)
_LACKING: Callable[[Shown], int] = attrgetter("lacking")


def nearest(trace: Trace) -> list[Trace]:
    """The items that do not show what is asked, the one that lacks least first; of equals, in written order."""
    return nearest_of(trace.children, trace.truth, excess=trace.denies or trace.word == Quantifier.AT_MOST)


def nearest_of(children: Sequence[Candidate], truth: Truth, *, excess: bool) -> list[Candidate]:
    """As :func:`nearest`, of the candidates of a list word; ``excess`` where too many may show what is asked."""
    if excess:
        return [child for child in children if child.truth is not False]
    candidates = [child for child in children if child.truth is not True or child.considered is not True]
    if len(candidates) < 2:  # noqa: PLR2004
        return candidates
    found = sorted(candidates, key=_LACKING)
    if truth is None:  # then those that keep it open tell more than those that failed
        found.sort(key=lambda child: child.truth is False)
    return found


def problem(trace: Trace) -> ProblemKind | None:
    """Which problem it is: of several, the first failing leaf in written order, on the nearest candidate."""
    if trace.truth is True:
        return None
    if trace.truth is None:
        return ProblemKind.MISSING
    return failing_problem(trace) or ProblemKind.INSUFFICIENT


def failing_problem(trace: Trace) -> ProblemKind | None:
    """The problem of a check that does not hold; None where none is more than not enough."""
    if trace.leaf:
        return trace.problem if trace.truth is False else None
    if trace.of_items and trace.problem is not ProblemKind.CONTRADICTORY:
        failing = [child for child in nearest(trace) if child.truth is False]
        inner = failing_problem(failing[0]) if failing and not trace.denies else None
        return inner or trace.problem
    for child in trace.children:
        if child.truth is False and (found := failing_problem(child)):
            return found
    return trace.problem


def first_place(trace: Trace, sections: Container[str]) -> Path | None:
    """Where the first of the values stands that tell most; None where only missing sections could be named."""
    if isinstance(trace, Leaf):
        return trace.place if str(trace.place[0]) in sections or trace.seen is not None else None
    return next((place for child in telling(trace) if (place := first_place(child, sections)) is not None), None)


def telling(trace: Trace) -> list[Trace]:
    """The children, those that decided the outcome first; only the nearest candidates where something is lacking."""
    if trace.of_items and not all(child.leaf for child in trace.children):
        holding = trace.truth is True
        return ([child for child in trace.children if child.truth is True] if holding else nearest(trace))[:NEAREST]
    deciding = [child for child in trace.children if child.truth is trace.truth]
    return deciding + [child for child in trace.children if child.truth is not trace.truth]

"""The record of one evaluation of one check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from poscheck.scorecard import ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.checks.truth import Truth
    from poscheck.paths import Path as Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What one node asked, what was seen, and what came out.

    ``label`` names the item of a list that the trace is about; ``considered`` is the truth of its being a candidate.
    A leaf has ``place`` and ``value``; ``identity`` marks one that asks what an item is, not what it shows.
    ``to_follow`` marks a list that is still being collected; ``not_applicable`` is set where the outermost list word
    found no candidate.
    """

    truth: Truth
    asked: str
    problem: ProblemKind | None = None
    leaf: bool = False
    subject: str = ""
    place: Place | None = None
    value: Any = None
    seen: str | None = None
    label: str | None = None
    considered: Truth = True
    needs_all: bool = True
    found: str | None = None
    not_applicable: bool = False
    to_follow: bool = False
    identity: bool = False
    children: tuple[Trace, ...] = ()

    def leaves(self) -> Iterator[Trace]:
        """All leaves, in written order."""
        if self.leaf:
            yield self
        for child in self.children:
            yield from child.leaves()

    @property
    def of_items(self) -> bool:
        """Whether the children are items of a list, each with its name."""
        return any(child.label for child in self.children)


def open_problem(truth: Truth, failed: ProblemKind | None = ProblemKind.INSUFFICIENT) -> ProblemKind | None:
    """Which problem a truth is: none where it is true, *missing* where it is unknown, else ``failed``."""
    return None if truth else ProblemKind.MISSING if truth is None else failed

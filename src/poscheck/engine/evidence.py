"""The evidence of a finding: the values that tell most, which problem it is, and a digest of all that was looked at."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from poscheck import paths
from poscheck.checks.nodes import Quantifier
from poscheck.checks.trace import Leaf
from poscheck.scorecard import Evidence, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poscheck.checks.trace import Trace
    from poscheck.paths import Path
    from poscheck.reading import Document, Position

NEAREST = 3
"""So many candidates are shown where something is lacking."""
_MOST_EVIDENCE, _MOST_EVIDENCE_MET = 4, 3
_LONGEST_VALUE = 160
Known = dict[tuple["Path", str | None], Evidence]
"""Evidence by place and text."""
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def short(text: str | None) -> str:
    """A value on one line, cut where it is long."""
    plain = " ".join(str(text).split())
    return plain if len(plain) <= _LONGEST_VALUE else plain[: _LONGEST_VALUE - 1] + "…"


def nearest(trace: Trace) -> list[Trace]:
    """The items that do not show what is asked, the one that lacks least first; of equals, in written order."""
    if trace.denies or trace.word == Quantifier.AT_MOST:
        return [child for child in trace.children if child.truth is not False]
    candidates = [child for child in trace.children if child.truth is not True or child.considered is not True]
    if len(candidates) < 2:  # noqa: PLR2004
        return candidates
    undecided = trace.truth is None  # then those that keep it open tell more than those that failed

    def distance(child: Trace) -> tuple[bool, int]:
        failed = child.truth is False and undecided
        return failed, child.lacking

    return sorted(candidates, key=distance)


def problem(trace: Trace) -> ProblemKind | None:
    """Which problem it is: of several, the first failing leaf in written order, on the nearest candidate."""
    if trace.truth is True:
        return None
    if trace.truth is None:
        return ProblemKind.MISSING
    return _first_problem(trace) or ProblemKind.INSUFFICIENT


def _first_problem(trace: Trace) -> ProblemKind | None:
    if trace.leaf:
        return trace.problem if trace.truth is False else None
    if trace.of_items and trace.problem is not ProblemKind.CONTRADICTORY:
        failing = [child for child in nearest(trace) if child.truth is False]
        inner = _first_problem(failing[0]) if failing and not trace.denies else None
        return inner or trace.problem
    for child in trace.children:
        if child.truth is False and (found := _first_problem(child)):
            return found
    return trace.problem


def evidence(trace: Trace, document: Document, known: Known) -> tuple[Evidence, ...]:
    """The values that tell most about the outcome, each with its place; fewer where the check holds.

    ``known`` is what was made for other rules on the same document; what is made here is added.
    """
    chosen: dict[Path, str | None] = {}
    _choose(trace, document, _MOST_EVIDENCE_MET if trace.truth is True else _MOST_EVIDENCE, chosen)
    for shown in chosen.items():
        if shown not in known:
            known[shown] = _evidence(*shown, document)
    return tuple([known[shown] for shown in chosen.items()])


def first_position(trace: Trace, document: Document) -> Position | None:
    """Where the first of the values stands that :func:`evidence` gives; None where it gives none."""
    place = _first(trace, document)
    return None if place is None else document.position(place)


def _first(trace: Trace, document: Document) -> Path | None:
    if isinstance(trace, Leaf):
        return trace.place if str(trace.place[0]) in document.tree or trace.seen is not None else None
    return next((place for child in _telling(trace) if (place := _first(child, document)) is not None), None)


def _choose(trace: Trace, document: Document, most: int, chosen: dict[Path, str | None]) -> None:
    """Add the places and texts of the leaves of ``trace`` that tell most, until there are so many."""
    if isinstance(trace, Leaf):
        seen = trace.seen
        if trace.place not in chosen and (seen is not None or str(trace.place[0]) in document.tree):
            chosen[trace.place] = seen
        return  # of a section that is not there, there is no line to point to, and the detail names the path
    for child in _telling(trace):
        _choose(child, document, most, chosen)
        if len(chosen) == most:
            return


def _evidence(place: Path, seen: str | None, document: Document) -> Evidence:
    position = document.position(place)
    where = {} if position is None or position.sheet is None else {"sheet": position.sheet, "cell": position.cell}
    return Evidence(
        path=paths.join(place),
        line=position.line if position else None,
        column=position.column if position else None,
        observed=None if seen is None else short(seen),
        **where,
    )


def _telling(trace: Trace) -> list[Trace]:
    """The children, those that decided the outcome first; only the nearest candidates where something is lacking."""
    if trace.of_items and not all(child.leaf for child in trace.children):
        holding = trace.truth is True
        return ([child for child in trace.children if child.truth is True] if holding else nearest(trace))[:NEAREST]
    deciding = [child for child in trace.children if child.truth is trace.truth]
    return deciding + [child for child in trace.children if child.truth is not trace.truth]


def evidence_digest(traces: Iterable[Trace]) -> str:
    """SHA-256 over every value that was looked at, with its path."""
    looked_at = [[paths.join(leaf.place), leaf.value] for trace in traces for leaf in trace.leaves()]
    return hashlib.sha256(_JSON.encode(looked_at).encode()).hexdigest()


def joint_digest(digests: Iterable[str]) -> str:
    """SHA-256 over the digests of a criterion's rules, in their order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()

"""The evidence of a finding: the values that tell most, which problem it is, and a digest of all that was looked at."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.scorecard import Evidence, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poscheck.checks.trace import Trace
    from poscheck.reading import Document

NEAREST = 3
"""So many candidates are shown where something is lacking."""
_MOST_EVIDENCE, _MOST_EVIDENCE_MET = 4, 3
_LONGEST_VALUE = 160


def short(text: str | None) -> str:
    """A value on one line, cut where it is long."""
    plain = " ".join(str(text).split())
    return plain if len(plain) <= _LONGEST_VALUE else plain[: _LONGEST_VALUE - 1] + "…"


def nearest(trace: Trace) -> list[Trace]:
    """The items that do not show what is asked, the one that lacks least first; of equals, in written order."""
    if trace.asked.startswith("none of"):
        return [child for child in trace.children if child.truth is not False]
    candidates = [child for child in trace.children if child.truth is not True or child.considered is not True]
    undecided = trace.truth is None  # then those that keep it open tell more than those that failed

    def distance(child: Trace) -> tuple[bool, int]:
        failed = child.truth is False and undecided
        return failed, sum(leaf.truth is not True for leaf in child.leaves())

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
        inner = _first_problem(failing[0]) if failing and not trace.asked.startswith("none of") else None
        return inner or trace.problem
    for child in trace.children:
        if child.truth is False and (found := _first_problem(child)):
            return found
    return trace.problem


def evidence(trace: Trace, document: Document) -> tuple[Evidence, ...]:
    """The values that tell most about the outcome, each with its place; fewer where the check holds."""
    most = _MOST_EVIDENCE_MET if trace.truth is True else _MOST_EVIDENCE
    chosen: dict[tuple[Any, ...], Evidence] = {}
    for leaf in telling(trace):
        if leaf.place is None or leaf.place in chosen:
            continue
        if leaf.seen is None and str(leaf.place[0]) not in document.tree:
            continue  # there is no line to point to, and the detail names the path
        position = document.position(leaf.place)
        chosen[leaf.place] = Evidence(
            path=paths.join(leaf.place),
            line=position.line if position else None,
            column=position.column if position else None,
            observed=None if leaf.seen is None else short(leaf.seen),
        )
        if len(chosen) == most:
            break
    return tuple(chosen.values())


def evidence_digest(traces: Iterable[Trace]) -> str:
    """SHA-256 over every value that was looked at, with its path."""
    looked_at = [
        [paths.join(leaf.place), leaf.value] for trace in traces for leaf in trace.leaves() if leaf.place is not None
    ]
    return hashlib.sha256(json.dumps(looked_at, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def telling(trace: Trace) -> Iterator[Trace]:
    """The leaves, those that decided the outcome first: of the nearest candidate where something is lacking."""
    if trace.leaf:
        yield trace
    elif trace.of_items and not all(child.leaf for child in trace.children):
        first = (
            nearest(trace) if trace.truth is not True else [child for child in trace.children if child.truth is True]
        )
        for child in first[:NEAREST]:
            yield from telling(child)
    else:
        wanted = trace.truth
        for child in sorted(trace.children, key=lambda child: child.truth is not wanted):
            yield from telling(child)

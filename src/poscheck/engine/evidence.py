"""The evidence of a finding: the values that tell most, and a digest of all that was looked at."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from poscheck import paths
from poscheck.checks.telling import telling
from poscheck.checks.trace import Leaf
from poscheck.scorecard import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poscheck.checks.trace import Trace
    from poscheck.paths import Path
    from poscheck.reading import Document

_MOST_EVIDENCE, _MOST_EVIDENCE_MET = 4, 3
_LONGEST_VALUE = 160
Known = dict[tuple["Path", str | None], Evidence]
"""Evidence by place and text."""
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def short(text: str | None) -> str:
    """A value on one line, cut where it is long."""
    plain = " ".join(str(text).split())
    return plain if len(plain) <= _LONGEST_VALUE else plain[: _LONGEST_VALUE - 1] + "…"


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


def _choose(trace: Trace, document: Document, most: int, chosen: dict[Path, str | None]) -> None:
    """Add the places and texts of the leaves of ``trace`` that tell most, until there are so many."""
    if isinstance(trace, Leaf):
        seen = trace.seen
        if trace.place not in chosen and (seen is not None or str(trace.place[0]) in document.tree):
            chosen[trace.place] = seen
        return  # of a section that is not there, there is no line to point to, and the detail names the path
    for child in telling(trace):
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


def evidence_digest(traces: Iterable[Trace]) -> str:
    """SHA-256 over every value that was looked at, with its path."""
    looked_at = [[paths.join(leaf.place), leaf.value] for trace in traces for leaf in trace.leaves()]
    return hashlib.sha256(_JSON.encode(looked_at).encode()).hexdigest()


def joint_digest(digests: Iterable[str]) -> str:
    """SHA-256 over the digests of a criterion's rules, in their order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()

"""From the trace of a rule to what a reader is told: what was found, what is lacking, and the evidence looked at."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.checks import phrases
from poscheck.scorecard import Evidence, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poscheck.checks.explainer import Trace
    from poscheck.reading import Document

_NEAREST = 3
_MOST_EVIDENCE, _MOST_EVIDENCE_MET = 4, 3
_LONGEST_DETAIL = 700
_LONGEST_VALUE = 160
ONE_OF = "at least one of these"
_ONE_NEEDED = "one of these is needed: "
_MUST = (
    ("is ", "must be "),
    ("has ", "must have "),
    ("mentions ", "must mention "),
    ("begins ", "must begin "),
    ("ends ", "must end "),
)


def detail(trace: Trace) -> str:
    """What was found and, unless the check holds, what is lacking on the nearest candidates; sentences."""
    parts = holding(trace) if trace.truth is True else lacking(trace)
    text = ". ".join(_sentence(part) for part in dict.fromkeys(parts))
    if len(text) > _LONGEST_DETAIL:
        text = text[: _LONGEST_DETAIL - 1].rsplit(" ", 1)[0] + " …"
    return f"{text}." if text and text[-1] not in "….!?" else text


def lacking(trace: Trace) -> list[str]:
    """What keeps ``trace`` from being true, one phrase each."""
    if trace.truth is True and trace.considered is True:
        return []
    if trace.leaf:
        return [_leaf(trace)]
    if not trace.of_items:
        inner = list(dict.fromkeys(phrase for child in trace.children for phrase in lacking(child)))
        if trace.asked == ONE_OF and len(inner) > 1:
            inner = [phrase.removeprefix(_ONE_NEEDED) for phrase in inner]
            return [_ONE_NEEDED + ", or ".join(inner)]
        if trace.asked == "not":
            return [f"{leaf.subject} is {_short(leaf.seen)}" for leaf in trace.leaves() if leaf.seen] or inner
        return ([trace.found] if trace.found else []) + inner
    found = [trace.found] if trace.found else []
    open_items = nearest(trace)
    for child in open_items[:_NEAREST]:
        phrases = lacking(child) or _denied(child)
        if phrases:
            found.append(f"{child.label}: {'; '.join(dict.fromkeys(phrases))}")
    if len(open_items) > _NEAREST:
        found.append(f"and {len(open_items) - _NEAREST} more")
    return found


def holding(trace: Trace) -> list[str]:
    """What makes ``trace`` true, in short."""
    if trace.found:
        found = trace.found.split(";")[0]  # how many were needed matters only where they are lacking
        shown = [child.label for child in trace.children if child.label and child.truth is True and not child.leaf]
        return [f"{found}: {', '.join(shown)}" if 0 < len(shown) <= _NEAREST else found]
    if trace.leaf:
        return [f"{trace.subject} is {_short(trace.seen)}"] if trace.seen else []
    true_ones = [child for child in trace.children if child.truth is True]
    return [phrase for child in true_ones for phrase in holding(child)]


def nearest(trace: Trace) -> list[Trace]:
    """The items that do not show what is asked, the one that lacks least first; of equals, in written order."""
    if trace.asked.startswith("none of"):
        return [child for child in trace.children if child.truth is not False]
    candidates = [child for child in trace.children if child.truth is not True or child.considered is not True]
    return sorted(candidates, key=lambda child: sum(leaf.truth is not True for leaf in child.leaves()))


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
            observed=None if leaf.seen is None else _short(leaf.seen),
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
        for child in first[:_NEAREST]:
            yield from telling(child)
    else:
        wanted = trace.truth
        for child in sorted(trace.children, key=lambda child: child.truth is not wanted):
            yield from telling(child)


def must(asked: str) -> str:
    """What was asked, as a demand: "is on or before …" becomes "must be on or before …"."""
    for said, demanded in _MUST:
        if asked.startswith(said):
            return demanded + asked.removeprefix(said)
    return asked


def _leaf(leaf: Trace) -> str:
    if leaf.seen is None:
        where = f" ({paths.join(leaf.place)})" if leaf.place and leaf.value is None else ""
        return f"{leaf.subject}{where} is missing"
    if leaf.truth is None and phrases.MISSING_OPERAND not in leaf.asked:
        return f"{leaf.subject} is {_short(leaf.seen)}: that does not tell whether it {leaf.asked}"
    return f"{leaf.subject} is {_short(leaf.seen)}; it {must(leaf.asked)}"


def _denied(child: Trace) -> list[str]:
    """For "none of": what an item shows that it should not."""
    return [f"{leaf.subject} is {_short(leaf.seen)}" for leaf in child.leaves() if leaf.seen is not None]


def _short(text: str | None) -> str:
    plain = " ".join(str(text).split())
    return plain if len(plain) <= _LONGEST_VALUE else plain[: _LONGEST_VALUE - 1] + "…"


def _sentence(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]

"""What was looked at, line by line, for a page: each line once, with what stands in it."""

from __future__ import annotations

from itertools import groupby
from os.path import commonprefix
from typing import TYPE_CHECKING, NamedTuple

from poscheck.report.wording import capital, count, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.scorecard import Evidence

MOST_EVIDENCE = 6


class Looked(NamedTuple):
    """What was looked at: the part of the submission that all of it is within, "" where there is none, and the places.

    A place is a line or cell, "" where there is none to point to, and in it each value, None where nothing is there,
    with the fields that have it.
    """

    within: str
    places: list[tuple[str, list[tuple[str | None, list[str]]]]]


def looked_at(evidence: Sequence[Evidence]) -> Looked:
    """The evidence by line; fields of a line that hold the same stand together."""
    shown = evidence[:MOST_EVIDENCE]
    within = _shared([item.path for item in shown])
    start = len(within) + 1 if within else 0
    return Looked(within, [
        (where, [(value, [item.path[start:] for item in same]) for value, same in groupby(items, _observed)])
        for where, items in groupby(shown, _where)
    ])  # fmt: skip


def places_in_short(evidence: Sequence[Evidence], told: str) -> list[tuple[str, list[tuple[str | None, str]]]]:
    """The evidence by line, as text, each value with the name of its field, unless ``told`` quotes the value."""
    found: list[tuple[str, list[tuple[str | None, str]]]] = []
    for where, items in groupby(evidence[:MOST_EVIDENCE], _where):
        start = "; " if found else ""
        values = [(item.observed, _name(item)) for item in items if not _quoted(item.observed, told)]
        if not where:
            found += [(start, [value]) for value in values]
        else:
            found.append((f"{start}{where}", [(value, f", {name}") for value, name in values]))
    return found


def more_places(evidence: Sequence[Evidence]) -> str:
    """How many more places there are than those shown, with their lines."""
    more = evidence[MOST_EVIDENCE:]
    lines = [str(item.line) for item in more if item.line is not None and item.sheet is None]
    cells = [place(item) for item in more if item.line is not None and item.sheet is not None]
    told = [f"lines {', '.join(lines)}"] * bool(lines) + cells
    return count(len(more), "more place") + (f" ({'; '.join(told)})" if told else "")


def _where(item: Evidence) -> str:
    return capital(place(item)) if item.line is not None else ""


def _observed(item: Evidence) -> str | None:
    return item.observed


def _shared(paths: list[str]) -> str:
    """The steps with which all of several paths begin, as long as the rest of each begins with a field's name."""
    if len(paths) < 2:  # noqa: PLR2004 - one path has nothing to share
        return ""
    shared = commonprefix(paths)  # noqa: RUF071 - by letters; what follows cuts it to whole steps
    within = shared[: shared.rfind(".")] if "." in shared else ""
    return within if within and not any(path[len(within) + 1].isdigit() for path in paths) else ""


def _name(item: Evidence) -> str:
    """The last field that a path names, with the number of an entry of it (``grades.1``); all of it without a line."""
    before, _, last = item.path.rpartition(".")
    if item.line is None or not before:
        return item.path
    return f"{before.rpartition('.')[2]}.{last}" if last.isdigit() else last


def _quoted(observed: str | None, told: str) -> bool:
    """Whether ``told`` says “observed”, or is observed, and that is not the beginning of something longer."""
    if observed is None or observed not in told:
        return False
    _, found, after = told.partition(f" is {observed}")
    return f"“{observed}”" in told or (found != "" and not after[:2].strip(" .,;)-"))

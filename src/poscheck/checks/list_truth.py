"""The three-valued meaning of the words that look at a whole list: sums, shares, chains, and what all of it covers.

As in :mod:`poscheck.checks.truth`: what is said holds however the unknown is filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks.truth import Truth, exact
from poscheck.dates import interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Entry = tuple[Truth, Any]
"""A value of a list with the truth of its being a candidate (True or None); the value is None where it is unknown."""

INFINITY = float("inf")


def sum_bounds(entries: Iterable[Entry], low: float, high: float, *, more: bool) -> tuple[Any, Any]:
    """The least and greatest sum, for values that the contract keeps from ``low`` to ``high``.

    With ``more``, there may be any number of other values.
    """
    least: Any = 0
    most: Any = 0
    for certain, value in entries:
        lo, hi = (low, high) if value is None else (exact(value),) * 2
        least += lo if certain or lo < 0 else 0
        most += hi if certain or hi > 0 else 0
    return (-INFINITY if low < 0 else least, INFINITY) if more else (least, most)


def grouped_sum_bounds(
    entries: Iterable[tuple[Truth, Any, Any]], low: float, high: float, *, more: bool
) -> tuple[Any, Any]:
    """As :func:`sum_bounds`, but of the entries that share a group (not "") only the smallest counts.

    A group that is unknown may be any, so such an entry may add nothing.
    """
    alone: list[Entry] = []
    groups: dict[Any, list[Entry]] = {}
    for certain, value, group in entries:
        if group == "":
            alone.append((certain, value))
        elif group is None:
            alone.append((None, value))
        else:
            groups.setdefault(group, []).append((certain, value))
    shadowed = more or any(group is None for _, _, group in entries)
    least, most = sum_bounds(alone, low, high, more=more)
    for members in groups.values():
        values = [((low, high) if value is None else (exact(value),) * 2, certain) for certain, value in members]
        smallest = min(lo for (lo, _), _ in values)
        certain_highs = [hi for (_, hi), certain in values if certain]
        least += min(0, smallest) if shadowed or not certain_highs else smallest
        most += min(certain_highs) if certain_highs else max(0, *(hi for (_, hi), _ in values))
    return least, most


def distinct_bounds(entries: Iterable[Entry], *, more: bool) -> tuple[int, float]:
    """The least and greatest number of different values; ``more`` where a list of values is missing."""
    known: set[Any] = set()
    maybe: set[Any] = set()
    unknown = sure = 0
    for certain, value in entries:
        sure += 1 if certain else 0
        if value is None:
            unknown += 1
        else:
            (known if certain else maybe).add(value)
    most = len(known | maybe) + unknown
    return max(len(known), 1 if sure else 0), INFINITY if more else most


def extreme_bounds(
    entries: Iterable[tuple[Truth, tuple[Any, Any] | None]],
    low: float,
    high: float,
    *,
    greatest: bool,
    more: bool,
) -> tuple[Any, Any] | None:
    """The bounds of the greatest (or least) value, if there is any; None where there certainly is none."""
    sure: list[tuple[Any, Any]] = []
    every: list[tuple[Any, Any]] = [(low, high)] if more else []
    for certain, bounds in entries:
        pair = (low, high) if bounds is None else bounds
        every.append(pair)
        if certain:
            sure.append(pair)
    if not every:
        return None
    least, most = min(lo for lo, _ in every), max(hi for _, hi in every)
    if sure and greatest:
        least = max(lo for lo, _ in sure)
    elif sure:
        most = min(hi for _, hi in sure)
    return least, most


def of_extreme(truth: Truth, entries: Iterable[tuple[Truth, Any]]) -> Truth:
    """The truth of a test of the greatest (or least) value, where it is not certain that there is any."""
    return truth if truth is False or any(certain for certain, _ in entries) else None


def whole_days(entries: Iterable[Entry]) -> list[Entry]:
    """The entries for comparing dates with each other: one that may be several days is unknown."""
    return [(certain, value if value and len(set(interval(value) or ())) == 1 else None) for certain, value in entries]


def covers(entries: Iterable[Entry], wanted: Iterable[Any] | None, *, more: bool) -> Truth:
    """Whether every wanted value appears; ``more`` where a list of values is missing."""
    if wanted is None:
        return None
    known: set[Any] = set()
    maybe: set[Any] = set()
    unknown = 0
    for certain, value in entries:
        if value is None:
            unknown += 1
        else:
            (known if certain else maybe).add(value)
    lacking = set(wanted) - known
    if not more and len(lacking - maybe - {None}) > unknown:
        return False
    return None if lacking else True


def unique(entries: Sequence[Entry], *, more: bool) -> Truth:
    """Whether no two entries have the same value; ``more`` where a list of values is missing."""
    sure = [value for certain, value in entries if certain and value is not None]
    if len(set(sure)) < len(sure):
        return False
    known = [value for _, value in entries if value is not None]
    doubtful = more or len(set(known)) < len(known) or (len(known) < len(entries) and len(entries) > 1)
    return None if doubtful else True


def chain(candidates: Sequence[tuple[Truth, Any, Sequence[Any] | None]], count: int | None) -> Truth:
    """Whether the longest chain has ``count`` items and there is no cycle.

    A candidate is (truth of its being one, its key, the keys it comes after; None for one that is unknown).
    """
    if count is None:
        return None
    sure = _longest({key: links for certain, key, links in candidates if certain})
    if sure is None:
        return False
    every = _longest({key: links for _, key, links in candidates})
    open_links = any(links is None or None in links for _, _, links in candidates)
    most = len(candidates) if every is None or open_links else every
    if most < count:
        return False
    return True if sure >= count and every is not None and not open_links else None


def longest_chain(links: Iterable[tuple[Any, Sequence[Any] | None]]) -> int | None:
    """The number of items on the longest chain of (key, keys it comes after), or None where there is a cycle."""
    return _longest(dict(links))


def _longest(links: Mapping[Any, Sequence[Any] | None]) -> int | None:
    """The number of items on the longest chain, or None where there is a cycle. No recursion: input is hostile."""
    waiting = {key: {link for link in after or () if link in links} for key, after in links.items()}
    followers: dict[Any, list[Any]] = {key: [] for key in links}
    for key, after in waiting.items():
        for link in after:
            followers[link].append(key)
    length = dict.fromkeys(links, 1)
    ready = [key for key, after in waiting.items() if not after]
    done = 0
    while ready:
        key = ready.pop()
        done += 1
        for follower in followers[key]:
            length[follower] = max(length[follower], length[key] + 1)
            waiting[follower].discard(key)
            if not waiting[follower]:
                ready.append(follower)
    return max(length.values(), default=0) if done == len(links) else None


def non_decreasing(candidates: Sequence[tuple[Truth, Any, Any, Sequence[Any] | None]]) -> Truth:
    """Whether the rank never falls along a link. A candidate is (truth, key, rank, keys it comes after)."""
    ranks = {key: (certain, rank) for certain, key, rank, _ in candidates}
    result: Truth = True
    for certain, _, rank, links in candidates:
        if links is None or None in links:
            result = None
        for link in links or ():
            if link not in ranks:
                continue
            link_certain, link_rank = ranks[link]
            if link_rank is None or rank is None:
                result = None
            elif link_rank > rank:
                if certain and link_certain:
                    return False
                result = None
    return result


def share(passing: Sequence[tuple[Truth, Truth]], least: Any) -> Truth | None:
    """Whether the share of candidates that show it is at least ``least``; ``passing`` holds no certain non-candidate.

    Each entry is (truth of being a candidate, truth of showing it), with at least one certain candidate.
    """
    if least is None:
        return None
    wanted = exact(least)
    sure = sum(1 for candidate, shows in passing if candidate and shows)
    failing = sum(1 for candidate, shows in passing if candidate and shows is False)
    may_fail = sum(1 for candidate, shows in passing if shows is not True and not (candidate and shows is False))
    may_pass = sum(1 for candidate, shows in passing if shows is not False and not (candidate and shows))
    if sure >= wanted * (sure + failing + may_fail):
        return True
    return False if sure + may_pass < wanted * (sure + may_pass + failing) else None

"""The three-valued meaning of the words that need more than one comparison.

A truth is True, False or None (unknown). A function here is true (false) only if it would be so however the unknown is
filled in. Dates are intervals of days (see :mod:`poscheck.dates`); a value that is None is unknown.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from poscheck.checks.words import IN_FORCE_MEMBERS, PATTERN_VALUE_LIMIT
from poscheck.contract import Kind, is_filler
from poscheck.dates import Duration, Interval, Unit, interval, period, shift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Truth = bool | None
Entry = tuple[Truth, Any]
"""A value of a list with the truth of its being a candidate (True or None); the value is None where it is unknown."""

INFINITY = float("inf")
_YEAR = Duration(12, Unit.MONTHS)


class Force(StrEnum):
    """Whether a record is in force on a day."""

    YES = "yes"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


def force(record: Mapping[str, Any], lo: int, hi: int) -> Force:
    """Whether ``record`` is in force on a day from ``lo`` to ``hi`` (the same, where the day is known)."""
    begin = interval(record["effective_on"]) if "effective_on" in record else None
    end = interval(record["expires_on"]) if "expires_on" in record else None
    if end and end[1] < lo:
        return Force.EXPIRED
    if begin and begin[0] > hi:
        return Force.NOT_YET
    if begin is None or begin[1] > lo:
        return Force.UNKNOWN
    if end:
        return Force.YES if end[0] >= hi else Force.UNKNOWN
    if record.get("renews") != "annual_review":
        return Force.UNKNOWN
    reviewed = interval(record["last_reviewed_on"]) if "last_reviewed_on" in record else None
    for proof in (begin, reviewed):
        if proof and inside(proof, (shift(lo, _YEAR, -1), shift(hi, _YEAR, -1)), (lo, hi)):
            return Force.YES
    return Force.UNKNOWN


_FORCE_TRUTH: dict[Force, Truth] = {
    Force.YES: True,
    Force.EXPIRED: False,
    Force.NOT_YET: False,
    Force.UNKNOWN: None,
}


def in_force(record: Mapping[str, Any] | None, other: Interval | None) -> Truth:
    """Whether ``record`` is in force on the day ``other``."""
    if record is None or other is None:
        return None
    return _FORCE_TRUTH[force(record, *other)]


def on_or_after(value: Interval, other: Interval) -> Truth:
    """``value`` is the same day as ``other`` or later."""
    return True if value[0] >= other[1] else False if value[1] < other[0] else None


def on_or_before(value: Interval, other: Interval) -> Truth:
    """``value`` is the same day as ``other`` or earlier."""
    return True if value[1] <= other[0] else False if value[0] > other[1] else None


def after(value: Interval, other: Interval) -> Truth:
    """``value`` is later than ``other``."""
    return True if value[0] > other[1] else False if value[1] <= other[0] else None


def before(value: Interval, other: Interval) -> Truth:
    """``value`` is earlier than ``other``."""
    return True if value[1] < other[0] else False if value[0] >= other[1] else None


def inside(value: Interval, first: Interval, last: Interval) -> Truth:
    """``value`` lies from the day ``first`` to the day ``last``, both included."""
    if value[0] >= first[1] and value[1] <= last[0]:
        return True
    return False if value[1] < first[0] or value[0] > last[1] else None


DATE_TESTS: dict[str, Callable[[Interval, Interval], Truth]] = {
    "on_or_after": on_or_after,
    "on_or_before": on_or_before,
    "after": after,
    "before": before,
}


def moved(day: Interval | None, length: Duration | None, sign: int) -> Interval | None:
    """``day`` moved by ``length``."""
    return None if day is None or length is None else (shift(day[0], length, sign), shift(day[1], length, sign))


def exact(number: Any) -> Any:
    """``number`` such that arithmetic on it is exact: a decimal fraction as it was written."""
    return Fraction(repr(number)) if isinstance(number, float) else number


def number_test(word: str, lo: Any, hi: Any, operand: Any) -> Truth:
    """Test a number that lies anywhere from ``lo`` to ``hi``."""
    if operand is None:
        return None
    wanted = [exact(value) for value in operand] if isinstance(operand, tuple | list) else exact(operand)
    match word:
        case "at_least":
            return True if lo >= wanted else False if hi < wanted else None
        case "more_than":
            return True if lo > wanted else False if hi <= wanted else None
        case "at_most":
            return True if hi <= wanted else False if lo > wanted else None
        case "less_than":
            return True if hi < wanted else False if lo >= wanted else None
        case "one_of":
            if lo == hi:
                return one_of(lo, wanted)
            return None if any(value is None or lo <= value <= hi for value in wanted) else False
        case "is":
            return True if lo == hi == wanted else False if wanted < lo or wanted > hi else None
        case _:
            return False if lo == hi == wanted else True if wanted < lo or wanted > hi else None


def loose(word: str, value: Any, operand: Any) -> Truth:
    """Compare values whose kinds no contract fixes; unlike kinds are not comparable, hence unknown."""
    if value is None or operand is None:
        return None
    if word in DATE_TESTS:
        day = interval(value) if isinstance(value, str) else None
        return None if day is None else DATE_TESTS[word](day, operand)
    if isinstance(value, list | dict):
        return None
    if word == "one_of":
        return one_of(
            (type(value) is bool, value), [part if part is None else (type(part) is bool, part) for part in operand]
        )
    if word in {"is", "is_not"}:
        same = value == operand and isinstance(value, bool) == isinstance(operand, bool)
        return not same if word == "is_not" else same
    numbers = all(isinstance(part, int | float) and not isinstance(part, bool) for part in (value, operand))
    return number_test(word, exact(value), exact(value), operand) if numbers else None


def of_kind(value: Any, kind: str) -> Any:
    """``value``, whose kind no contract fixes, where it is of the kind that a word tests; None otherwise."""
    match kind:
        case Kind.TEXT | Kind.WORD:
            return value if isinstance(value, str) else None
        case Kind.BOOLEAN:
            return value if isinstance(value, bool) else None
        case Kind.NUMBER:
            return value if isinstance(value, int | float) and not isinstance(value, bool) else None
        case Kind.DATE | Kind.EXPIRY:
            return value if isinstance(value, str) and interval(value) else None
        case Kind.PERIOD:
            return value if isinstance(value, str) and period(value) else None
        case _:
            members = value if isinstance(value, dict) else {}
            return {key: part for key in IN_FORCE_MEMBERS if isinstance(part := members.get(key), str)}


def between(value: Any, low: Any, high: Any) -> Truth:
    """Whether ``value`` is from ``low`` to ``high``, both included."""
    if value is None or (low is None and high is None):
        return None
    if (low is not None and value < low) or (high is not None and value > high):
        return False
    return None if low is None or high is None else True


def one_of(value: Any, wanted: Any) -> Truth:
    """Whether ``value`` is one of those wanted, of which some may be unknown (None)."""
    if value is None or wanted is None:
        return None
    return True if value in wanted else None if None in wanted else False


def filled(value: Any, fillers: frozenset[str]) -> Truth:
    """True for a text that is none of the fillers, else unknown."""
    return True if isinstance(value, str) and not is_filler(value, fillers) else None


def matches(fits: Callable[[str], object], value: Any) -> Truth:
    """Whether a pattern's ``fullmatch`` finds something; unknown where the value is missing or too long."""
    if not isinstance(value, str) or len(value) > PATTERN_VALUE_LIMIT:
        return None
    return bool(fits(value))


def mentions(search: Callable[[str], object], value: Any) -> Truth:
    """Whether a search for plain words (linear in the text) finds something."""
    return bool(search(value)) if isinstance(value, str) else None


def index(items: Sequence[Mapping[str, Any]] | None, key: str) -> dict[Any, Mapping[str, Any]]:
    """The items by the value of their ``key``; the first of several."""
    found: dict[Any, Mapping[str, Any]] = {}
    for item in items or ():
        if key in item:
            found.setdefault(item[key], item)
    return found


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

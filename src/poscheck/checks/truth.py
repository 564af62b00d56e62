"""The three-valued meaning of the words that need more than one comparison; those of lists are in ``list_truth.py``.

A truth is True, False or None (unknown). A function here is true (false) only if it would be so however the unknown is
filled in. Dates are intervals of days (see :mod:`poscheck.dates`); a value that is None is unknown.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from poscheck.checks.words import IN_FORCE_MEMBERS, PATTERN_VALUE_LIMIT
from poscheck.contract import Kind, is_filler
from poscheck.dates import Duration, Interval, Unit, interval, period, shift

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Truth = bool | None
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
    return _fraction(number) if isinstance(number, float) else number


@lru_cache(maxsize=1 << 12)  # hours and credits are mostly the same few numbers
def _fraction(number: float) -> Fraction:
    return Fraction(repr(number))


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

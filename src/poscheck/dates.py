"""Whole and partial dates as intervals of days, and calendar arithmetic on them.

A day is its proleptic Gregorian ordinal (``date.toordinal()``), an interval a pair of days, both included.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from functools import lru_cache

from poscheck.records import Record

Interval = tuple[int, int]

NEVER: int = date.max.toordinal()
FIRST_YEAR, LAST_YEAR = 1900, 2199

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_DURATION = re.compile(r"(\d{1,4}) (day|month|year)s?")


class Unit(StrEnum):
    """A unit of the calendar."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class Duration(Record):
    """A length of time in one unit of the calendar."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit if self.amount != 1 else self.unit[:-1]}"


def duration(text: str) -> Duration | None:
    """The length of time that ``text`` writes (``24 months``), or None."""
    found = _DURATION.fullmatch(text)
    return Duration(int(found[1]), Unit(found[2] + "s")) if found else None


@lru_cache(maxsize=1 << 16)
def interval(text: str) -> Interval | None:
    """The days that a date may be: one day, a month, a year, a school year, or ``never``; None where it is no date.

    ``2010-11`` is a month; ``2024-25`` cannot be one and is a school year.
    """
    if text == "never":
        return NEVER, NEVER
    if found := _DAY.fullmatch(text):
        day = _ordinal(int(found[1]), int(found[2]), int(found[3]))
        return None if day is None else (day, day)
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        if not 1 <= month <= 12:  # noqa: PLR2004 -- months of a year
            return period(text)
        first = _ordinal(year, month, 1)
        return None if first is None else (first, first + monthrange(year, month)[1] - 1)
    return _year(text)


@lru_cache(maxsize=1 << 12)
def period(text: str) -> Interval | None:
    """The days of a school year such as ``2024-25`` (1 July to 30 June) or of a calendar year; None otherwise."""
    found = _MONTH.fullmatch(text)
    if not found:
        return _year(text)
    year = int(found[1])
    if (year + 1) % 100 != int(found[2]):
        return None
    first, last = _ordinal(year, 7, 1), _ordinal(year + 1, 6, 30)
    return None if first is None or last is None else (first, last)


def shift(day: int, length: Duration, sign: int) -> int:
    """``day`` moved by ``length`` forwards (sign 1) or backwards (-1); a day that the month lacks becomes its last."""
    if day >= NEVER:
        return day
    if length.unit is Unit.DAYS:
        return min(max(day + sign * length.amount, 1), NEVER)
    return _shift_months(day, sign * length.amount * (12 if length.unit is Unit.YEARS else 1))


@lru_cache(maxsize=1 << 14)
def _shift_months(day: int, months: int) -> int:
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= date.max.year:
        return 1 if months < 0 else NEVER
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()


def iso(day: int) -> str:
    """``day`` as ``2026-10-15``, or ``never``."""
    return "never" if day >= NEVER else date.fromordinal(day).isoformat()


def _year(text: str) -> Interval | None:
    if not _YEAR.fullmatch(text):
        return None
    first, last = _ordinal(int(text), 1, 1), _ordinal(int(text), 12, 31)
    return None if first is None or last is None else (first, last)


def _ordinal(year: int, month: int, day: int) -> int | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None

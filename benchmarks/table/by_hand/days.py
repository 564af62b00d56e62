"""Truths, and the tests of dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks.truth import moved
from poscheck.dates import interval, period
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

NO, OPEN, YES = 0, 1, 2
OUTCOMES = (Outcome.NOT_MET, Outcome.INCOMPLETE, Outcome.MET)
NOTHING: dict[str, Any] = {}


class Days:
    """The day that is judged for, and the days before it that the rules ask about."""

    def __init__(self, parameters: Mapping[str, Any], day: int) -> None:
        self.day = day
        self.today = (day, day)
        self.year_ago = self._before(parameters["one_year"])
        self.five_years_ago = self._before(parameters["standards_age"])
        self.school_year_ago = self._before(parameters["last_school_year"])

    def _before(self, length: Any) -> int:
        found = moved(self.today, length, -1)
        assert found is not None
        return found[0]

    def within(self, text: str | None, first: int) -> int:
        """Whether a date lies from ``first`` to the day."""
        days = None if text is None else interval(text)
        if days is None:
            return OPEN
        if days[0] >= first and days[1] <= self.day:
            return YES
        return NO if days[1] < first or days[0] > self.day else OPEN

    def past(self, text: str | None) -> int:
        """Whether a date is the day or lies before it."""
        days = None if text is None else interval(text)
        return OPEN if days is None else YES if days[1] <= self.day else NO if days[0] > self.day else OPEN

    def ended_lately(self, text: str | None) -> int:
        """Whether a school year has ended, not too long ago."""
        days = None if text is None else period(text)
        return OPEN if days is None else YES if self.school_year_ago <= days[1] <= self.day else NO

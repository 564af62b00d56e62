"""A submission as peers get it, who know neither partial dates nor months back: made before anything is timed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.table.by_hand.days import Days
from poscheck.dates import interval, period

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.dates import Interval
    from poscheck.ruleset import Ruleset

Filed = tuple[dict[str, Any], frozenset[str]]
"""What rules read of a submission: its data, and the names of the lists that are still to follow."""

_GROUPS = ("terms", "stated_credits")
_PARAMETERS = ("students_reached", "inventory_grade", "family_events")


def preparation(ruleset: Ruleset, day: int) -> Callable[[Filed], dict[str, Any]]:
    """What turns a submission into the parts that the rules read, with pairs of day numbers instead of dates.

    The days and figures that rules compare with come along. A group of facts that is missing is an empty one.
    """
    parameters = {name: value.value for name, value in ruleset.environment(day).parameters.items()}
    days = Days(parameters, day)
    asked = {name: parameters[name] for name in _PARAMETERS} | {
        "day": day,
        "year_ago": days.year_ago,
        "five_years_ago": days.five_years_ago,
        "school_year_ago": days.school_year_ago,
    }

    def prepared(filed: Filed) -> dict[str, Any]:
        data, to_follow = filed
        guidance = {"program_information": {}} | _dated(data.get("guidance", {}))
        program = {name: _dated(data[name]) for name in ("credit_agreements", "partners") if name in data}
        for agreement in program.get("credit_agreements", ()):
            for group in _GROUPS:
                agreement.setdefault(group, {})
        return asked | {
            "submission": _dated(data.get("submission", {})),
            "program": program,
            "guidance": guidance,
            "to_follow": sorted(to_follow),
        }

    return prepared


def _dated(value: Any, key: str = "") -> Any:
    match value:
        case dict():
            return {name: found for name, part in value.items() if (found := _dated(part, name)) is not None}
        case list():
            return [_dated(part) for part in value]
        case str() if key == "school_year":
            return _pair(period(value))
        case str() if key.endswith("_on"):
            return _pair(interval(value))
        case _:
            return value


def _pair(days: Interval | None) -> list[int] | None:
    return list(days) if days else None

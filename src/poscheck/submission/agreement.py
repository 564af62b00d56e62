"""Values of one record that cannot all be true: an end before its beginning, a part above its whole, a percentage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.dates import interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.contract import Field
    from poscheck.paths import Path
    from poscheck.submission.remarks import Remarks

POINTS = 1
"""A percentage may differ by this many points from its counts: people round, and round up or down. Ours."""


def compared(field: Field) -> bool:
    """Whether the contract compares this member with others of its record."""
    return bool(field.not_before or field.at_most or field.percent_of)


def compare(record: Mapping[str, Any], name: str, members: Mapping[str, Field], path: Path, remarks: Remarks) -> None:
    """Report a problem where the member ``name`` contradicts those that the contract compares it with."""
    member = members[name]
    if member.not_before in record:
        _compare_days(record, name, members, path, remarks)
    if member.at_most in record:
        _compare_counts(record, name, members, path, remarks)
    if member.percent_of and all(part in record for part in member.percent_of):
        _compare_percent(record, name, members, path, remarks)


def _compare_days(
    record: Mapping[str, Any], name: str, members: Mapping[str, Field], path: Path, remarks: Remarks
) -> None:
    first = members[name].not_before or ""
    end, begin = interval(record[name]), interval(record[first])
    if end and begin and end[1] < begin[0]:
        remarks.problem(
            "dates-out-of-order",
            f"“{members[name].title}” ({record[name]}) is before “{members[first].title}” ({record[first]})",
            (*path, name),
            allowed="an end that is not before its beginning",
        )


def _compare_counts(
    record: Mapping[str, Any], name: str, members: Mapping[str, Field], path: Path, remarks: Remarks
) -> None:
    whole = members[name].at_most or ""
    if record[name] > record[whole]:
        remarks.problem(
            "part-above-whole",
            f"“{members[name].title}” ({record[name]:g}) is more than “{members[whole].title}” ({record[whole]:g})",
            (*path, name),
            allowed=f"at most the number under “{members[whole].title}”",
        )


def _compare_percent(
    record: Mapping[str, Any], name: str, members: Mapping[str, Field], path: Path, remarks: Remarks
) -> None:
    part, whole = members[name].percent_of
    if not record[whole] or abs(record[name] * record[whole] - 100 * record[part]) <= POINTS * record[whole]:
        return
    remarks.problem(
        "percent-does-not-fit",
        f"“{members[name].title}” says {record[name]:g}, but {record[part]:g} of {record[whole]:g} is "
        f"{100 * record[part] / record[whole]:.1f} percent",
        (*path, name),
        allowed="the percentage that the two counts give",
    )

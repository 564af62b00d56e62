"""``decisions.csv``: the decisions of reviewers, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.batch.columns import NAMED, SOURCE, Kind, Table, plain
from poscheck.batch.lines import IDLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DECISION = ("rule", "status", "machine_outcome", "outcome", "reason")
"""What a line says of each decision, in that order."""


def decisions() -> Table:
    """One row for each decision of a reviewer, and what became of it; the idle ones come last."""
    return Table(
        (
            SOURCE,
            plain("submission", "Submission", "the district's own number or short name for the submission"),
            *NAMED,
            plain("rule", "Rule", "the rule decided; empty where the decision could not be used"),
            plain("status", "What became of it", "`counted`, `stale`, `expired`, `refused` or `idle`; see batch.md"),
            plain("machine_outcome", "Outcome without it", "the machine's own outcome; empty where refused or idle"),
            plain(
                "outcome",
                "Outcome decided",
                "the reviewer's outcome (waived: `not_applicable`); empty where refused or idle",
            ),
            plain(
                "reason",
                "Reason",
                "the reviewer's reason; of a refused or idle one, the line of its file, and why it does not count",
                Kind.LONG,
            ),
        ),
        _decided,
    )


def _decided(line: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    if IDLE in line:
        return [dict.fromkeys([*(column.name for column in NAMED), *_DECISION]) | {"status": IDLE} | line[IDLE]]
    result = line.get("result")
    if result is None:
        return []
    who = {"source": result["source"], "submission": result["id"]} | {each.name: each.value(result) for each in NAMED}
    return [who | dict(zip(_DECISION, said, strict=True)) for said in result["decisions"]]

"""What became of the decisions that were given: those that do not count come first, since somebody must look."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.batch.idle import idle_lines
from poscheck.batch.lines import IDLE, REFUSED
from poscheck.batch.pages.listing import Listing
from poscheck.batch.pages.reading import COLUMNS, Submission
from poscheck.scorecard import DecisionStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from poscheck.batch.pages.reading import Results
    from poscheck.ruleset import Rule, Ruleset

NAME = "decisions"
STATUS = {
    IDLE: "Names no submission that was judged",
    REFUSED: "Cannot be used",
    DecisionStatus.STALE: "Does not count: what it was about has changed",
    DecisionStatus.EXPIRED: "Does not count: it has run out",
    DecisionStatus.COUNTED: "Counts",
}
"""What became of a decision, in words; those that need a person come first."""

_QUERY = f"""
SELECT {COLUMNS}, decided.rule, decided.status, decided.machine_outcome, decided.outcome, decided.reason
FROM decided JOIN v_latest AS submissions USING (entry)
ORDER BY {" ".join(f"decided.status = '{status}' DESC," for status in STATUS)} submissions.entry, decided.number
"""  # noqa: S608 -- ours
_OWN = len(Submission._fields)


class Decided(NamedTuple):
    """A decision on a submission; all but its status and reason is None where it could not be used at all.

    An idle one has no submission, but what it ``named``.
    """

    submission: Submission | None
    rule: Rule | None
    status: str
    machine_outcome: str | None
    outcome: str | None
    reason: str | None
    named: str | None = None


def lists(results: Results, ruleset: Ruleset, folder: Path) -> Iterator[Listing]:
    """The one list of the run in ``folder``."""
    rules = {rule.id: rule for rule in ruleset.rules}

    def decided(row: tuple[Any, ...]) -> Decided:
        rule, *rest = row[_OWN:]
        return Decided(Submission._make(row[:_OWN]), rules.get(rule), *rest)

    yield Listing(
        name=NAME,
        title="Decisions of reviewers",
        short="Decisions",
        template="decisions",
        rows=lambda: chain(map(_idle, idle_lines(folder)), map(decided, results.ask(_QUERY))),
        begins=lambda row: STATUS[row.status],
        values={"status": STATUS},
    )


def _idle(line: Mapping[str, Any]) -> Decided:
    said = line[IDLE]
    return Decided(None, None, IDLE, None, None, said["reason"], said["source"] or said["submission"])

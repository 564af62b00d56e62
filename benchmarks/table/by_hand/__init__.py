"""Components 7 and 8 of the ten, 39 rules, as a programmer would write them by hand: the floor for evaluation.

One pass over each list, every condition spelled out. A truth is NO, OPEN (unknown) or YES, so that "and" is the least,
"or" and "at least one" are the greatest. ``tests/test_benchmarks.py`` holds the answers equal to the compiled rules'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.table.by_hand.credit_transfer import credit_transfer
from benchmarks.table.by_hand.days import Days
from benchmarks.table.by_hand.guidance import guidance

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Outcome

COMPONENTS = (7, 8)
#: What these rules read of a submission.
READ = ("submission", "partners", "credit_agreements", "guidance")

__all__ = ["COMPONENTS", "READ", "by_hand"]


def by_hand(ruleset: Ruleset, day: int) -> Callable[[dict[str, Any], frozenset[str]], tuple[list[Outcome], list[int]]]:
    """The outcomes of the 39 rules as of ``day``, in the order of the ruleset, and which of them may not apply."""
    parameters: dict[str, Any] = {name: value.value for name, value in ruleset.environment(day).parameters.items()}
    days = Days(parameters, day)
    seventh, eighth = credit_transfer(days), guidance(days, parameters)

    def outcomes(data: dict[str, Any], follow: frozenset[str]) -> tuple[list[Outcome], list[int]]:
        found, unsure = seventh(data, follow)
        return found + eighth(data, follow), unsure

    return outcomes

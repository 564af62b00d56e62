"""How often each criterion is in place, falls short or is open, over a whole batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from poscheck.report import wording
from poscheck.scorecard import Outcome, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poscheck.ruleset import Component, Criterion, Ruleset


@dataclass(frozen=True, slots=True)
class Rate:
    """A criterion and in how many submissions it is in place, falls short for certain, is open or does not apply.

    ``commonest`` is the rule that is most often not met or incomplete, ``trouble`` what is most often wrong with it.
    """

    component: Component
    criterion: Criterion
    in_place: int
    falls_short: int
    open: int
    not_applicable: int
    commonest: str | None
    times: int
    trouble: str | None

    @property
    def rated(self) -> int:
        """In how many submissions it applies."""
        return self.in_place + self.falls_short + self.open

    @property
    def short_share(self) -> float | None:
        """The share of those in which it falls short, from 0 to 1; None where it never applies."""
        return self.falls_short / self.rated if self.rated else None

    @property
    def open_share(self) -> float | None:
        """The share of those in which it is open."""
        return self.open / self.rated if self.rated else None


class Rates:
    """Counts lines; what it keeps depends on the ruleset alone. Rules above the required rating are left out."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._criterion = {
            rule.id: criterion.id
            for criterion in ruleset.criteria
            if criterion.scored
            for rule in criterion.rules
            if rule.rated and rule.level is not None and rule.level <= ruleset.required_rating
        }
        self._standing: Counter[tuple[str, str]] = Counter()
        self._troubles: dict[str, Counter[tuple[str, str | None]]] = {c.id: Counter() for c in ruleset.criteria}

    def add(self, line: Mapping[str, Any]) -> None:
        """Count a result line; a failure counts nowhere."""
        if "result" not in line:
            return
        standing: dict[str, str] = {}
        for rule, outcome, problem, *_ in line["result"]["findings"]:
            criterion = self._criterion.get(rule)
            if criterion is None:
                continue
            if outcome != Outcome.NEEDS_REVIEW:
                self._troubles[criterion][rule, problem] += 1
            if standing.get(criterion) != "short":
                standing[criterion] = "short" if outcome == Outcome.NOT_MET else "open"
        for criterion, rating in line["result"]["ratings"].items():
            self._standing[criterion, "none" if rating is None else standing.get(criterion, "place")] += 1

    def rows(self) -> Iterator[Rate]:
        """One for each criterion that is rated, in the ruleset's order."""
        for component in self._ruleset.components:
            for criterion in component.criteria:
                if criterion.scored:
                    yield self._rate(component, criterion)

    def _rate(self, component: Component, criterion: Criterion) -> Rate:
        count = {name: self._standing[criterion.id, name] for name in ("place", "short", "open", "none")}
        rule, times, trouble = self._commonest(criterion)
        return Rate(
            component, criterion, count["place"], count["short"], count["open"], count["none"], rule, times, trouble
        )

    def _commonest(self, criterion: Criterion) -> tuple[str | None, int, str | None]:
        troubles = self._troubles[criterion.id]
        times: Counter[str] = Counter()
        for (rule, _), number in troubles.items():
            times[rule] += number
        if not times:
            return None, 0, None
        worst = min(times, key=lambda rule: (-times[rule], rule))  # ties by name, so that the order of files is nothing
        kinds = {problem: number for (rule, problem), number in troubles.items() if rule == worst and problem}
        kind = min(kinds, key=lambda kind: (-kinds[kind], kind), default=None)
        return worst, times[worst], wording.PROBLEM[ProblemKind(kind)] if kind else None

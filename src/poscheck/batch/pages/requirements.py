"""How often each criterion and each rule fails over the whole batch."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from poscheck.batch.pages.listing import Listing
from poscheck.records import Record
from poscheck.report import wording
from poscheck.report.plain import clipped
from poscheck.scorecard import Outcome, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.batch.pages.reading import Results
    from poscheck.batch.rates import Rate
    from poscheck.ruleset import Criterion, Rule, Ruleset

_WORST = 5
_FAILED = (Outcome.NOT_MET, Outcome.INCOMPLETE)


class RuleRate(Record):
    """A rule: in how many submissions it came to each outcome, and what was most often wrong where it failed."""

    rule: Rule
    criterion: Criterion | None
    counts: Counter[str]
    trouble: str | None
    times: int

    @property
    def all(self) -> int:
        """In how many submissions it was asked."""
        return self.counts.total()

    @property
    def failed(self) -> int:
        """In how many it was not met, or evidence was missing."""
        return sum(self.counts[outcome] for outcome in _FAILED)


def lists(results: Results, ruleset: Ruleset) -> Iterator[Listing]:
    """The criteria, then the rules, each in the order of the ruleset."""
    yield Listing(
        name="criteria",
        title=f"{wording.capital(wording.many(ruleset.criterion_word))} and how often they fail",
        short=wording.capital(wording.many(ruleset.criterion_word)),
        counted=False,
        template="criteria",
        rows=results.rates.rows,
        begins=lambda row: clipped(f"{row.criterion.id} {row.criterion.title}", 40),
    )
    yield Listing(
        name="rules",
        title="Questions and how often they fail",
        short="Questions",
        counted=False,
        template="rules",
        rows=lambda: _rules(results, ruleset),
        begins=lambda row: clipped(row.rule.id, 40),
    )


def worst(results: Results) -> list[Rate]:
    """The criteria that are most often not in place, by their share; no more than five."""
    failing = [rate for rate in results.rates.rows() if rate.falls_short + rate.open]
    return sorted(failing, key=lambda rate: -(rate.falls_short + rate.open) / rate.rated)[:_WORST]


def _rules(results: Results, ruleset: Ruleset) -> Iterator[RuleRate]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    troubles: dict[str, Counter[str]] = defaultdict(Counter)
    for rule, outcome, problem, number in results.ask("SELECT rule, outcome, problem, count FROM rule_outcomes"):
        counts[rule][outcome] += number
        if problem and outcome in _FAILED:
            troubles[rule][problem] += number
    criterion_of = {rule.id: criterion for criterion in ruleset.criteria for rule in criterion.rules}
    for rule in ruleset.rules:
        found = troubles[rule.id]
        worst = min(found, key=lambda problem: (-found[problem], problem), default=None)
        word = wording.PROBLEM[ProblemKind(worst)] if worst else None
        yield RuleRate(rule, criterion_of.get(rule.id), counts[rule.id], word, found[worst] if worst else 0)

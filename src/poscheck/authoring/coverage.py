"""What a ruleset covers: who decides what in each criterion, and which outcomes the tests of each rule reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.authoring.trials import answer
from poscheck.checks.walk import paths_of
from poscheck.errors import UsageError
from poscheck.records import Part
from poscheck.scorecard import Executability

if TYPE_CHECKING:
    from poscheck.authoring.bench import Bench
    from poscheck.ruleset import Criterion, Rule, Ruleset

COVERAGE_FORMAT = "poscheck-coverage/1"
REACHED = (
    "met", "missing", "expired", "not_yet", "contradictory", "insufficient", "needs_review", "not_applicable",
)  # fmt: skip
"""What a test can reach: an outcome or, for *not met* and *incomplete*, which problem it is."""


class RuleCoverage(Part):
    """One rule: who decides it, and how many of its tests reach each of :data:`REACHED`."""

    id: str
    executability: Executability
    tests: int
    reached: dict[str, int]


class CriterionCoverage(Part):
    """One criterion: whose duty it is, how many rules each kind of judge decides, levels, and the fields that are read.

    A state's duty is shown for information and never counts, whoever decides its rules.
    """

    id: str
    title: str
    responsible: str
    required: bool
    machine: int
    partly: int
    person: int
    levels: tuple[str, ...]
    fields: tuple[str, ...]
    rules: tuple[RuleCoverage, ...]


def cover(ruleset: Ruleset, bench: Bench | None = None) -> tuple[CriterionCoverage, ...]:
    """All criteria in order; with a ``bench`` their tests are run, else nothing is said of what these reach."""
    return tuple(_criterion(criterion, ruleset, bench) for criterion in ruleset.criteria)


def readiness(ruleset: Ruleset, bench: Bench) -> tuple[RuleCoverage, ...]:
    """The rules of readiness, which belong to no criterion."""
    return tuple(_rule(rule, bench) for rule in ruleset.readiness)


def _criterion(criterion: Criterion, ruleset: Ruleset, bench: Bench | None) -> CriterionCoverage:
    counts = {kind: sum(rule.executability is kind for rule in criterion.rules) for kind in Executability}
    levels = sorted({rule.level for rule in criterion.rules if rule.level is not None})
    return CriterionCoverage(
        id=criterion.id,
        title=criterion.title,
        responsible=criterion.responsible,
        required=criterion.required,
        machine=counts[Executability.FULL],
        partly=counts[Executability.PARTIAL],
        person=counts[Executability.HUMAN],
        levels=tuple(ruleset.scale[level].name for level in levels),
        fields=tuple(sorted(_fields(criterion.rules))),
        rules=tuple(_rule(rule, bench) for rule in criterion.rules),
    )


def _rule(rule: Rule, bench: Bench | None) -> RuleCoverage:
    reached = dict.fromkeys(REACHED, 0)
    for case in rule.cases if bench else ():
        try:
            found = answer(bench.judged(rule, case)) if bench else None
        except UsageError:
            continue  # a test that cannot be made reaches nothing; `rules test` says so
        if found:
            reached[found.problem or found.outcome] += 1
    return RuleCoverage(id=rule.id, executability=rule.executability, tests=len(rule.cases), reached=reached)


def _fields(rules: tuple[Rule, ...]) -> set[str]:
    """The sections, or members of sections that are no lists, that the rules read."""
    found: set[str] = set()
    for rule in rules:
        for check in (rule.logic.check, rule.logic.when, rule.logic.review_if):
            if check is not None:
                found |= {".".join(path.field.static.split(".")[:2]) for path in paths_of(check)}
    return {field for field in found if not any(other.startswith(f"{field}.") for other in found)}

"""The same answers as :func:`~poscheck.engine.evaluate`, without its texts: what a batch keeps of a submission.

All rules are judged at once by their compiled form. Only of those that need somebody's attention it is looked up which
problem it is and where; and evidence is digested only where a decision asks for it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from poscheck.checks.emit_glances import GlanceAt, compile_glance
from poscheck.checks.explainer import Explainer
from poscheck.checks.telling import first_place
from poscheck.dates import iso
from poscheck.engine import evidence
from poscheck.engine.evaluate import NO_DECISIONS
from poscheck.engine.identity import submission_info
from poscheck.engine.judge import judge
from poscheck.engine.next_steps import rounded
from poscheck.engine.reviews import near, reviews
from poscheck.engine.standing import FINE, Standing, stand
from poscheck.records import Record
from poscheck.scorecard import (
    Counts,
    DecisionStatus,
    MachineResult,
    Note,
    Outcome,
    ProblemKind,
    Review,
    ScoreRange,
    SubmissionInfo,
    SubmissionProblem,
    Verdict,
)
from poscheck.scoring import Gate, score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.checks.compiler import Outcomes as Judge
    from poscheck.checks.nodes import Check
    from poscheck.engine.decisions import Decisions
    from poscheck.paths import Path
    from poscheck.reading import Position
    from poscheck.ruleset import Rule, Ruleset
    from poscheck.scorecard import VerdictReason
    from poscheck.scoring import Outcomes
    from poscheck.submission import Submission


_LACKING = (Outcome.NOT_MET, Outcome.INCOMPLETE)


class Open(NamedTuple):
    """A rule that is not met, incomplete or for a person: its problem, and where the first of its evidence stands.

    There are hundreds of them.
    """

    rule: str
    outcome: Outcome
    problem: ProblemKind | None
    line: int | None
    column: int | None
    sheet: str | None = None


class Decided(Record):
    """A rule that a decision names: what became of the decision, the machine's outcome, the decision's, its reason."""

    rule: str
    status: DecisionStatus
    machine_outcome: Outcome
    outcome: Outcome
    reason: str


class Brief(Record, kw_only=True):
    """Figures, outcomes and places of one submission; each field is what the scorecard says.

    ``ruleset`` is its digest. ``ratings`` are low, high and top. ``outcomes`` are in the order of the ruleset's rules;
    ``notes`` is the number of notes, ``unused`` are those on decisions and claims. ``evidence_digests`` are those of
    the rules of each review, in order.
    """

    submission: SubmissionInfo
    as_of: str
    ruleset: str
    ready: bool
    verdict: Verdict
    score: ScoreRange | None
    counts: Counts
    reasons: tuple[Gate | VerdictReason, ...]
    components: Mapping[str, ScoreRange | None]
    ratings: Mapping[str, tuple[int, int, int | None] | None]
    near: tuple[str, ...]
    reviews: tuple[Review, ...]
    evidence_digests: tuple[tuple[str, ...], ...]
    problems: tuple[SubmissionProblem, ...]
    notes: int
    unused: tuple[Note, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Open, ...]
    decisions: tuple[Decided, ...]
    without_decisions: MachineResult | None


def brief(ruleset: Ruleset, submission: Submission, day: int, decisions: Decisions = NO_DECISIONS) -> Brief:
    """What ``submission`` comes to under ``ruleset``, as of the ordinal ``day``.

    Raises :class:`~poscheck.errors.UsageError` where the ruleset is not in force on that day.
    """
    ruleset.check_in_force(day)
    look = _Look(ruleset, submission, day)
    standing = stand(ruleset, submission, day, look.judged, decisions, look.digest)
    outcomes = standing.outcomes
    scores = score(ruleset, outcomes, ready=standing.ready)
    waiting = reviews(ruleset, outcomes, scores, problems=bool(submission.problems))
    return Brief(
        submission=submission_info(submission),
        as_of=iso(day),
        ruleset=ruleset.digest,
        ready=standing.ready,
        verdict=scores.verdict,
        score=rounded(scores.overall) if scores.overall else None,
        counts=standing.counts,
        reasons=scores.gates,
        components={name: rounded(bounds) if bounds else None for name, bounds in scores.components.items()},
        ratings={name: (rated.low, rated.high, rated.top) if rated else None for name, rated in scores.ratings.items()},
        near=near(ruleset, outcomes, scores),
        reviews=waiting,
        evidence_digests=tuple([tuple(map(look.digest, review.rules)) for review in waiting]),
        problems=submission.problems,
        notes=submission.note_count + len(standing.notes),
        unused=standing.notes,
        outcomes=tuple([outcome for outcome, _ in outcomes.values()]),
        findings=look.findings(standing),
        decisions=_decisions(ruleset, standing),
        without_decisions=standing.alone,
    )


class _Compiled:
    """The rules as code, as of one day; a batch asks for the same ones every time."""

    def __init__(self, ruleset: Ruleset, day: int) -> None:
        self.rules = {rule.id: rule for rule in ruleset.rules}
        self.environment = ruleset.environment(day)
        self.judge: Judge = ruleset.compiled.bind(self.environment)
        self._glances: dict[Check, GlanceAt] = {}

    def glance(self, check: Check) -> GlanceAt:
        """Which problem a check has, and where; compiled when it is first asked for."""
        found = self._glances.get(check)
        if found is None:
            found = self._glances[check] = compile_glance(check, self.environment.parameters).bind(self.environment)
        return found


_compiled = lru_cache(maxsize=4)(_Compiled)


class _Look:
    """One submission: the outcomes of all rules, and a closer look at single ones."""

    __slots__ = ("_compiled", "_document", "_explainer", "_positions", "_ruleset", "_submission", "judged")

    def __init__(self, ruleset: Ruleset, submission: Submission, day: int) -> None:
        self._ruleset = ruleset
        self._compiled = _compiled(ruleset, day)
        self._submission = submission
        self._document = submission.document
        self._positions: dict[Path, Position | None] = {}
        self._explainer = Explainer(submission.data, submission.to_follow, self._compiled.environment)
        found, unsure = self._compiled.judge(submission.data, submission.to_follow)
        self.judged: Outcomes = {rule.id: (outcome, False) for rule, outcome in zip(ruleset.rules, found, strict=True)}
        self.judged |= {ruleset.rules[place].id: (found[place], True) for place in unsure}

    def digest(self, rule: str) -> str:
        """The digest of all that a rule looks at."""
        return evidence.evidence_digest(judge(self._compiled.rules[rule], self._explainer).traces)

    def findings(self, standing: Standing) -> tuple[Open, ...]:
        """All rules that need attention."""
        claimed = {rule.id for each in self._ruleset.criteria if each.id in standing.claims for rule in each.rules}
        return tuple(
            [
                self._open(rule, outcome, claimed=rule.id in claimed)
                for rule in self._ruleset.rules
                if (outcome := standing.outcomes[rule.id][0]) not in FINE
            ]
        )

    def _open(self, rule: Rule, outcome: Outcome, *, claimed: bool) -> Open:
        machine, unsure = self.judged[rule.id]
        problem, path = self._looked(rule, machine, rule.logic.when if unsure else rule.logic.check)
        if claimed or machine not in _LACKING:
            problem = None
        place = None if path is None else self._position(path)
        return Open(rule.id, outcome, problem, *((place.line, place.column, place.sheet) if place else (None, None)))

    def _position(self, path: Path) -> Position | None:
        """The place of a value; several rules often point to the same one."""
        if path not in self._positions:
            self._positions[path] = self._document.position(path)
        return self._positions[path]

    def _looked(self, rule: Rule, machine: Outcome, check: Check | None) -> tuple[ProblemKind | None, Path | None]:
        """The problem of the check that decided the machine's outcome, and the place of its first value."""
        written = self._document.tree
        if machine is Outcome.NOT_APPLICABLE:  # and yet a decision was made on it
            trace = judge(rule, self._explainer).deciding
            return None, None if trace is None else first_place(trace, written)
        if check is None:
            return None, None
        glance = self._compiled.glance(check)
        return glance(self._submission.data, self._submission.to_follow, written, self._explainer)


def _decisions(ruleset: Ruleset, standing: Standing) -> tuple[Decided, ...]:
    """What became of the decisions, in the order of the rules."""
    return tuple(
        Decided(rule.id, status, standing.machine[rule.id][0], entry.outcome, entry.reason)
        for rule in (ruleset.rules if standing.decided else ())
        if rule.id in standing.decided
        for entry, status in [standing.decided[rule.id]]
    )

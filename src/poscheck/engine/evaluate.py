"""The one place that joins the parts: ruleset, submission and date in, scorecard out. Pure: no files, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck import __version__
from poscheck.checks.constants import shown
from poscheck.checks.explainer import Explainer
from poscheck.checks.telling import problem
from poscheck.dates import interval, iso
from poscheck.engine import evidence
from poscheck.engine.decisions import Decisions
from poscheck.engine.details import Teller
from poscheck.engine.identity import submission_info
from poscheck.engine.judge import Judged, judge
from poscheck.engine.next_steps import next_steps, rounded
from poscheck.engine.papers import papers, planning
from poscheck.engine.reasons import reason_text
from poscheck.engine.reviews import near, reviews
from poscheck.engine.standing import FINE, stand
from poscheck.engine.unread import unread_fields
from poscheck.reading import place_text
from poscheck.scorecard import (
    FORMAT,
    ComponentResult,
    CriterionResult,
    Decision,
    Finding,
    Outcome,
    RatingRange,
    ReadinessResult,
    RulesetInfo,
    Scorecard,
    VerdictReason,
)
from poscheck.scoring import Scores, score

if TYPE_CHECKING:
    from datetime import date

    from poscheck.ruleset import Criterion, Rule, Ruleset
    from poscheck.submission import Submission

NO_DECISIONS = Decisions((), ())


def as_of_day(submission: Submission, given: date | None, today: date) -> tuple[int, str]:
    """The day (as an ordinal) to judge as of, and where it is from: ``given``, ``submitted_on`` or ``today``."""
    if given is not None:
        return given.toordinal(), "given"
    submitted = submission.data.get("submission", {}).get("submitted_on")
    days = interval(submitted) if submitted else None
    return (days[1], "submitted_on") if days else (today.toordinal(), "today")


def evaluate(
    ruleset: Ruleset,
    submission: Submission,
    as_of: date | int,
    *,
    decisions: Decisions = NO_DECISIONS,
    as_of_from: str = "given",
) -> Scorecard:
    """The scorecard of ``submission`` under ``ruleset``, as of a date (or the ordinal of one).

    Raises :class:`~poscheck.errors.UsageError` where the ruleset is not in force on that date.
    """
    day = as_of if isinstance(as_of, int) else as_of.toordinal()
    ruleset.check_in_force(day)
    return _Evaluation(ruleset, submission, day, decisions).scorecard(as_of_from)


class _Evaluation:
    """The steps of one evaluation, with what they share."""

    def __init__(self, ruleset: Ruleset, submission: Submission, day: int, decisions: Decisions) -> None:
        self.ruleset = ruleset
        self.submission = submission
        self.day = day
        self.environment = ruleset.environment(day)
        explainer = Explainer(submission.data, submission.to_follow, self.environment)
        self.judged = {rule.id: judge(rule, explainer) for rule in ruleset.rules}
        self.digests = {rule: evidence.evidence_digest(judged.traces) for rule, judged in self.judged.items()}
        self.known: evidence.Known = {}
        self.teller = Teller(submission.document, _misfits(submission))
        judged = {rule: (each.outcome, each.unsure) for rule, each in self.judged.items()}
        self.standing = stand(ruleset, submission, day, judged, decisions, self.digests.__getitem__)

    def scorecard(self, as_of_from: str) -> Scorecard:
        ruleset, submission = self.ruleset, self.submission
        standing, outcomes = self.standing, self.standing.outcomes
        readiness = self._readiness()
        scores = score(ruleset, outcomes, ready=standing.ready)
        return Scorecard(
            format=FORMAT,
            poscheck=__version__,
            as_of=iso(self.day),
            as_of_from=as_of_from,
            ruleset=self._ruleset_info(),
            submission=submission_info(submission),
            scale=ruleset.scale,
            required_rating=ruleset.scale[ruleset.required_rating].name,
            parameters={name: shown(self._parameter(name)) for name in sorted(ruleset.parameters)},
            switched_off=ruleset.switched_off,
            unread_fields=unread_fields(self.ruleset, self.submission),
            readiness=readiness,
            verdict=scores.verdict,
            verdict_reasons=self._reasons(scores, readiness),
            score=rounded(scores.overall) if scores.overall else None,
            counts=standing.counts,
            without_decisions=standing.alone,
            components=self._components(scores),
            near=near(ruleset, outcomes, scores),
            reviews=reviews(ruleset, outcomes, scores, problems=bool(submission.problems)),
            next_steps=next_steps(ruleset, outcomes, scores),
            problems=submission.problems,
            notes=(*submission.notes, *standing.notes),
            papers=papers(submission, self.day),
            planning=planning(ruleset, submission),
        )

    def _ruleset_info(self) -> RulesetInfo:
        ruleset = self.ruleset
        return RulesetInfo(
            id=ruleset.id,
            title=ruleset.title,
            version=ruleset.version,
            digest=ruleset.digest,
            component_word=ruleset.component_word,
            criterion_word=ruleset.criterion_word,
            disclaimer=ruleset.disclaimer,
        )

    def _parameter(self, name: str) -> Any:
        value = self.environment.parameters[name]
        if value.by is None:
            return value.value
        number: Any = self.submission.data
        for part in value.by.field.static.split("."):
            number = number.get(part) if isinstance(number, dict) else None
        return value.for_number(number)

    def _readiness(self) -> ReadinessResult:
        findings = tuple(self._finding(rule) for rule in self.ruleset.readiness)
        return ReadinessResult(ready=self.standing.ready, findings=findings)

    def _components(self, scores: Scores) -> tuple[ComponentResult, ...]:
        return tuple(
            ComponentResult(
                id=component.id,
                number=component.number,
                title=component.title,
                alias=component.alias,
                weight=float(component.weight),
                minimum=str(component.minimum),
                score=rounded(bounds) if (bounds := scores.components[component.id]) else None,
                criteria=tuple(self._criterion(criterion, scores) for criterion in component.criteria),
            )
            for component in self.ruleset.components
        )

    def _criterion(self, criterion: Criterion, scores: Scores) -> CriterionResult:
        rated = scores.ratings[criterion.id]
        return CriterionResult(
            id=criterion.id,
            title=criterion.title,
            alias=criterion.alias,
            why=criterion.why,
            required=criterion.required,
            responsible=criterion.responsible,
            state_fact=criterion.state_fact,
            weight=float(criterion.weight),
            top=rated.top if rated else None,
            rating=RatingRange(low=rated.low, high=rated.high) if rated else None,
            self_rating=self.submission.data.get("self_ratings", {}).get(criterion.id),
            evidence_digest=evidence.joint_digest(self.digests[rule.id] for rule in criterion.rules),
            findings=tuple(self._finding(rule, criterion) for rule in criterion.rules),
        )

    def _finding(self, rule: Rule, criterion: Criterion | None = None) -> Finding:
        judged = self.judged[rule.id]
        outcome = self.standing.outcomes[rule.id][0]
        claim = self.standing.claims.get(criterion.id) if criterion else None
        trace = judged.deciding
        open_or_failed = judged.outcome in {Outcome.NOT_MET, Outcome.INCOMPLETE} and claim is None
        looked_at = () if trace is None else evidence.evidence(trace, self.submission.document, self.known)
        return Finding(
            rule=rule.id,
            level=self.ruleset.scale[rule.level].name if rule.level is not None else None,
            rated=rule.rated,
            outcome=outcome,
            problem=problem(trace) if trace is not None and open_or_failed else None,
            question=rule.question,
            message=_message(judged, self.standing.machine[rule.id][0]),
            detail=_detail(judged, claim, self.teller),
            fix=rule.fix,
            citation=rule.citation,
            executability=rule.executability,
            look_for=rule.look_for,
            decision=self._decision(rule.id),
            evidence=looked_at,
            evidence_digest=self.digests[rule.id],
        )

    def _decision(self, rule: str) -> Decision | None:
        if rule not in self.standing.decided:
            return None
        entry, status = self.standing.decided[rule]
        return Decision(
            outcome=entry.outcome,
            machine_outcome=self.standing.machine[rule][0],
            reason=entry.reason,
            role=entry.role,
            decided_on=entry.decided_on,
            expires_on=entry.expires_on,
            status=status,
        )

    def _reasons(self, scores: Scores, readiness: ReadinessResult) -> tuple[VerdictReason, ...]:
        lacking = sum(f.rated and f.outcome not in FINE for f in readiness.findings)
        lacking += len(self.submission.problems)
        return tuple(
            VerdictReason(
                kind=gate.kind,
                criterion=gate.criterion,
                component=gate.component,
                decided=gate.decided,
                text=reason_text(gate, self.ruleset, lacking),
            )
            for gate in scores.gates
        )


def _message(judged: Judged, outcome: Outcome) -> str:
    rule = judged.rule
    match outcome:
        case Outcome.MET:
            return rule.met
        case Outcome.NOT_MET:
            return rule.not_met
        case Outcome.INCOMPLETE:
            if judged.unsure:
                return "It cannot be told yet whether this applies."
            return rule.incomplete or "Evidence is missing."
        case Outcome.NEEDS_REVIEW:
            return "A person has to decide this."
        case Outcome.NOT_APPLICABLE:
            return "This does not apply here."


def _detail(judged: Judged, claim: str | None, teller: Teller) -> str:
    if claim is not None:
        return f"The applicant states that this does not apply: {claim}"
    trace = judged.deciding
    if trace is None:
        return ""
    if judged.outcome is Outcome.NOT_APPLICABLE:
        return ""
    return teller.tell(trace)


def _misfits(submission: Submission) -> dict[str, str]:
    """Where each value stands that does not fit, by its path."""
    return {each.path or "": place_text(each.line, each.sheet, each.cell) for each in submission.problems}

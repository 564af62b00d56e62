"""How rules were answered on a submission, step by step and in words, and what would make them met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.checks.explainer import Explainer
from poscheck.engine.judge import judge
from poscheck.engine.remedies import Healer, Remedy
from poscheck.engine.steps import Step, Stepper
from poscheck.records import Part
from poscheck.scorecard import Finding, Outcome, RatingRange

if TYPE_CHECKING:
    from poscheck.engine.judge import Judged
    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import CriterionResult, Scorecard
    from poscheck.submission import Submission

FORMAT = "poscheck-explanation/1"
APPLIES = "Does it apply?"
ASKED = "What was asked, and what the file says"
REVIEW = "Does a person have to look at it, though it is met?"


class Section(Part):
    """One of the checks of a rule, by its title, with its conditions."""

    title: str
    steps: tuple[Step, ...]


class RuleExplanation(Part):
    """One rule: the finding, what poscheck alone says, the conditions, and what was tried and does."""

    finding: Finding
    machine_outcome: Outcome
    sections: tuple[Section, ...]
    remedies: tuple[Remedy, ...]


class CriterionFacts(Part):
    """The criterion that was asked for."""

    id: str
    title: str
    why: str
    required: bool
    rating: RatingRange | None


class Explanation(Part):
    """Everything that is told of a rule, or of the rules of a criterion."""

    format: str
    name: str
    scorecard: Scorecard
    criterion: CriterionFacts | None
    rules: tuple[RuleExplanation, ...]


def explain(ruleset: Ruleset, submission: Submission, day: int, card: Scorecard, name: str) -> Explanation:
    """How the rule or the criterion of that name was answered; ``card`` is the scorecard as of ``day``."""
    criteria = [criterion for component in card.components for criterion in component.criteria]
    criterion = next((each for each in criteria if each.id == name), None)
    findings = {finding.rule: finding for finding in card.readiness.findings}
    findings.update({finding.rule: finding for each in criteria for finding in each.findings})
    wanted = {name} if criterion is None else {finding.rule for finding in criterion.findings}
    explainer = Explainer(submission.data, submission.to_follow, ruleset.environment(day))
    stepper, healer = Stepper(explainer, submission.document), Healer(ruleset, submission, day)
    return Explanation(
        format=FORMAT,
        name=name,
        scorecard=card,
        criterion=None if criterion is None else _facts(criterion),
        rules=tuple(
            _explained(findings[rule.id], judge(rule, explainer), stepper, healer)
            for rule in ruleset.rules
            if rule.id in wanted
        ),
    )


def _facts(criterion: CriterionResult) -> CriterionFacts:
    return CriterionFacts(
        id=criterion.id,
        title=criterion.title,
        why=criterion.why,
        required=criterion.required,
        rating=criterion.rating,
    )


def _explained(finding: Finding, judged: Judged, stepper: Stepper, healer: Healer) -> RuleExplanation:
    return RuleExplanation(
        finding=finding,
        machine_outcome=judged.outcome,
        sections=sections(judged, stepper),
        remedies=healer.remedies(judged) if finding.outcome is not Outcome.MET else (),
    )


def sections(judged: Judged, stepper: Stepper) -> tuple[Section, ...]:
    """Every check that was made of a rule, with its conditions and what the file says."""
    checks = ((APPLIES, judged.when), (ASKED, judged.check), (REVIEW, judged.review_if))
    return tuple(Section(title=title, steps=stepper.steps(trace)) for title, trace in checks if trace is not None)

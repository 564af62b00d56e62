"""Next steps: each gain is what scoring again gives, and they come in the order that helps most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import event, given

from poscheck.checks.explainer import Explainer
from poscheck.engine import evaluate
from poscheck.engine.judge import judge
from poscheck.engine.next_steps import next_steps
from poscheck.scorecard import Outcome, Verdict
from poscheck.scoring import score
from tests.checks.documents import changed_complete, loaded, small
from tests.engine.cards import AS_OF, card, complete_card, rules
from tests.fuzz import randoms, tries
from tests.scoring.test_properties import any_ruleset

if TYPE_CHECKING:
    from fractions import Fraction
    from random import Random

    from poscheck.scorecard import NextStep, ScoreRange
    from poscheck.scoring import Bounds, Scores
    from poscheck.submission import Submission
    from tests.scoring.made_up import Outcomes

LACKING = {Outcome.NOT_MET, Outcome.INCOMPLETE}


def outcomes_of(submission: Submission) -> Outcomes:
    explainer = Explainer(submission.data, submission.to_follow, rules().environment(AS_OF.toordinal()))
    judged = [judge(rule, explainer) for rule in rules().rules]
    return {each.rule.id: (each.outcome, each.unsure) for each in judged}


def met(outcomes: Outcomes, step: NextStep) -> Outcomes:
    return {**outcomes, **dict.fromkeys(step.rules, (Outcome.MET, False))}


def gain(before: Scores, after: Scores) -> tuple[float, float]:
    """What is gained in confirmed and in possible score, rounded down to four decimals."""
    return _gained(before.overall, after.overall, "low"), _gained(before.overall, after.overall, "high")


def _gained(before: Bounds | None, after: Bounds | None, end: str) -> float:
    if before is None or after is None:
        return 0.0
    more: Fraction = getattr(after, end) - getattr(before, end)
    return max(0, int(more * 10_000)) / 10_000


def pair(found: ScoreRange) -> tuple[float, float]:
    return found.low, found.high


@tries(8)
@given(randoms)
def test_gains_are_those_of_scoring_again(rng: Random) -> None:
    submission = loaded(changed_complete(rng, most=40) if rng.random() < 0.6 else small(rng))
    found = evaluate(rules(), submission, AS_OF)
    outcomes = outcomes_of(submission)
    before = score(rules(), outcomes, ready=found.readiness.ready)
    together = outcomes
    for step in found.next_steps:
        together = met(together, step)
        assert pair(step.gain) == gain(before, score(rules(), met(outcomes, step), ready=True))
        assert pair(step.together) == gain(before, score(rules(), together, ready=True))
        assert {outcomes[rule][0] for rule in step.rules} <= LACKING
    event(f"steps: {len(found.next_steps)}")


@tries(150)
@given(randoms)
def test_steps_of_any_ruleset(rng: Random) -> None:
    given_ = any_ruleset(rng)
    ruleset, outcomes = given_.ruleset, given_.outcomes
    before = score(ruleset, outcomes, ready=True)
    steps = next_steps(ruleset, outcomes, before)
    lows = [step.together.low for step in steps]
    assert lows == sorted(lows), "one step more never takes anything away"
    assert all(step.together.low >= step.gain.low for step in steps)
    assert not steps or pair(steps[0].gain) == pair(steps[0].together)
    assert len({step.criterion for step in steps}) == len(steps)
    criteria = {criterion.id: criterion for criterion in ruleset.criteria}
    for step in steps:
        rated = score(ruleset, met(outcomes, step), ready=True).ratings[step.criterion]
        was = before.ratings[step.criterion]
        assert criteria[step.criterion].scored
        assert rated is not None
        assert was is not None
        assert rated.high >= was.high or any(outcomes[rule][1] for rule in step.rules)
    at_gates = [step.required and step.to_level in _up_to_required(ruleset.required_rating) for step in steps]
    assert at_gates == sorted(at_gates, reverse=True), "gates come first"


def _up_to_required(required: int) -> set[str]:
    return {f"level {level}" for level in range(1, required + 1)}


def test_following_every_step_meets_where_nothing_else_is_open() -> None:
    found = card({"credit_agreements": [], "advisory_committee": None, "courses.0.level": None})
    together = outcomes_of(loaded_again({"credit_agreements": [], "advisory_committee": None, "courses.0.level": None}))
    for step in found.next_steps:
        together = met(together, step)
    assert found.verdict is Verdict.DOES_NOT_MEET
    assert score(rules(), together, ready=True).verdict is Verdict.MEETS
    assert found.next_steps[0].required
    assert found.next_steps[0].criterion == "7.1"


def loaded_again(changes: dict[str, object]) -> Submission:
    from tests.engine.cards import submission

    return submission(changes)


def test_nothing_is_to_do_where_everything_is_met() -> None:
    assert complete_card().next_steps == ()


def test_a_step_says_what_to_supply_and_each_thing_once() -> None:
    steps = card({"credit_agreements": []}).next_steps
    step = next(step for step in steps if step.criterion == "7.1")
    assert step.to_level == "quality"
    assert step.rules == ("7.1-agreement-with-college", "7.1-agreement-in-force")
    assert len(set(step.fixes)) == len(step.fixes) == 2
    assert step.text == " ".join(step.fixes)

"""What must hold of every rating, score and verdict, whatever the rules and their outcomes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import given

from poscheck.scorecard import Outcome, Verdict
from poscheck.scoring import Bounds, score
from tests.fuzz import randoms, tries
from tests.scoring.made_up import UNSURE, made_up, reversed_order
from tests.scoring.naive import in_world, worlds

if TYPE_CHECKING:
    from random import Random

    from tests.scoring.made_up import MadeUp

WORDS = ["met", "met", "met", "not_met", "incomplete", "needs_review", "not_applicable", UNSURE]
MOST_OPEN = 7
BETTER = [Verdict.DOES_NOT_MEET, Verdict.UNDECIDED, Verdict.MEETS]


def any_ruleset(rng: Random) -> MadeUp:
    """Up to three components with random rules and outcomes, few of them open."""
    left = MOST_OPEN
    components: dict[str, Any] = {}
    for name in "abc"[: rng.randint(1, 3)]:
        criteria: dict[str, Any] = {}
        for number in range(rng.randint(1, 3)):
            rules: dict[int, list[str]] = {}
            for level in rng.sample([1, 2, 3], rng.randint(1, 3)):
                words = [rng.choice(WORDS if left > 0 else WORDS[:4]) for _ in range(rng.choice([1, 1, 2]))]
                left -= sum(word in {"incomplete", "needs_review", UNSURE} for word in words)
                rules[level] = words
            criteria[f"{name}{number}"] = {
                "rules": rules,
                "weight": rng.choice([0, 1, 1, 2, 0.1]),
                "required": rng.random() < 0.3,
                "responsible": rng.choice(["district"] * 5 + ["state"]),
            }
            if criteria[f"{name}{number}"]["responsible"] == "state":
                criteria[f"{name}{number}"]["required"] = False
        components[name] = {
            "criteria": criteria,
            "weight": rng.choice([0, 1, 1, 3]),
            "minimum": rng.choice([0, "1/3", 0.5, 1]),
        }
    return made_up(components, required_rating=rng.randint(1, 3))


@tries(120)
@given(randoms)
def test_bounds_hold_in_every_world(rng: Random) -> None:
    given_ = any_ruleset(rng)
    found = score(given_.ruleset, given_.outcomes, ready=True)
    results = [in_world(given_.ruleset, world) for world in worlds(given_.outcomes)]
    for result in results:
        for criterion, rating in result.ratings.items():
            rated = found.ratings[criterion]
            assert rating is None or (rated is not None and rated.low <= rating <= rated.high)
        for component, value in result.components.items():
            _holds(found.components[component], value)
        _holds(found.overall, result.overall)
    meets = {result.meets for result in results}
    if found.verdict is Verdict.MEETS:
        assert meets == {True}
    if found.verdict is Verdict.DOES_NOT_MEET:
        assert meets == {False}


def _holds(bounds: Bounds | None, value: Fraction | None) -> None:
    assert value is None or (bounds is not None and bounds.low <= value <= bounds.high)


@tries(120)
@given(randoms)
def test_bounds_are_reached_where_it_is_known_what_applies(rng: Random) -> None:
    given_ = any_ruleset(rng)
    outcomes = {rule: (outcome, False) for rule, (outcome, _) in given_.outcomes.items()}
    found = score(given_.ruleset, outcomes, ready=True)
    results = [in_world(given_.ruleset, world) for world in worlds(outcomes)]
    for criterion, rated in found.ratings.items():
        ratings = [rating for result in results if (rating := result.ratings[criterion]) is not None]
        assert (None if rated is None else (rated.low, rated.high)) == (
            (min(ratings), max(ratings)) if ratings else None
        )
    overall = [value for result in results if (value := result.overall) is not None]
    bounds = found.overall
    assert (None if bounds is None else (bounds.low, bounds.high)) == (
        (min(overall), max(overall)) if overall else None
    )
    meets = {result.meets for result in results}
    expected = Verdict.UNDECIDED if len(meets) == 2 else Verdict.MEETS if meets == {True} else Verdict.DOES_NOT_MEET
    assert found.verdict is expected


@tries(120)
@given(randoms)
def test_meeting_one_more_rule_never_lowers_anything(rng: Random) -> None:
    given_ = any_ruleset(rng)
    ready = rng.random() < 0.8
    before = score(given_.ruleset, given_.outcomes, ready=ready)
    candidates = [rule for rule, (outcome, unsure) in given_.outcomes.items() if outcome in _NOT_MET and not unsure]
    for rule in candidates:
        after = score(given_.ruleset, {**given_.outcomes, rule: (Outcome.MET, False)}, ready=ready)
        for criterion, rated in before.ratings.items():
            now = after.ratings[criterion]
            assert (rated is None) == (now is None)
            assert rated is None or now is None or (rated.low <= now.low and rated.high <= now.high)
        _no_lower(before.overall, after.overall)
        for component, bounds in before.components.items():
            _no_lower(bounds, after.components[component])
        assert BETTER.index(before.verdict) <= BETTER.index(after.verdict)


def _no_lower(was: Bounds | None, now: Bounds | None) -> None:
    assert (was is None) == (now is None)
    assert was is None or now is None or (was.low <= now.low and was.high <= now.high)


_NOT_MET = {Outcome.NOT_MET, Outcome.INCOMPLETE, Outcome.NEEDS_REVIEW}


@tries(120)
@given(randoms)
def test_low_is_at_most_high_and_equal_where_nothing_is_open(rng: Random) -> None:
    given_ = any_ruleset(rng)
    closed = rng.random() < 0.5
    outcomes = {
        rule: (Outcome.NOT_MET, False) if closed and state[0] in _NOT_MET else state
        for rule, state in given_.outcomes.items()
    }
    found = score(given_.ruleset, outcomes, ready=True)
    figures = [(rated.low, rated.high) for rated in found.ratings.values() if rated]
    figures += [(bounds.low, bounds.high) for bounds in (found.overall, *found.components.values()) if bounds]  # type: ignore[misc]
    assert all(low <= high for low, high in figures)
    if closed:
        assert all(low == high for low, high in figures)
        assert found.verdict is not Verdict.UNDECIDED


@tries(200)
@given(randoms)
def test_order_changes_nothing(rng: Random) -> None:
    given_ = any_ruleset(rng)
    found = score(given_.ruleset, given_.outcomes, ready=True)
    other = score(reversed_order(given_.ruleset), dict(reversed(given_.outcomes.items())), ready=True)
    assert other.ratings == found.ratings
    assert other.components == found.components
    assert (other.overall, other.verdict) == (found.overall, found.verdict)
    assert sorted(map(repr, other.gates)) == sorted(map(repr, found.gates))


@tries(100)
@given(randoms)
def test_not_being_ready_only_keeps_from_meeting(rng: Random) -> None:
    given_ = any_ruleset(rng)
    ready, unready = (score(given_.ruleset, given_.outcomes, ready=way) for way in (True, False))
    assert unready.changed(verdict=ready.verdict, gates=ready.gates) == ready
    expected = Verdict.UNDECIDED if ready.verdict is Verdict.MEETS else ready.verdict
    assert unready.verdict is expected


def test_bounds_hold_where_it_is_unknown_of_many_rules_whether_they_apply() -> None:
    rules = {1: [UNSURE] * 7, 2: "met"}
    given_ = made_up({"a": {"criteria": {"a1": {"rules": rules, "required": True}}}})
    rated = score(given_.ruleset, given_.outcomes, ready=True).ratings["a1"]
    assert rated is not None
    assert (rated.low, rated.high) == (0, 2)
    rules = {2: "met", 3: [UNSURE] * 8}
    given_ = made_up({"a": {"criteria": {"a1": {"rules": rules}}}})
    rated = score(given_.ruleset, given_.outcomes, ready=True).ratings["a1"]
    assert rated is not None
    assert rated.share == Bounds(Fraction(2, 3), Fraction(1))
    rules = {1: "met", 2: "not_met", 3: [UNSURE] * 8}
    given_ = made_up({"a": {"criteria": {"a1": {"rules": rules}}}})
    rated = score(given_.ruleset, given_.outcomes, ready=True).ratings["a1"]
    assert rated is not None
    assert rated.share == Bounds(Fraction(1, 3), Fraction(1, 2))
    only_unsure = made_up({"a": {"criteria": {"a1": {"rules": {2: [UNSURE] * 8}, "required": True}}}})
    found = score(only_unsure.ruleset, only_unsure.outcomes, ready=True)
    assert found.verdict is Verdict.UNDECIDED
    nothing_below = made_up({"a": {"criteria": {"a1": {"rules": {1: "not_met", 2: [UNSURE] * 8}, "required": True}}}})
    assert score(nothing_below.ruleset, nothing_below.outcomes, ready=True).verdict is Verdict.DOES_NOT_MEET

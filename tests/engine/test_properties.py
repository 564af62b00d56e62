"""What must hold of the whole way from a submission to its scorecard."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import event, given

from poscheck.engine import evaluate
from poscheck.reading import read_bytes
from poscheck.report import to_json
from poscheck.scorecard import Outcome
from poscheck.submission import load_document
from tests.checks.documents import changed_complete, complete, complete_places, loaded, small
from tests.engine.cards import AS_OF, complete_card, figures, rules
from tests.fuzz import randoms, tries
from tests.rulesets import written_in

if TYPE_CHECKING:
    from random import Random

    from poscheck.scorecard import Scorecard
    from tests.checks.documents import Tree

SEQUENCES = ("prerequisite_chain", "non_decreasing")
EVEN = {Outcome.MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE}


def any_tree(rng: Random) -> Tree:
    return changed_complete(rng, most=30) if rng.random() < 0.7 else small(rng)


def card_of(tree: Tree) -> Scorecard:
    return evaluate(rules(), loaded(tree), AS_OF)


def shuffled(rng: Random, value: Any) -> Any:
    """The same data with keys and list items in another order."""
    if isinstance(value, dict):
        keys = rng.sample(list(value), len(value))
        return {key: shuffled(rng, value[key]) for key in keys}
    if isinstance(value, list):
        return [shuffled(rng, item) for item in rng.sample(value, len(value))]
    return value


@tries(8)
@given(randoms)
def test_order_of_keys_and_items_changes_nothing(rng: Random) -> None:
    tree = any_tree(rng)
    assert figures(card_of(shuffled(rng, tree))) == figures(card_of(tree))


@tries(6)
@given(randoms)
def test_yaml_and_json_say_the_same(rng: Random) -> None:
    tree = any_tree(rng)
    written = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)  # puts codes and dates in quotation marks
    as_yaml = load_document(read_bytes(written.encode(), "made-up.yaml"), rules().contract)
    assert as_yaml.data == loaded(tree).data
    assert figures(evaluate(rules(), as_yaml, AS_OF)) == figures(card_of(tree))


def test_the_complete_submission_says_the_same_as_yaml_and_json() -> None:
    assert figures(card_of(complete())) == figures(complete_card())


@tries(6)
@given(randoms)
def test_same_inputs_same_bytes(rng: Random) -> None:
    data = json.dumps(any_tree(rng)).encode()
    first, second = (
        to_json(evaluate(rules(), load_document(read_bytes(data, "made-up.json"), rules().contract), AS_OF))
        for _ in range(2)
    )
    assert first == second


@tries(8)
@given(randoms)
def test_counts_add_up_and_low_is_at_most_high(rng: Random) -> None:
    card = card_of(any_tree(rng))
    rated = [rule for criterion in rules().criteria if criterion.scored for rule in criterion.rules if rule.rated]
    assert sum(asdict(card.counts).values()) == len(rated)
    open_rules = set(figures(card)["outcomes"].values()) - EVEN
    for part in card.components:
        for criterion in part.criteria:
            assert criterion.rating is None or criterion.rating.low <= criterion.rating.high <= (criterion.top or 0)
            known = {finding.outcome for finding in criterion.findings if finding.rated} <= EVEN
            assert criterion.rating is None or not known or criterion.rating.low == criterion.rating.high
        assert part.score is None or 0 <= part.score.low <= part.score.high <= 1
    assert card.score is None or card.score.low <= card.score.high
    assert open_rules or card.score is None or card.score.low == card.score.high


@tries(8)
@given(randoms)
def test_taking_a_value_away_never_helps(rng: Random) -> None:
    """No rule without a sequence word turns from not met into met when a value goes that has no default."""
    before = any_tree(rng)
    was = outcomes(before)
    gone = [(at, field) for at, field in complete_places() if field.default is None and isinstance(at[-1], str)]
    for at, field in rng.sample(gone, 12):
        after = json.loads(json.dumps(before))
        if at[-1] == "expires_on" or not _dropped(after, at):
            continue
        event(f"took away a {field.kind}")
        now = outcomes(after)
        written = written_in("ten-components")
        helped = [
            rule
            for rule in was
            if was[rule] is Outcome.NOT_MET and now[rule] is Outcome.MET and not _has_sequence(written[rule].check)
        ]
        assert not helped, (helped, at)


def outcomes(tree: Tree) -> dict[str, Outcome]:
    submission = loaded(tree)
    evaluated = rules().compiled.bind(rules().environment(AS_OF.toordinal()))
    found, _ = evaluated(submission.data, submission.to_follow)
    return dict(zip((rule.id for rule in rules().rules), found, strict=True))


def _dropped(tree: Any, at: tuple[str | int, ...]) -> bool:
    """Take the value at a place away; False where nothing is there."""
    try:
        for part in at[:-1]:
            tree = tree[part]
        del tree[at[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _has_sequence(check: Any) -> bool:
    return any(word in json.dumps(check) for word in SEQUENCES)

"""The compiled rules, the explainer and the oracle come to the same truth; a glance and a trace point to the same."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, given

from poscheck.checks.words import OPTIONS, STRUCTURE, VALUE_WORDS
from tests.checks.checks import Maker, Scope
from tests.checks.documents import changed_complete, loaded, small
from tests.checks.smaller import smaller
from tests.checks.three import compiled, explained, glanced, oracle, parsed, traced
from tests.fuzz import randoms, tries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.oracle import Verdict

CHECKS = 4
DEPTH = 3
SECTIONS_OF_COMPLETE = ("courses", "credit_agreements", "partners", "memoranda", "evaluations", "program", "standards")


def answers(tree: dict[str, Any], raw: Any) -> dict[str, Any]:
    """What each of the three says, or how it fails; nothing where loading refuses the check."""
    node = parsed(raw)
    submission = loaded(tree)
    if node is None:
        return {}
    askers: dict[str, Callable[[], Verdict]] = {
        "compiled": lambda: compiled([node], submission)[0],
        "explained": lambda: explained(node, submission),
        "oracle": lambda: oracle(raw, submission),
    }
    pointers: dict[str, Callable[[], Any]] = {
        "glanced": lambda: glanced(node, submission),
        "traced": lambda: traced(node, submission),
    }
    return {name: answer(ask) for name, ask in (askers | pointers).items()}


def answer(ask: Callable[[], Any]) -> Any:
    """What one says, or how it fails."""
    try:
        return ask()
    except Exception as error:
        return repr(error)


def disagree(example: list[Any]) -> bool:
    """Whether the answers differ, or one of them fails, on a submission and a check."""
    tree, raw = example
    found = [*answers(tree, raw).values()]
    failed = any(isinstance(said, str) and said != "not_applicable" for said in found)
    return failed or len({*found[:3]}) > 1 or len({*found[3:]}) > 1


def agree(tree: dict[str, Any], raws: list[Any]) -> None:
    """The three say the same of each check."""
    submission = loaded(tree)
    for raw in raws:
        node = parsed(raw)
        if node is None:
            continue
        try:
            truth = explained(node, submission)
            same = {truth} == {*compiled([node], submission), oracle(raw, submission)}
            same = same and glanced(node, submission) == traced(node, submission)
        except Exception:  # said below, with a smaller example
            same = False
        if not same:
            less = smaller([tree, raw], disagree)
            pytest.fail(f"{json.dumps(less)}\n{answers(*less)}")
        event(f"truth: {truth}")


@tries(500)
@given(randoms)
def test_random_checks_on_small_submissions(rng: Random) -> None:
    tree = small(rng)
    scope = Scope(tuple({key: 0 for key in (*tree, "partners", "courses") if key not in {"format", "to_follow"}}))
    agree(tree, [Maker(rng).check(scope, DEPTH) for _ in range(CHECKS)])


@tries(30)
@given(randoms)
def test_random_checks_on_the_complete_submission(rng: Random) -> None:
    agree(changed_complete(rng), [Maker(rng).check(Scope(SECTIONS_OF_COMPLETE), DEPTH) for _ in range(CHECKS)])


def test_every_word_of_the_language_is_asked() -> None:
    rng = Random(0)  # noqa: S311 -- a seeded test
    scope = Scope((*SECTIONS_OF_COMPLETE, "extensions", "enrollment"))
    asked = {word for _ in range(1500) for word in words(Maker(rng).check(scope, DEPTH))}
    assert {*STRUCTURE, *VALUE_WORDS, *OPTIONS} - asked == set()


def words(raw: Any) -> Iterator[str]:
    """Every key of a check."""
    if isinstance(raw, dict):
        yield from raw
        for value in raw.values():
            yield from words(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from words(value)

"""Checks of unusual size and depth: what loads can be judged."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.documents import loaded
from tests.checks.three import compiled, explained, oracle, parsed

TREE = {"format": "poscheck/1", "program": {"title": "one"}, "courses": [{"title": "one", "id": "one", "grades": [9]}]}
YES: Any = {"program.title": {"is": "one"}}
NO: Any = {"program.title": {"is": "two"}}


def nested(around: int, word: str) -> Any:
    check = YES
    for _ in range(around):
        check = {word: [YES, check]} if word != "not" else {"not": check}
    return check


def in_lists(depth: int) -> Any:
    check: Any = [YES, NO, {"not": NO}]
    for number in range(depth):
        check = {
            "at_least": 1,
            "of": "courses",
            "as": f"c{number}",
            "consider": [YES, YES],
            "must": {"any": [NO, YES, check]},
        }
    return check


@pytest.mark.parametrize(
    ("check", "truth"),
    [
        ([YES] * 300, True),
        ([*[YES] * 200, NO, *[{"program.cip": {"present": True}}] * 20], False),
        ({"any": [NO] * 300}, False),
        ({"at_least": 299, "among": [NO, *[YES] * 299]}, True),
        ({"at_least": {"param": "few"}, "among": [NO, YES, YES]}, True),
        ({"at_least": {"param": "few"}, "among": [NO, YES, NO]}, False),
        ({"at_least": {"param": "few_by_size"}, "among": [YES, YES]}, None),
        (nested(50, "all"), True),
        (nested(50, "any"), True),
        (nested(51, "not"), False),
        (in_lists(8), True),
        ({"all": [nested(20, "all"), {"any": [NO] * 60 + [nested(20, "any")]}, in_lists(7)]}, True),
    ],
    ids=[
        *("wide", "wide-false", "wide-any", "among", "among-named", "among-named-false", "among-named-unknown"),
        *("deep-all", "deep-any", "deep-not", "lists", "all-together"),
    ],
)
def test_size_and_depth(check: Any, truth: bool | None) -> None:
    node = parsed(check)
    assert node is not None
    submission = loaded(TREE)
    assert compiled([node], submission) == [truth]
    assert explained(node, submission) is truth
    assert oracle(check, submission) is truth

"""A ruleset whose equal parts are one object is the same ruleset."""

from __future__ import annotations

from typing import Any

import pytest

from poscheck.checks import nodes
from poscheck.records import Record
from poscheck.resources import data_dir
from poscheck.ruleset.load import DEFAULT, _load
from poscheck.ruleset.model import Ruleset
from poscheck.ruleset.sharing import shared

WHOLE = _load(data_dir("rules") / DEFAULT)
SHARED = shared(WHOLE)


def content(part: Any) -> Any:
    """All that a part says, as plain data."""
    match part:
        case Record():
            return type(part), {name: content(getattr(part, name)) for name in type(part).__annotations__}
        case dict():
            return {key: content(value) for key, value in part.items()}
        case list() | tuple():
            return type(part), [content(item) for item in part]
        case _:
            return type(part), part


def parts(part: Any) -> list[Any]:
    """Every record at or below a part, each object once."""
    found: dict[int, Any] = {}
    open_ones = [part]
    while open_ones:
        one = open_ones.pop()
        if isinstance(one, Record) and id(one) not in found:
            found[id(one)] = one
            open_ones += vars(one).values()
        elif isinstance(one, dict):
            open_ones += one.values()
        elif isinstance(one, list | tuple):
            open_ones += one
    return list(found.values())


def test_it_says_the_same() -> None:
    for name in Ruleset.__annotations__:
        assert content(getattr(SHARED, name)) == content(getattr(WHOLE, name)), name


@pytest.mark.parametrize("kind", [nodes.Get, nodes.Literal, nodes.AsOf])
def test_equal_operands_are_one(kind: type) -> None:
    repeated = [part for part in parts(WHOLE) if type(part) is kind]
    each = [part for part in parts(SHARED) if type(part) is kind]
    assert len(each) == len(set(map(repr, each))) == len(set(map(repr, repeated))) < len(repeated)


def test_equal_paths_are_one() -> None:
    assert 0 < 2 * paths_in(SHARED) < paths_in(WHOLE)


def paths_in(ruleset: Ruleset) -> int:
    return sum(type(part) is nodes.Path for part in parts(ruleset))


def test_what_it_was_made_of_is_left_as_it_was() -> None:
    assert {id(part) for part in parts(WHOLE)}.isdisjoint(map(id, parts(SHARED)))

"""Makes a failing example smaller: takes away whatever can go while it still fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def smaller(example: Any, fails: Callable[[Any], bool]) -> Any:
    """The smallest example found by taking away members, one at a time, or putting a part in the place of the whole."""
    again = True
    while again:
        again = False
        for candidate in _smaller(example):
            if _holds(fails, candidate):
                example, again = candidate, True
                break
    return example


def _holds(fails: Callable[[Any], bool], candidate: Any) -> bool:
    try:
        return fails(json.loads(json.dumps(candidate)))
    except Exception:  # a check that no longer loads, a path that no longer exists
        return False


def _smaller(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key in value:
            yield {name: member for name, member in value.items() if name != key}
        for key, member in value.items():
            yield from ({**value, key: less} for less in [*_parts(member), *_smaller(member)])
    elif isinstance(value, list):
        for number in range(len(value)):
            yield [*value[:number], *value[number + 1 :]]
        for number, member in enumerate(value):
            for less in [*_parts(member), *_smaller(member)]:
                yield [*value[:number], less, *value[number + 1 :]]


def _parts(value: Any) -> list[Any]:
    """What may stand in the place of ``value``: one of the checks inside of it."""
    members = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [
        part
        for member in members
        for part in (member if isinstance(member, list) else [member])
        if isinstance(part, dict)
    ]

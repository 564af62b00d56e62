"""Submissions with holes: whatever was stated may be missing, and any list may be still to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmarks.generator.dice import Dice

_SHARES = (0.02, 0.1, 0.3)


def with_holes(data: Mapping[str, Any], dice: Dice) -> tuple[dict[str, Any], frozenset[str]]:
    """A copy of what rules are given of a submission, with parts left out, and which list is to follow, if any."""
    share = dice.pick(_SHARES)
    names = sorted(set(_lists(data)))
    return _thinned(data, dice, share), frozenset(dice.some(names, 1) if dice.chance(0.3) else ())


def _thinned(value: Any, dice: Dice, share: float) -> Any:
    match value:
        case dict():
            return {name: _thinned(part, dice, share) for name, part in value.items() if not dice.chance(share)}
        case [dict(), *_]:
            return [_thinned(item, dice, share) for item in value if not dice.chance(share)]
        case list():
            return [None if dice.chance(share) else item for item in value]
        case _:
            return value


def _lists(value: Any, name: str = "") -> Iterator[str]:
    """The paths of all lists, and of the sections that hold them, without positions."""
    if isinstance(value, list):
        yield name
        yield name.partition(".")[0]
    for part in value if isinstance(value, list) else ():
        yield from _lists(part, name)
    for key, part in value.items() if isinstance(value, dict) else ():
        yield from _lists(part, f"{name}.{key}" if name else key)

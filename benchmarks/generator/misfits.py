"""Values that do not fit the contract, put into data that did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.generator.words import words

if TYPE_CHECKING:
    from benchmarks.generator.dice import Dice


def spoil(data: dict[str, Any], dice: Dice, count: int) -> int:
    """Put up to ``count`` misfits into ``data``; returns how many found their place."""
    spoiled = 0
    for misfit in dice.some(words("misfits"), count):
        *way, last = misfit["at"].split(".")
        owner = _owner(data, way, dice)
        if isinstance(owner, dict) and last in owner:
            spoiled += _put(owner, last, misfit, dice)
    return spoiled


def _owner(value: Any, way: list[str], dice: Dice) -> Any:
    """What the steps of ``way`` lead to, a star to any item; None where they lead nowhere."""
    for step in way:
        if step == "*":
            value = dice.pick(value) if isinstance(value, list) and value else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _put(owner: dict[str, Any], key: str, misfit: dict[str, Any], dice: Dice) -> bool:
    value = owner[key]
    if "write" in misfit:
        owner[key] = dice.pick(misfit["write"])
    elif "rename" in misfit:
        new = dice.pick(misfit["rename"])
        renamed = {new if name == key else name: member for name, member in owner.items()}
        owner.clear()
        owner.update(renamed)
    elif "american" in misfit:
        parts = value.split("-") if isinstance(value, str) else []
        if len(parts) != 3:
            return False
        owner[key] = f"{int(parts[1])}/{int(parts[2])}/{parts[0]}"
    elif len(value) > 1 and "id" in value[0] and "id" in value[1]:
        value[1] = dict(value[0])
    else:
        return False
    return True

"""What a check is about, and which conditions say the same: questions that decide how a sentence is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.checks import nodes
from poscheck.contract import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence


def about(check: nodes.Check) -> str | None:
    """The name of the item that a check is about; None where that is the submission itself."""
    match check:
        case nodes.On(path):
            return path.name
        case nodes.All(checks) | nodes.Any(checks) | nodes.Among(_, checks):
            return next((name for name in map(about, checks) if name is not None), None)
        case nodes.Not(inner):
            return about(inner)
        case nodes.Ratio(_, numerator):
            return numerator.name
        case nodes.Quantified(must=must) if check.items.path.name is None and must is not None:
            inner_name = about(must)
            return None if inner_name == check.items.name else inner_name
    return check.items.path.name


def owner_of(items: nodes.Items) -> str:
    """The path of the list whose items have the fields: that which is referred to, where the items are references."""
    item = items.path.field.item
    return item.reference if item is not None and item.reference else items.path.field.static


def same_value(check: nodes.Check) -> object:
    """What is alike for tests of one date or school year that can be said in one phrase."""
    if (
        isinstance(check, nodes.On)
        and check.path.field.kind in {Kind.DATE, Kind.PERIOD, Kind.EXPIRY}
        and not isinstance(check.test, nodes.Present)
    ):
        return check.path.name, check.path.text
    return id(check)


def implied(check: nodes.Check, others: Sequence[nodes.Check]) -> bool:
    """Whether a condition says no more than another: what refers to a partner of some kind is not the district."""
    if (
        not isinstance(check, nodes.On)
        or not isinstance(check.test, nodes.Compare)
        or check.test.word is not nodes.Word.IS_NOT
    ):
        return False
    begun = f"{check.path.text}."
    return any(isinstance(other, nodes.On) and other.path.text.startswith(begun) for other in others)


def is_one(count: nodes.Operand | None) -> bool:
    """Whether a count is one, as written."""
    return count == nodes.Literal(1)

"""What a test asks, in words; and values as a person writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.dates import Duration, Interval, iso

if TYPE_CHECKING:
    from poscheck.contract import Field

_WORDS = {
    nodes.Word.IS: "is {}",
    nodes.Word.IS_NOT: "is not {}",
    nodes.Word.ONE_OF: "is one of {}",
    nodes.Word.MORE_THAN: "is more than {}",
    nodes.Word.AT_LEAST: "is at least {}",
    nodes.Word.LESS_THAN: "is less than {}",
    nodes.Word.AT_MOST: "is at most {}",
    nodes.Word.ON_OR_AFTER: "is on or after {}",
    nodes.Word.ON_OR_BEFORE: "is on or before {}",
    nodes.Word.AFTER: "is after {}",
    nodes.Word.BEFORE: "is before {}",
    nodes.Word.IN_FORCE_ON: "is in force on {}",
}
_EDGES = {nodes.Edge.STARTS: "begins", nodes.Edge.ENDS: "ends"}
_LONGEST = 120


def shown(value: Any) -> str:
    """A value of a submission as text; words lose their underscores, lists are joined."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case list() | tuple() | frozenset():
            return ", ".join(shown(item) for item in value) or "an empty list"
        case dict():
            return "; ".join(f"{key}: {shown(item)}" for key, item in value.items())[:_LONGEST]
        case float():
            return repr(value).removesuffix(".0")
        case _:
            return str(value)


def word(value: Any, field: Field | None = None) -> str:
    """As :func:`shown`, with the words of a list of words written as words."""
    if isinstance(value, list | tuple):
        return ", ".join(word(item, field) for item in value)
    return shown(value).replace("_", " ") if field and field.words and isinstance(value, str) else shown(value)


def day(value: Interval | None) -> str:
    """A day or the days that a partial date may be."""
    if value is None:
        return "a date that is missing"
    return iso(value[0]) if value[0] == value[1] else f"{iso(value[0])} to {iso(value[1])}"


def compared(test: nodes.Compare, operand: str) -> str:
    """What a comparison asks, given its operand as text."""
    said = _WORDS[test.word].format(operand)
    return said if test.edge is None else said.replace("is", _EDGES[test.edge], 1)


def within(test: nodes.Within, length: Duration | None, operand: str) -> str:
    """What an interval asks."""
    side = "before" if test.sign < 0 else "after"
    said = f"is within the {length} {side} {operand}"
    return said if test.edge is None else said.replace("is", _EDGES[test.edge], 1)


def title(field: Field, text: str) -> str:
    """The heading of a field, in quotation marks."""
    name = field.title or text.rsplit(".", 1)[-1].replace("_", " ")
    return f"“{name}”"

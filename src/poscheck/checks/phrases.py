"""What a test asks, in words; and values as a person writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.checks.truth import INFINITY, exact
from poscheck.dates import Duration, Interval, iso

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.checks.trace import Trace
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
_MUST = (
    ("is ", "must be "),
    ("has ", "must have "),
    ("mentions ", "must mention "),
    ("begins ", "must begin "),
    ("ends ", "must end "),
)
MISSING_OPERAND = ", which is missing"


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


def other_field(path: nodes.Path, value: str | None) -> str:
    """The field that a value is compared with, and what it holds."""
    name = title(path)
    return f"{name}{MISSING_OPERAND}" if value is None else f"{value} ({name})"


def compared(test: nodes.Compare, operand: str) -> str:
    """What a comparison asks, given its operand as text."""
    said = _WORDS[test.word].format(operand)
    return said if test.edge is None else said.replace("is", _EDGES[test.edge], 1)


def must(asked: str) -> str:
    """What was asked, as a demand: "is on or before …" becomes "must be on or before …"."""
    for said, demanded in _MUST:
        if asked.startswith(said):
            return demanded + asked.removeprefix(said)
    return asked


def within(test: nodes.Within, length: Duration | None, operand: str) -> str:
    """What an interval asks."""
    side = "before" if test.sign < 0 else "after"
    said = f"is within the {length} {side} {operand}"
    return said if test.edge is None else said.replace("is", _EDGES[test.edge], 1)


def term(record: Mapping[str, Any]) -> str:
    """From when to when a record runs and how it goes on, as far as it says."""
    begin, end, reviewed = (record.get(key) for key in ("effective_on", "expires_on", "last_reviewed_on"))
    parts = [f"from {begin}" if begin else "without a beginning", f"to {end}" if end else "without an end"]
    if not end and record.get("renews") == "annual_review":
        parts.append(f"last reviewed {reviewed}" if reviewed else "reviewed every year, with no review on file")
    return ", ".join(parts)


def title(path: nodes.Path) -> str:
    """The heading of a field, with that of the group it stands in, in quotation marks."""
    name = path.field.title or path.text.rsplit(".", 1)[-1].replace("_", " ")
    return f"“{path.owner}: {name}”" if path.owner else f"“{name}”"


def label(item: Any, kind: Field | None, number: int) -> str:
    """What an item is called: its name, else its id, else its place in the list."""
    if isinstance(item, Mapping) and kind is not None:
        for key in (
            kind.name_key,
            "title",
            "name",
            kind.id_key,
            "organization",
            "role",
            "kind",
            "source",
            "school_year",
            "party",
            "held_on",
            "text",
        ):
            if key and item.get(key) is not None and isinstance(item[key], str):
                member = kind.members.get(key)
                return f"“{word(item[key], member)}”"
    if isinstance(item, str | int) and not isinstance(item, bool):
        return f"“{item}”"
    return f"entry {number + 1}"


def quantified_asked(word: nodes.Quantifier, wanted: Any, name: str) -> str:
    """What a list word asks."""
    match word:
        case nodes.Quantifier.AT_LEAST:
            return f"at least {shown(wanted)} of {name}"
        case nodes.Quantifier.AT_MOST:
            return f"at most {shown(wanted)} of {name}"
        case nodes.Quantifier.EXACTLY:
            return f"just {shown(wanted)} of {name}"
        case nodes.Quantifier.EVERY:
            return f"every one of {name}"
        case nodes.Quantifier.NONE_OF:
            return f"none of {name}"
        case nodes.Quantifier.SHARE_AT_LEAST:
            return f"at least {percent(wanted)} of {name}"


def quantified_found(word: nodes.Quantifier, children: Sequence[Trace], wanted: Any, name: str, listed: int) -> str:
    """How many candidates show what a list word asks; ``listed`` is how many items there are in all."""
    certain = [child for child in children if child.considered is True]
    sure = sum(child.truth is True for child in certain)
    if not listed:
        return f"{name} is an empty list"
    if not children:
        return (
            f"none of the {listed} in {name} is one that counts here"
            if listed > 1
            else f"the one in {name} does not count here"
        )
    if not certain:
        return f"it is open which of the {listed} in {name} count here"
    if word is nodes.Quantifier.SHARE_AT_LEAST:
        reached = percent(sure / len(certain))
        return f"{sure} of {len(certain)} in {name} ({reached}); {percent(wanted)} are needed"
    if word is nodes.Quantifier.EVERY:
        return f"{sure} of {len(certain)} in {name}; all are needed"
    if word is nodes.Quantifier.NONE_OF:
        return f"{sure} of {len(certain)} in {name}; there should be none"
    return f"{sure} found in {name}; {_needed(word, wanted)}"


def _needed(word: nodes.Quantifier, wanted: Any) -> str:
    if word is nodes.Quantifier.AT_LEAST:
        return "1 is needed" if wanted == 1 else f"{shown(wanted)} are needed"
    return f"{'at most' if word is nodes.Quantifier.AT_MOST else 'just'} {shown(wanted)} may be there"


def percent(share: Any) -> str:
    """A share (or several) as a percentage, without needless decimals."""
    if isinstance(share, tuple | list):
        return ", ".join(map(percent, share))
    return "a share" if share is None else f"{float(exact(share) * 100):.3g} %"


def decimal(number: Any) -> str:
    """A number with at most four decimals."""
    return shown(round(float(number), 4))


def bounds_found(bounds: tuple[Any, Any] | None, *, days: bool) -> str:
    """A number, or with ``days`` a day, that lies between two bounds."""
    if bounds is None:
        return "not known: there is nothing to take it from"
    low, high = bounds
    if days:
        return day((int(low), int(low))) if low == high else "not known exactly"
    if low == high:
        return decimal(low)
    return f"at least {decimal(low)}" if high == INFINITY else f"from {decimal(low)} to {decimal(high)}"

"""What a test asks, in words; and values as a person writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes, truth
from poscheck.dates import Duration, Interval, interval, iso

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
    ("is not ", "must not be "),
    ("is ", "must be "),
    ("has ", "must have "),
    ("mentions ", "must mention "),
    ("begins ", "must begin "),
    ("ends ", "must end "),
)
_TELLING = ("organization", "role", "kind", "source", "school_year", "party", "held_on", "text")
"""What tells items from each other that have no name, the best first."""
MISSING_OPERAND = ", which is missing"


def asked(test: nodes.Test | None, operand: Any, field: Field) -> str:
    """What a test of ``field`` asks; ``operand`` is what was found for the right-hand side of its word.

    That is a pair for `between`, and the length and the day for `within`. Without a test, that there is a value.
    """
    match test:
        case nodes.Compare():
            is_day = test.word in nodes.DAY_WORDS
            return compared(test, _day(test.operand, operand) if is_day else _operand(test.operand, operand, field))
        case nodes.Filled():
            return "is filled in"
        case nodes.MinWords():
            return f"has at least {shown(operand)} words"
        case nodes.Matches(pattern):
            return f"is written like {pattern.pattern}"
        case nodes.MentionsAny(words):
            return f"mentions one of: {', '.join(words)}"
        case nodes.Between():
            return f"is from {shown(operand[0])} to {shown(operand[1])}"
        case nodes.Within():
            return within(test, operand[0], _day(test.operand, operand[1]))
        case nodes.FoundIn(items, where=where):
            return f"is among {title(items)}{_whose(where)}"
        case _:
            return "is given"


def _whose(where: nodes.Check | None) -> str:
    """Which items a reference may name: in words where that is one comparison with a value."""
    match where:
        case None:
            return ""
        case nodes.On(path, nodes.Compare(operand=nodes.Literal(value)) as test):
            return f" whose {title(path)} {asked(test, value, path.field)}"
        case _:
            return " with what is asked of them"


def demanded(tests: Sequence[nodes.Test], operands: Sequence[Any], shown: Callable[[Any], str]) -> str:
    """What tests demand of a number or day that was made of several values; ``shown`` writes a number."""
    asked_of = [_asked_of_bounds(test, operand, shown) for test, operand in zip(tests, operands, strict=True)]
    return " and ".join(map(must, asked_of))


def _asked_of_bounds(test: nodes.Test, operand: Any, shown: Callable[[Any], str]) -> str:
    match test:
        case nodes.Between():
            return f"is from {shown(operand[0])} to {shown(operand[1])}"
        case nodes.Within():
            return within(test, operand[0], _day(test.operand, operand[1]))
        case nodes.Compare() if test.word in truth.DATE_TESTS:
            return compared(test, day(operand))
        case nodes.Compare(operand=nodes.FieldOperand(path)):
            return compared(test, other_field(path, None if operand is None else shown(operand)))
        case nodes.Compare():
            return compared(test, shown(operand))
    raise AssertionError(test)


def seen(test: nodes.Test | None, value: Any, field: Field) -> str:
    """A value as text; of a record that should be in force, only its dates."""
    if test is None:
        return word(value, field.item or field)
    return term(value) if of_term(test, value) else word(value, field)


def of_term(test: nodes.Test | None, value: Any) -> bool:
    """Whether a test asks if a record is in force."""
    return isinstance(test, nodes.Compare) and test.word is nodes.Word.IN_FORCE_ON and isinstance(value, dict)


def _operand(operand: nodes.Operand, value: Any, field: Field) -> str:
    """An operand as text; another field with its name."""
    if isinstance(operand, nodes.FieldOperand):
        return other_field(operand.path, None if value is None else word(value, field))
    return word(value, field)


def _day(operand: nodes.Operand, value: Interval | None) -> str:
    """A date operand as text; another field with its name."""
    text = day(value)
    if isinstance(operand, nodes.FieldOperand) and (operand.offset is None or value is None):
        return other_field(operand.path, text if value is not None else None)
    return text


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
    first = iso(value[0])
    if value[0] == value[1]:
        return first
    year = int(first[:4])
    partial = (first[:7], first[:4], f"{year}-{(year + 1) % 100:02}")
    return next((text for text in partial if interval(text) == value), f"{first} to {iso(value[1])}")


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
    parts = [f"{f'from {begin}' if begin else 'without a beginning'} {f'to {end}' if end else 'without an end'}"]
    if not end and record.get("renews") == "annual_review":
        parts.append(f"last reviewed {reviewed}" if reviewed else "reviewed every year, with no review on file")
    return ", ".join(parts)


def listing(words: Sequence[str]) -> str:
    """Several things in a sentence: "9, 10 and 11"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def title(path: nodes.Path) -> str:
    """The heading of a field, with that of the group it stands in, in quotation marks."""
    name = path.field.title or path.text.rsplit(".", 1)[-1].replace("_", " ")
    return f"“{path.owner}: {name}”" if path.owner else f"“{name}”"


def label(item: Any, kind: Field | None, number: int) -> str:
    """What an item is called: its name, else its id, else its place in the list."""
    if isinstance(item, dict) and kind is not None:
        for key in (kind.name_key, "title", "name", kind.id_key, *_TELLING):
            if isinstance(name := item.get(key), str):
                return f"“{word(name, kind.members.get(key or ''))}”"
    if isinstance(item, str | int) and not isinstance(item, bool):
        return f"“{word(item, kind)}”"
    return f"entry {number + 1}"


def percent(share: Any) -> str:
    """A share (or several) as a percentage, without needless decimals."""
    if isinstance(share, tuple | list):
        return ", ".join(map(percent, share))
    return "a share" if share is None else f"{float(truth.exact(share) * 100):.3g} %"

"""Values that a failing test might be tried with, and the condition that each stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes, phrases
from poscheck.checks.trace import Leaf
from poscheck.contract import Kind
from poscheck.dates import iso
from poscheck.engine.evidence import short
from poscheck.reading import Plain
from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.checks.trace import Trace
    from poscheck.contract import Field
    from poscheck.paths import Path

_SOME_TEXT = "Given"
_WERE = (
    ("is given", "were given"),
    ("is ", "were "),
    ("has ", "had "),
    ("mentions ", "mentioned "),
    ("begins ", "began "),
    ("ends ", "ended "),
)
_TERM = {"effective_on": ("on or before", -1), "expires_on": ("on or after", 1)}


class Trial(Record):
    """A value to try at a place; ``text`` is the condition that it stands for, and ``now`` what is there.

    The value of a list is a tuple. ``like`` is the place of an item to add a copy of, under other names in the fields
    ``renamed``.
    """

    place: Path
    value: Any
    text: str
    now: str
    like: Path | None = None
    renamed: tuple[str, ...] = ()


def trials(leaf: Leaf, day: int, owner: str) -> Iterator[Trial]:
    """What might make a test of one value true; ``owner`` names the item that the value belongs to.

    Nothing for a value that says what an item is, where it is filled in; nor where no value is certain to be meant.
    """
    if leaf.identity and leaf.value is not None:
        return
    if leaf.of_term or (isinstance(leaf.test, nodes.Compare) and leaf.test.word is nodes.Word.IN_FORCE_ON):
        yield from _in_force(leaf, owner)
        return
    now = "missing" if leaf.seen is None else short(leaf.seen)
    text = f"{leaf.subject}{owner} {_were(leaf.asked)}"
    for value in _values(leaf, day):
        yield Trial(leaf.place, Plain(value), text, now)


def additions(trace: Trace, missing: list[tuple[Any, str]]) -> Iterator[Trial]:
    """A list of values with what is missing from it; of the one entry that has such a list."""
    if isinstance(trace, Leaf) and isinstance(trace.value, list) and missing:
        values = (Plain(phrases.shown(value)) for value in (*trace.value, *(value for value, _ in missing)))
        text = f"{trace.subject} of {trace.label} also had {phrases.listing([word for _, word in missing])}"
        yield Trial(trace.place, tuple(values), text, short(trace.seen))


def _were(asked: str) -> str:
    return next((were + asked.removeprefix(said) for said, were in _WERE if asked.startswith(said)), asked)


def _in_force(leaf: Leaf, owner: str) -> Iterator[Trial]:
    """The first or last day of a record, moved so that it covers the days that were asked for."""
    record = leaf.value if isinstance(leaf.value, dict) else {}
    if leaf.operand is None:
        return
    for name, (words, side) in _TERM.items():
        day = iso(leaf.operand[0] if side < 0 else leaf.operand[1])
        member = leaf.path.field.members.get(name)
        title = f"“{member.title if member and member.title else name.replace('_', ' ')}”"
        now = record.get(name)
        yield Trial((*leaf.place, name), Plain(day), f"{title}{owner} were {words} {day}", now or "missing")


def _values(leaf: Leaf, day: int) -> list[str]:
    """Values that the test would accept, as they are written in a file."""
    field, test, operand = leaf.path.field, leaf.test, leaf.operand
    match test:
        case nodes.Compare() if operand is None:
            return []
        case nodes.Compare() if test.edge is not None:
            return _years(day)
        case nodes.Compare():
            return _compared(test.word, operand)
        case nodes.Between():
            return [] if operand[0] is None else [phrases.shown(operand[0])]
        case nodes.Within() if test.edge is not None:
            return _years(day)
        case nodes.Within():
            return [] if operand[1] is None else [iso(operand[1][0])]
        case nodes.MinWords() if isinstance(operand, int):
            return [" ".join([_SOME_TEXT] * operand)]
        case nodes.MentionsAny(words):
            return [words[0]]
        case nodes.Present() | nodes.Filled() | None:
            return _some(field, day) if leaf.seen is None else []
    return []


def _compared(word: nodes.Word, operand: Any) -> list[str]:
    match word:
        case nodes.Word.IS | nodes.Word.AT_LEAST | nodes.Word.AT_MOST:
            return [phrases.shown(operand)]
        case nodes.Word.ONE_OF:
            return [phrases.shown(operand[0])] if operand else []
        case nodes.Word.IS_NOT if isinstance(operand, bool):
            return [phrases.shown(not operand)]
        case nodes.Word.MORE_THAN | nodes.Word.LESS_THAN:
            return [phrases.shown(operand + (1 if word is nodes.Word.MORE_THAN else -1))]
        case nodes.Word.ON_OR_AFTER:
            return [iso(operand[1])]
        case nodes.Word.ON_OR_BEFORE:
            return [iso(operand[0])]
        case nodes.Word.AFTER | nodes.Word.BEFORE:
            return [iso(operand[1] + 1 if word is nodes.Word.AFTER else operand[0] - 1)]
    return []


def _years(day: int) -> list[str]:
    """The school years that a day may be said to be in, at the end of, or before."""
    year = int(iso(day)[:4])
    return [f"{first}-{(first + 1) % 100:02}" for first in (year, year - 1, year - 2)]


def _some(field: Field, day: int) -> list[str]:
    """Any value of the kind that a field takes."""
    match field.kind:
        case Kind.TEXT:
            return [_SOME_TEXT] if not field.schema.get("pattern") else []
        case Kind.WORD if field.words:
            return [field.words[0]]
        case Kind.NUMBER:
            return [phrases.shown(max(field.minimum or 0, 1))]
        case Kind.DATE | Kind.EXPIRY:
            return [iso(day)]
        case Kind.PERIOD:
            return _years(day)
    return []

"""Every small alteration of a check, one at a time: of its tree as read, not of its text.

What comes out need not mean anything: the parser of checks refuses whatever does not, and
:mod:`poscheck.authoring.sameness` finds what means the same.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from poscheck.authoring.steps import steps
from poscheck.checks.words import NAMING_A_LIST, OPTIONS, SEQUENCE, STRUCTURE
from poscheck.reading import resolve
from poscheck.reading.document import Plain
from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.paths import Path


class Altered(StrEnum):
    """What was altered."""

    THRESHOLD = "threshold"
    OPERATOR = "operator"
    WORD = "word"
    CONDITION = "condition"


class Alteration(Record):
    """One alteration: the place below the check (of a key where ``of_key``), and the whole check with it.

    ``becomes`` is None where something was taken away; ``check`` is None where nothing is left.
    """

    kind: Altered
    at: Path
    of_key: bool
    was: str
    becomes: str | None
    check: Any


_SWAPPED = {
    "is": "is_not", "is_not": "is", "all": "any", "any": "all", "every": "none_of", "none_of": "every",
    "min": "max", "max": "min", "starts": "ends", "ends": "starts", "plus": "minus", "minus": "plus",
}  # fmt: skip
"""Words and their contraries."""
_EDGES = {
    "more_than": "at_least", "at_least": "more_than", "less_than": "at_most", "at_most": "less_than",
    "on_or_after": "after", "after": "on_or_after", "on_or_before": "before", "before": "on_or_before",
}  # fmt: skip
"""Words that differ in whether the limit itself is included."""
_COUNTED = {"at_least": ("at_most",), "at_most": ("at_least",), "exactly": ("at_least", "at_most")}
_SUMMARIES = frozenset({"sum", "count_distinct", "min", "max", "ratio", "prerequisite_chain"})
_IF_EMPTY = ("met", "not_met")


def alterations(raw: Any) -> Iterator[Alteration]:
    """Every alteration of a check as read; taking it away as a whole comes first."""
    yield Alteration(Altered.CONDITION, (), False, shown(raw), None, None)
    yield from _check(raw)


def _check(raw: Any) -> Iterator[Alteration]:
    match raw:
        case list():
            yield from _several(raw)
            if len(raw) > 1:
                yield Alteration(Altered.OPERATOR, (), False, "all of these", "any of these", {"any": raw})
        case dict() if word := _structure(raw):
            yield from _structured(word, raw)
        case dict():
            yield from _leaves(raw)


def _structure(raw: dict[str, Any]) -> str | None:
    """The word that a mapping begins with, as the parser sees it."""
    leading = [key for key in raw if key in STRUCTURE]
    if leading and (len(leading) == 1 or set(raw) <= set(STRUCTURE) | OPTIONS):
        return leading[0]
    return None


def _several(raw: list[Any]) -> Iterator[Alteration]:
    """Of a list of checks: each altered, each taken away."""
    for number, part in enumerate(raw):
        if len(raw) > 1:
            rest = [*raw[:number], *raw[number + 1 :]]
            yield Alteration(Altered.CONDITION, (number,), False, shown(part), None, rest)
        yield from _within(raw, number, _check(part))


def _structured(word: str, raw: dict[str, Any]) -> Iterator[Alteration]:
    if word in {"all", "any"}:
        yield _renamed(raw, word, _SWAPPED[word])
        yield from _within(raw, word, _several(raw[word]))
    elif word == "not":
        yield Alteration(Altered.OPERATOR, (word,), True, "not", None, raw[word])
        yield from _within(raw, word, _check(raw[word]))
    elif "among" in raw:
        yield from _values(raw, word)
        yield from _within(raw, "among", _several(raw["among"]))
    else:
        yield from _over_items(word, raw)


def _over_items(word: str, raw: dict[str, Any]) -> Iterator[Alteration]:
    for other in _COUNTED.get(word, ()):
        yield _renamed(raw, word, other)
    if word in NAMING_A_LIST:
        yield _renamed(raw, word, _SWAPPED[word])
    if word == "every":
        some = {
            "at_least": Plain(1),
            "of": raw[word],
            **{k: v for k, v in raw.items() if k in {"as", "must", "consider"}},
        }
        yield Alteration(Altered.OPERATOR, (word,), True, "every", "at_least: 1", some)
    if word in {"min", "max"}:
        yield _renamed(raw, word, _SWAPPED[word])
    if word in _SUMMARIES:
        yield from _within(raw, word, _tests(raw[word]))
    elif word == "covers":
        yield from _within(raw, word, _dropped(raw[word]))
    elif word not in {*NAMING_A_LIST, *SEQUENCE, "unique_by"}:
        yield from _values(raw, word, share=word == "share_at_least")
    for option in ("consider", "must"):
        if option in raw:
            yield _without(raw, option)
            yield from _within(raw, option, _check(raw[option]))
    if "one_per" in raw:
        yield _without(raw, "one_per")
    for other in _IF_EMPTY:
        if raw.get("if_empty", other) != other:
            changed = {**raw, "if_empty": Plain(other)}
            yield Alteration(Altered.OPERATOR, ("if_empty",), False, str(raw["if_empty"]), other, changed)


def _leaves(raw: dict[str, Any]) -> Iterator[Alteration]:
    """Of paths with what is tested of them."""
    for path, tested in raw.items():
        if len(raw) > 1:
            yield _without(raw, path)
        yield from _within(raw, path, _tests(tested))


def _tests(raw: Any) -> Iterator[Alteration]:
    """Of ``{word: operand}``."""
    if not isinstance(raw, dict):
        return
    for word, operand in raw.items():
        if word == "where":
            yield _without(raw, word)
            yield from _within(raw, word, _check(operand))
            continue
        if len(raw) > 1 and "found_in" not in raw:
            yield _without(raw, word)
        if word in _EDGES:
            yield _renamed(raw, word, _EDGES[word], Altered.THRESHOLD)
        elif word in _SWAPPED and isinstance(resolve(operand), bool):
            other = "false" if resolve(operand) else "true"
            yield Alteration(Altered.OPERATOR, (word,), False, str(operand), other, {**raw, word: Plain(other)})
        elif word in _SWAPPED:
            yield _renamed(raw, word, _SWAPPED[word])
        yield from _operand(raw, word)


def _operand(raw: dict[str, Any], word: str) -> Iterator[Alteration]:
    """Of what stands at the right of a word."""
    operand = raw[word]
    match word:
        case "one_of" | "mentions_any":
            yield from _within(raw, word, _dropped(operand))
        case "between":
            for number in range(len(operand)):
                yield from _within(raw, word, _values(operand, number))
        case "starts" | "ends":
            yield from _within(raw, word, _tests(operand))
        case "within":
            yield from _within(raw, word, _values(operand, "time"))
            side, other = ("before", "after") if "before" in operand else ("after", "before")
            yield from _within(raw, word, iter((_renamed(operand, side, other),)))
            yield from _within(raw, word, _offset(operand, side))
        case _:
            yield from _values(raw, word)
            yield from _offset(raw, word)


def _offset(raw: dict[str, Any], word: str) -> Iterator[Alteration]:
    """Of how far a date is moved."""
    moved = raw[word]
    for side in ("plus", "minus"):
        if isinstance(moved, dict) and side in moved:
            yield from _within(raw, word, _values(moved, side))
            yield from _within(raw, word, iter((_renamed(moved, side, _SWAPPED[side]),)))


def _values(raw: Any, key: str | int, *, share: bool = False) -> Iterator[Alteration]:
    """One number or length of time, a step down and a step up."""
    for value in steps(raw[key], share=share):
        yield Alteration(Altered.THRESHOLD, (key,), False, shown(raw[key]), str(value), _put(raw, key, value))


def _dropped(raw: Any) -> Iterator[Alteration]:
    """Of a list of words or values: each left out."""
    if isinstance(raw, list) and len(raw) > 1:
        for number, value in enumerate(raw):
            rest = [*raw[:number], *raw[number + 1 :]]
            yield Alteration(Altered.WORD, (number,), False, shown(value), None, rest)


def _within(raw: Any, key: str | int, inner: Iterator[Alteration]) -> Iterator[Alteration]:
    """Alterations of what stands under ``key``, as alterations of the whole."""
    for each in inner:
        yield each.changed(at=(key, *each.at), check=_put(raw, key, each.check))


def _put(raw: Any, key: str | int, value: Any) -> Any:
    if isinstance(raw, list):
        return [value if number == key else part for number, part in enumerate(raw)]
    return {name: value if name == key else part for name, part in raw.items()}


def _renamed(raw: dict[str, Any], word: str, other: str, kind: Altered = Altered.OPERATOR) -> Alteration:
    changed = {other if key == word else key: value for key, value in raw.items()}
    return Alteration(kind, (word,), True, word, other, changed)


def _without(raw: dict[str, Any], key: str) -> Alteration:
    rest = {name: value for name, value in raw.items() if name != key}
    return Alteration(Altered.CONDITION, (key,), True, f"{key}: {shown(raw[key])}", None, rest)


_LONGEST = 70


def shown(raw: Any) -> str:
    """A part of a check on one line, as it might be written, cut where it is long."""
    text = _flow(raw)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _flow(raw: Any) -> str:
    match raw:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in raw.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, raw)) + "]"
        case _:
            return str(raw)

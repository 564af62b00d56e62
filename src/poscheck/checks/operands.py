"""What may stand at the right of a word: a literal, another field, a parameter, the date of the check."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.contract import DISTRICT, Field, Kind
from poscheck.dates import Duration, duration, interval, period
from poscheck.errors import did_you_mean
from poscheck.reading import resolve

if TYPE_CHECKING:
    from poscheck.checks.parser import CheckParser
    from poscheck.checks.scope import Scope
    from poscheck.paths import Path as Place

BROKEN = "broken"
"""The kind of a parameter that cannot be used; what is wrong with it is reported elsewhere."""

_REFERENCES = ("field", "param", "date")
_DATES = {Kind.DATE, Kind.EXPIRY}
_FITTING_PARAMETERS: dict[Kind, frozenset[str]] = {
    Kind.NUMBER: frozenset({"number"}),
    Kind.TEXT: frozenset({"text"}),
    Kind.WORD: frozenset({"text"}),
    Kind.BOOLEAN: frozenset({"true/false"}),
    Kind.DATE: frozenset({"date"}),
    Kind.EXPIRY: frozenset({"date"}),
    Kind.PERIOD: frozenset({"text"}),
}


def operand(parser: CheckParser, field: Field, raw: Any, at: Place, scope: Scope) -> nodes.Operand | None:
    """The operand that ``raw`` writes for a test of ``field``, or None once its problems are reported."""
    if not isinstance(raw, dict):
        value = literal(parser, field, raw, at)
        return None if value is None else nodes.Literal(value)
    kinds = [key for key in _REFERENCES if key in raw]
    unknown = [key for key in raw if key not in {*_REFERENCES, "plus", "minus"}]
    if len(kinds) != 1 or unknown or len(raw) > 2:  # noqa: PLR2004 -- the operand and one offset
        key = unknown[0] if unknown else None
        parser.report(
            "bad-operand",
            "a value is a literal, {field: path}, {param: name} or {date: as_of}; dates may add plus or minus",
            at if key is None else (*at, key),
            suggestion=did_you_mean(key, [*_REFERENCES, "plus", "minus"]) if key else None,
        )
        return None
    moved, fits = _offset(parser, field, raw, at)
    if not fits:
        return None
    match kinds[0]:
        case "field":
            return _field_operand(parser, field, raw["field"], (*at, "field"), scope, moved)
        case "param":
            return _param_operand(parser, field, raw["param"], (*at, "param"), moved)
        case _:
            if raw["date"] != "as_of":
                parser.report("bad-date", "the only date that has a name is `as_of`", (*at, "date"), suggestion="as_of")
                return None
            if field.kind not in _DATES | {Kind.OPEN}:
                parser.report("wrong-kind", f"a {field.kind} cannot be compared with a date", at)
                return None
            return nodes.AsOf(moved)


def literal(parser: CheckParser, field: Field, raw: Any, at: Place) -> nodes.Scalar | None:
    """The literal that ``raw`` writes, as a value of ``field``'s kind, or None once reported."""
    if isinstance(raw, dict | list):
        parser.report("wrong-kind", f"one {field.kind} is expected here", at)
        return None
    text, value = str(raw), resolve(raw)
    match field.kind:
        case Kind.NUMBER if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        case Kind.BOOLEAN if isinstance(value, bool):
            return value
        case Kind.DATE | Kind.EXPIRY if interval(text):
            return text
        case Kind.PERIOD if period(text):
            return text
        case Kind.TEXT if value is not None and not re.search(field.schema.get("pattern", ""), text):
            message = f"`{text[:60]}` cannot be written in {field.static}, so this can never be true"
            parser.report("never-true", message, at, allowed=field.allowed)
            return None
        case Kind.TEXT if value is not None:
            return text
        case Kind.WORD if text in field.words or (field.party and text == DISTRICT):
            return text
        case Kind.WORD:
            parser.report(
                "unknown-word",
                f"`{text}` is not one of the words of {field.static}",
                at,
                allowed=", ".join(field.words),
                suggestion=did_you_mean(text, field.words),
            )
            return None
        case Kind.OPEN if value is not None:
            return value  # type: ignore[no-any-return]
        case _:
            parser.report("wrong-kind", f"`{text[:60]}` is no {field.kind}; `{field.static}` holds one", at)
            return None


def count_operand(parser: CheckParser, raw: Any, at: Place, *, share: bool) -> nodes.Operand | None:
    """A count (whole, above zero; zero is never false) or a share (above 0, at most 1), literal or a parameter."""
    if isinstance(raw, dict):
        if set(raw) == {"param"}:
            return _param_operand(parser, Field(static="", kind=Kind.NUMBER), raw["param"], (*at, "param"), None)
        parser.report("bad-count", "a count is a number or {param: name}", at)
        return None
    value = resolve(raw)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if share and not (number and 0 < value <= 1):
        parser.report("bad-count", "a share is a number above 0 and at most 1, for example 0.5", at)
        return None
    if not share and not (number and isinstance(value, int) and value >= 0):
        parser.report("bad-count", "a count is a whole number", at)
        return None
    if not share and value == 0 and at[-1] == "at_least":
        parser.report("never-false", "`at_least: 0` can never be false", at)
        return None
    return nodes.Literal(value)


def time(parser: CheckParser, raw: Any, at: Place) -> Duration | str | None:
    """A length of time: ``24 months`` or the name of a parameter that holds one."""
    if isinstance(raw, dict) and set(raw) == {"param"}:
        name = str(raw["param"])
        return name if _known_parameter(parser, name, frozenset({"duration"}), (*at, "param")) else None
    found = duration(str(raw)) if isinstance(raw, str) else None
    if found is None:
        parser.report("bad-time", "a length of time is written like `24 months`", at, allowed="days, months, years")
    return found


def _field_operand(
    parser: CheckParser, field: Field, raw: Any, at: Place, scope: Scope, moved: nodes.Offset | None
) -> nodes.Operand | None:
    path = scope.path(str(raw), at, parser.report)
    if path is None:
        return None
    group = (
        _DATES
        if field.kind in _DATES
        else {Kind.TEXT, Kind.WORD}
        if field.kind in {Kind.TEXT, Kind.WORD}
        else {field.kind}
    )
    if Kind.OPEN not in {path.field.kind, field.kind} and path.field.kind not in group:
        parser.report("wrong-kind", f"a {field.kind} cannot be compared with `{path.text}`, a {path.field.kind}", at)
        return None
    return nodes.FieldOperand(path, moved)


def _param_operand(
    parser: CheckParser, field: Field, raw: Any, at: Place, moved: nodes.Offset | None
) -> nodes.Operand | None:
    name = str(raw)
    fitting = _FITTING_PARAMETERS.get(field.kind)
    if not _known_parameter(parser, name, fitting, at) or not values_fit(parser, name, field, at):
        return None
    return nodes.ParamOperand(name, moved)


def values_fit(parser: CheckParser, name: str, field: Field, at: Place) -> bool:
    """Whether every value that a parameter may have is one that ``field`` may have; reports those that are not."""
    if field.kind not in {Kind.NUMBER, Kind.TEXT, Kind.WORD, Kind.PERIOD}:
        return True
    values = dict.fromkeys(parser.values.get(name, ()))
    wrong = [value for value in values if literal(parser, field, value, at) != value]
    return not wrong


def _known_parameter(parser: CheckParser, name: str, fitting: frozenset[str] | None, at: Place) -> bool:
    kind = parser.parameters.get(name)
    if kind == BROKEN:
        return False
    if kind is None:
        parser.report(
            "unknown-parameter",
            f"there is no parameter `{name}`",
            at,
            suggestion=did_you_mean(name, parser.parameters),
        )
        return False
    if fitting is not None and kind not in fitting:
        parser.report(
            "wrong-kind",
            f"the parameter `{name}` is a {kind}, and {' or '.join(sorted(fitting))} is needed",
            at,
        )
        return False
    return True


def _offset(parser: CheckParser, field: Field, raw: dict[str, Any], at: Place) -> tuple[nodes.Offset | None, bool]:
    """The offset, if there is one, and whether all is well."""
    for key, sign in (("plus", 1), ("minus", -1)):
        if key in raw:
            if field.kind not in _DATES | {Kind.OPEN}:
                parser.report("wrong-kind", f"`{key}` moves dates; this is a {field.kind}", (*at, key))
                return None, False
            amount = time(parser, raw[key], (*at, key))
            return (None, False) if amount is None else (nodes.Offset(sign, amount), True)
    return None, True

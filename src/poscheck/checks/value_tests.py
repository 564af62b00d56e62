"""From ``{word: operand}`` to a test of one value, checked against the kind of the field that it tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.checks.operands import BROKEN, count_operand, literal, operand, time, values_fit
from poscheck.checks.patterns import safe_pattern
from poscheck.checks.words import IN_FORCE_MEMBERS, VALUE_WORDS
from poscheck.contract import Field, Kind
from poscheck.errors import did_you_mean
from poscheck.reading import resolve

if TYPE_CHECKING:
    from poscheck.checks.parser import CheckParser
    from poscheck.checks.scope import Scope
    from poscheck.paths import Path as Place

_NUMBER_WORDS = {"is", "is_not", "more_than", "at_least", "less_than", "at_most", "between", "one_of"}
_DATE = Field(static="", kind=Kind.DATE)


def parse(parser: CheckParser, path: nodes.Path, word: str, raw: Any, at: Place, scope: Scope) -> nodes.Test | None:
    """The test that ``word`` and ``raw`` write for the value at ``path``, or None once its problems are reported."""
    field = path.field
    kinds = VALUE_WORDS.get(word)
    if kinds is None:
        fitting = [known for known, fits in VALUE_WORDS.items() if field.kind in fits]
        parser.report(
            "unknown-word-of-language",
            f"there is no word `{word}`",
            at,
            allowed=f"for a {field.kind}: {', '.join(fitting)}",
            suggestion=did_you_mean(word, fitting) or did_you_mean(word, VALUE_WORDS),
        )
        return None
    if field.kind not in kinds and field.kind is not Kind.OPEN:
        fitting = [known for known, fits in VALUE_WORDS.items() if field.kind in fits]
        hint = "; name its items with a list word" if field.kind is Kind.LIST else ""
        parser.report(
            "wrong-kind",
            f"`{word}` does not fit `{path.text}`, which is a {field.kind}{hint}",
            at,
            allowed=", ".join(fitting),
        )
        return None
    test = _parse(parser, field, word, raw, at, scope)
    if isinstance(test, nodes.Compare | nodes.Between) and field.kind is Kind.NUMBER:
        return test if _can_turn_out_both_ways(parser, field, test, at) else None
    return test


def made_of(word: str, *fields: Field) -> Field:
    """The number or date that a word makes of values of these fields, with the limits that it is bound to have."""
    field = fields[0]
    kind = field.kind if word in {"min", "max"} else Kind.NUMBER
    if word in {"min", "max"}:
        return Field(static=word, kind=kind, minimum=field.minimum, maximum=field.maximum, whole=field.whole)
    if word == "count_distinct":
        words = len(field.words) if field.kind is Kind.WORD else 2 if field.kind is Kind.BOOLEAN else None
        return Field(static=word, kind=kind, minimum=0, maximum=words, whole=True)
    never_below_zero = all(field.minimum is not None and field.minimum >= 0 for field in fields)
    return Field(static=word, kind=kind, minimum=0 if never_below_zero else None)


def parse_summary(
    parser: CheckParser, word: str, raw: Any, at: Place, scope: Scope, made: Field
) -> tuple[nodes.Test, ...]:
    """The tests of what is made of a list (see :func:`made_of`); empty once a problem is reported."""
    kind = made.kind
    fitting = _NUMBER_WORDS if kind is Kind.NUMBER else {"on_or_after", "on_or_before", "after", "before", "within"}
    if not isinstance(raw, dict) or not raw:
        parser.report("not-a-test", f"`{word}` takes {{word: value}}, for example {{at_least: 2}}", at)
        return ()
    found: list[nodes.Test] = []
    for key, value in raw.items():
        if key not in fitting:
            parser.report(
                "wrong-kind",
                f"`{key}` does not test what `{word}` gives, a {kind}",
                (*at, key),
                allowed=", ".join(sorted(fitting)),
                suggestion=did_you_mean(key, fitting),
            )
            continue
        test = _parse(parser, made, key, value, (*at, key), scope)
        if isinstance(test, nodes.Compare | nodes.Between) and kind is Kind.NUMBER:
            test = test if _can_turn_out_both_ways(parser, made, test, (*at, key)) else None
        if test is not None:
            found.append(test)
    return tuple(found) if len(found) == len(raw) else ()


def parse_set(parser: CheckParser, field: Field, raw: Any, at: Place, scope: Scope) -> nodes.Operand | None:
    """The set of values that ``covers`` and ``one_of`` take: a list of literals, a parameter, or a list field."""
    if isinstance(raw, list):
        values = [literal(parser, field, item, (*at, index)) for index, item in enumerate(raw)]
        if not values:
            parser.report("empty-set", "this list of values is empty", at)
        if not values or any(value is None for value in values):
            return None
        return nodes.Literal(tuple(value for value in values if value is not None))
    if isinstance(raw, dict) and set(raw) == {"param"}:
        name = str(raw["param"])
        if parser.parameters.get(name) == BROKEN:
            return None
        if parser.parameters.get(name) != "list":
            parser.report("unknown-parameter", f"there is no parameter `{name}` that is a list", (*at, "param"))
            return None
        return nodes.ParamOperand(name) if values_fit(parser, name, field, (*at, "param")) else None
    if isinstance(raw, dict) and set(raw) == {"field"}:
        path = scope.path(str(raw["field"]), (*at, "field"), parser.report)
        if path and path.field.kind is not Kind.LIST:
            parser.report("wrong-kind", f"`{path.text}` is no list", (*at, "field"))
            return None
        return nodes.FieldOperand(path) if path else None
    parser.report("not-a-list", "a list of values is expected: [one, two], {param: name} or {field: path}", at)
    return None


def _parse(parser: CheckParser, field: Field, word: str, raw: Any, at: Place, scope: Scope) -> nodes.Test | None:
    match word:
        case "present" | "filled":
            return _presence(parser, word, raw, at)
        case "one_of":
            wanted = parse_set(parser, field, raw, at, scope)
            return _one_of(parser, field, wanted, at)
        case "between":
            return _between(parser, field, raw, at, scope)
        case "within":
            return _within(parser, field, raw, at, scope)
        case "starts" | "ends":
            return _edge(parser, word, raw, at, scope)
        case "in_force_on":
            return _in_force(parser, field, raw, at, scope)
        case "min_words":
            count = count_operand(parser, raw, (*at[:-1], "at_least"), share=False)
            return nodes.MinWords(count) if count else None
        case "matches":
            return _matches(parser, raw, at)
        case "mentions_any":
            return _mentions(parser, raw, at)
        case "found_in":
            return _found_in(parser, field, raw, at, scope)
        case _:
            value = operand(parser, field, raw, at, scope)
            return nodes.Compare(nodes.Word(word), value) if value else None


def _presence(parser: CheckParser, word: str, raw: Any, at: Place) -> nodes.Test | None:
    if resolve(raw) is not True:
        parser.report(
            "bad-presence",
            f"`{word}` is only ever true: a missing value is unknown, not false",
            at,
            suggestion="true",
        )
        return None
    return nodes.Present() if word == "present" else nodes.Filled(parser.fillers)


def _one_of(parser: CheckParser, field: Field, wanted: nodes.Operand | None, at: Place) -> nodes.Test | None:
    if isinstance(wanted, nodes.Literal) and field.kind is Kind.WORD and not field.party:
        values = wanted.value if isinstance(wanted.value, tuple) else (wanted.value,)
        if set(field.words) <= set(values):
            parser.report("never-false", f"this names every word of {field.static}: it can never be false", at)
            return None
    return nodes.Compare(nodes.Word.ONE_OF, wanted) if wanted else None


def _between(parser: CheckParser, field: Field, raw: Any, at: Place, scope: Scope) -> nodes.Test | None:
    if not isinstance(raw, list) or len(raw) != 2:  # noqa: PLR2004 -- low and high
        parser.report("not-a-list", "`between` takes two values: [low, high]", at)
        return None
    low, high = (operand(parser, field, value, (*at, index), scope) for index, value in enumerate(raw))
    if low is None or high is None:
        return None
    if isinstance(low, nodes.Literal) and isinstance(high, nodes.Literal) and low.value > high.value:  # type: ignore[operator]
        parser.report("never-true", "the first value is above the second: this can never be true", at)
        return None
    return nodes.Between(low, high)


def _within(parser: CheckParser, field: Field, raw: Any, at: Place, scope: Scope) -> nodes.Test | None:
    keys = set(raw) if isinstance(raw, dict) else set()
    sides = keys & {"before", "after"}
    if not isinstance(raw, dict) or "time" not in keys or len(sides) != 1 or len(keys) != 2:  # noqa: PLR2004
        parser.report(
            "bad-within", "`within` takes a time and one date", at,
            allowed="{time: 24 months, before: {date: as_of}} or {time: 2 years, after: {field: path}}",
        )  # fmt: skip
        return None
    side = sides.pop()
    length = time(parser, raw["time"], (*at, "time"))
    other = operand(parser, field, raw[side], (*at, side), scope)
    return nodes.Within(length, -1 if side == "before" else 1, other) if length and other else None


def _edge(parser: CheckParser, word: str, raw: Any, at: Place, scope: Scope) -> nodes.Test | None:
    fitting = ("on_or_after", "on_or_before", "after", "before", "within")
    if not isinstance(raw, dict) or len(raw) != 1 or next(iter(raw)) not in fitting:
        parser.report("not-a-test", f"`{word}` takes one date test", at, allowed=", ".join(fitting))
        return None
    inner, value = next(iter(raw.items()))
    test = _parse(parser, _DATE, inner, value, (*at, inner), scope)
    if isinstance(test, nodes.Compare | nodes.Within):
        return test.changed(edge=nodes.Edge(word))
    return None


def _in_force(parser: CheckParser, field: Field, raw: Any, at: Place, scope: Scope) -> nodes.Test | None:
    absent = [name for name in IN_FORCE_MEMBERS if name not in field.members]
    if absent and field.kind is not Kind.OPEN:
        parser.report("wrong-kind", f"`in_force_on` needs a record with {', '.join(IN_FORCE_MEMBERS)}", at)
        return None
    value = operand(parser, _DATE, raw, at, scope)
    return nodes.Compare(nodes.Word.IN_FORCE_ON, value) if value else None


def _matches(parser: CheckParser, raw: Any, at: Place) -> nodes.Test | None:
    pattern = safe_pattern(str(raw)) if isinstance(raw, str) else "a pattern is a text"
    if isinstance(pattern, str):
        parser.report("bad-pattern", pattern, at)
        return None
    return nodes.Matches(pattern)


def _mentions(parser: CheckParser, raw: Any, at: Place) -> nodes.Test | None:
    if not isinstance(raw, list) or not raw or not all(isinstance(word, str) and word.strip() for word in raw):
        parser.report("not-a-list", "`mentions_any` takes a list of words or phrases", at)
        return None
    words = tuple(str(word).strip() for word in raw)
    joined = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in words)
    return nodes.MentionsAny(words, re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE))


def _found_in(parser: CheckParser, field: Field, raw: dict[str, Any], at: Place, scope: Scope) -> nodes.Test | None:
    """``raw`` is the whole mapping, because ``key`` and ``where`` stand beside ``found_in``."""
    path = scope.path(str(raw["found_in"]), at, parser.report)
    if path is None:
        return None
    item = path.field.item
    if path.field.kind is not Kind.LIST or item is None or item.kind is not Kind.RECORD:
        parser.report("wrong-kind", f"`found_in` needs a list of records; `{path.text}` is a {path.field.kind}", at)
        return None
    name = f"_found{scope.depth}"
    inside = scope.inside(name, item)
    key = inside.path(str(raw.get("key", item.key)), (*at[:-1], "key"), parser.report)
    if key and field.kind is not Kind.OPEN and key.field.kind not in {Kind.TEXT, Kind.WORD}:
        parser.report(
            "wrong-kind", f"`{key.text}` is a {key.field.kind} and cannot be compared here", (*at[:-1], "key")
        )
        return None
    where = None
    if "where" in raw:
        where = parser.check(raw["where"], (*at[:-1], "where"), inside)
        if where is None:
            return None
    return nodes.FoundIn(path, name, key, where) if key else None


def _can_turn_out_both_ways(parser: CheckParser, field: Field, test: nodes.Compare | nodes.Between, at: Place) -> bool:
    """Report a number test that the field's own limits already decide."""
    low = float("-inf") if field.minimum is None else field.minimum
    high = float("inf") if field.maximum is None else field.maximum
    if isinstance(test, nodes.Between):
        first, last = test.low, test.high
        if not (isinstance(first, nodes.Literal) and isinstance(last, nodes.Literal)):
            return True
        always = first.value <= low and high <= last.value  # type: ignore[operator]
        never = last.value < low or high < first.value  # type: ignore[operator]
    else:
        value = test.operand.value if isinstance(test.operand, nodes.Literal) else None
        if not isinstance(value, int | float) or isinstance(value, bool):
            return True
        match test.word:
            case nodes.Word.AT_LEAST:
                always, never = value <= low, value > high
            case nodes.Word.MORE_THAN:
                always, never = value < low, value >= high
            case nodes.Word.AT_MOST:
                always, never = value >= high, value < low
            case nodes.Word.LESS_THAN:
                always, never = value > high, value <= low
            case _:
                outside = value < low or value > high or (field.whole and value % 1 != 0)
                always, never = (
                    outside and test.word is nodes.Word.IS_NOT,
                    outside and test.word is nodes.Word.IS,
                )
    if always or never:
        truth = "false" if always else "true"
        numbers = "whole numbers" if field.whole else "numbers"
        limits = f"from {low:g} to {high:g}" if high < float("inf") else f"of at least {low:g}"
        message = f"this can never be {truth}: `{field.static}` comes to {numbers} {limits}"
        parser.report(f"never-{truth}", message, at)
    return not (always or never)

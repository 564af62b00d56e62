"""From a list word with its options to its node, checked against the list that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes, value_tests
from poscheck.checks.operands import count_operand
from poscheck.checks.walk import meaning
from poscheck.checks.words import LIST_VALUES, NAMING_A_LIST, SEQUENCE, WHOLE_LIST
from poscheck.contract import Kind
from poscheck.errors import did_you_mean

if TYPE_CHECKING:
    from poscheck.checks.parser import CheckParser
    from poscheck.checks.scope import Scope
    from poscheck.contract import Field
    from poscheck.paths import Path as Place


def parse(parser: CheckParser, word: str, raw: dict[str, Any], at: Place, scope: Scope) -> nodes.Check | None:
    """The check that ``word`` and its options in ``raw`` write, or None once its problems are reported."""
    items = _items(parser, word, raw, at, scope)
    if items is None:
        return None
    inner = scope.named(items.name, items.path.field.item)
    if word in WHOLE_LIST:
        return _whole_list(parser, word, raw, at, inner, items)
    if word in SEQUENCE:
        return _sequence(parser, word, raw, at, inner, items)
    return _quantified(parser, word, raw, at, inner, items)


def _items(parser: CheckParser, word: str, raw: dict[str, Any], at: Place, scope: Scope) -> nodes.Items | None:
    option = word if word in NAMING_A_LIST else "of"
    path = option_path(parser, raw, option, at, scope, {Kind.LIST})
    name = raw.get("as")
    if name is None and "consider" not in raw and "must" not in raw and "value" not in raw:
        name = f"item{scope.depth}"
    problem = None if name is None else scope.name_problem(str(name))
    if name is None:
        parser.report("no-name", f"`{word}` needs `as`: a name for one item", at, suggestion="as: item")
    elif problem:
        parser.report("bad-name", problem, (*at, "as"))
    if path is None or name is None or problem or path.field.item is None:
        return None
    consider = None
    if "consider" in raw:
        consider = parser.check(raw["consider"], (*at, "consider"), scope.named(str(name), path.field.item))
        if consider is None:
            return None
    same = None if scope.depth else f"{path.text} {name} {meaning(consider)}"
    return nodes.Items(path, str(name), consider, same)


def _quantified(
    parser: CheckParser, word: str, raw: dict[str, Any], at: Place, scope: Scope, items: nodes.Items
) -> nodes.Check | None:
    quantifier = nodes.Quantifier(word)
    must = parser.check(raw["must"], (*at, "must"), scope) if "must" in raw else None
    count: nodes.Operand | None = None
    if_empty: nodes.IfEmpty | None = None
    if word not in NAMING_A_LIST:
        count = count_operand(parser, raw[word], (*at, word), share=quantifier is nodes.Quantifier.SHARE_AT_LEAST)
        if count is None:
            return None
    if word in {"every", "none_of", "share_at_least"}:
        if_empty = _if_empty(parser, word, raw, at)
        if if_empty is None:
            return None
        if "must" not in raw:
            parser.report("no-must", f"`{word}` needs `must`: what a candidate has to show", at)
            return None
    if "must" in raw and must is None:
        return None
    return nodes.Quantified(quantifier, items, must, count, if_empty)


def _if_empty(parser: CheckParser, word: str, raw: dict[str, Any], at: Place) -> nodes.IfEmpty | None:
    allowed = ", ".join(nodes.IfEmpty)
    if "if_empty" not in raw:
        parser.report(
            "no-if-empty",
            f"`{word}` must say what holds when no item is a candidate: add `if_empty`",
            at,
            allowed=allowed,
            suggestion="if_empty: not_met",
        )
        return None
    if raw["if_empty"] not in list(nodes.IfEmpty):
        near = did_you_mean(str(raw["if_empty"]), nodes.IfEmpty)
        parser.report(
            "bad-if-empty",
            "`if_empty` has an unknown word",
            (*at, "if_empty"),
            allowed=allowed,
            suggestion=near,
        )
        return None
    return nodes.IfEmpty(raw["if_empty"])


def _whole_list(
    parser: CheckParser, word: str, raw: dict[str, Any], at: Place, scope: Scope, items: nodes.Items
) -> nodes.Check | None:
    value = _value(parser, word, raw, at, scope, items)
    if value is None:
        return None
    field = _member(value.field)
    if field.kind not in LIST_VALUES[word]:
        option = word if word == "unique_by" else "value" if "value" in raw else "of"
        allowed = ", ".join(sorted(LIST_VALUES[word]))
        message = f"`{word}` cannot look at `{value.text}`, which is a {field.kind}"
        parser.report("wrong-kind", message, (*at, option), allowed=allowed)
        return None
    match word:
        case "unique_by":
            return nodes.UniqueBy(items, value)
        case "covers":
            wanted = value_tests.parse_set(parser, field, raw[word], (*at, word), scope)
            return nodes.Covers(wanted, items, value) if wanted else None
    one_per = None
    if "one_per" in raw:
        one_per = option_path(parser, raw, "one_per", at, scope, {Kind.TEXT, Kind.WORD})
        if one_per is None:
            return None
    made = value_tests.made_of(word, field)
    found = value_tests.parse_summary(parser, word, raw[word], (*at, word), scope, made)
    return nodes.Summarized(nodes.Summary(word), found, items, value, one_per) if found else None


def _value(
    parser: CheckParser, word: str, raw: dict[str, Any], at: Place, scope: Scope, items: nodes.Items
) -> nodes.Path | None:
    option = "unique_by" if word == "unique_by" else "value"
    if option in raw:
        return option_path(parser, raw, option, at, scope, None)
    item = items.path.field.item
    if item is None or item.kind is Kind.RECORD:
        parser.report("no-value", f"`{word}` needs `value`: the path taken from each item", at)
        return None
    return nodes.Path(items.name, (), item, items.name)


def _sequence(
    parser: CheckParser, word: str, raw: dict[str, Any], at: Place, scope: Scope, items: nodes.Items
) -> nodes.Check | None:
    along = option_path(parser, raw, "along", at, scope, {Kind.LIST})
    if along is None:
        return None
    if along.field.item is None or along.field.item.reference != items.path.field.static:
        parser.report("wrong-kind", f"`along` must be a list that refers to {items.path.text}", (*at, "along"))
        return None
    if word == "prerequisite_chain":
        limits = raw[word]
        if not isinstance(limits, dict) or set(limits) != {"at_least"}:
            parser.report("bad-count", "`prerequisite_chain` takes {at_least: number}", (*at, word))
            return None
        count = count_operand(parser, limits["at_least"], (*at, word, "at_least"), share=False)
        return nodes.Chain(count, items, along) if count else None
    value = option_path(parser, raw, word, at, scope, {Kind.WORD, Kind.NUMBER})
    if value is None:
        return None
    if value.field.kind is Kind.WORD and not value.field.ordered:
        parser.report("wrong-kind", f"the words of `{value.text}` have no order", (*at, word))
        return None
    return nodes.NonDecreasing(value, items, along)


def option_path(
    parser: CheckParser, raw: dict[str, Any], option: str, at: Place, scope: Scope, kinds: set[Kind] | None
) -> nodes.Path | None:
    """The path that an option names, which leads to one of ``kinds`` where they are given; else None."""
    if not isinstance(raw.get(option), str):
        parser.report("no-path", f"`{option}` is missing: it names a path", at)
        return None
    path = scope.path(raw[option], (*at, option), parser.report)
    if path and kinds and path.field.kind not in kinds:
        wanted = " or ".join(sorted(kinds))
        parser.report(
            "wrong-kind",
            f"`{option}` must be a {wanted}; `{path.text}` is a {path.field.kind}",
            (*at, option),
        )
        return None
    return path


def _member(field: Field) -> Field:
    return field.item if field.kind is Kind.LIST and field.item else field

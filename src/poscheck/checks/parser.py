"""From the YAML of a check to its nodes. Everything that is wrong is reported with its place; nothing is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from poscheck.checks import nodes, value_tests
from poscheck.checks.operands import count_operand
from poscheck.checks.scope import Scope
from poscheck.checks.walk import meaning
from poscheck.checks.words import (
    LIST_VALUES,
    LOGIC,
    NAMING_A_LIST,
    OPTIONS,
    SEQUENCE,
    STRUCTURE,
    VALUE_WORDS,
    WHOLE_LIST,
)
from poscheck.contract import Kind
from poscheck.errors import did_you_mean
from poscheck.reading import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.contract import Contract, Field
    from poscheck.paths import Path as Place


_MOST_NAMES = 8
"""So many loops inside of one another; Python allows 20."""


class Report(Protocol):
    """Where problems go: a code, a sentence, the place in the file, and what would fit."""

    def __call__(
        self, code: str, message: str, at: Place, *, allowed: str | None = None, suggestion: str | None = None
    ) -> None:
        """Keep one problem."""


class CheckParser:
    """Parses the checks of one ruleset against one contract.

    ``parameters`` gives each parameter's kind of value, and ``values`` all that it may ever have.
    """

    def __init__(
        self,
        contract: Contract,
        parameters: Mapping[str, str],
        fillers: frozenset[str],
        report: Report,
        values: Mapping[str, tuple[Any, ...]] | None = None,
    ) -> None:
        self.contract = contract
        self.parameters = parameters
        self.values = values or {}
        self.fillers = fillers
        self.report = report

    def parse(self, raw: Any, at: Place) -> nodes.Check | None:
        """The check that ``raw`` (unresolved YAML) writes, or None once its problems are reported."""
        return self.check(raw, at, Scope(self.contract.root))

    def check(self, raw: Any, at: Place, scope: Scope) -> nodes.Check | None:
        """The check that ``raw`` writes, in which the names of ``scope`` are known."""
        if scope.depth > _MOST_NAMES:
            self.report("too-deep", f"list words may stand inside of one another at most {_MOST_NAMES} deep", at)
            return None
        if isinstance(raw, list):
            return self._several(nodes.All, raw, at, scope)
        if not isinstance(raw, dict) or not raw:
            self.report("not-a-check", "a check is written as {path: {word: value}} or with one of the list words", at)
            return None
        leading = [key for key in raw if key in STRUCTURE]
        if leading and (len(leading) == 1 or set(raw) <= set(STRUCTURE) | OPTIONS):
            return self._structure(leading[0], raw, at, scope)
        for key in raw:
            if key in OPTIONS and not scope.knows(key):
                near = next((near for other in raw if (near := did_you_mean(other, STRUCTURE))), None)
                self.report("option-without-word", f"`{key}` needs a list word beside it", (*at, key), suggestion=near)
                return None
        return self._leaves(raw, at, scope)

    def _leaves(self, raw: dict[str, Any], at: Place, scope: Scope) -> nodes.Check | None:
        found: list[nodes.Check] = []
        for key, tested in raw.items():
            path = scope.path(key, (*at, key), self.report, words=(*STRUCTURE, *VALUE_WORDS))
            if path is None:
                continue
            if not isinstance(tested, dict) or not tested:
                self.report(
                    "not-a-test",
                    f"what is tested of `{key}` is written as {{word: value}}, for example {{is: {_show(tested)}}}",
                    (*at, key),
                )
                continue
            for word, operand in tested.items():
                if "found_in" in tested and word in {"key", "where"}:
                    continue  # options of found_in, read together with it
                raw_test = tested if word == "found_in" else operand
                test = value_tests.parse(self, path, word, raw_test, (*at, key, word), scope)
                if test is not None:
                    found.append(nodes.On(path, test))
        if len(found) == 1:
            return found[0]
        return nodes.All(tuple(found)) if found else None

    def _structure(self, word: str, raw: dict[str, Any], at: Place, scope: Scope) -> nodes.Check | None:
        options = STRUCTURE[word]
        if word == "at_least" and "among" in raw:
            options = frozenset({"among"})
        known = True
        for key in raw:
            if key != word and key not in options:
                known = False
                self.report(
                    "unknown-option",
                    f"`{key}` does not go with `{word}`",
                    (*at, key),
                    allowed=", ".join(sorted(options)) or "nothing else",
                    suggestion=did_you_mean(key, options),
                )
        if not known:
            return None
        if word in LOGIC:
            return self._logic(word, raw[word], (*at, word), scope)
        if "among" in raw:
            return self._among(raw, at, scope)
        if word == "ratio":
            return self._ratio(raw, at, scope)
        return self._over_items(word, raw, at, scope)

    def _logic(self, word: str, raw: Any, at: Place, scope: Scope) -> nodes.Check | None:
        if word == "not":
            inner = self.check(raw, at, scope)
            return nodes.Not(inner) if inner else None
        if not isinstance(raw, list) or not raw:
            self.report("not-a-list", f"`{word}` takes a list of checks", at)
            return None
        return self._several(nodes.All if word == "all" else nodes.Any, raw, at, scope)

    def _several(
        self, make: type[nodes.All | nodes.Any], raw: list[Any], at: Place, scope: Scope
    ) -> nodes.Check | None:
        checks = [self.check(item, (*at, index), scope) for index, item in enumerate(raw)]
        if not checks:
            self.report("empty-check", "this list of checks is empty", at)
        if not checks or any(check is None for check in checks):
            return None
        return make(tuple(check for check in checks if check))

    def _among(self, raw: dict[str, Any], at: Place, scope: Scope) -> nodes.Check | None:
        checks = self._logic("all", raw["among"], (*at, "among"), scope)
        written, place = raw["at_least"], (*at, "at_least")
        named = count_operand(self, written, place, share=False) if isinstance(written, dict) else None
        if checks is None or (isinstance(written, dict) and named is None):
            return None
        parts = checks.checks if isinstance(checks, nodes.All) else (checks,)
        count = named or nodes.Literal(resolve(written))
        numbers = self.values.get(count.name, ()) if isinstance(count, nodes.ParamOperand) else (resolve(written),)
        if any(type(number) is not int or not 1 <= number <= len(parts) for number in numbers):
            self.report("bad-count", f"`at_least` must be a whole number from 1 to {len(parts)} here", place)
            return None
        return nodes.Among(count, parts, max(numbers, default=len(parts)))

    def _ratio(self, raw: dict[str, Any], at: Place, scope: Scope) -> nodes.Check | None:
        paths = [self._option_path(raw, option, at, scope, {Kind.NUMBER}) for option in ("numerator", "denominator")]
        numerator, denominator = paths
        if numerator is None or denominator is None:
            return None
        made = value_tests.made_of("ratio", numerator.field, denominator.field)
        found = value_tests.parse_summary(self, "ratio", raw["ratio"], (*at, "ratio"), scope, made)
        return nodes.Ratio(found, numerator, denominator) if found else None

    def _over_items(self, word: str, raw: dict[str, Any], at: Place, scope: Scope) -> nodes.Check | None:
        items = self._items(word, raw, at, scope)
        if items is None:
            return None
        inner = scope.named(items.name, items.path.field.item)
        if word in WHOLE_LIST:
            return self._whole_list(word, raw, at, inner, items)
        if word in SEQUENCE:
            return self._sequence(word, raw, at, inner, items)
        return self._quantified(word, raw, at, inner, items)

    def _items(self, word: str, raw: dict[str, Any], at: Place, scope: Scope) -> nodes.Items | None:
        option = word if word in NAMING_A_LIST else "of"
        path = self._option_path(raw, option, at, scope, {Kind.LIST})
        name = raw.get("as")
        if name is None and "consider" not in raw and "must" not in raw and "value" not in raw:
            name = f"item{scope.depth}"
        problem = None if name is None else scope.name_problem(str(name))
        if name is None:
            self.report("no-name", f"`{word}` needs `as`: a name for one item", at, suggestion="as: item")
        elif problem:
            self.report("bad-name", problem, (*at, "as"))
        if path is None or name is None or problem or path.field.item is None:
            return None
        consider = None
        if "consider" in raw:
            consider = self.check(raw["consider"], (*at, "consider"), scope.named(str(name), path.field.item))
            if consider is None:
                return None
        same = None if scope.depth else f"{path.text} {name} {meaning(consider)}"
        return nodes.Items(path, str(name), consider, same)

    def _quantified(
        self, word: str, raw: dict[str, Any], at: Place, scope: Scope, items: nodes.Items
    ) -> nodes.Check | None:
        quantifier = nodes.Quantifier(word)
        must = self.check(raw["must"], (*at, "must"), scope) if "must" in raw else None
        count: nodes.Operand | None = None
        if_empty: nodes.IfEmpty | None = None
        if word not in NAMING_A_LIST:
            count = count_operand(self, raw[word], (*at, word), share=quantifier is nodes.Quantifier.SHARE_AT_LEAST)
            if count is None:
                return None
        if word in {"every", "none_of", "share_at_least"}:
            if_empty = self._if_empty(word, raw, at)
            if if_empty is None:
                return None
            if "must" not in raw:
                self.report("no-must", f"`{word}` needs `must`: what a candidate has to show", at)
                return None
        if "must" in raw and must is None:
            return None
        return nodes.Quantified(quantifier, items, must, count, if_empty)

    def _if_empty(self, word: str, raw: dict[str, Any], at: Place) -> nodes.IfEmpty | None:
        allowed = ", ".join(nodes.IfEmpty)
        if "if_empty" not in raw:
            self.report(
                "no-if-empty",
                f"`{word}` must say what holds when no item is a candidate: add `if_empty`",
                at,
                allowed=allowed,
                suggestion="if_empty: not_met",
            )
            return None
        if raw["if_empty"] not in list(nodes.IfEmpty):
            near = did_you_mean(str(raw["if_empty"]), nodes.IfEmpty)
            self.report(
                "bad-if-empty",
                "`if_empty` has an unknown word",
                (*at, "if_empty"),
                allowed=allowed,
                suggestion=near,
            )
            return None
        return nodes.IfEmpty(raw["if_empty"])

    def _whole_list(
        self, word: str, raw: dict[str, Any], at: Place, scope: Scope, items: nodes.Items
    ) -> nodes.Check | None:
        value = self._value(word, raw, at, scope, items)
        if value is None:
            return None
        field = _member(value.field)
        if field.kind not in LIST_VALUES[word]:
            option = word if word == "unique_by" else "value" if "value" in raw else "of"
            allowed = ", ".join(sorted(LIST_VALUES[word]))
            message = f"`{word}` cannot look at `{value.text}`, which is a {field.kind}"
            self.report("wrong-kind", message, (*at, option), allowed=allowed)
            return None
        match word:
            case "unique_by":
                return nodes.UniqueBy(items, value)
            case "covers":
                wanted = value_tests.parse_set(self, field, raw[word], (*at, word), scope)
                return nodes.Covers(wanted, items, value) if wanted else None
        one_per = None
        if "one_per" in raw:
            one_per = self._option_path(raw, "one_per", at, scope, {Kind.TEXT, Kind.WORD})
            if one_per is None:
                return None
        made = value_tests.made_of(word, field)
        found = value_tests.parse_summary(self, word, raw[word], (*at, word), scope, made)
        return nodes.Summarized(nodes.Summary(word), found, items, value, one_per) if found else None

    def _value(self, word: str, raw: dict[str, Any], at: Place, scope: Scope, items: nodes.Items) -> nodes.Path | None:
        option = "unique_by" if word == "unique_by" else "value"
        if option in raw:
            return self._option_path(raw, option, at, scope, None)
        item = items.path.field.item
        if item is None or item.kind is Kind.RECORD:
            self.report("no-value", f"`{word}` needs `value`: the path taken from each item", at)
            return None
        return nodes.Path(items.name, (), item, items.name)

    def _sequence(
        self, word: str, raw: dict[str, Any], at: Place, scope: Scope, items: nodes.Items
    ) -> nodes.Check | None:
        along = self._option_path(raw, "along", at, scope, {Kind.LIST})
        if along is None:
            return None
        if along.field.item is None or along.field.item.reference != items.path.field.static:
            self.report("wrong-kind", f"`along` must be a list that refers to {items.path.text}", (*at, "along"))
            return None
        if word == "prerequisite_chain":
            limits = raw[word]
            if not isinstance(limits, dict) or set(limits) != {"at_least"}:
                self.report("bad-count", "`prerequisite_chain` takes {at_least: number}", (*at, word))
                return None
            count = count_operand(self, limits["at_least"], (*at, word, "at_least"), share=False)
            return nodes.Chain(count, items, along) if count else None
        value = self._option_path(raw, word, at, scope, {Kind.WORD, Kind.NUMBER})
        if value is None:
            return None
        if value.field.kind is Kind.WORD and not value.field.ordered:
            self.report("wrong-kind", f"the words of `{value.text}` have no order", (*at, word))
            return None
        return nodes.NonDecreasing(value, items, along)

    def _option_path(
        self, raw: dict[str, Any], option: str, at: Place, scope: Scope, kinds: set[Kind] | None
    ) -> nodes.Path | None:
        if not isinstance(raw.get(option), str):
            self.report("no-path", f"`{option}` is missing: it names a path", at)
            return None
        path = scope.path(raw[option], (*at, option), self.report)
        if path and kinds and path.field.kind not in kinds:
            wanted = " or ".join(sorted(kinds))
            self.report(
                "wrong-kind",
                f"`{option}` must be a {wanted}; `{path.text}` is a {path.field.kind}",
                (*at, option),
            )
            return None
        return path


def _member(field: Field) -> Field:
    return field.item if field.kind is Kind.LIST and field.item else field


def _show(value: Any) -> str:
    return str(value)[:40] if isinstance(value, str | int | float | bool) else "..."

"""From the YAML of a check to its nodes. Everything that is wrong is reported with its place; nothing is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from poscheck.checks import list_words, nodes, value_tests
from poscheck.checks.operands import count_operand
from poscheck.checks.scope import Scope
from poscheck.checks.words import (
    LOGIC,
    OPTIONS,
    STRUCTURE,
    VALUE_WORDS,
)
from poscheck.contract import Kind
from poscheck.errors import did_you_mean
from poscheck.reading import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.contract import Contract
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
        return list_words.parse(self, word, raw, at, scope)

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
        paths = [
            list_words.option_path(self, raw, option, at, scope, {Kind.NUMBER})
            for option in ("numerator", "denominator")
        ]
        numerator, denominator = paths
        if numerator is None or denominator is None:
            return None
        made = value_tests.made_of("ratio", numerator.field, denominator.field)
        found = value_tests.parse_summary(self, "ratio", raw["ratio"], (*at, "ratio"), scope, made)
        return nodes.Ratio(found, numerator, denominator) if found else None


def _show(value: Any) -> str:
    return str(value)[:40] if isinstance(value, str | int | float | bool) else "..."

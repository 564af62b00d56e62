"""Random checks: every word of the language, on paths of the real contract that it fits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from poscheck.contract import DISTRICT, Field, Kind
from tests.checks.pools import (
    DATES,
    NUMBERS,
    PATTERNS,
    PERIODS,
    PHRASES,
    TIMES,
    contract,
    members,
    of_kind,
    values,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from random import Random

Raw = Any
DAYS = frozenset({Kind.DATE, Kind.EXPIRY})
SAID = frozenset({Kind.TEXT, Kind.WORD})
NUMBERS_ONLY = frozenset({Kind.NUMBER})
LISTS = frozenset({Kind.LIST})
SINGLE = frozenset(Kind) - {Kind.LIST, Kind.RECORD, Kind.MAP, Kind.OPEN}
NUMBER = Field(static="", kind=Kind.NUMBER)
DATE = Field(static="", kind=Kind.DATE)
TERM = frozenset({"effective_on", "expires_on", "renews", "last_reviewed_on"})
MOST_NAMES = 3

NUMBER_WORDS = ("more_than", "at_least", "less_than", "at_most", "between")
EQUALITY = ("is", "is_not", "one_of")
DATE_WORDS = ("on_or_after", "on_or_before", "after", "before", "within")
TEXT_WORDS = ("filled", "min_words", "matches", "mentions_any")
WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("present", *EQUALITY, *TEXT_WORDS, "found_in", "found_in"),
    Kind.WORD: ("present", *EQUALITY, *EQUALITY, "found_in"),
    Kind.NUMBER: ("present", *EQUALITY, *NUMBER_WORDS),
    Kind.BOOLEAN: ("present", "is", "is"),
    Kind.DATE: ("present", *DATE_WORDS, "within"),
    Kind.EXPIRY: ("present", *DATE_WORDS, "within"),
    Kind.PERIOD: ("is", "is_not", "starts", "ends", "starts", "ends"),
    Kind.OPEN: (*EQUALITY, *TEXT_WORDS, *NUMBER_WORDS, *DATE_WORDS, "present", "found_in", "starts", "in_force_on"),
    Kind.RECORD: ("present",),
    Kind.MAP: ("present",),
    Kind.LIST: ("present",),
}


@cache
def below(of: Field) -> tuple[tuple[str, Field], ...]:
    """Every path that may follow a value of that field."""
    return tuple(members(of))


@dataclass(frozen=True)
class Scope:
    """What a path may begin with: the sections worth asking about and the names of items; in ``where``, an item."""

    sections: tuple[str, ...]
    names: Mapping[str, Field] = field(default_factory=dict)
    item: Field | None = None
    count: int = 0

    def fields(self) -> dict[str, Field]:
        """Every path with its field."""
        found: dict[str, Field] = {}
        for name, of in self.names.items():
            found |= {name: of, **{f"{name}.{rest}": at for rest, at in below(of)}}
        if self.item is not None:
            return found | dict(below(self.item))
        for name in self.sections:
            of = contract().root.members[name]
            found |= {name: of, **{f"{name}.{rest}": at for rest, at in below(of)}}
        return found

    def paths(self, kinds: Iterable[Kind], fitting: Callable[[Field], bool] = lambda _field: True) -> list[str]:
        """Every path to a field of these kinds."""
        wanted = frozenset(kinds)
        return [path for path, at in self.fields().items() if at.kind in wanted and fitting(at)]

    def named(self, name: str, of: Field) -> Scope:
        """The scope inside a list word."""
        return replace(self, names={**self.names, name: of}, count=self.count + 1)

    def only(self, name: str) -> Scope:
        """The scope with nothing but one item."""
        return replace(self, sections=(), item=None, names={name: self.names[name]})


def _of_records(field: Field) -> bool:
    """Whether a list holds records with a text in them."""
    item = field.item
    return item is not None and item.kind is Kind.RECORD and any(at.kind in SAID for _, at in below(item))


@dataclass(frozen=True)
class Maker:
    """Makes random checks."""

    rng: Random

    def chance(self, share: float = 0.5) -> bool:
        return self.rng.random() < share

    def check(self, scope: Scope, depth: int) -> Raw:
        """A check with at most ``depth`` others around one another."""
        makers = [self.leaf, self.leaf]
        if depth:
            makers += [self.logic]
            if scope.paths(LISTS) and scope.count < MOST_NAMES:
                makers += [self.quantified] * 4 + [self.whole_list] * 3
            if "courses" in scope.sections and scope.item is None:
                makers.append(self.sequence)
            if scope.paths(NUMBERS_ONLY):
                makers.append(self.ratio)
        return self.rng.choice(makers)(scope, depth)

    def logic(self, scope: Scope, depth: int) -> Raw:
        parts = [self.check(scope, depth - 1) for _ in range(self.rng.randint(1, 3))]
        match self.rng.choice(["list", "all", "any", "not", "among"]):
            case "list":
                return parts
            case "not":
                return {"not": parts[0]}
            case "among":
                number = self.rng.choice([self.rng.randint(1, len(parts)), {"param": "few"}, {"param": "few_by_size"}])
                return {"at_least": number, "among": parts}
            case word:
                return {word: parts}

    # ---- operands ----------------------------------------------------------------------------------------------------

    def operand(self, scope: Scope, tested: Field) -> Raw:
        """What may stand at the right of a word that compares a value of that kind."""
        match tested.kind:
            case Kind.NUMBER:
                return self.reference(scope, NUMBERS_ONLY, "number", NUMBERS)
            case Kind.BOOLEAN:
                return self.reference(scope, {Kind.BOOLEAN}, "true/false", (True, False))
            case Kind.DATE | Kind.EXPIRY:
                return self.day(scope)
            case Kind.PERIOD:
                return self.reference(scope, {Kind.PERIOD}, None, PERIODS)
            case Kind.OPEN:
                return self.reference(scope, {Kind.OPEN}, None, ("one", 0, 1, 2.5, True, False))
            case _:
                return self.reference(scope, SAID, "text", self.literals(tested))

    @staticmethod
    def literals(tested: Field) -> list[str]:
        if tested.kind is Kind.WORD:
            return [*tested.words[:3], *([DISTRICT] if tested.party else [])]
        return values(tested)

    def reference(self, scope: Scope, kinds: Iterable[Kind], parameter: str | None, literals: Iterable[Raw]) -> Raw:
        wanted = frozenset(kinds) | ({Kind.OPEN} if self.chance(0.2) else frozenset())
        fields = [{"field": path} for path in scope.paths(wanted)]
        named = [{"param": name} for name in of_kind(parameter)] if parameter else []
        return self.rng.choice([*fields, *named] if (fields or named) and self.chance(0.3) else list(literals))

    def day(self, scope: Scope) -> Raw:
        fields = [{"field": path} for path in scope.paths(DAYS)]
        found: Raw = self.rng.choice([{"date": "as_of"}, {"date": "as_of"}, {"param": "a_day"}, *fields[:1]])
        if "field" in found:
            found = self.rng.choice(fields)
        if self.chance(0.4):
            return {**found, self.rng.choice(["plus", "minus"]): self.time()}
        return found if self.chance(0.8) else self.rng.choice(DATES)

    def time(self) -> Raw:
        return self.rng.choice([*TIMES, *({"param": name} for name in of_kind("duration"))])

    def value_set(self, scope: Scope, tested: Field) -> Raw:
        """What ``one_of`` and ``covers`` take."""
        numbers = tested.kind is Kind.NUMBER
        named = {"param": "numbers" if numbers else "names"}
        lists = scope.paths(LISTS, lambda at: at.item is not None and at.item.kind is tested.kind)
        if self.chance(0.3):
            return self.rng.choice([named, *({"field": path} for path in lists)])
        literals: list[Raw] = list(NUMBERS) if numbers else list(self.literals(tested))
        if tested.kind is Kind.OPEN:
            literals = ["one", 1, 0]
        return self.rng.sample(literals, self.rng.randint(1, min(3, len(literals))))

    # ---- of one value ------------------------------------------------------------------------------------------------

    def leaf(self, scope: Scope, depth: int) -> Raw:
        fields = scope.fields()
        terms = [path for path, at in fields.items() if set(at.members) >= TERM]
        kinds = sorted({at.kind for at in fields.values()} - {Kind.LIST})
        if terms and self.chance(0.3):
            return {self.rng.choice(terms): {"in_force_on": self.day(scope)}}
        kind = self.rng.choice(kinds or [Kind.LIST])
        path = self.rng.choice([path for path, at in fields.items() if at.kind is kind])
        tests: dict[str, Raw] = {}
        for _ in range(self.rng.choice([1, 1, 1, 2])):
            word = self.rng.choice(WORDS[kind])
            if word != "found_in":
                tests[word] = self.asked(scope, fields[path], word)
            elif word not in tests:
                tests |= self.found_in(scope, depth)
        return {path: tests}

    def asked(self, scope: Scope, tested: Field, word: str) -> Raw:
        """The operand of a word for a value of that kind."""
        match word:
            case "present" | "filled":
                return True
            case "one_of":
                return self.value_set(scope, tested)
            case "between":
                numbers = sorted(self.rng.sample(NUMBERS, 2))
                return numbers if self.chance() else [self.operand(scope, NUMBER), numbers[1]]
            case "within":
                return {"time": self.time(), self.rng.choice(["before", "after"]): self.day(scope)}
            case "starts" | "ends":
                inner = self.rng.choice(DATE_WORDS)
                return {inner: self.asked(scope, DATE, inner)}
            case "min_words":
                return self.rng.choice([1, 2, 3, {"param": "few"}, {"param": "few_by_size"}])
            case "matches":
                return self.rng.choice(PATTERNS)
            case "mentions_any":
                return self.rng.sample(PHRASES, self.rng.randint(1, 2))
            case _ if word in NUMBER_WORDS:
                return self.operand(scope, NUMBER)
            case _ if word in DATE_WORDS or word == "in_force_on":
                return self.day(scope)
            case _:
                return self.operand(scope, tested)

    def found_in(self, scope: Scope, depth: int) -> dict[str, Raw]:
        lists = scope.paths(LISTS, _of_records)
        if not lists:
            return {"present": True}
        path = self.rng.choice(lists)
        item = scope.fields()[path].item
        assert item is not None
        found: dict[str, Raw] = {"found_in": path}
        if item.key is None or self.chance(0.3):
            found["key"] = self.rng.choice([name for name, at in below(item) if at.kind in SAID])
        if self.chance():
            found["where"] = self.check(replace(scope, item=item), min(depth, 1))
        return found

    # ---- of lists ----------------------------------------------------------------------------------------------------

    def items(self, scope: Scope, path: str, depth: int) -> tuple[dict[str, Raw], Scope]:
        """The options ``as`` and perhaps ``consider``, and the scope inside."""
        item = scope.fields()[path].item
        assert item is not None
        name = f"i{scope.count}"
        inside = scope.named(name, item)
        if self.chance(0.4):
            return {"as": name, "consider": self.of_item(inside, name, min(depth - 1, 1))}, inside
        return {"as": name}, inside

    def of_item(self, inside: Scope, name: str, depth: int) -> Raw:
        """A check on an item, mostly on nothing else."""
        return self.check(inside.only(name) if self.chance(0.7) else inside, depth)

    def count(self) -> Raw:
        return self.rng.choice([1, 1, 2, 2, 3, {"param": "few"}, {"param": "few_by_size"}])

    def share(self) -> Raw:
        return self.rng.choice([0.5, 0.1, 1, {"param": "part"}, {"param": "part_by_size"}])

    def quantified(self, scope: Scope, depth: int) -> Raw:
        path = self.rng.choice(scope.paths(LISTS))
        options, inside = self.items(scope, path, depth)
        word = self.rng.choice(["at_least", "at_most", "exactly", "every", "none_of", "share_at_least"])
        if word in {"every", "none_of", "share_at_least"}:
            options["if_empty"] = self.rng.choice(["met", "not_met"])
        if "if_empty" in options or self.chance(0.7):
            options["must"] = self.of_item(inside, options["as"], depth - 1)
        if word in {"every", "none_of"}:
            return {word: path, **options}
        return {word: self.share() if word == "share_at_least" else self.count(), "of": path, **options}

    def whole_list(self, scope: Scope, depth: int) -> Raw:
        path = self.rng.choice(scope.paths(LISTS))
        options, inside = self.items(scope, path, depth)
        taken = {
            value: at.item if at.kind is Kind.LIST and at.item else at
            for value, at in inside.only(options["as"]).fields().items()
        }
        word = self.rng.choice(["covers", "sum", "sum", "count_distinct", "min", "max", "unique_by"])
        fitting = {
            "sum": NUMBERS_ONLY,
            "min": NUMBERS_ONLY | DAYS,
            "max": NUMBERS_ONLY | DAYS,
            "covers": NUMBERS_ONLY | SAID,
        }
        choices = [value for value, at in taken.items() if at.kind in fitting.get(word, SINGLE)]
        if not choices:
            return self.leaf(scope, depth)
        value = self.rng.choice(choices)
        if word == "unique_by":
            return {word: value, "of": path, **options}
        options["value"] = value
        if word == "covers":
            return {word: self.value_set(scope, taken[value]), "of": path, **options}
        groups = inside.only(options["as"]).paths(SAID)
        if word == "sum" and groups and self.chance():
            preferred = [group for group in groups if group.endswith(".choice_group")]
            options["one_per"] = self.rng.choice(preferred or groups if self.chance() else groups)
        numeric = word in {"sum", "count_distinct"} or taken[value].kind is Kind.NUMBER
        return {word: self.of_summary(scope, NUMBER if numeric else DATE), "of": path, **options}

    def of_summary(self, scope: Scope, tested: Field) -> dict[str, Raw]:
        """Tests of a number or date that is made of a list."""
        words = DATE_WORDS if tested.kind is Kind.DATE else (*EQUALITY, *NUMBER_WORDS)
        chosen = self.rng.sample(words, self.rng.choice([1, 1, 2]))
        return {word: self.asked(scope, tested, word) for word in chosen}

    def ratio(self, scope: Scope, depth: int) -> Raw:
        _ = depth
        above, under = (self.rng.choice(scope.paths(NUMBERS_ONLY)) for _ in range(2))
        return {"ratio": self.of_summary(scope, NUMBER), "numerator": above, "denominator": under}

    def sequence(self, scope: Scope, depth: int) -> Raw:
        options, _ = self.items(scope, "courses", depth)
        along = {"of": "courses", **options, "along": f"{options['as']}.prerequisites"}
        if self.chance():
            return {"prerequisite_chain": {"at_least": self.count()}, **along}
        return {"non_decreasing": f"{options['as']}.{self.rng.choice(['level', 'framework_level', 'hours'])}", **along}

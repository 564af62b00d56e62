"""An independent, naive interpreter of the rule language, written from ``docs/rule-language.md`` alone.

It reads the YAML of a check (resolved: dict, list, str, int, float, bool) and plain data as a loaded submission holds
it, and knows nothing of the parser, the compiler and the explainer. Of the contract it uses what a field is: its kind,
what it refers to, its limits and the order of its words. Clarity before speed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from poscheck.contract import DISTRICT, Field, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Truth = bool | None
NotApplicable = Literal["not_applicable"]
Days = tuple[date, date]
"""All days that a date may be, first and last."""

NEVER = date.max
INFINITY = Fraction(10**30)
LIST_WORDS = ("at_least", "at_most", "exactly", "every", "none_of", "share_at_least")
WHOLE_LIST_WORDS = ("covers", "sum", "count_distinct", "min", "max", "unique_by")
DATE_WORDS = ("on_or_after", "on_or_before", "after", "before")
NUMBER_WORDS = ("is", "is_not", "more_than", "at_least", "less_than", "at_most")


@dataclass(frozen=True)
class Banded:
    """A parameter that depends on a field: limits (None: all others) and values."""

    by: str
    bands: tuple[tuple[float | None, Any], ...]


@dataclass(frozen=True)
class Named:
    """What a name stands for: a value, and the field that it is of."""

    value: Any
    field: Field


@dataclass(frozen=True)
class Slot:
    """A value that a whole-list word looks at: ``sure`` that it is one of them, ``known`` what it is."""

    value: Any
    sure: bool
    group: Any = ""

    @property
    def known(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Values:
    """All values that a whole-list word looks at; ``more``: there may be any number of others."""

    slots: tuple[Slot, ...]
    more: bool
    field: Field

    @property
    def sure(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.sure]


# ---- three values ------------------------------------------------------------------------------------------------------


def all_of(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return False if False in found else None if None in found else True


def any_of(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return True if True in found else None if None in found else False


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def agreed(truths: Iterable[Any]) -> Any:
    """What holds in every world; None where the worlds differ or one of them is unknown."""
    found = set(truths)
    return found.pop() if len(found) == 1 else None


def exactly(number: float) -> Fraction:
    """A number as it is written."""
    return Fraction(str(number))


# ---- dates -------------------------------------------------------------------------------------------------------------


def days(text: str) -> Days | None:
    """The days that ``2026-10-15``, ``2026-10``, ``2026``, ``2024-25`` (1 July to 30 June) or ``never`` may be."""
    if text == "never":
        return NEVER, NEVER
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 3:
        return (date(*numbers),) * 2  # type: ignore[return-value]
    if len(numbers) == 1:
        return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
    year, second = numbers
    if 1 <= second <= 12:
        return date(year, second, 1), date(year, second, monthrange(year, second)[1])
    return date(year, 7, 1), date(year + 1, 6, 30)


def school_year(text: str) -> Days:
    year = int(text[:4])
    return date(year, 7, 1), date(year + 1, 6, 30)


def shifted(day: date, time: str, sign: int) -> date:
    """``day`` moved by ``24 months`` and the like; the last day of a month that has no such day."""
    if day == NEVER:
        return NEVER
    amount, unit = time.split(" ")
    if unit.startswith("day"):
        return day + timedelta(days=sign * int(amount))
    months = int(amount) * (12 if unit.startswith("year") else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + sign * months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def every_day(span: Days) -> Iterator[date]:
    first, last = span
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def compare_days(word: str, left: Days, right: Days) -> Truth:
    """A date test that holds (fails) for every day that each side may be; else unknown."""
    match word:
        case "on_or_after":
            return True if left[0] >= right[1] else False if left[1] < right[0] else None
        case "after":
            return True if left[0] > right[1] else False if left[1] <= right[0] else None
        case "on_or_before":
            return compare_days("on_or_after", right, left)
        case _:
            return compare_days("after", right, left)


def days_within(value: Days, other: Days, time: str, sign: int) -> Truth:
    """Whether ``value`` is at most ``time`` before (-1) or after (1) ``other``, for every day that each may be."""
    always, sometimes = True, False
    for day in every_day(other):
        window = sorted((day, shifted(day, time, sign)))
        always = always and window[0] <= value[0] and value[1] <= window[1]
        sometimes = sometimes or (value[0] <= window[1] and window[0] <= value[1])
    return True if always else None if sometimes else False


# ---- numbers that are known only within limits --------------------------------------------------------------------------


def compare_range(word: str, low: Fraction, high: Fraction, wanted: Any) -> Truth:
    """A number test of something between ``low`` and ``high``."""
    match word:
        case "between":
            first, last = (exactly(number) for number in wanted)
            return all_of([compare_range("at_least", low, high, first), compare_range("at_most", low, high, last)])
        case "one_of":
            return any_of(compare_range("is", low, high, number) for number in wanted)
    number = wanted if isinstance(wanted, Fraction) else exactly(wanted)
    match word:
        case "at_least":
            return True if low >= number else False if high < number else None
        case "more_than":
            return True if low > number else False if high <= number else None
        case "at_most":
            return opposite(compare_range("more_than", low, high, number))
        case "less_than":
            return opposite(compare_range("at_least", low, high, number))
        case "is":
            return True if low == high == number else None if low <= number <= high else False
        case _:
            return opposite(compare_range("is", low, high, number))


@dataclass(frozen=True)
class Oracle:
    """The truth of checks on one submission, as of one day."""

    root: Field
    data: Mapping[str, Any]
    as_of: date
    parameters: Mapping[str, Any] = field(default_factory=dict)
    to_follow: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    names: Mapping[str, Named] = field(default_factory=dict)
    item: Named | None = None

    def outermost(self, check: Any) -> Truth | NotApplicable:
        """The truth of the check of a rule, which alone may come to "not applicable"."""
        if isinstance(check, dict) and check.get("if_empty") == "not_applicable":
            found: Truth | NotApplicable = self.counted(check)
            return found
        return self.check(check)

    def check(self, check: Any) -> Truth:
        if isinstance(check, list):
            return all_of([self.check(part) for part in check])
        if "all" in check:
            return all_of([self.check(part) for part in check["all"]])
        if "any" in check:
            return any_of([self.check(part) for part in check["any"]])
        if "not" in check:
            return opposite(self.check(check["not"]))
        if "among" in check:
            truths = [self.check(part) for part in check["among"]]
            return self._at_least(truths.count(True), len(truths) - truths.count(False), check["at_least"])
        if "ratio" in check:
            return self.ratio(check)
        if "prerequisite_chain" in check:
            return self.chain(check)
        if "non_decreasing" in check:
            return self.non_decreasing(check)
        if any(word in check for word in WHOLE_LIST_WORDS):
            return self.whole_list(check)
        if any(word in check for word in LIST_WORDS):
            found = self.counted(check)
            return found if isinstance(found, bool) else None
        return all_of([
            self.value_test(path, word, operand, tests)
            for path, tests in check.items()
            for word, operand in tests.items()
            if word not in {"key", "where"}
        ])  # fmt: skip

    @staticmethod
    def _at_least(sure: int, possible: int, wanted: float) -> Truth:
        return True if sure >= wanted else False if possible < wanted else None

    # ---- paths and operands ----------------------------------------------------------------------------------------------

    def at(self, path: str) -> Named:
        """The value at ``path`` (None where it is missing) and its field."""
        parts = path.split(".")
        if parts[0] in self.names:
            found, parts = self.names[parts[0]], parts[1:]
        elif self.item is not None:
            found = self.item
        else:
            found = Named(self.data, self.root)
        for part in parts:
            found = self.member(self.referred(found), part)
        return found

    def referred(self, named: Named) -> Named:
        """What a reference refers to; everything else as it is."""
        if named.field.reference is None or named.field.kind is Kind.LIST:
            return named
        target = self.root.members[named.field.reference]
        assert target.item is not None
        items = self.data.get(named.field.reference) or []
        key = target.item.key or ""
        wanted = None if named.field.party and named.value == DISTRICT else named.value
        same = [item for item in items if wanted is not None and item.get(key) == wanted]
        return Named(same[0] if same else None, target.item)

    @staticmethod
    def member(named: Named, part: str) -> Named:
        if named.field.kind is Kind.RECORD:
            below = named.field.members[part]
        elif named.field.kind is Kind.MAP:
            assert named.field.item is not None
            below = named.field.item
        else:
            below = Field(static=part, kind=Kind.OPEN)
        value = named.value.get(part) if isinstance(named.value, dict) else None
        return Named(value, below)

    def parameter(self, name: str) -> Any:
        value = self.parameters[name]
        if not isinstance(value, Banded):
            return value
        number = self.at_root(value.by)
        fitting = [found for limit, found in value.bands if limit is None or (number is not None and number <= limit)]
        return None if number is None else fitting[0]

    def at_root(self, path: str) -> Any:
        return replace(self, names={}, item=None).at(path).value

    def operand(self, raw: Any) -> Any:
        """A literal, field, parameter or list of literals; None where it is missing."""
        if isinstance(raw, dict):
            return self.at(raw["field"]).value if "field" in raw else self.parameter(raw["param"])
        return raw

    def time(self, raw: Any) -> str | None:
        found: str | None = self.operand(raw)
        return found

    def date_operand(self, raw: Any) -> Days | None:
        """The days that an operand may be, moved by its offset."""
        if isinstance(raw, dict) and "date" in raw:
            span: Days | None = (self.as_of, self.as_of)
        else:
            value = self.operand(raw)
            span = None if value is None else days(str(value))
        for word, sign in (("plus", 1), ("minus", -1)):
            if isinstance(raw, dict) and word in raw:
                time = self.time(raw[word])
                span = None if span is None or time is None else (shifted(span[0], time, sign), shifted(span[1], time, sign))
        return span

    # ---- of one value ------------------------------------------------------------------------------------------------------

    def value_test(self, path: str, word: str, operand: Any, tests: Mapping[str, Any]) -> Truth:
        named = self.at(path)
        if word == "in_force_on":
            return self.in_force(named, operand)
        if word == "present":
            return None if named.value is None or named.value == {} else True
        if named.value is None:
            return None
        if word == "found_in":
            return self.found_in(named.value, tests)
        return self.test(named.value, named.field.kind, word, operand)

    def test(self, value: Any, kind: Kind, word: str, operand: Any) -> Truth:
        match word:
            case "starts" | "ends":
                edge = school_year(value)[0 if word == "starts" else 1]
                return self.date_test((edge, edge), operand)
            case "on_or_after" | "on_or_before" | "after" | "before" | "within":
                span = days(value)
                return None if span is None else self.date_test(span, {word: operand})
            case "filled":
                return None if self.is_filler(value) else True
            case "min_words":
                wanted = self.operand(operand)
                return None if wanted is None else len(value.split()) >= wanted
            case "matches":
                return None if len(value) > 1000 else re.fullmatch(operand, value) is not None
            case "mentions_any":
                return self.mentions(value, operand)
        if kind is Kind.NUMBER:
            return self.number_test(exactly(value), exactly(value), word, operand)
        wanted = self.operand(operand)
        if wanted is None or (word == "one_of" and None in wanted):
            return True if wanted is not None and value in wanted else None
        match word:
            case "is":
                return bool(value == wanted)
            case "is_not":
                return bool(value != wanted)
            case "one_of":
                return value in wanted
        raise AssertionError(word)

    def number_test(self, low: Fraction, high: Fraction, word: str, operand: Any) -> Truth:
        wanted = [self.operand(part) for part in operand] if word == "between" else self.operand(operand)
        if wanted is None:
            return None
        if word in {"between", "one_of"} and None in wanted:
            known = compare_range("one_of", low, high, [part for part in wanted if part is not None])
            return True if word == "one_of" and known else None
        return compare_range(word, low, high, wanted)

    def date_test(self, span: Days, test: Mapping[str, Any]) -> Truth:
        truths: list[Truth] = []
        for word, operand in test.items():
            if word == "within":
                sign, side = (-1, "before") if "before" in operand else (1, "after")
                other, time = self.date_operand(operand[side]), self.time(operand["time"])
                missing = other is None or time is None
                truths.append(None if missing else days_within(span, other, time, sign))  # type: ignore[arg-type]
            else:
                other = self.date_operand(operand)
                truths.append(None if other is None else compare_days(word, span, other))
        return all_of(truths)

    def is_filler(self, text: str) -> bool:
        bare = " ".join(text.split()).casefold().rstrip(". ")
        return not bare or bare in self.fillers

    @staticmethod
    def mentions(text: str, phrases: list[str]) -> bool:
        """Whether the words of one of the phrases stand side by side in the text."""
        wanted = [" ".join(phrase.casefold().split()) for phrase in phrases]
        said = " ".join(text.casefold().split())
        for phrase in wanted:
            for start in range(len(said)):
                end = start + len(phrase)
                before, after = said[start - 1 : start] if start else "", said[end : end + 1]
                apart = not any(re.match(r"\w", character) for character in (before, after))
                if said[start:end] == phrase and apart:
                    return True
        return False

    def in_force(self, named: Named, operand: Any) -> Truth:
        when = self.date_operand(operand)
        record = named.value
        if not record or when is None:
            return None
        spans = {
            name: days(record[name]) if record.get(name) is not None else None
            for name in ("effective_on", "expires_on", "last_reviewed_on")
        }
        begin, end = spans["effective_on"], spans["expires_on"]
        begun = None if begin is None else compare_days("on_or_after", when, begin)
        going = None if end is None else compare_days("on_or_before", when, end)
        if begun is False or going is False:
            return False
        if end is not None:
            return all_of([begun, going])
        recent = any_of(
            None if span is None else days_within(span, when, "12 months", -1)
            for span in (begin, spans["last_reviewed_on"])
        )
        return True if begun and recent and record.get("renews") == "annual_review" else None

    def found_in(self, value: Any, tests: Mapping[str, Any]) -> Truth:
        named = self.at(tests["found_in"])
        if named.value is None:
            return None
        assert named.field.item is not None
        key = tests.get("key", named.field.item.key)
        truths: list[Truth] = []
        for item in named.value:
            inside = replace(self, item=Named(item, named.field.item))
            own = inside.at(key).value
            same = None if own is None else own == value
            truths.append(all_of([same, inside.check(tests["where"]) if "where" in tests else True]))
        return self.collected(named.field, any_of(truths))

    # ---- over the items of a list ---------------------------------------------------------------------------------------------

    def collected(self, listed: Field, truth: Any) -> Any:
        """What fails on a list that is still being collected is unknown."""
        return None if truth is False and listed.static in self.to_follow else truth

    def items(self, check: Mapping[str, Any], path: str) -> tuple[Field, list[tuple[Oracle, Named, Truth]]] | None:
        """For each item: the names inside, the item, whether it is a candidate. None where the list is absent."""
        named = self.at(path)
        if named.value is None:
            return None
        found: list[tuple[Oracle, Named, Truth]] = []
        assert named.field.item is not None
        for value in named.value:
            item = Named(value, named.field.item)
            inside = replace(self, names={**self.names, check["as"]: item}) if "as" in check else self
            found.append((inside, item, inside.check(check["consider"]) if "consider" in check else True))
        return named.field, found

    def counted(self, check: Mapping[str, Any]) -> Truth | NotApplicable:
        """The list words: what holds in every world, where an unknown item may be no candidate, show it, or fail."""
        word = next(word for word in LIST_WORDS if word in check)
        listed = self.items(check, check[word] if word in {"every", "none_of"} else check["of"])
        wanted = None if word in {"every", "none_of"} else self.operand(check[word])
        if listed is None or (wanted is None and word not in {"every", "none_of"}):
            return None
        static, items = listed
        worlds = {(0, 0)}
        for inside, _, candidate in items:
            shows = inside.check(check["must"]) if "must" in check else True
            ways = set()
            if candidate is not True:
                ways.add((0, 0))
            if candidate is not False:
                ways |= {(1, int(way)) for way in ((True, False) if shows is None else (shows,))}
            worlds = {(had + one, shown + does) for had, shown in worlds for one, does in ways}
        results = {self._world(word, had, shown, wanted, check.get("if_empty")) for had, shown in worlds}
        found: Truth | NotApplicable = self.collected(static, agreed(results))
        return found

    @staticmethod
    def _world(word: str, candidates: int, shown: int, wanted: Any, if_empty: str | None) -> bool | NotApplicable:
        if if_empty is not None and candidates == 0:
            return "not_applicable" if if_empty == "not_applicable" else if_empty == "met"
        match word:
            case "at_least":
                return shown >= wanted
            case "at_most":
                return shown <= wanted
            case "exactly":
                return shown == wanted
            case "every":
                return shown == candidates
            case "none_of":
                return shown == 0
            case _:
                return shown >= exactly(wanted) * candidates

    # ---- of a list as a whole --------------------------------------------------------------------------------------------------

    def whole_list(self, check: Mapping[str, Any]) -> Truth:
        word = next(word for word in WHOLE_LIST_WORDS if word in check)
        listed = self.items(check, check["of"])
        if listed is None:
            return None
        static, items = listed
        values = self.values(items, check["unique_by"] if word == "unique_by" else check.get("value"), check.get("one_per"))
        match word:
            case "covers":
                truth = self.covers(values, check["covers"])
            case "unique_by":
                truth = self.unique(values)
            case "sum":
                truth = self.tests(self.total(values, grouped="one_per" in check), check["sum"])
            case "count_distinct":
                truth = self.tests(self.distinct(values), check["count_distinct"])
            case _:
                truth = self.extreme(values, word, check[word])
        found: Truth = truth if word in {"unique_by"} else self.collected(static, truth)
        return found

    def values(self, items: list[tuple[Oracle, Named, Truth]], path: str | None, one_per: str | None) -> Values:
        """The values of the candidates, one by one; for ``one_per`` each with its group."""
        slots: list[Slot] = []
        more = False
        kind = Field(static="", kind=Kind.OPEN)
        for inside, item, candidate in items:
            if candidate is False:
                continue
            named = item if path is None else inside.at(path)
            group = None if one_per is None else inside.at(one_per).value
            kind = named.field
            if named.field.kind is Kind.LIST:
                kind = named.field.item or kind
                more = more or named.value is None
            members = (named.value or []) if named.field.kind is Kind.LIST else [named.value]
            slots += [Slot(value, candidate is True, group) for value in members]
        return Values(tuple(slots), more, kind)

    def tests(self, limits: tuple[Fraction, Fraction], tests: Mapping[str, Any]) -> Truth:
        return all_of([self.number_test(*limits, word, operand) for word, operand in tests.items()])

    def covers(self, values: Values, wanted: Any) -> Truth:
        named = self.operand(wanted)
        if named is None:
            return None
        sought = {value for value in named if value is not None}
        sure = {slot.value for slot in values.sure if slot.known}
        possible = {slot.value for slot in values.slots if slot.known}
        blanks = sum(not slot.known for slot in values.slots)
        if not values.more and len(sought - possible) > blanks:
            return False
        return True if sought <= sure and None not in named else None

    @staticmethod
    def unique(values: Values) -> Truth:
        sure = [slot.value for slot in values.sure if slot.known]
        if len(set(sure)) < len(sure):
            return False
        everything = [slot.value for slot in values.slots]
        alone = len(everything) < 2 and not values.more
        return True if alone or (None not in everything and len(set(everything)) == len(everything) and not values.more) else None

    @staticmethod
    def limits(slot: Slot, listed: Field) -> tuple[Fraction, Fraction]:
        """The least and greatest that a value may be, under the contract."""
        if slot.known:
            return exactly(slot.value), exactly(slot.value)
        low = -INFINITY if listed.minimum is None else exactly(listed.minimum)
        return low, INFINITY if listed.maximum is None else exactly(listed.maximum)

    def total(self, values: Values, *, grouped: bool) -> tuple[Fraction, Fraction]:
        """The least and greatest sum."""
        low = high = Fraction(0)
        if values.more:
            low = Fraction(0) if (values.field.minimum or -1) >= 0 or values.field.minimum == 0 else -INFINITY
            high = INFINITY
        groups: dict[Any, list[Slot]] = {}
        for number, slot in enumerate(values.slots):
            alone = not grouped or not slot.group
            groups.setdefault(number if alone else slot.group, []).append(slot)
        for members in groups.values():
            ranges = [(slot, *self.limits(slot, values.field)) for slot in members]
            worlds = []
            for present in product(*((True,) if slot.sure else (True, False) for slot in members)):
                there = [limit for limit, is_there in zip(ranges, present, strict=True) if is_there]
                worlds.append((min((l for _, l, _ in there), default=Fraction(0)), min((h for _, _, h in there), default=Fraction(0))))
            low += min(l for l, _ in worlds)
            high += max(h for _, h in worlds)
        return low, high

    @staticmethod
    def distinct(values: Values) -> tuple[Fraction, Fraction]:
        """The least and greatest number of different values."""
        sure = {slot.value for slot in values.sure if slot.known}
        possible = {slot.value for slot in values.slots if slot.known}
        blanks = sum(not slot.known for slot in values.slots)
        least = max(len(sure), int(any(not slot.known for slot in values.sure)))
        return Fraction(least), INFINITY if values.more else Fraction(len(possible) + blanks)

    def extreme(self, values: Values, word: str, tests: Mapping[str, Any]) -> Truth:
        """``min`` and ``max``; where nothing is there, nothing passes."""
        if not values.slots and not values.more:
            return False
        raise NotImplementedError

    def ratio(self, check: Mapping[str, Any]) -> Truth:
        above, below = self.at(check["numerator"]).value, self.at(check["denominator"]).value
        if above is None or below is None or below == 0:
            return None
        quotient = exactly(above) / exactly(below)
        return self.tests((quotient, quotient), check["ratio"])

    # ---- of a sequence -----------------------------------------------------------------------------------------------------------

    def chain(self, check: Mapping[str, Any]) -> Truth:
        raise NotImplementedError

    def non_decreasing(self, check: Mapping[str, Any]) -> Truth:
        raise NotImplementedError

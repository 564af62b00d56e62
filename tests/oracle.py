"""An independent, naive interpreter of the rule language, written from ``docs/rule-language.md`` alone.

It reads the YAML of a check and plain data as a loaded submission holds it, and knows nothing of the parser, the
compiler and the explainer. Of the contract it uses what a field is: its kind, what it refers to, its limits and the
order of its words. Clarity before speed.
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
from poscheck.reading import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Truth = bool | None
Verdict = Truth | Literal["not_applicable"]
Limits = tuple[Fraction, Fraction]
Days = tuple[date, date]
"""All days that a date may be: the first and the last."""

INFINITY = Fraction(10**30)
NUMBER = Field(static="", kind=Kind.NUMBER)
DATE = Field(static="", kind=Kind.DATE)
DATE_WORDS = {"on_or_after", "on_or_before", "after", "before", "within"}
NUMBER_WORDS = {"more_than", "at_least", "less_than", "at_most", "between"}
TEXT_WORDS = {"filled", "min_words", "matches", "mentions_any"}
LIST_WORDS = ("at_least", "at_most", "exactly", "every", "none_of", "share_at_least")
WHOLE_LIST_WORDS = ("covers", "sum", "count_distinct", "min", "max", "unique_by")
LONGEST_MATCHED = 1000


@dataclass(frozen=True)
class Banded:
    """A parameter that depends on the field ``by``: limits (None: for all others) and values."""

    by: str
    bands: tuple[tuple[float | None, Any], ...]


@dataclass(frozen=True)
class Named:
    """A value (None where it is missing) and the field that it is of."""

    value: Any
    field: Field


@dataclass(frozen=True)
class Slot:
    """One value that a whole-list word looks at (None: unknown); ``sure``: it certainly belongs to a candidate."""

    value: Any
    sure: bool
    group: Any = ""


@dataclass(frozen=True)
class Values:
    """All values that a whole-list word looks at; ``more``: any number of others may be there too."""

    slots: tuple[Slot, ...]
    more: bool
    field: Field

    @property
    def sure(self) -> list[Slot]:
        """Those that are there in any case."""
        return [slot for slot in self.slots if slot.sure]


@dataclass(frozen=True, eq=False)
class Item:
    """An item of a list: what is known inside, its value, and whether it is a candidate."""

    inside: Oracle
    value: Any
    candidate: Truth


@dataclass(frozen=True, eq=False)
class Link:
    """That an item comes after another one (None: after nothing)."""

    earlier: Item | None
    later: Item

    @property
    def sure(self) -> bool:
        """Whether both items are certainly candidates."""
        return self.later.candidate is True and (self.earlier is None or self.earlier.candidate is True)


# ---- three values ----------------------------------------------------------------------------------------------------


def all_of(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return False if False in found else None if None in found else True


def any_of(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return True if True in found else None if None in found else False


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


# ---- dates -----------------------------------------------------------------------------------------------------------


def days(text: Any) -> Days | None:
    """The days that ``2026-10-15``, ``2026-10``, ``2026``, ``2024-25`` (a school year) or ``never`` may be."""
    if text == "never":
        return date.max, date.max
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return None
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    try:
        first = date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    except ValueError:
        return school_year(text)
    return (first, first) if len(rest) > 1 else (first, date(year, rest[0], monthrange(year, rest[0])[1]))


def school_year(text: Any) -> Days | None:
    """1 July to 30 June."""
    found = re.fullmatch(r"(\d{4})-(\d\d)", text) if isinstance(text, str) else None
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    return date(int(found[1]), 7, 1), date(int(found[1]) + 1, 6, 30)


def shifted(day: date, time: str, sign: int) -> date:
    """``day`` moved by ``24 months`` and the like; where the month has no such day, by its last."""
    amount, unit = time.split(" ")
    if day == date.max:
        return day
    if unit.startswith("day"):
        return day + timedelta(days=sign * int(amount))
    months = int(amount) * (12 if unit.startswith("year") else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + sign * months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def every_day(span: Days) -> Iterator[date]:
    return (span[0] + timedelta(days=number) for number in range((span[1] - span[0]).days + 1))


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
        first, last = sorted((day, shifted(day, time, sign)))
        always = always and first <= value[0] and value[1] <= last
        sometimes = sometimes or (value[0] <= last and first <= value[1])
    return True if always else None if sometimes else False


# ---- numbers that lie between limits ---------------------------------------------------------------------------------


def exactly(number: float | Fraction) -> Fraction:
    """A number as it is written."""
    return number if isinstance(number, Fraction) else Fraction(str(number))


def compare_number(word: str, limits: Limits, number: float) -> Truth:
    """A test of a number that is anywhere within ``limits``."""
    low, high, wanted = *limits, exactly(number)
    match word:
        case "at_least":
            return True if low >= wanted else False if high < wanted else None
        case "more_than":
            return True if low > wanted else False if high <= wanted else None
        case "at_most":
            return opposite(compare_number("more_than", limits, number))
        case "less_than":
            return opposite(compare_number("at_least", limits, number))
        case "is":
            return True if low == high == wanted else None if low <= wanted <= high else False
        case _:
            return opposite(compare_number("is", limits, number))


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def fits(value: Any, kind: Kind) -> bool:
    """Whether a value of which the contract says nothing is of that kind."""
    match kind:
        case Kind.NUMBER:
            return is_number(value)
        case Kind.BOOLEAN:
            return isinstance(value, bool)
        case Kind.PERIOD:
            return school_year(value) is not None
        case Kind.TEXT | Kind.WORD:
            return isinstance(value, str)
        case _:
            return True


def same(value: Any, wanted: Any) -> bool:
    return bool(value == wanted) and isinstance(value, bool) == isinstance(wanted, bool)


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

    def outermost(self, check: Any) -> Verdict:
        """The truth of the check of a rule, which alone may come to "not applicable"."""
        if isinstance(check, dict) and check.get("if_empty") == "not_applicable":
            return self.counted(check)
        return self.check(check)

    def check(self, check: Any) -> Truth:
        """The truth of any check."""
        if isinstance(check, list):
            return all_of([self.check(part) for part in check])
        if "all" in check:
            return all_of([self.check(part) for part in check["all"]])
        if "any" in check:
            return any_of([self.check(part) for part in check["any"]])
        if "not" in check:
            return opposite(self.check(check["not"]))
        if "among" in check:
            return self.among(check)
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
            self.value_test(self.at(path), word, operand, tests)
            for path, tests in check.items()
            for word, operand in tests.items()
            if "found_in" not in tests or word not in {"key", "where"}
        ])  # fmt: skip

    def among(self, check: Mapping[str, Any]) -> Truth:
        truths = [self.check(part) for part in check["among"]]
        limits = Fraction(truths.count(True)), Fraction(len(truths) - truths.count(False))
        wanted = self.operand(check["at_least"], NUMBER)
        return None if wanted is None else compare_number("at_least", limits, wanted)

    # ---- paths -------------------------------------------------------------------------------------------------------

    def at(self, path: str) -> Named:
        """The value at ``path`` and its field."""
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
        if named.field.reference is None:
            return named
        target = self.root.members[named.field.reference].item
        assert target is not None
        own_side = named.field.party and named.value == DISTRICT
        items = self.data.get(named.field.reference) or []
        found = [item for item in items if named.value is not None and item.get(target.key) == named.value]
        return Named(found[0] if found and not own_side else None, target)

    @staticmethod
    def member(named: Named, part: str) -> Named:
        match named.field.kind:
            case Kind.RECORD:
                below: Field | None = named.field.members[part]
            case Kind.MAP:
                below = named.field.item
            case _:
                below = Field(static=part, kind=Kind.OPEN)
        assert below is not None
        return Named(named.value.get(part) if isinstance(named.value, dict) else None, below)

    # ---- operands ----------------------------------------------------------------------------------------------------

    def operand(self, raw: Any, tested: Field) -> Any:
        """What stands at the right of a word that tests the field ``tested``; None where it is missing."""
        if not isinstance(raw, dict):
            return str(raw) if tested.kind in {Kind.TEXT, Kind.WORD, Kind.PERIOD} else resolve(raw)
        if "param" in raw:
            return self.parameter(str(raw["param"]))
        named = self.at(raw["field"])
        return named.value if named.field.kind is not Kind.OPEN or fits(named.value, tested.kind) else None

    def operands(self, raw: Any, tested: Field) -> list[Any] | None:
        """A set of values; None where the whole set is missing, with None in it where one of them is."""
        if isinstance(raw, list):
            return [self.operand(part, tested) for part in raw]
        found = self.operand(raw, tested)
        return None if found is None else list(found)

    def parameter(self, name: str) -> Any:
        value = self.parameters[name]
        if not isinstance(value, Banded):
            return value
        number = replace(self, names={}, item=None).at(value.by).value
        if number is None:
            return None
        return next(found for limit, found in value.bands if limit is None or number <= limit)

    def time(self, raw: Any) -> str | None:
        found: str | None = self.operand(raw, NUMBER)
        return found

    def date_operand(self, raw: Any) -> Days | None:
        """The days that an operand may be, moved by its offset."""
        moves = raw if isinstance(raw, dict) else {}
        value = self.as_of.isoformat() if "date" in moves else str(raw) if not moves else self.operand(raw, DATE)
        span = days(value)
        for word, sign in (("plus", 1), ("minus", -1)):
            time = self.time(moves[word]) if word in moves else "0 days"
            span = None if span is None or time is None else tuple(shifted(day, time, sign) for day in span)  # type: ignore[assignment]
        return span

    # ---- of one value ------------------------------------------------------------------------------------------------

    def value_test(self, named: Named, word: str, operand: Any, tests: Mapping[str, Any]) -> Truth:
        value = named.value
        if value is None or (value == {} and named.field.kind in {Kind.RECORD, Kind.MAP}):
            return None
        if word == "present":
            return True
        if word == "found_in":
            return self.found_in(value, tests)
        if word == "in_force_on":
            return self.in_force(value, operand) if isinstance(value, dict) else None
        if word in DATE_WORDS:
            span = days(value)
            return None if span is None else self.date_test(span, {word: operand})
        if word in {"starts", "ends"}:
            year = school_year(value)
            return None if year is None else self.date_test((year[word == "ends"],) * 2, operand)
        if word in TEXT_WORDS:
            return self.text_test(value, word, operand) if isinstance(value, str) else None
        if word in NUMBER_WORDS:
            return self.number_test((exactly(value),) * 2, word, operand) if is_number(value) else None
        if isinstance(value, list | dict):
            return None
        return self.equality(value, word, operand, named.field)

    def equality(self, value: Any, word: str, operand: Any, tested: Field) -> Truth:
        wanted = self.operands(operand, tested) if word == "one_of" else [self.operand(operand, tested)]
        if wanted is None:
            return None
        found = any_of(None if each is None else same(value, each) for each in wanted)
        return opposite(found) if word == "is_not" else found

    def number_test(self, limits: Limits, word: str, operand: Any) -> Truth:
        match word:
            case "between":
                return all_of([
                    self.number_test(limits, "at_least", operand[0]), self.number_test(limits, "at_most", operand[1])
                ])  # fmt: skip
            case "one_of":
                wanted = self.operands(operand, NUMBER)
                if wanted is None:
                    return None
                return any_of(None if each is None else compare_number("is", limits, each) for each in wanted)
            case _:
                number = self.operand(operand, NUMBER)
                return compare_number(word, limits, number) if is_number(number) else None

    def date_test(self, span: Days, tests: Mapping[str, Any]) -> Truth:
        return all_of([self.one_date_test(span, word, operand) for word, operand in tests.items()])

    def one_date_test(self, span: Days, word: str, operand: Any) -> Truth:
        if word != "within":
            other = self.date_operand(operand)
            return None if other is None else compare_days(word, span, other)
        sign, side = (-1, "before") if "before" in operand else (1, "after")
        other, time = self.date_operand(operand[side]), self.time(operand["time"])
        return None if other is None or time is None else days_within(span, other, time, sign)

    def text_test(self, text: str, word: str, operand: Any) -> Truth:
        match word:
            case "filled":
                bare = " ".join(text.split()).casefold().rstrip(". ")
                return None if not bare or bare in self.fillers else True
            case "min_words":
                wanted = self.operand(operand, NUMBER)
                return None if wanted is None else len(text.split()) >= wanted
            case "matches":
                return None if len(text) > LONGEST_MATCHED else re.fullmatch(operand, text) is not None
            case _:
                return any(occurs(phrase, text) for phrase in operand)

    def in_force(self, record: Mapping[str, Any], operand: Any) -> Truth:
        when = self.date_operand(operand)
        if when is None:
            return None
        begin, end, reviewed = (days(record.get(name)) for name in ("effective_on", "expires_on", "last_reviewed_on"))
        begun = None if begin is None else compare_days("on_or_after", when, begin)
        going = None if end is None else compare_days("on_or_before", when, end)
        if begun is False or going is False:
            return False
        if end is not None:
            return all_of([begun, going])
        recent = any_of(
            None if span is None else days_within(span, when, "12 months", -1) for span in (begin, reviewed)
        )
        return True if begun and recent and record.get("renews") == "annual_review" else None

    def found_in(self, value: Any, tests: Mapping[str, Any]) -> Truth:
        named = self.at(tests["found_in"])
        if named.value is None:
            return None
        assert named.field.item is not None
        truths: list[Truth] = []
        for item in named.value:
            inside = replace(self, item=Named(item, named.field.item))
            key = inside.at(tests.get("key") or named.field.item.key or "").value
            where = inside.check(tests["where"]) if "where" in tests else True
            truths.append(all_of([None if key is None else same(key, value), where]))
        return any_of(truths)

    # ---- over the items of a list ------------------------------------------------------------------------------------

    def collected(self, listed: Field, truth: Verdict) -> Any:
        """What fails only for want of items is unknown on a list that is still being collected."""
        follows = any(f"{listed.static}.".startswith(f"{path}.") for path in self.to_follow)
        return None if truth is False and follows else truth

    def items(self, check: Mapping[str, Any], path: str) -> tuple[Field, list[Item]] | None:
        """The items of a list; None where it is absent."""
        named = self.at(path)
        if named.value is None:
            return None
        assert named.field.item is not None
        found: list[Item] = []
        for value in named.value:
            names = {**self.names, check["as"]: Named(value, named.field.item)} if "as" in check else self.names
            inside = replace(self, names=names)
            found.append(Item(inside, value, inside.check(check["consider"]) if "consider" in check else True))
        return named.field, found

    def counted(self, check: Mapping[str, Any]) -> Verdict:
        """The list words: what holds in every world, where an unknown item may be no candidate, show it, or fail."""
        word = next(word for word in LIST_WORDS if word in check)
        counting = word not in {"every", "none_of"}
        listed = self.items(check, check["of"] if counting else check[word])
        if listed is None:
            return None
        static, items = listed
        if_empty = check.get("if_empty")
        if if_empty and not any(item.candidate for item in items) and any(item.candidate is None for item in items):
            return None  # nobody knows whether there is any candidate
        worlds = {(0, 0)}
        for item in items:
            ways = set() if item.candidate is True else {(0, 0)}
            if item.candidate is not False:
                shows = item.inside.check(check["must"]) if "must" in check else True
                ways |= {(1, 0), (1, 1)} if shows is None else {(1, int(shows))}
            worlds = {(had + one, shown + does) for had, shown in worlds for one, does in ways}
        if if_empty and worlds == {(0, 0)}:
            empty: Verdict = "not_applicable" if if_empty == "not_applicable" else if_empty == "met"
            nothing: Verdict = self.collected(static, empty)
            return nothing
        wanted = self.operand(check[word], NUMBER) if counting else 0
        results = {None if wanted is None else in_world(word, had, shown, wanted) for had, shown in worlds}
        truth = results.pop() if len(results) == 1 else None
        found: Verdict = self.collected(static, truth) if counting else truth
        return found

    # ---- of a list as a whole ----------------------------------------------------------------------------------------

    def whole_list(self, check: Mapping[str, Any]) -> Truth:
        word = next(word for word in WHOLE_LIST_WORDS if word in check)
        listed = self.items(check, check["of"])
        if listed is None:
            return None
        static, items = listed
        path = check["unique_by"] if word == "unique_by" else check.get("value")
        values = self.values(check.get("as", ""), static, items, path, check.get("one_per"))
        if word in {"unique_by", "count_distinct"}:
            values = replace(
                values, slots=tuple(replace(slot, value=single_day(slot.value, values.field)) for slot in values.slots)
            )
        match word:
            case "unique_by":
                return unique(values)
            case "covers":
                truth = self.covers(values, check["covers"])
            case "sum":
                truth = self.tests(total(values, grouped="one_per" in check), check["sum"])
            case "count_distinct":
                truth = self.tests(distinct(values), check["count_distinct"])
            case _:
                truth = self.extreme(values, word, check[word])
        found: Truth = self.collected(static, truth)
        return found

    def values(self, name: str, listed: Field, items: list[Item], path: str | None, one_per: str | None) -> Values:
        """The values of the candidates, one by one; for ``one_per`` each with its group."""
        assert listed.item is not None
        nothing = replace(self, names={**self.names, name: Named(None, listed.item)})
        taken = nothing.at(path).field if path else listed.item
        slots: list[Slot] = []
        more = False
        for item in items:
            if item.candidate is False:
                continue
            value = item.inside.at(path).value if path else item.value
            group = item.inside.at(one_per).value if one_per else ""
            if taken.kind is Kind.LIST:
                more = more or value is None
                slots += [Slot(member, item.candidate is True, group) for member in value or []]
            else:
                slots.append(Slot(value, item.candidate is True, group))
        return Values(tuple(slots), more, taken.item if taken.item and taken.kind is Kind.LIST else taken)

    def tests(self, limits: Limits, tests: Mapping[str, Any]) -> Truth:
        return all_of([self.number_test(limits, word, operand) for word, operand in tests.items()])

    def covers(self, values: Values, wanted: Any) -> Truth:
        named = self.operands(wanted, values.field)
        if named is None:
            return None
        sought = set(named) - {None}
        sure = {slot.value for slot in values.sure}
        possible = {slot.value for slot in values.slots}
        blanks = sum(slot.value is None for slot in values.slots)
        if not values.more and len(sought - possible) > blanks:
            return False
        return True if sought <= sure and None not in named else None

    def extreme(self, values: Values, word: str, tests: Mapping[str, Any]) -> Truth:
        """``min`` and ``max``: where there is no value at all, none passes."""
        numbers = values.field.kind is Kind.NUMBER
        slots = [*values.slots, *([Slot(None, sure=False)] if values.more else [])]
        if not slots:
            return False
        spans = [(slot.sure, limits(slot, values.field) if numbers else day_limits(slot)) for slot in slots]
        sure = [span for is_sure, span in spans if is_sure]
        low, high = min(low for _, (low, _) in spans), max(high for _, (_, high) in spans)
        if sure and word == "max":
            low = max(least for least, _ in sure)
        elif sure:
            high = min(most for _, most in sure)
        truth = self.tests((low, high), tests) if numbers else self.date_test((low, high), tests)  # type: ignore[arg-type]
        return truth if sure or truth is False else None

    def ratio(self, check: Mapping[str, Any]) -> Truth:
        above, below = self.at(check["numerator"]).value, self.at(check["denominator"]).value
        if above is None or not below:
            return None
        quotient = exactly(above) / exactly(below)
        return self.tests((quotient, quotient), check["ratio"])

    # ---- of a sequence -----------------------------------------------------------------------------------------------

    def links(self, check: Mapping[str, Any]) -> tuple[Field, list[Link], bool] | None:
        """Which candidate comes after which; and whether some prerequisite is unknown."""
        listed = self.items(check, check["of"])
        if listed is None:
            return None
        static, items = listed
        there = [item for item in items if item.candidate is not False]
        found = [Link(None, item) for item in there]
        unknown = False
        for later in there:
            named = later.inside.at(check["along"])
            assert named.field.item is not None
            unknown = unknown or named.value is None or None in named.value
            before = [self.referred(Named(key, named.field.item)).value for key in named.value or []]
            found += [Link(earlier, later) for earlier in there if any(earlier.value is value for value in before)]
        return static, found, unknown

    def chain(self, check: Mapping[str, Any]) -> Truth:
        linked = self.links(check)
        wanted = self.operand(check["prerequisite_chain"]["at_least"], NUMBER)
        if linked is None or wanted is None:
            return None
        static, links, unknown = linked
        certain, possible = longest([link for link in links if link.sure]), longest(links)
        at_most = sum(link.earlier is None for link in links) if unknown or possible is None else possible
        if certain is None or at_most < wanted:
            truth: Truth = False
        else:
            truth = True if certain >= wanted and possible is not None and not unknown else None
        found: Truth = self.collected(static, truth)
        return found

    def non_decreasing(self, check: Mapping[str, Any]) -> Truth:
        linked = self.links(check)
        if linked is None:
            return None
        _, links, unknown = linked
        truths: list[Truth] = [None] if unknown else []
        for link in links:
            if link.earlier is not None:
                before, after = (item.inside.at(check["non_decreasing"]) for item in (link.earlier, link.later))
                ranks = [rank(before), rank(after)]
                rises = None if None in ranks else ranks[0] <= ranks[1]
                truths.append(None if rises is False and not link.sure else rises)
        return all_of(truths)


def occurs(phrase: str, text: str) -> bool:
    """Whether the words of ``phrase`` stand side by side in ``text``, in any case, and not inside of longer words."""
    wanted, said = (" ".join(part.casefold().split()) for part in (phrase, text))
    for start in range(len(said)):
        end = start + len(wanted)
        around = said[max(start - 1, 0) : start] + " " + said[end : end + 1]
        if said[start:end] == wanted and not re.search(r"\w", around):
            return True
    return False


def in_world(word: str, candidates: int, shown: int, wanted: float) -> bool:
    """What a list word comes to, once it is known how many candidates there are and how many show what they must."""
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


def unique(values: Values) -> Truth:
    sure = [slot.value for slot in values.sure if slot.value is not None]
    everything = [slot.value for slot in values.slots]
    if len(set(sure)) < len(sure):
        return False
    apart = None not in everything and len(set(everything)) == len(everything)
    return True if not values.more and (apart or len(everything) == 1) else None


def limits(slot: Slot, listed: Field) -> Limits:
    """The least and greatest that a number may be, under the contract."""
    if slot.value is not None:
        return exactly(slot.value), exactly(slot.value)
    low = -INFINITY if listed.minimum is None else exactly(listed.minimum)
    return low, INFINITY if listed.maximum is None else exactly(listed.maximum)


def single_day(value: Any, of: Field) -> Any:
    """A value as it is compared with others: a date that may be several days is unknown."""
    span = days(value) if of.kind in {Kind.DATE, Kind.EXPIRY} else None
    return None if span is not None and span[0] != span[1] else value


def day_limits(slot: Slot) -> Days:
    return days(slot.value) or (date.min, date.max)


def total(values: Values, *, grouped: bool) -> Limits:
    """The least and greatest sum. A value whose group is unknown may hide in any group, or hide any other value."""
    hiding = grouped and (values.more or any(slot.group is None for slot in values.slots))
    groups: dict[Any, list[Slot]] = {}
    for number, slot in enumerate(values.slots):
        alone = not grouped or not slot.group
        groups.setdefault(number if alone else slot.group, []).append(slot)
    low = high = Fraction(0)
    for members in groups.values():
        least, most = smallest(members, values.field)
        may_hide = hiding and members[0].group != ""
        low += min(least, Fraction(0)) if may_hide else least
        high += max(most, Fraction(0)) if members[0].group is None else most
    if values.more:
        below_zero = limits(Slot(None, sure=False), values.field)[0] < 0
        low, high = (-INFINITY if below_zero else low), INFINITY
    return low, high


def smallest(members: list[Slot], listed: Field) -> Limits:
    """What the members of one group add to a sum: the smallest of those that are there; 0 if none is."""
    worlds: list[Limits] = []
    for there in product(*((True,) if slot.sure else (True, False) for slot in members)):
        present = [limits(slot, listed) for slot, is_there in zip(members, there, strict=True) if is_there]
        lows, highs = [low for low, _ in present], [high for _, high in present]
        worlds.append((min(lows, default=Fraction(0)), min(highs, default=Fraction(0))))
    return min(low for low, _ in worlds), max(high for _, high in worlds)


def distinct(values: Values) -> Limits:
    """The least and greatest number of different values."""
    sure = {slot.value for slot in values.sure}
    known = {slot.value for slot in values.slots} - {None}
    blanks = sum(slot.value is None for slot in values.slots)
    return Fraction(len(sure - {None}) or len(sure)), INFINITY if values.more else Fraction(len(known) + blanks)


def longest(links: list[Link]) -> int | None:
    """The number of items on the longest chain; None where some item comes, in the end, after itself."""
    lengths: dict[int, int | None] = {}

    def length(item: Item) -> int | None:
        if id(item) not in lengths:
            lengths[id(item)] = None
            before = [length(link.earlier) for link in links if link.later is item and link.earlier is not None]
            lengths[id(item)] = None if None in before else 1 + max((number or 0 for number in before), default=0)
        return lengths[id(item)]

    found = [length(link.later) for link in links]
    return None if None in found else max((number or 0 for number in found), default=0)


def rank(named: Named) -> Any:
    """The place of a word in its order, or a number; None where it is missing."""
    return named.value if named.value is None or not named.field.words else named.field.words.index(named.value)

"""The numbers and dates of a check, and those of a text; a text that speaks for a check has to name the same."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.checks.walk import descend
from poscheck.dates import Duration, Unit, interval, iso
from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_COUNTS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_WORDS = {word: Fraction(number) for number, word in enumerate(_COUNTS)} | {
    "half": Fraction(1, 2),
    "once": Fraction(1),
    "twice": Fraction(2),
    "dozen": Fraction(12),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(rf"\b(\d{{4}})-(\d\d)-(\d\d)\b|\b({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}})\b")
_NUMBER = rf"\d[\d,]*(?:\.\d+)?|{'|'.join(_WORDS)}"
_UNITS = r"(?:[ -](percent|days?|weeks?|months?|years?|quarters)\b|( ?%))?"
_FIGURE = re.compile(
    rf"(?<![\w.])({_NUMBER})(?: to ({_NUMBER}))?(?:st|nd|rd|th)?(?![\w]){_UNITS}",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_LONGEST_RANGE = 50
_PERCENT = "percent"


class Figure(Record):
    """A number, with ``days``, ``months`` or ``percent`` where it has such a unit; or a ``day``, as 2026-10-15."""

    number: Fraction
    unit: str = ""
    day: str = ""

    def __str__(self) -> str:
        return self.day or f"{float(self.number):g}{f' {self.unit}' if self.unit else ''}"

    @property
    def trivial(self) -> bool:
        """Whether a text need not name it: "a signature" says one, and "some hours" says more than none."""
        return not self.day and not self.unit and self.number in {0, 1}

    def named_by(self, told: Figure) -> bool:
        """Whether a figure of a text is this one of a check: 2 years are 24 months, 75 percent a share of 0.75."""
        if self.day or told.day:
            return self.day == told.day
        if self.unit:
            return (self.unit, self.number) == (told.unit, told.number)
        amounts = {told.number, told.number / 12} if told.unit == Unit.MONTHS else {told.number}
        return self.number in (amounts | {told.number / 100} if told.unit == _PERCENT else amounts)


def figures_of(checks: Sequence[nodes.Check], values: Mapping[str, Sequence[Any]]) -> frozenset[Figure]:
    """The figures of checks; ``values`` has all that each parameter may be."""
    return frozenset(figure for check in checks for part in descend(check) for figure in _of_part(part, values))


def parameters_of(checks: Sequence[nodes.Check]) -> frozenset[str]:
    """The names of the parameters that checks use."""
    found: set[str] = set()
    for check in checks:
        for part in descend(check):
            match part:
                case nodes.ParamOperand(name) | nodes.Within(time=str() as name) | nodes.Offset(amount=str() as name):
                    found.add(name)
                case _:
                    pass
    return frozenset(found)


def placeholders(text: str) -> tuple[str, ...]:
    """The parameters whose values are put into a text, as ``{name}``."""
    return tuple(_PLACEHOLDER.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with the values of parameters in their places."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def disagreement(text: str, checks: Sequence[nodes.Check], values: Mapping[str, Sequence[Any]]) -> str | None:
    """What a text names otherwise than the checks that it speaks for, in words; None where they agree."""
    used = parameters_of(checks)
    named = set(placeholders(text))
    if unknown := sorted(named - used):
        return f"names the parameter {unknown[0]}, which the check does not use"
    told = [*figures_in(_PLACEHOLDER.sub("", text))]
    asked = sorted(figures_of(checks, values), key=str)
    spoken = {figure for name in named for figure in _of_values(values.get(name, ()))}
    for figure in asked:
        if not figure.trivial and figure not in spoken and not any(map(figure.named_by, told)):
            return f"does not name {figure}, which the check does"
    for figure in told:
        if not figure.trivial and not any(each.named_by(figure) for each in asked):
            return f"names {figure}, which the check does not"
    return None


def figures_in(text: str) -> Iterator[Figure]:
    """The figures that a text names, in digits or in words."""
    for found in _DATE.finditer(text):
        year, month, day = (
            (found[1], found[2], found[3]) if found[1] else (found[6], _MONTHS.index(found[4]) + 1, found[5])
        )
        yield Figure(Fraction(0), day=f"{int(year):04}-{int(month):02}-{int(day):02}")
    for found in _FIGURE.finditer(_DATE.sub(" ", text)):
        yield from _told(found)


def _told(found: re.Match[str]) -> Iterator[Figure]:
    first, last = _number(found[1]), _number(found[2] or found[1])
    unit = (found[3] or "").lower().rstrip("s") or ("percent" if found[4] else "")
    numbers = [first, last]
    if found[2] and first.denominator == last.denominator == 1 and 0 < last - first <= _LONGEST_RANGE:
        numbers = [first + step for step in range(int(last - first) + 1)]
    for number in dict.fromkeys(numbers):
        yield _in_unit(number, unit)


def _in_unit(number: Fraction, unit: str) -> Figure:
    match unit:
        case "year":
            return Figure(number * 12, Unit.MONTHS)
        case "month":
            return Figure(number, Unit.MONTHS)
        case "week":
            return Figure(number * 7, Unit.DAYS)
        case "day":
            return Figure(number, Unit.DAYS)
        case "quarter":
            return Figure(number / 4)
        case _:
            return Figure(number, unit)


def _number(text: str) -> Fraction:
    return _WORDS[text.lower()] if text.lower() in _WORDS else Fraction(text.replace(",", ""))


def _of_part(part: Any, values: Mapping[str, Sequence[Any]]) -> Iterator[Figure]:
    match part:
        case nodes.Literal(value):
            yield from _of_values(value if isinstance(value, tuple) else (value,))
        case nodes.ParamOperand(name):
            yield from _of_values(values.get(name, ()))
        case nodes.Within(time=time):
            yield from _of_values(values.get(time, ()) if isinstance(time, str) else (time,))
        case nodes.Offset(amount=amount):
            yield from _of_values(values.get(amount, ()) if isinstance(amount, str) else (amount,))


def _of_values(values: Sequence[Any]) -> Iterator[Figure]:
    for value in values:
        match value:
            case bool():
                continue
            case int() | float():
                yield Figure(Fraction(str(value)))
            case Duration(amount, unit):
                yield (
                    Figure(Fraction(amount * 12), Unit.MONTHS) if unit is Unit.YEARS else Figure(Fraction(amount), unit)
                )
            case str() if _DATE.fullmatch(value) and (days := interval(value)):
                yield Figure(Fraction(0), day=iso(days[0]))

"""What stands at the right of a word, in English: numbers, days, spans of time, parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.dates import Duration, iso
from poscheck.records import Entity
from poscheck.report.wording import long_date
from poscheck.rulebook.english import a, counted, joined, spelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poscheck.checks.constants import ParameterValue
    from poscheck.rulebook.lexicon import Lexicon
    from poscheck.ruleset import Parameter

FIGURE = "figure"
"""The unit of numbers that are told in digits."""
DAY = "the day of the check"
_NUMBERS = {
    nodes.Word.IS: "{}",
    nodes.Word.IS_NOT: "a number other than {}",
    nodes.Word.MORE_THAN: "more than {}",
    nodes.Word.AT_LEAST: "at least {}",
    nodes.Word.LESS_THAN: "less than {}",
    nodes.Word.AT_MOST: "at most {}",
    nodes.Word.ONE_OF: "one of {}",
}
_GRADES = {
    nodes.Word.IS: "grade {}",
    nodes.Word.IS_NOT: "a grade other than {}",
    nodes.Word.MORE_THAN: "a grade above {}",
    nodes.Word.AT_LEAST: "grade {} or above",
    nodes.Word.LESS_THAN: "a grade below {}",
    nodes.Word.AT_MOST: "grade {} or below",
    nodes.Word.ONE_OF: "one of the grades {}",
}
_DAYS = {
    nodes.Word.ON_OR_AFTER: "on or after {}",
    nodes.Word.ON_OR_BEFORE: "on or before {}",
    nodes.Word.AFTER: "after {}",
    nodes.Word.BEFORE: "before {}",
}


class Operands(Entity):
    """Says operands, with the parameters of a ruleset as they stand from the last of their dates on."""

    words: Lexicon
    parameters: Mapping[str, Parameter]

    def value(self, operand: nodes.Operand, unit: str = "") -> str:
        """A number, text or parameter; with ``unit`` a number of such things."""
        match operand:
            case nodes.Literal(value):
                return self.plain(value, unit)
            case nodes.ParamOperand(name):
                return self.parameter(name, unit)
            case nodes.FieldOperand(path):
                return self.field(path)
            case nodes.AsOf():
                return self.day(operand)

    def field(self, path: nodes.Path) -> str:
        """Another field that a value is compared with; the item of an outer list as "that …"."""
        if not path.steps:
            entry = self.words.entries.get(path.field.static, {})
            return "that " + str(entry.get("short", self.words.item(path.field.static).one))
        entry = self.words.of(path.field)
        if "key" in entry:
            return "that " + self.words.item(path.field.static.rpartition(".")[0]).one
        name: str = entry.get("name", f"the value of “{self.words.title(path)}”")
        return name

    def plain(self, value: Any, unit: str = "") -> str:
        """A literal or a parameter's value."""
        match value:
            case tuple():
                return joined(self.plain(each, unit) for each in value)
            case bool():
                return "yes" if value else "no"
            case int() | float() if unit in {"grade", "percent", FIGURE}:
                return f"{value:g} percent" if unit == "percent" else f"{value:g}"
            case int() | float():
                return counted(value, unit) if unit else spelled(value)
            case _:
                return str(value)

    def parameter(self, name: str, unit: str = "") -> str:
        """A parameter's value; one that depends on a field is put into brackets."""
        text = self.parameter_text(name, unit)
        return f"so many ({text})" if any(value.by for _, value in self.parameters[name].values) else text

    def parameter_text(self, name: str, unit: str = "") -> str:
        """A parameter's value, and what it was before where it has changed."""
        values = self.parameters[name].values
        texts = [self.dated(value, unit) for _, value in values]
        said = texts[-1]
        if len(texts) > 1:
            earlier = [
                f"before {long_date(iso(first))}: {text}"
                for text, (first, _) in zip(reversed(texts[:-1]), reversed(values[1:]), strict=True)
            ]
            said += f" ({'; '.join(earlier)})"
        return said

    def dated(self, value: ParameterValue, unit: str = "") -> str:
        """What a parameter is from some day on; by a field, where it depends on one."""
        if value.by is None:
            return self.plain(value.value, unit)
        by = self.words.of(value.by.field).get("name", f"“{self.words.title(value.by)}”")
        parts = [
            f"{self.plain(band.value, unit)} "
            + ("otherwise" if band.up_to is None else f"where {by} is at most {band.up_to:,g}")
            for band in value.bands
        ]
        return ", ".join(parts)

    def number(self, test: nodes.Test, unit: str = "") -> str:
        """What a number has to be: "at least three credits", "grade 10 or below"."""
        match test:
            case nodes.Between(low, high):
                return f"from {self.value(low)} to {self.value(high, unit)}"
            case nodes.Compare(word, operand):
                patterns = _GRADES if unit == "grade" and not isinstance(operand, nodes.FieldOperand) else _NUMBERS
                return patterns[word].format(self.value(operand, unit))
        raise AssertionError(test)

    def percentage(self, test: nodes.Test) -> str:
        """What a share has to be, as a percentage."""
        if isinstance(test, nodes.Between):
            return f"from {self.share(test.low)} to {self.share(test.high)}"
        assert isinstance(test, nodes.Compare)
        return _NUMBERS[test.word].format(self.share(test.operand))

    def share(self, operand: nodes.Operand) -> str:
        """A share from 0 to 1 as a percentage."""
        if isinstance(operand, nodes.Literal):
            return _percent(operand.value)
        if isinstance(operand, nodes.ParamOperand):
            values = self.parameters[operand.name].values
            if all(value.by is None for _, value in values) and len(values) == 1:
                return _percent(values[0][1].value)
        return f"a share of {self.value(operand)}"

    def day(self, operand: nodes.Operand) -> str:
        """A day: the day of the check, another field's, or one that is written down, moved where it says so."""
        match operand:
            case nodes.AsOf(offset):
                return self._moved(DAY, offset)
            case nodes.FieldOperand(path, offset):
                return self._moved(self.field(path), offset)
            case nodes.ParamOperand(name, offset):
                return self._moved(long_date(self.parameter(name)), offset)
            case nodes.Literal(value):
                return long_date(str(value))

    def length(self, time: Duration | str) -> str:
        """A length of time: "24 months"."""
        return self.parameter(time) if isinstance(time, str) else str(time)

    def _moved(self, day: str, offset: nodes.Offset | None) -> str:
        if offset is None:
            return day
        return f"{self.length(offset.amount)} {'before' if offset.sign < 0 else 'after'} {day}"

    def date(self, test: nodes.Test) -> str:
        """When a day has to be: "by the day of the check", "in the 24 months up to the day of the check"."""
        match test:
            case nodes.Within(time, sign, operand):
                day = self.day(operand)
                return f"in the {self.length(time)} {'up to' if sign < 0 else 'from'} {day}" + (
                    "" if sign < 0 else " on"
                )
            case nodes.Compare(word, operand):
                return _DAYS[word].format(self.day(operand))
        raise AssertionError(test)

    def period(self, tests: Sequence[nodes.Test], noun: str) -> str:
        """Which school year it has to be."""
        match tests:
            case [
                nodes.Compare(nodes.Word.ON_OR_BEFORE, start, nodes.Edge.STARTS),
                nodes.Compare(nodes.Word.ON_OR_AFTER, end, nodes.Edge.ENDS),
            ]:
                return self._running(start, end, noun)
            case [nodes.Compare(nodes.Word.IS, operand, None)]:
                same = isinstance(operand, nodes.FieldOperand)
                return self.value(operand) if same else f"the {noun} {self.value(operand)}"
        said = [self._year(test) for test in tests]
        return f"{a(noun)} that {' and '.join(said)}"

    def _running(self, start: nodes.Operand, end: nodes.Operand, noun: str) -> str:
        offset = getattr(end, "offset", None)
        day = self.day(start)
        if offset is None:
            return f"the {noun} in which {day} falls"
        return f"{a(noun)} that is running on {day} or ended in the {self.length(offset.amount)} before it"

    def _year(self, test: nodes.Test) -> str:
        """What one test asks of a school year."""
        if isinstance(test, nodes.Compare) and test.edge is None:
            return f"is {'not ' if test.word is nodes.Word.IS_NOT else ''}{self.value(test.operand)}"
        return f"{self._edge(test)} {self.date(test)}" if is_of_days(test) else "is stated"

    @staticmethod
    def _edge(test: nodes.Test) -> str:
        past = isinstance(test, nodes.Within) and test.sign < 0
        edge = getattr(test, "edge", None)
        if edge is nodes.Edge.STARTS:
            return "began" if past else "begins"
        return "ended" if past else "ends"


def is_of_days(test: nodes.Test) -> bool:
    """Whether a test compares days."""
    return isinstance(test, nodes.Within) or (isinstance(test, nodes.Compare) and test.word in _DAYS)


def _percent(share: Any) -> str:
    return f"{float(share) * 100:.4g} percent"

"""Verb phrases about one field: what a test of one value asks of the item, or of the submission, that has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.checks.walk import tested_kind
from poscheck.contract import Kind
from poscheck.rulebook.english import a, chained, denied, joined
from poscheck.rulebook.operands import is_of_days

if TYPE_CHECKING:
    from poscheck.contract import Field
    from poscheck.rulebook.lexicon import Lexicon, Noun
    from poscheck.rulebook.operands import Operands

Scene = Mapping[str, str]
"""The names of items, each with the path of the list whose items have the fields that are asked about."""

FOR_WHICH = "for which "
"""Begins what is said of an item in a clause with a subject of its own."""
_DATES = frozenset({Kind.DATE, Kind.EXPIRY})
_NAMED = frozenset({nodes.Word.IS, nodes.Word.ONE_OF})


class Speaker:
    """Says tests of values."""

    def __init__(self, words: Lexicon, operands: Operands) -> None:
        self.words = words
        self.operands = operands

    def phrase(self, noun: Noun, more: Sequence[str] = (), *, plural: bool = False) -> str:
        """A noun with all that is said of it: "signature of the district that is dated by …"."""
        said = [*(noun.clauses_of_many if plural else noun.clauses), *more]
        own = [each for each in said if not each.startswith(FOR_WHICH)]
        apart = [each.removeprefix(FOR_WHICH) for each in said if each.startswith(FOR_WHICH)]
        text = (noun.many if plural else noun.one) + (f" {noun.who} {joined(own)}" if own else "")
        return text + (f" {FOR_WHICH}{chained(apart)}" if apart else "")

    def on(self, path: nodes.Path, tests: Sequence[nodes.Test], scene: Scene) -> str:
        """What tests of the value at ``path`` ask: a verb phrase inside of a list, else a clause."""
        reference, rest = split(path)
        if reference is None:
            owner = scene.get(path.name or "", "")
            return (
                chained([self.one(path, test, owner) for test in tests])
                if len(tests) == 1
                else self._merged(path, tests, owner)
            )
        target = self.words.item(rest)
        shaped = self.shaped(target, path.field, tests[0]) if len(tests) == 1 else None
        inner = nodes.Path("", path.steps, path.field, path.text, path.owner)
        noun = shaped or target.changed(clauses=(self._merged(inner, tests, rest),))
        owner = scene.get(path.name or "", "")
        entry = self.words.entries.get(".".join([*([owner] if owner else []), *reference]), {})
        fallback = f"what stands under “{reference[-1].replace('_', ' ')}” is {{}}" if path.name is None else "names {}"
        says: str = entry.get("says", fallback)
        return says.format(a(self.phrase(noun)))

    def _merged(self, path: nodes.Path, tests: Sequence[nodes.Test], owner: str) -> str:
        """Several tests of one value in one phrase."""
        entry, says = self._says(path)
        if path.field.kind is Kind.PERIOD:
            return says.format(self.operands.period(tests, entry.get("period", "school year")))
        if path.field.kind in _DATES and all(map(is_of_days, tests)):
            return says.format(self._day(entry, joined(self.operands.date(test) for test in tests)))
        return chained([self.one(path, test, owner) for test in tests])

    def one(self, path: nodes.Path, test: nodes.Test, owner: str) -> str:
        """What one test asks."""
        field = path.field
        entry, says = self._says(path)
        match test:
            case nodes.Present() | nodes.Filled():
                return self._given(path, entry)
            case nodes.Compare(nodes.Word.IN_FORCE_ON, operand):
                return f"is in force on {self.operands.day(operand)}"
            case nodes.MinWords(count):
                return says.format(f"at least {self.operands.value(count, 'word')}")
            case nodes.Matches(pattern):
                return says.format(f"text written like {pattern.pattern}")
            case nodes.MentionsAny(mentioned):
                return f"mentions {joined((f'“{word}”' for word in mentioned), 'or')}"
            case nodes.FoundIn():
                return says.format(
                    f"{a(self.phrase(self.found(test)))} that is listed among the {self.words.listed(test.items).many}"
                )
            case nodes.Compare(nodes.Word.ON_OR_AFTER, operand) if field.kind is Kind.EXPIRY and "lasts" in entry:
                return str(entry["lasts"]).format(self.operands.day(operand))
            case nodes.Compare() | nodes.Within() if tested_kind(test) is Kind.PERIOD or field.kind is Kind.PERIOD:
                return says.format(self.operands.period([test], entry.get("period", "school year")))
            case nodes.Compare() | nodes.Within() if is_of_days(test):
                return says.format(self._day(entry, self.operands.date(test)))
            case nodes.Compare() | nodes.Between() if field.kind is Kind.NUMBER or numeric(test):
                return self._number(test, entry, says)
            case nodes.Compare():
                return self._named(path, test, owner)
        raise AssertionError(test)

    @staticmethod
    def _day(entry: Mapping[str, Any], said: str) -> str:
        """When a day has to be, as it stands in the phrase of its field."""
        return said if "says" in entry else f"a day {said}"

    def _says(self, path: nodes.Path) -> tuple[Mapping[str, Any], str]:
        entry = self.words.of(path.field)
        title = self.words.title(path)
        inside = f"has {{}} under “{title}”"
        outside = f"“{title}” is {{}}"
        return entry, entry.get("says", outside if path.name is None else inside)

    def _given(self, path: nodes.Path, entry: Mapping[str, Any]) -> str:
        title = self.words.title(path)
        given: str = entry.get(
            "given", f"“{title}” is filled in" if path.name is None else f"says something under “{title}”"
        )
        return given

    def _number(self, test: nodes.Test, entry: Mapping[str, Any], says: str) -> str:
        if isinstance(test, nodes.Compare):
            if test.word is nodes.Word.MORE_THAN and test.operand == nodes.Literal(0) and "some" in entry:
                return str(entry["some"])
            if isinstance(test.operand, nodes.FieldOperand):
                against = entry.get("against", {}).get(f"{test.word} {test.operand.path.field.static}")
                return against or says.format(self.operands.number(test))
        return says.format(self.operands.number(test, entry.get("unit", "")))

    def _named(self, path: nodes.Path, test: nodes.Compare, owner: str) -> str:
        """A word, a text or yes and no."""
        field = path.field
        entry, says = self._says(path)
        if not isinstance(test.operand, nodes.Literal):
            if "key" in entry:
                says = "is {}"
            listed = test.word is nodes.Word.ONE_OF
            text = says.format(("one of " if listed else "") + self.operands.value(test.operand))
            return denied(text) if test.word is nodes.Word.IS_NOT else text
        values = literals(test)
        if values == ("",) and "blank" in entry:
            return str(entry["blank"])
        if isinstance(values[0], bool) and (said := entry.get("yes" if values[0] else "no")) and "{}" not in said:
            return str(said)
        if test.word is nodes.Word.IS_NOT and values[0] in entry.get("except", {}):
            return str(entry["except"][values[0]])
        shaped = self.shaped(self.words.item(owner), field, test) if owner else None
        if shaped is not None:
            return f"is {a(shaped.one)}"
        named = (
            ("yes" if value else "no") if isinstance(value, bool) else self.words.word(field, value) for value in values
        )
        text = says.format(joined(named, "or"))
        return denied(text) if test.word is nodes.Word.IS_NOT else text

    def found(self, test: nodes.FoundIn) -> Noun:
        """What a reference has to lead to."""
        noun = self.words.listed(test.items)
        for part in flat(test.where):
            shaped = self.shaped(noun, part.path.field, part.test) if isinstance(part, nodes.On) else None
            if shaped is None and isinstance(part, nodes.On):
                noun = noun.changed(clauses=(*noun.clauses, self.one(part.path, part.test, test.items.field.static)))
            noun = shaped or noun
        return noun

    def shaped(self, noun: Noun, field: Field, test: nodes.Test) -> Noun | None:
        """``noun`` with what a test of its kind says put into it: "course" as "CTE course"; None where that fails."""
        if not isinstance(test, nodes.Compare) or not isinstance(test.operand, nodes.Literal):
            return None
        entry = self.words.of(field)
        values = literals(test)
        if test.word is nodes.Word.IS_NOT:
            template = entry.get("besides", {}).get(str(values[0]))
            return noun.shaped(template) if template else None
        if test.word not in _NAMED:
            return None
        if isinstance(values[0], bool):
            word = "yes" if values[0] else "no"
            template = entry.get("nouns", {}).get(word, entry.get(word, ""))
            return noun.shaped(template) if template in entry.get("nouns", {}).values() or "{}" in template else None
        templates = [entry.get("nouns", {}).get(str(value)) for value in values]
        return noun.shaped(*templates) if all(templates) else None


def split(path: nodes.Path) -> tuple[tuple[str, ...] | None, str]:
    """The keys of the reference that a path goes through, and the list it leads to; None where it goes through none.

    An item that is itself a reference counts as what it refers to.
    """
    for index, step in enumerate(path.steps):
        if isinstance(step, nodes.Follow) and index:
            return tuple(each.key for each in path.steps[:index] if isinstance(each, nodes.Get)), step.target
    return None, ""


def literals(test: nodes.Compare) -> tuple[Any, ...]:
    """The literal values of a comparison."""
    assert isinstance(test.operand, nodes.Literal)
    value = test.operand.value
    return value if isinstance(value, tuple) else (value,)


def numeric(test: nodes.Test) -> bool:
    """Whether a test of a value of any kind is one of numbers."""
    return isinstance(test, nodes.Between) or (
        isinstance(test, nodes.Compare)
        and test.word in {nodes.Word.AT_LEAST, nodes.Word.AT_MOST, nodes.Word.MORE_THAN, nodes.Word.LESS_THAN}
    )


def flat(check: nodes.Check | None) -> tuple[nodes.Check, ...]:
    """The conditions that all have to hold, one by one."""
    if check is None:
        return ()
    if isinstance(check, nodes.All):
        return tuple(part for each in check.checks for part in flat(each))
    return (check,)

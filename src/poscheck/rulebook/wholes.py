"""Clauses about a list as a whole, such as a sum or a chain, and about the quotient of two fields."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, assert_never

from poscheck.checks import nodes
from poscheck.contract import Kind
from poscheck.rulebook.english import a, chained, joined, spelled
from poscheck.rulebook.operands import is_of_days
from poscheck.rulebook.speaker import Scene, Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poscheck.rulebook.lexicon import Noun


class Wholes(Speaker):
    """Says words about lists as a whole."""

    @abstractmethod
    def noun(
        self, items: nodes.Items, scene: Scene, more: Sequence[nodes.Check] = ()
    ) -> tuple[Noun, list[nodes.Check], Scene]:
        """The items that count as a noun, with as much of ``more`` as goes into it; what is left; the scene inside."""

    def whole(self, node: nodes.Whole, subject: str | None, scene: Scene) -> str:
        """A word about a list as a whole."""
        noun, _, _ = self.noun(node.items, scene)
        items = self.phrase(noun, plural=True)
        own = subject is not None and node.items.path.name == subject
        match node:
            case nodes.Covers():
                return self._covers(node, noun, items, own=own)
            case nodes.Summarized():
                return self._summary(node, items, own=own)
            case nodes.UniqueBy(_, value):
                return f"every {self.phrase(noun)} has {a(self._called(value))} of its own"
            case nodes.Chain(count):
                number = self.operands.value(count)
                chain = "build on each other, each a prerequisite of the next, and none is its own prerequisite"
                return f"at least {number} {items} {chain}"
            case nodes.NonDecreasing(value):
                return f"no {self.phrase(noun)} has a prerequisite of a higher {self._called(value)}"
        assert_never(node)

    def _called(self, path: nodes.Path) -> str:
        name: str = self.words.of(path.field).get("name", f"“{self.words.title(path)}”")
        return name

    def _covers(self, node: nodes.Covers, noun: Noun, items: str, *, own: bool) -> str:
        values = self._values(node)
        entry = self.words.of(node.value.field)
        if values and "nouns" in entry:
            shaped = [
                self.shaped(noun, node.value.field, nodes.Compare(nodes.Word.IS, nodes.Literal(value)))
                for value in values
            ]
            named = joined(
                ("" if own else "at least ") + (a if own else _one)(self.phrase(each)) for each in shaped if each
            )
            has: str = self.words.of(node.items.path.field).get("has", "has {}")
            return has.format(named) if own else f"there is {named}"
        said = (
            joined(str(entry.get("each", "{}")).format(self.words.word(node.value.field, value)) for value in values)
            if values
            else self.operands.value(node.wanted, entry.get("unit", ""))
        )
        together: str = entry.get("together", "among {}, these appear: {}")
        if own:
            has = self.words.of(node.items.path.field).get("has", "has {}")
            nested = node.value.steps and node.value.field.kind is Kind.LIST
            return has.format(together.format(f"{items} that", said) if nested else said)
        return together.format(f"the {items}", said) if together.count("{}") > 1 else together.format(said)

    @staticmethod
    def _values(node: nodes.Covers) -> tuple[Any, ...]:
        if not isinstance(node.wanted, nodes.Literal):
            return ()
        return node.wanted.value if isinstance(node.wanted.value, tuple) else (node.wanted.value,)

    def _summary(self, node: nodes.Summarized, items: str, *, own: bool) -> str:
        entry = self.words.of(node.value.field)
        extreme = node.word in {nodes.Summary.MIN, nodes.Summary.MAX}
        days = extreme and any(map(is_of_days, node.tests))
        unit = entry.get("unit", "") if extreme else ""
        wanted = chained(
            [self.operands.date(test) if days else self.operands.number(test, unit) for test in node.tests]
        )
        match node.word:
            case nodes.Summary.SUM:
                name = self._called(node.value)
                return (
                    f"the {name} of its {items} add up to {wanted}"
                    if own
                    else f"the {name} of the {items} add up to {wanted}"
                )
            case nodes.Summary.COUNT_DISTINCT:
                return self._different(node, entry, items, wanted, own=own)
            case _:
                least = node.word is nodes.Summary.MIN
                said: str = entry.get("least" if least else "most", "")
                if said:
                    return said.format(wanted)
                name = (
                    ("the earliest " if least else "the latest ")
                    if days
                    else ("the lowest " if least else "the highest ")
                )
                return (
                    f"has {wanted} as {name}{self.words.title(node.value)}"
                    if own
                    else f"{name}{self.words.title(node.value)} of the {items} is {wanted}"
                )

    def _different(
        self, node: nodes.Summarized, entry: Mapping[str, Any], items: str, wanted: str, *, own: bool
    ) -> str:
        template: str = entry.get("different", "")
        if template.count("{}") > 1 and not own:
            return template.format(f"the {items}", wanted)
        if not node.value.steps:
            return f"there are {wanted} different {items}"
        least, _, number = wanted.rpartition(" ")
        what = f"{least} {number} different {entry.get('different', self.words.title(node.value))}".strip()
        if own:
            return f"has {what} among its {items}"
        return f"there are {what} among the {items}"

    def ratio(self, tests: Sequence[nodes.Test], numerator: nodes.Path, denominator: nodes.Path) -> str:
        """A quotient."""
        entry = self.words.of(numerator.field)
        said: str | None = entry.get("per", {}).get(denominator.field.static)
        if said is None:
            of = f"{self._called(numerator)} divided by {self._called(denominator)}"
            shows = "" if numerator.name is None else "shows that "
            return f"{shows}{of} is {chained([self.operands.number(test) for test in tests])}"
        unit = entry.get("unit", "")
        average = "average" in said
        return said.format(
            chained([self.operands.number(test, unit) if average else self.operands.percentage(test) for test in tests])
        )


def _one(noun: str) -> str:
    return f"{spelled(1)} {noun}"

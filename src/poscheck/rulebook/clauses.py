"""Clauses: what a check asks, as something that can be said after "is it true that"."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, assert_never

from poscheck.checks import nodes
from poscheck.contract import Kind
from poscheck.rulebook.english import a, chained, denied, joined, several
from poscheck.rulebook.speaker import FOR_WHICH, Scene, flat, split
from poscheck.rulebook.subjects import about, implied, is_one, owner_of, same_value
from poscheck.rulebook.wholes import Wholes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poscheck.rulebook.lexicon import Noun


class Clauses(Wholes):
    """Says whole checks: ``verb`` of the item that is being talked about, ``clause`` of everything else."""

    def said(self, check: nodes.Check, subject: str | None, scene: Scene, *, plural: bool = False) -> str:
        """A verb phrase where ``check`` is about the item ``subject``, else a clause; ``plural``: of several items."""
        match check:
            case nodes.All(checks):
                return chained(self.together(checks, subject, scene, plural=plural))
            case nodes.Any(checks):
                return chained(self.each(checks, subject, scene, plural=plural), "or")
        text = self._said(check, subject, scene)
        return several(text) if plural else text

    def _said(
        self,
        check: nodes.On | nodes.Not | nodes.Among | nodes.Quantified | nodes.Ratio | nodes.Whole,
        subject: str | None,
        scene: Scene,
    ) -> str:
        match check:
            case nodes.On(path, test):
                text = self.on(path, [test], scene)
                outer = path.name is not None and path.name != subject
                return f"that {self.words.item(scene[path.name or '']).one} {text}" if outer else text
            case nodes.Not(inner):
                return self.contrary(inner, subject, scene)
            case nodes.Among(count, checks):
                wanted = self.operands.value(count)
                verb = "meets" if subject else "there are"
                return f"{verb} at least {wanted} of these: {joined(self.each(checks, subject, scene))}"
            case nodes.Quantified():
                return self.quantified(check, subject, scene)
            case nodes.Ratio(tests, numerator, denominator):
                return self.ratio(tests, numerator, denominator)
            case nodes.Covers() | nodes.Summarized() | nodes.UniqueBy() | nodes.Chain() | nodes.NonDecreasing():
                return self.whole(check, subject, scene)
        assert_never(check)

    def each(
        self, checks: Sequence[nodes.Check], subject: str | None, scene: Scene, *, plural: bool = False
    ) -> list[str]:
        """Every check by itself."""
        return [self.said(check, subject, scene, plural=plural) for check in checks]

    def together(
        self, checks: Sequence[nodes.Check], subject: str | None, scene: Scene, *, plural: bool = False
    ) -> list[str]:
        """Checks that all have to hold; those of one date or school year are said in one phrase."""
        said: list[str] = []
        for parts in self.groups(checks):
            if len(parts) > 1:
                tests = [part.test for part in parts if isinstance(part, nodes.On)]
                first = parts[0]
                assert isinstance(first, nodes.On)
                text = self.on(first.path, tests, scene)
                said.append(several(text) if plural else text)
            else:
                text = self.said(parts[0], subject, scene, plural=plural)
                said.append(f"either {text}" if isinstance(parts[0], nodes.Any) and " or " in text else text)
        return said

    @staticmethod
    def groups(checks: Sequence[nodes.Check]) -> list[list[nodes.Check]]:
        """Checks one by one, those of one date or school year together."""
        return [list(group) for _, group in groupby(flat(nodes.All(tuple(checks))), key=same_value)]

    def contrary(self, check: nodes.Check, subject: str | None, scene: Scene) -> str:
        """What has not to hold."""
        if isinstance(check, nodes.Quantified) and check.word is nodes.Quantifier.AT_LEAST and is_one(check.count):
            none = check.changed(word=nodes.Quantifier.AT_MOST, count=nodes.Literal(0))
            return self.quantified(none, subject, scene)
        text = self.said(check, subject, scene)
        return denied(text) if isinstance(check, nodes.On) else f"it is not so that {text}"

    # Lists

    def noun(
        self, items: nodes.Items, scene: Scene, more: Sequence[nodes.Check] = ()
    ) -> tuple[Noun, list[nodes.Check], Scene]:
        """The items that count as a noun, with as much of ``more`` as goes into it; what is left; the scene inside."""
        noun = self.words.listed(items.path)
        inside = {**scene, items.name: owner_of(items)}
        conditions = [*flat(items.consider)]
        left: list[nodes.Check] = []
        rest: list[nodes.Check] = []
        for number, condition in enumerate([*conditions, *more]):
            if implied(condition, [*conditions, *more]):
                continue
            shaped = self.condition(noun, condition, items.name, inside)
            if shaped is not None:
                noun = shaped
            elif number < len(conditions):
                rest.append(condition)
            else:
                left.append(condition)
        own = [each for each in rest if about(each) == items.name]
        apart = [f"{FOR_WHICH}{self.said(each, None, inside)}" for each in rest if each not in own]
        one, many = ((*self.together(own, items.name, inside, plural=plural), *apart) for plural in (False, True))
        return noun.changed(clauses=one, clauses_of_many=many), left, inside

    def condition(self, noun: Noun, check: nodes.Check, name: str, scene: Scene) -> Noun | None:
        """``noun`` with a condition put into it, or None."""
        match check:
            case nodes.On(path, test) if path.name == name:
                return self._referring(noun, path, test, scene) or (
                    self.shaped(noun, path.field, test) if split(path)[0] is None and path.steps else None
                )
            case nodes.Quantified(nodes.Quantifier.AT_LEAST, items) if items.path.name == name and is_one(check.count):
                inner = flat(nodes.All((*flat(items.consider), *flat(check.must))))
                if len(inner) == 1 and isinstance(inner[0], nodes.On) and not inner[0].path.steps:
                    return self.shaped(noun, items.path.field, inner[0].test)
        return None

    def _referring(self, noun: Noun, path: nodes.Path, test: nodes.Test, scene: Scene) -> Noun | None:
        """``noun`` with what it refers to: "signature of a college", "figure for that occupation"."""
        reference, target = split(path)
        if reference is not None:
            entry = self.words.entries.get(".".join([scene.get(path.name or "", ""), *reference]), {})
            other = self.shaped(self.words.item(target), path.field, test)
            if "of" not in entry or other is None:
                return None
            return _put(noun, entry["of"], a(self.phrase(other)))
        entry = self.words.of(path.field)
        if "of" in entry and isinstance(test, nodes.Compare) and isinstance(test.operand, nodes.FieldOperand):
            return _put(noun, entry["of"], self.operands.value(test.operand))
        return None

    def quantified(self, node: nodes.Quantified, subject: str | None, scene: Scene) -> str:
        """A list word."""
        if node.items.path.name is not None and node.items.path.name == subject:
            reference, target = split(node.items.path)
            if reference is None:
                return self._own(node, scene)
            entry = self.words.entries.get(".".join([scene[subject], *reference]), {})
            noun = self.words.item(target).changed(clauses=(self._own(node, scene),))
            return str(entry.get("says", "names {}")).format(a(self.phrase(noun)))
        if subject is not None and node.must is not None and about(node.must) == subject:
            noun, _, inside = self.noun(node.items, scene)
            verb, _, rest = self.said(node.must, subject, inside).partition(" ")
            return f"{verb}, for {self.so_many(node, noun)}, {rest}"
        return self._free(node, scene)

    def _own(self, node: nodes.Quantified, scene: Scene) -> str:
        """A list word over a list of the item that is being talked about, as a verb phrase."""
        entry = self.words.of(node.items.path.field)
        has: str = entry.get("has", "has {}")
        if (plain := self._plain(node, entry)) is not None:
            return plain
        if node.word in {nodes.Quantifier.EVERY, nodes.Quantifier.SHARE_AT_LEAST}:
            noun, _, inside = self.noun(node.items, scene)
            assert node.must is not None
            if about(node.must) not in {node.items.name, None}:
                return f"for every {self.phrase(noun)}, {self.said(node.must, about(node.must), inside)}"
            shares = node.word is nodes.Quantifier.SHARE_AT_LEAST
            shown = self.said(node.must, node.items.name, inside, plural=shares)
            if node.word is nodes.Quantifier.EVERY:
                only = "only " if node.if_empty is nodes.IfEmpty.MET else ""
                return has.format(f"{only}{self.phrase(noun, plural=True)}, every one of which {shown}")
            assert node.count is not None
            return has.format(
                f"{self.phrase(noun, plural=True)}, of which at least {self.operands.share(node.count)} {shown}"
            )
        noun, left, inside = self.noun(node.items, scene, flat(node.must))
        said = self.together(left, node.items.name, inside, plural=self.says_many(node))
        return has.format(self._amount(node, noun, said))

    def _plain(self, node: nodes.Quantified, entry: Mapping[str, Any]) -> str | None:
        """At least one of a list of plain values, such as grades, words or ids, in few words; or None."""
        item = node.items.path.field.item
        if (
            item is None
            or item.kind is Kind.RECORD
            or node.word is not nodes.Quantifier.AT_LEAST
            or not is_one(node.count)
        ):
            return None
        tests = flat(nodes.All((*flat(node.items.consider), *flat(node.must))))
        has: str = entry.get("has", "has {}")
        if all(
            isinstance(part, nodes.On) and isinstance(part.test, nodes.Present | nodes.Filled) and not part.path.steps
            for part in tests
        ):
            return has.format(entry.get("any", f"at least one {self.words.listed(node.items.path).one}"))
        if len(tests) != 1 or not isinstance(tests[0], nodes.On) or tests[0].path.steps:
            return None
        test = tests[0].test
        if "nouns" in entry:
            owner = self.words.item(node.items.path.field.static.rpartition(".")[0])
            shaped = self.shaped(owner, node.items.path.field, test)
            return None if shaped is None else f"is {a(shaped.one)}"
        if item.kind is Kind.NUMBER:
            return has.format(self.operands.number(test, entry.get("unit", "")))
        if isinstance(test, nodes.Compare) and isinstance(test.operand, nodes.FieldOperand):
            return has.format(self.operands.value(test.operand))
        if (
            isinstance(test, nodes.Compare)
            and isinstance(test.operand, nodes.Literal)
            and test.word is not nodes.Word.IS_NOT
        ):
            value = test.operand.value
            values = value if isinstance(value, tuple) else (value,)
            return has.format(joined((self.words.word(node.items.path.field, each) for each in values), "or"))
        return None

    def _amount(self, node: nodes.Quantified, noun: Noun, said: Sequence[str]) -> str:
        """So many of something, inside of a verb phrase."""
        count = node.count
        if node.word is nodes.Quantifier.NONE_OF or count == nodes.Literal(0):
            return f"no {self.phrase(noun, said)}"
        assert count is not None
        if node.word is nodes.Quantifier.AT_LEAST and is_one(count):
            return a(self.phrase(noun, said))
        said_so = {nodes.Quantifier.AT_LEAST: "at least", nodes.Quantifier.AT_MOST: "at most"}.get(node.word, "exactly")
        return f"{said_so} {self.operands.value(count)} {self.phrase(noun, said, plural=not is_one(count))}"

    def so_many(self, node: nodes.Quantified, noun: Noun) -> str:
        """Of how many items something is said, at the beginning of a clause."""
        plural = self.phrase(noun, plural=True)
        match node.word:
            case nodes.Quantifier.EVERY:
                return f"every {self.phrase(noun)}"
            case nodes.Quantifier.NONE_OF:
                return f"no {self.phrase(noun)}"
            case nodes.Quantifier.SHARE_AT_LEAST:
                assert node.count is not None
                return f"at least {self.operands.share(node.count)} of the {plural}"
        assert node.count is not None
        if node.count == nodes.Literal(0):
            return f"no {self.phrase(noun)}"
        words = {nodes.Quantifier.AT_LEAST: "at least", nodes.Quantifier.AT_MOST: "at most"}
        said = f"{words.get(node.word, 'exactly')} {self.operands.value(node.count)}"
        return f"{said} {self.phrase(noun) if is_one(node.count) else plural}"

    def _free(self, node: nodes.Quantified, scene: Scene) -> str:
        """A list word that begins a clause."""
        denies = node.word is nodes.Quantifier.NONE_OF or node.count == nodes.Literal(0)
        fold = flat(node.must) if denies else ()
        noun, left, inside = self.noun(node.items, scene, fold)
        many = self.says_many(node)
        if node.must is None or (denies and not left):
            return f"there {'are' if many else 'is'} {self.so_many(node, noun)}"
        if (
            all(
                isinstance(part, nodes.On) and not part.path.steps and isinstance(part.test, nodes.Present)
                for part in flat(node.must)
            )
            and node.if_empty is None
        ):
            return f"there {'are' if many else 'is'} {self.so_many(node, noun)}"
        if about(node.must) != node.items.name:
            return f"for {self.so_many(node, noun)}, {self.said(node.must, None, inside)}"
        must = nodes.All(tuple(left)) if denies else node.must
        return f"{self.so_many(node, noun)} {self.said(must, node.items.name, inside, plural=many)}"

    def says_many(self, node: nodes.Quantified) -> bool:
        """Whether a list word speaks of several items."""
        if node.word is nodes.Quantifier.SHARE_AT_LEAST:
            return True
        return node.count is not None and not is_one(node.count) and node.count != nodes.Literal(0)


def _put(noun: Noun, template: str, other: str) -> Noun:
    before, _, after = template.rpartition("{}")
    return noun.shaped(before + other.replace("{", "(").replace("}", ")") + after)

"""Emitting source for list words, whole-list words and sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes, truth
from poscheck.checks.emit_values import ValueEmitter
from poscheck.contract import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.contract import Field

_DATES = {Kind.DATE, Kind.EXPIRY}


class ListEmitter(ValueEmitter):
    """Adds everything that loops."""

    __slots__ = ()

    def open_list(self, items: nodes.Items) -> str:
        """Whether the submission says that the list, or what holds it, is still to follow."""
        parts = items.path.field.static.split(".")
        prefixes = tuple(".".join(parts[: number + 1]) for number in range(len(parts)))
        return self.hoist(f"not follow.isdisjoint({prefixes!r})", "f")

    def candidates(self, items: nodes.Items, listed: str) -> str:
        """Begin a loop over the candidates; return the name that holds the truth of being one (never False)."""
        item = self.names[items.name] = self.fresh("x")
        self.line(f"for {item} in {listed}:")
        self.indent += 1
        if items.consider is None:
            return "True"
        considered = self.check(items.consider)
        self.line(f"if {considered} is False: continue")
        return considered

    def quantified(self, node: nodes.Quantified, *, outermost: bool) -> str:
        """A word over the candidates of a list."""
        listed = self.assign(self.path(node.items.path), "l")
        result = self.assign("None")
        self.line(f"if {listed} is not None:")
        self.indent += 1
        match node.word:
            case nodes.Quantifier.EVERY | nodes.Quantifier.NONE_OF:
                self.every(node, listed, result, outermost=outermost)
            case nodes.Quantifier.SHARE_AT_LEAST:
                self.share(node, listed, result, outermost=outermost)
            case _:
                self.counted(node, listed, result)
        self.indent -= 1
        return result

    def counted(self, node: nodes.Quantified, listed: str, result: str) -> None:
        """At least, at most, exactly."""
        assert node.count is not None
        wanted = self.assign(self.operand(node.count), "o")
        sure, maybe = self.assign("0", "n"), self.assign("0", "n")
        considered = self.candidates(node.items, listed)
        shown = self.check(node.must) if node.must else "True"
        if shown == considered == "True":
            self.line(f"{sure} += 1")
        else:
            self.line(f"if {considered} is True and {shown} is True: {sure} += 1")
            self.line(f"elif {shown} is not False: {maybe} += 1")
        self.indent -= 1
        most = f"{sure} + {maybe}"
        follows = self.open_list(node.items)
        match node.word:
            case nodes.Quantifier.AT_LEAST:
                truth_of = f"True if {sure} >= {wanted} else None if {most} >= {wanted} or {follows} else False"
            case nodes.Quantifier.AT_MOST:
                truth_of = f"True if {most} <= {wanted} else None if {sure} <= {wanted} or {follows} else False"
            case _:
                truth_of = (
                    f"(None if {follows} else False) if {sure} > {wanted} or {most} < {wanted} "
                    f"else True if not {maybe} else None"
                )
        self.line(f"{result} = None if {wanted} is None else {truth_of}")

    def every(self, node: nodes.Quantified, listed: str, result: str, *, outermost: bool) -> None:
        """Every, none of."""
        wrong = "False" if node.word is nodes.Quantifier.EVERY else "True"
        right = "True" if wrong == "False" else "False"
        sure, maybe = self.assign("False", "n"), self.assign("False", "n")
        self.line(f"{result} = True")
        considered = self.candidates(node.items, listed)
        assert node.must is not None
        self.line(f"if {considered} is True: {sure} = True")
        self.line(f"else: {maybe} = True")
        shown = self.check(node.must)
        self.line(f"if {shown} is {right}: continue")
        self.line(f"if {considered} is True and {shown} is {wrong}:")
        self.line(f"    {result} = False")
        self.line("    break")
        self.line(f"{result} = None")
        self.indent -= 1
        self.line(f"if not {sure}: {result} = None if {maybe} else {_empty(node, outermost=outermost)}")
        if node.if_empty is not nodes.IfEmpty.MET:
            self.line(f"if {result} is False and not {sure} and {self.open_list(node.items)}: {result} = None")

    def share(self, node: nodes.Quantified, listed: str, result: str, *, outermost: bool) -> None:
        """A share of the candidates."""
        assert node.count is not None and node.must is not None  # noqa: PT018 -- the parser insists on both
        wanted = self.assign(self.operand(node.count), "o")
        seen = self.assign("[]", "e")
        sure = self.assign("False", "n")
        considered = self.candidates(node.items, listed)
        self.line(f"if {considered} is True: {sure} = True")
        shown = self.check(node.must)
        self.line(f"{seen}.append(({considered}, {shown}))")
        self.indent -= 1
        self.line(f"if {sure}: {result} = L.share({seen}, {wanted})")
        self.line(f"else: {result} = None if {seen} else {_empty(node, outermost=outermost)}")
        self.line(f"if {result} is False and {self.open_list(node.items)}: {result} = None")

    def ratio(self, node: nodes.Ratio) -> str:
        """The quotient of two fields."""
        above = self.assign(self.path(node.numerator), "v")
        below = self.assign(self.path(node.denominator), "v")
        result = self.assign("None")
        self.line(f"if {above} is not None and {below}:")
        self.indent += 1
        quotient = self.assign(f"R.Fraction(R.exact({above})) / R.exact({below})", "v")
        self.line(f"{result} = {self.bounds_tests(node.tests, quotient, quotient)}")
        self.indent -= 1
        return result

    def bounds_tests(self, tests: Sequence[nodes.Test], low: str, high: str) -> str:
        """An expression for all of ``tests`` on a number or day that lies from ``low`` to ``high``."""
        parts: list[str] = []
        for test in tests:
            match test:
                case nodes.Between():
                    for word, end in (("at_least", test.low), ("at_most", test.high)):
                        value = self.operand(end, Kind.NUMBER)
                        parts.append(self.assign(f"R.number_test({word!r}, {low}, {high}, {value})"))
                case nodes.Compare() if test.word in truth.DATE_TESTS:
                    other = self.assign(self.operand(test.operand, date=True), "o")
                    call = f"R.{test.word.value}(({low}, {high}), {other})"
                    parts.append(self.assign(f"None if {other} is None else {call}"))
                case nodes.Compare():
                    value = self.operand(test.operand, Kind.NUMBER)
                    parts.append(self.assign(f"R.number_test({test.word.value!r}, {low}, {high}, {value})"))
                case nodes.Within():
                    whole = self.assign(f"({low}, {high})", "v")
                    parts.append(self.assign(self.within(test, whole).replace(f"I({whole})", whole)))
                case _:
                    raise AssertionError(test)
        listing = ", ".join(parts)
        return f"False if False in ({listing},) else None if None in ({listing},) else True"

    def whole_list(self, node: Any) -> str:
        """A word about a list as a whole."""
        listed = self.assign(self.path(node.items.path), "l")
        result = self.assign("None")
        self.line(f"if {listed} is not None:")
        self.indent += 1
        match node:
            case nodes.Chain() | nodes.NonDecreasing():
                self.sequence(node, listed, result)
            case nodes.UniqueBy():
                seen, more = self.entries(node.items, node.value, listed)
                self.line(f"{result} = L.unique({_comparable(seen, node.value.field)}, more={more})")
            case nodes.Covers():
                seen, more = self.entries(node.items, node.value, listed)
                wanted = self.operand(node.wanted)
                self.line(f"{result} = L.covers({seen}, {wanted}, more={more})")
            case nodes.Summarized():
                self.summarized(node, listed, result)
            case _:
                raise AssertionError(node)
        if not isinstance(node, nodes.UniqueBy | nodes.NonDecreasing):
            self.line(f"if {result} is False and {self.open_list(node.items)}: {result} = None")
        self.indent -= 1
        return result

    def entries(
        self, items: nodes.Items, value: nodes.Path, listed: str, group: nodes.Path | None = None
    ) -> tuple[str, str]:
        """Collect (truth of being a candidate, value) of every item; also whether a list of values is missing."""
        seen, more = self.assign("[]", "e"), self.assign("False", "n")
        considered = self.candidates(items, listed)
        taken = self.take(considered, value)
        extra = "" if group is None else f", {self.path(group)}"
        if value.field.kind is Kind.LIST:
            self.line(f"if {taken} is None: {more} = True")
            self.line(f"else: {seen}.extend([({considered}, w{extra}) for w in {taken}])")
        else:
            self.line(f"{seen}.append(({considered}, {taken}{extra}))")
        self.indent -= 1
        return seen, more

    def take(self, considered: str, value: nodes.Path) -> str:  # noqa: ARG002 -- for who wants to know more
        """The name that holds the value taken from a candidate."""
        return self.assign(self.path(value), "v")

    def summarized(self, node: nodes.Summarized, listed: str, result: str) -> None:
        """A sum, a count, an extreme."""
        kind = node.value.field.item if node.value.field.kind is Kind.LIST else node.value.field
        assert kind is not None
        low = "-L.INFINITY" if kind.minimum is None else repr(kind.minimum)
        high = "L.INFINITY" if kind.maximum is None else repr(kind.maximum)
        seen, more = self.entries(node.items, node.value, listed, node.one_per)
        if node.word is nodes.Summary.SUM:
            name = "sum_bounds" if node.one_per is None else "grouped_sum_bounds"
            bounds = self.assign(f"L.{name}({seen}, {low}, {high}, more={more})", "v")
        elif node.word is nodes.Summary.COUNT_DISTINCT:
            bounds = self.assign(f"L.distinct_bounds({_comparable(seen, kind)}, more={more})", "v")
        else:
            pair = "I(w)" if kind.kind in _DATES else "(R.exact(w),) * 2"
            low, high = (low, high) if kind.kind is Kind.NUMBER else ("1", "L.INFINITY")
            pairs = f"[(c, None if w is None else {pair}) for c, w in {seen}]"
            greatest = node.word is nodes.Summary.MAX
            bounds = self.assign(f"L.extreme_bounds({pairs}, {low}, {high}, greatest={greatest}, more={more})", "v")
        self.line(f"{result} = False")
        self.line(f"if {bounds} is not None:")
        self.indent += 1
        self.line(f"{result} = {self.bounds_tests(node.tests, f'{bounds}[0]', f'{bounds}[1]')}")
        if node.word in {nodes.Summary.MIN, nodes.Summary.MAX}:
            self.line(f"{result} = L.of_extreme({result}, {seen})")
        self.indent -= 1

    def sequence(self, node: nodes.Chain | nodes.NonDecreasing, listed: str, result: str) -> None:
        """A chain of items, or the order along it."""
        seen = self.assign("[]", "e")
        considered = self.candidates(node.items, listed)
        item = self.names[node.items.name]
        key_name = node.items.path.field.item.key if node.items.path.field.item else None
        key = self.assign(f"{item}.get({key_name!r}, (len({seen}),))", "v")
        links = self.path(node.along)
        if isinstance(node, nodes.Chain):
            self.line(f"{seen}.append(({considered}, {key}, {links}))")
        else:
            value = self.assign(self.path(node.value), "v")
            words = node.value.field.words
            rank = f"{self.keep({word: place for place, word in enumerate(words)})}.get({value})" if words else value
            self.line(f"{seen}.append(({considered}, {key}, {rank}, {links}))")
        self.indent -= 1
        if isinstance(node, nodes.Chain):
            self.line(f"{result} = L.chain({seen}, {self.operand(node.count)})")
        else:
            self.line(f"{result} = L.non_decreasing({seen})")


def _comparable(seen: str, field: Field) -> str:
    """Entries that are compared with each other."""
    return f"L.whole_days({seen})" if field.kind in _DATES else seen


def _empty(node: nodes.Quantified, *, outermost: bool) -> str:
    match node.if_empty:
        case nodes.IfEmpty.MET:
            return "True"
        case nodes.IfEmpty.NOT_APPLICABLE if outermost:
            return "NOT_APPLICABLE"
        case _:
            return "False"

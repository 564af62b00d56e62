"""Explaining words that take one value from every candidate: coverage, uniqueness, sums, counts; and quotients."""

from __future__ import annotations

from copy import copy
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from poscheck.checks import list_phrases, list_truth, nodes, phrases, truth
from poscheck.checks.explain_lists import ListExplainer
from poscheck.checks.trace import Counted, Leaf, Trace, Whole
from poscheck.contract import Field, Kind
from poscheck.dates import interval
from poscheck.scorecard import ProblemKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poscheck.checks.truth import Truth

_DATES = {Kind.DATE, Kind.EXPIRY}
_EXTREMES = {nodes.Summary.MIN, nodes.Summary.MAX}
_EARLIER = {nodes.Word.BEFORE, nodes.Word.ON_OR_BEFORE}


class SummaryExplainer(ListExplainer):
    """Adds the words that make one thing of the values of a list."""

    __slots__ = ()

    def ratio(self, node: nodes.Ratio) -> Trace:
        """The trace of the quotient of two fields."""
        above, place_above = self.get(node.numerator)
        below, place_below = self.get(node.denominator)
        quotient = Fraction(truth.exact(above)) / truth.exact(below) if above is not None and below else None
        result, operands = self._bounds_tests(node.tests, quotient, quotient)

        top, bottom = phrases.title(node.numerator), phrases.title(node.denominator)

        def demanded() -> str:
            return phrases.demanded(node.tests, operands, phrases.percent)

        def answer() -> str | None:
            if quotient is None:
                return None
            return f"{phrases.shown(above)} of {phrases.shown(below)} is {phrases.percent(quotient)}"

        def found() -> str | None:
            return None if quotient is None else f"{top} of {bottom}: {answer()}; it {demanded()}"

        parts = (
            Leaf.collected(node.numerator, above, place_above, missing=above is None),
            Leaf.collected(node.denominator, below, place_below, missing=below is None),
        )
        asked = lambda: f"{top} {demanded()} of {bottom}"  # noqa: E731
        return Whole(result, ProblemKind.INSUFFICIENT, parts, asked, answer, found)

    def _bounds_tests(self, tests: tuple[nodes.Test, ...], low: Any, high: Any) -> tuple[Truth, list[Any]]:
        """All of ``tests`` on a number or day that lies from ``low`` to ``high``; unknown where these are None.

        With it come the values of the tests' operands.
        """
        results: list[Truth] = []
        operands: list[Any] = []
        for test in tests:
            match test:
                case nodes.Between():
                    ends = self.operand(test.low, Kind.NUMBER), self.operand(test.high, Kind.NUMBER)
                    for word, end in zip(("at_least", "at_most"), ends, strict=True):
                        results.append(None if low is None else truth.number_test(word, low, high, end))
                    operands.append(ends)
                case nodes.Compare() if test.word in truth.DATE_TESTS:
                    other = self.day(test.operand)
                    compare = truth.DATE_TESTS[test.word]
                    results.append(None if low is None or other is None else compare((low, high), other))
                    operands.append(other)
                case nodes.Compare():
                    other = self.operand(test.operand, Kind.NUMBER)
                    results.append(None if low is None else truth.number_test(test.word, low, high, other))
                    operands.append(other)
                case nodes.Within():
                    result, _, operand = self.within(test, None if low is None else (low, high))
                    results.append(result)
                    operands.append(operand)
                case _:
                    raise AssertionError(test)
        return False if False in results else None if None in results else True, operands

    def _entries(
        self, items: nodes.Items, candidates: Counted, value: nodes.Path, group: nodes.Path | None = None
    ) -> tuple[list[Any], bool, tuple[Trace, ...]]:
        """The values taken, each with the truth of its counting; whether a list of values is missing; the traces."""
        entries: list[Any] = []
        more = False
        seen: list[Trace] = []
        for considered, item in candidates:
            self.names[items.name] = item
            certain: Truth = True if considered is None else considered.truth
            taken, place = self.get(value)
            extra = () if group is None else (self.get(group)[0],)
            if considered is not None and certain is None:
                doubt = copy(considered)  # another rule may have the same
                doubt.item = item
                seen.append(doubt)
            if value.field.kind is Kind.LIST:
                more = more or taken is None
                entries.extend((certain, part, *extra) for part in taken or ())
            else:
                entries.append((certain, taken, *extra))
            leaf = Leaf.collected(
                value, taken, place, missing=taken is None or (isinstance(taken, list) and None in taken)
            )
            leaf.item = item
            seen.append(leaf)
        return entries, more, tuple(seen)

    def covers(self, node: nodes.Covers, candidates: Counted) -> Whole:
        """The trace of a word that wants each of some values to appear."""
        entries, more, children = self._entries(node.items, candidates, node.value)
        wanted = self.operand(node.wanted)
        field = _value_field(node.value)
        result = self.settled(list_truth.covers(entries, wanted, more=more), node.items)

        def words(values: Iterable[Any]) -> str:
            return phrases.listing([phrases.word(value, field) for value in values])

        def lacking() -> list[Any]:
            known = [value for _, value in entries]
            return [value for value in wanted or () if value not in known]

        def answer() -> str:
            if not (missing := lacking()):
                return "it does" if len(wanted or ()) == 1 else "all are there"
            return f"{words(missing)} {'is' if len(missing) == 1 else 'are'} not there"

        def found() -> str:
            missing, name = lacking(), phrases.title(node.value)
            verb = "does" if len(missing) == 1 else "do"
            return f"{words(missing)} {verb} not appear under {name}" if missing else f"{name}: {words(wanted)}"

        asked = lambda: f"{phrases.title(node.value)} must include {words(wanted or ())}"  # noqa: E731
        trace = Whole(result, failed_whole(node), children, asked, answer, found)
        trace.lacks = lambda: [(value, phrases.word(value, field)) for value in lacking()]
        return trace

    def unique_by(self, node: nodes.UniqueBy, candidates: Counted) -> Whole:
        """The trace of a word that wants the values to differ."""
        entries, more, children = self._entries(node.items, candidates, node.value)
        compared = list_truth.whole_days(entries) if _value_field(node.value).kind in _DATES else entries

        name = phrases.title(node.value)

        known = [value for _, value in entries if value is not None]

        def offends(value: Any) -> bool:
            return known.count(value) > 1

        def repeated() -> str:
            return phrases.listing(sorted({phrases.shown(value) for value in known if offends(value)}))

        trace = Whole(
            list_truth.unique(compared, more=more),
            failed_whole(node),
            children,
            lambda: f"no two may have the same {name}",
            lambda: f"{twice} occurs more than once" if (twice := repeated()) else "all that are given differ",
            lambda: f"{twice} occurs more than once under {name}" if (twice := repeated()) else f"all {name} differ",
        )
        trace.offends = offends
        return trace

    def summarized(self, node: nodes.Summarized, candidates: Counted) -> Whole:
        """The trace of a sum, a count, or a greatest or least value."""
        entries, more, children = self._entries(node.items, candidates, node.value, node.one_per)
        field = _value_field(node.value)
        days = _of_days(node)
        bounds = _bounds(node, entries, field, more=more)
        result, operands = self._bounds_tests(node.tests, *(bounds or (None, None)))
        if node.word in _EXTREMES:
            result = (
                False if bounds is None else list_truth.of_extreme(result, [(entry[0], entry[1]) for entry in entries])
            )

        subject = list_phrases.summary(node.word, phrases.title(node.value), days=days)

        def demanded() -> str:
            return phrases.demanded(node.tests, operands, phrases.shown)

        def answer() -> str:
            return f"is {list_phrases.bounds(bounds, days=days)}"

        return Whole(
            self.settled(result, node.items),
            failed_whole(node),
            children,
            lambda: f"{subject} {demanded()}",
            lambda: f"it {answer()}",
            lambda: f"{subject} {answer()}; it {demanded()}",
        )


def _value_field(value: nodes.Path) -> Field:
    """What the contract says of each value taken."""
    return value.field.item if value.field.kind is Kind.LIST and value.field.item else value.field


def _bounds(node: nodes.Summarized, entries: list[Any], field: Field, *, more: bool) -> tuple[Any, Any] | None:
    """The least and greatest that the summary may be; None where there is certainly nothing to take it from."""
    low = -list_truth.INFINITY if field.minimum is None else field.minimum
    high = list_truth.INFINITY if field.maximum is None else field.maximum
    dates = field.kind in _DATES
    if node.word is nodes.Summary.SUM:
        add = list_truth.sum_bounds if node.one_per is None else list_truth.grouped_sum_bounds
        return add(entries, low, high, more=more)
    if node.word is nodes.Summary.COUNT_DISTINCT:
        return list_truth.distinct_bounds(list_truth.whole_days(entries) if dates else entries, more=more)
    ends: tuple[Any, Any] = (1, list_truth.INFINITY) if dates else (low, high)
    pairs = [
        (certain, None if value is None else interval(value) if dates else (truth.exact(value),) * 2)
        for certain, value in entries
    ]
    return list_truth.extreme_bounds(pairs, *ends, greatest=node.word is nodes.Summary.MAX, more=more)


def failed_whole(node: nodes.Covers | nodes.UniqueBy | nodes.Summarized) -> ProblemKind:
    """Which problem it is where the values of a list are not as asked."""
    if isinstance(node, nodes.Covers):
        return ProblemKind.INSUFFICIENT
    if isinstance(node, nodes.UniqueBy):
        return ProblemKind.CONTRADICTORY
    words = {test.word for test in node.tests if isinstance(test, nodes.Compare)}
    if _of_days(node):
        return ProblemKind.NOT_YET if words & _EARLIER else ProblemKind.EXPIRED
    contradicts = node.word is nodes.Summary.SUM and nodes.Word.IS in words
    return ProblemKind.CONTRADICTORY if contradicts else ProblemKind.INSUFFICIENT


def _of_days(node: nodes.Summarized) -> bool:
    """Whether it is the first or last of some days."""
    return _value_field(node.value).kind in _DATES and node.word in _EXTREMES

"""Explaining words about a list as a whole: sums, counts, coverage, chains."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes, phrases, truth
from poscheck.checks.explain_lists import ListExplainer
from poscheck.checks.trace import Trace
from poscheck.contract import Field, Kind
from poscheck.dates import interval
from poscheck.scorecard import ProblemKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.checks.truth import Truth
    from poscheck.paths import Path as Place

_DATES = {Kind.DATE, Kind.EXPIRY}


class SummaryExplainer(ListExplainer):
    """Adds the words that look at a list as a whole."""

    __slots__ = ()

    def ratio(self, node: nodes.Ratio) -> Trace:
        """The trace of the quotient of two fields."""
        above, place = self.get(node.numerator)
        below, place_below = self.get(node.denominator)
        known = above is not None and bool(below)
        quotient = Fraction(truth.exact(above)) / truth.exact(below) if known else None
        result, asked = self._bounds_tests(node.tests, quotient, quotient, phrases.percent)
        subject = f"{phrases.title(node.numerator)} to {phrases.title(node.denominator)}"
        problem = None if result else ProblemKind.MISSING if result is None else ProblemKind.INSUFFICIENT
        parts = tuple(
            _value(path, value, where, missing=value is None)
            for path, value, where in ((node.numerator, above, place), (node.denominator, below, place_below))
        )
        found = None
        if quotient is not None:
            said = f"{phrases.shown(above)} to {phrases.shown(below)} is {phrases.percent(quotient)}"
            found = f"{subject}: {said}; it {phrases.must(asked)}"
        return Trace(truth=result, asked=f"{subject} {asked}", problem=problem, found=found, children=parts)

    def _bounds_tests(
        self, tests: tuple[nodes.Test, ...], low: Any, high: Any, shown: Callable[[Any], str] = phrases.shown
    ) -> tuple[Truth, str]:
        """All of ``tests`` on a number or day that lies from ``low`` to ``high``; unknown where these are None."""
        results: list[Truth] = []
        asked: list[str] = []
        for test in tests:
            match test:
                case nodes.Between():
                    ends = [
                        (word, self.operand(part, Kind.NUMBER))
                        for word, part in (("at_least", test.low), ("at_most", test.high))
                    ]
                    results += [None if low is None else truth.number_test(word, low, high, end) for word, end in ends]
                    asked.append(f"is from {shown(ends[0][1])} to {shown(ends[1][1])}")
                case nodes.Compare() if test.word in truth.DATE_TESTS:
                    other = self.operand(test.operand, date=True)
                    known = low is not None and other is not None
                    results.append(truth.DATE_TESTS[test.word]((low, high), other) if known else None)
                    asked.append(phrases.compared(test, phrases.day(other)))
                case nodes.Compare():
                    other = self.operand(test.operand, Kind.NUMBER)
                    results.append(None if low is None else truth.number_test(test.word.value, low, high, other))
                    text = shown(other)
                    if isinstance(test.operand, nodes.FieldOperand):
                        text = phrases.other_field(test.operand.path, None if other is None else text)
                    asked.append(phrases.compared(test, text))
                case nodes.Within():
                    result, said, _ = self.within(test, None, None if low is None else (low, high))
                    results.append(result)
                    asked.append(said)
                case _:
                    raise AssertionError(test)
        return (False if False in results else None if None in results else True), " and ".join(asked)

    def whole_list(self, node: Any) -> Trace:
        """The trace of a word about a list as a whole."""
        listed, place = self.get(node.items.path)
        name = phrases.title(node.items.path)
        if listed is None:
            gone = Trace(
                truth=None,
                asked="is given",
                problem=ProblemKind.MISSING,
                leaf=True,
                subject=name,
                place=place,
            )
            return Trace(truth=None, asked=f"{name} is given", problem=ProblemKind.MISSING, children=(gone,))
        match node:
            case nodes.Chain() | nodes.NonDecreasing():
                result, asked, found, children = self._sequence(node)
                kind = ProblemKind.CONTRADICTORY
                if isinstance(node, nodes.Chain) and not self._has_cycle(node):
                    kind = ProblemKind.INSUFFICIENT
            case _:
                result, asked, found, children, kind = self._collected(node)
        if (
            result is False
            and not isinstance(node, nodes.UniqueBy | nodes.NonDecreasing)
            and self.open_list(node.items)
        ):
            result = None
        problem = None if result else ProblemKind.MISSING if result is None else kind
        return Trace(
            truth=result,
            asked=asked,
            problem=problem,
            found=found,
            subject=name,
            place=place,
            needs_all=True,
            children=children,
        )

    def _entries(
        self, items: nodes.Items, value: nodes.Path, group: nodes.Path | None
    ) -> tuple[list[Any], bool, tuple[Trace, ...]]:
        entries: list[Any] = []
        more = False
        seen: list[Trace] = []
        for considered, _, label in self.candidates(items):
            certain: Truth = True if considered is None else considered.truth
            taken, place = self.get(value)
            extra = () if group is None else (self.get(group)[0],)
            if considered is not None and considered.truth is None:
                seen.append(replace(considered, label=label))
            if value.field.kind is Kind.LIST:
                more = more or taken is None
                entries.extend((certain, part, *extra) for part in taken or ())
            else:
                entries.append((certain, taken, *extra))
            missing = taken is None or (isinstance(taken, list) and None in taken)
            seen.append(_value(value, taken, place, missing=missing, label=label))
        return entries, more, tuple(seen)

    def _collected(self, node: Any) -> tuple[Truth, str, str, tuple[Trace, ...], ProblemKind]:
        """The words that collect one value of every candidate."""
        group = node.one_per if isinstance(node, nodes.Summarized) else None
        entries, more, children = self._entries(node.items, node.value, group)
        name = phrases.title(node.value)
        item = (
            node.value.field.item if node.value.field.kind is Kind.LIST and node.value.field.item else node.value.field
        )
        match node:
            case nodes.UniqueBy():
                known = [value for _, value in entries if value is not None]
                twice = sorted({phrases.shown(value) for value in known if known.count(value) > 1})
                found = (
                    f"{name}: {', '.join(twice)} occurs more than once"
                    if twice
                    else f"{len(known)} different values of {name}"
                )
                return (
                    truth.unique(truth.whole_days(entries) if item.kind in _DATES else entries, more=more),
                    f"no two have the same {name}",
                    found,
                    children,
                    ProblemKind.CONTRADICTORY,
                )
            case nodes.Covers():
                wanted = self.operand(node.wanted)
                known = [value for _, value in entries]
                lacking = [value for value in wanted or () if value not in known]
                found = (
                    f"not found: {phrases.word(lacking, item)}" if lacking else f"found: {phrases.word(wanted, item)}"
                )
                asked = f"{name} covers {phrases.word(wanted, item)}"
                return (
                    truth.covers(entries, wanted, more=more),
                    asked,
                    found,
                    children,
                    ProblemKind.INSUFFICIENT,
                )
            case _:
                return self._summarized(node, entries, children, name, item, more=more)

    def _summarized(
        self,
        node: nodes.Summarized,
        entries: list[Any],
        children: tuple[Trace, ...],
        name: str,
        item: Field,
        *,
        more: bool,
    ) -> tuple[Truth, str, str, tuple[Trace, ...], ProblemKind]:
        low = -truth.INFINITY if item.minimum is None else item.minimum
        high = truth.INFINITY if item.maximum is None else item.maximum
        bounds: tuple[Any, Any] | None
        match node.word:
            case nodes.Summary.SUM:
                add = truth.sum_bounds if node.one_per is None else truth.grouped_sum_bounds
                bounds = add(entries, low, high, more=more)
                said = f"the sum of {name}"
            case nodes.Summary.COUNT_DISTINCT:
                bounds = truth.distinct_bounds(truth.whole_days(entries) if item.kind in _DATES else entries, more=more)
                said = f"the number of different entries in {name}"
            case _:
                greatest = node.word is nodes.Summary.MAX
                dates = item.kind in _DATES
                ends: tuple[Any, Any] = (1, truth.INFINITY) if dates else (low, high)
                pairs = [
                    (c, None if w is None else interval(w) if dates else (truth.exact(w),) * 2) for c, w in entries
                ]
                bounds = truth.extreme_bounds(pairs, *ends, greatest=greatest, more=more)
                extreme = ("latest" if greatest else "earliest") if dates else ("greatest" if greatest else "least")
                said = f"the {extreme} {name}"
        result, asked = self._bounds_tests(node.tests, *(bounds or (None, None)))
        if node.word in {nodes.Summary.MIN, nodes.Summary.MAX}:
            result = False if bounds is None else truth.of_extreme(result, [(entry[0], entry[1]) for entry in entries])
        days = item.kind in _DATES and node.word in {nodes.Summary.MIN, nodes.Summary.MAX}
        found = f"{said} is {phrases.bounds_found(bounds, days=days)}; it {phrases.must(asked)}"
        equal = any(isinstance(test, nodes.Compare) and test.word is nodes.Word.IS for test in node.tests)
        contradicts = node.word is nodes.Summary.SUM and equal
        kind = ProblemKind.CONTRADICTORY if contradicts else ProblemKind.INSUFFICIENT
        if days:
            late = any(
                isinstance(t, nodes.Compare) and t.word in {nodes.Word.BEFORE, nodes.Word.ON_OR_BEFORE}
                for t in node.tests
            )
            kind = ProblemKind.NOT_YET if late else ProblemKind.EXPIRED
        return result, f"{said} {asked}", found, children, kind

    def _linked(
        self, items: nodes.Items, along: nodes.Path, value: nodes.Path | None
    ) -> list[tuple[Truth, Any, Any, Any, str, Place]]:
        key_name = items.path.field.item.key if items.path.field.item else None
        found: list[tuple[Truth, Any, Any, Any, str, Place]] = []
        for considered, place, label in self.candidates(items):
            item = self.names[items.name][0]
            certain: Truth = True if considered is None else considered.truth
            ranked = self.get(value)[0] if value else None
            if value is not None and value.field.words and ranked is not None:
                ranked = value.field.words.index(ranked)
            found.append((certain, item.get(key_name, (len(found),)), ranked, self.get(along)[0], label, place))
        return found

    def _has_cycle(self, node: nodes.Chain) -> bool:
        linked = self._linked(node.items, node.along, None)
        return truth.chain([(True, key, links) for certain, key, _, links, _, _ in linked if certain], 0) is False

    def _sequence(self, node: nodes.Chain | nodes.NonDecreasing) -> tuple[Truth, str, str, tuple[Trace, ...]]:
        value = node.value if isinstance(node, nodes.NonDecreasing) else None
        linked = self._linked(node.items, node.along, value)
        phrases.title(node.along)
        keys = tuple(step.key for step in node.along.steps if isinstance(step, nodes.Get))
        leaves = tuple(
            _value(node.along, links, (*place, *keys), missing=links is None or None in links, label=label)
            for _, _, _, links, label, place in linked
        )
        if isinstance(node, nodes.Chain):
            count = self.operand(node.count)
            result = truth.chain([(certain, key, links) for certain, key, _, links, _, _ in linked], count)
            longest = truth.longest_chain([(key, links) for _, key, _, links, _, _ in linked])
            found = (
                "a course comes, in the end, before itself" if longest is None else f"the longest chain has {longest}"
            )
            return (
                result,
                f"each one a step of the next, a chain of at least {phrases.shown(count)}",
                found,
                leaves,
            )
        result = truth.non_decreasing([(certain, key, rank, links) for certain, key, rank, links, _, _ in linked])
        ranks = {key: rank for _, key, rank, _, _, _ in linked}
        labels = {key: label for _, key, _, _, label, _ in linked}
        falls = [
            f"{label} follows {labels[link]}"
            for _, _, rank, links, label, _ in linked
            for link in links or ()
            if link in ranks and rank is not None and ranks[link] is not None and ranks[link] > rank
        ]
        name = phrases.title(node.value)
        return (
            result,
            f"{name} never falls from one to the next",
            "; ".join(falls) or "it never falls",
            leaves,
        )


def _value(path: nodes.Path, value: Any, place: Place, *, missing: bool, label: str | None = None) -> Trace:
    """The trace of a value that is only collected: it is there, or missing."""
    return Trace(
        truth=None if missing else True,
        asked="is given",
        leaf=True,
        problem=ProblemKind.MISSING if missing else None,
        subject=phrases.title(path),
        place=place,
        value=value,
        label=label,
        seen=None if value is None else phrases.word(value, path.field.item or path.field),
    )

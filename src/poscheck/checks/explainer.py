"""The slow back end: the same truths as the compiler's, with a record of what was asked and seen at every node."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from poscheck.checks import nodes, phrases, truth
from poscheck.checks.constants import Environment, ParameterValue, constant
from poscheck.checks.truth import Truth
from poscheck.contract import Field, Kind
from poscheck.dates import Duration, Interval, interval, period
from poscheck.paths import Path as Place
from poscheck.scorecard import ProblemKind

_DATES = {Kind.DATE, Kind.EXPIRY}
_COMPARISONS: dict[nodes.Word, Callable[[Any, Any], bool]] = {
    nodes.Word.IS: lambda value, other: value == other,
    nodes.Word.IS_NOT: lambda value, other: value != other,
    nodes.Word.ONE_OF: lambda value, other: value in other,
    nodes.Word.MORE_THAN: lambda value, other: value > other,
    nodes.Word.AT_LEAST: lambda value, other: value >= other,
    nodes.Word.LESS_THAN: lambda value, other: value < other,
    nodes.Word.AT_MOST: lambda value, other: value <= other,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What one node asked, what was seen, and what came out.

    ``label`` names the item of a list that the trace is about; ``considered`` is the truth of its being a candidate.
    A leaf has ``place`` and ``value``; ``not_applicable`` is set where the outermost list word found no candidate.
    """

    truth: Truth
    asked: str
    problem: ProblemKind | None = None
    leaf: bool = False
    subject: str = ""
    place: Place | None = None
    value: Any = None
    seen: str | None = None
    label: str | None = None
    considered: Truth = True
    needs_all: bool = True
    found: str | None = None
    not_applicable: bool = False
    children: tuple[Trace, ...] = ()

    def leaves(self) -> Iterator[Trace]:
        """All leaves, in written order."""
        if self.leaf:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(slots=True, eq=False)
class Explainer:
    """Walks checks on one submission's data, as of one date."""

    data: Mapping[str, Any]
    to_follow: frozenset[str]
    environment: Environment
    names: dict[str, tuple[Any, Place]] = field(default_factory=dict)

    def explain(self, node: nodes.Check) -> Trace:
        """The trace of ``node``; its truth is the one that the compiled rule comes to."""
        return self._check(node, outermost=True)

    def _check(self, node: nodes.Check, *, outermost: bool = False) -> Trace:
        match node:
            case nodes.On():
                return self._on(node)
            case nodes.All(checks):
                parts = tuple(map(self._check, checks))
                return Trace(truth=_all(parts), asked="all of these", children=parts)
            case nodes.Any(checks):
                parts = tuple(map(self._check, checks))
                return Trace(truth=_any(parts), asked="at least one of these", needs_all=False, children=parts)
            case nodes.Not(check):
                inner = self._check(check)
                result = None if inner.truth is None else not inner.truth
                return Trace(truth=result, asked="not", problem=_insufficient(result), children=(inner,), needs_all=False)
            case nodes.Among(count, checks):
                parts = tuple(map(self._check, checks))
                sure, possible = sum(p.truth is True for p in parts), sum(p.truth is not False for p in parts)
                result = True if sure >= count else False if possible < count else None
                found = f"{sure} of these hold; {count} are needed"
                return Trace(truth=result, asked=f"at least {count} of these", children=parts, needs_all=False, found=found)
            case nodes.Quantified():
                return self._quantified(node, outermost=outermost)
            case nodes.Ratio():
                return self._ratio(node)
            case _:
                return self._whole_list(node)

    # ---- values ------------------------------------------------------------------------------------------------

    def _get(self, path: nodes.Path) -> tuple[Any, Place]:
        """The value at ``path``, and the place in the submission where it is or should be."""
        value, place = (self.data, ()) if path.name is None else self.names[path.name]
        for step in path.steps:
            if isinstance(step, nodes.Get):
                value, place = (value.get(step.key) if isinstance(value, Mapping) else None), (*place, step.key)
                continue
            items = self.data.get(step.target) or []
            reference = value
            value = None
            for number, item in enumerate(items):
                if reference is not None and item.get(step.key) == reference:
                    value, place = item, (step.target, number)
                    break
        return value, place

    def _parameter(self, name: str) -> Any:
        parameter: ParameterValue = self.environment.parameters[name]
        return parameter.value if parameter.by is None else parameter.for_number(self._get(parameter.by)[0])

    def _operand(self, operand: nodes.Operand, *, date: bool = False) -> Any:
        match operand:
            case nodes.Literal(value):
                return interval(str(value)) if date else value
            case nodes.FieldOperand(path, offset):
                value = self._get(path)[0]
                if not date:
                    return value
                return self._moved(interval(value) if isinstance(value, str) else None, offset)
            case nodes.ParamOperand(name, offset):
                value = self._parameter(name)
                if not date:
                    return value
                return self._moved(interval(value) if isinstance(value, str) else None, offset)
            case nodes.AsOf(offset):
                return self._moved(constant(nodes.AsOf(), self.environment), offset)

    def _length(self, amount: Duration | str) -> Duration | None:
        value = self._parameter(amount) if isinstance(amount, str) else amount
        return value if isinstance(value, Duration) else None

    def _moved(self, value: Interval | None, offset: nodes.Offset | None) -> Interval | None:
        return value if offset is None else truth.moved(value, self._length(offset.amount), offset.sign)

    # ---- tests of one value ------------------------------------------------------------------------------------

    def _on(self, node: nodes.On) -> Trace:
        value, place = self._get(node.path)
        if isinstance(node.test, nodes.FoundIn):
            result, asked = self._found_in(node.test, value)
            problem: ProblemKind | None = ProblemKind.CONTRADICTORY
        else:
            result, asked, problem = self._test(node.test, value, node.path.field)
        missing = value is None or value == {}
        return Trace(
            truth=result,
            asked=asked,
            problem=None if result else ProblemKind.MISSING if result is None else problem,
            leaf=True,
            subject=phrases.title(node.path.field, node.path.text),
            place=place,
            value=value,
            seen=None if missing else phrases.word(value, node.path.field),
        )

    def _test(self, test: nodes.Test, value: Any, kind: Field) -> tuple[Truth, str, ProblemKind | None]:
        """The truth, what was asked, and which problem it is where it is false."""
        few = ProblemKind.INSUFFICIENT
        match test:
            case nodes.Present():
                there = value is not None and not (kind.kind in {Kind.RECORD, Kind.MAP} and not value)
                return True if there else None, "is given", None
            case nodes.Filled(fillers):
                said = isinstance(value, str) and value.strip().casefold() not in fillers
                return True if said else None, "is filled in", None
            case nodes.MinWords(count):
                least = self._operand(count)
                result = None if value is None or least is None else len(value.split()) >= least
                return result, f"has at least {phrases.shown(least)} words", few
            case nodes.Matches(pattern):
                return truth.matches(pattern.fullmatch, value), f"is written like {pattern.pattern}", few
            case nodes.MentionsAny(words, pattern):
                return truth.mentions(pattern.search, value), f"mentions one of: {', '.join(words)}", few
            case nodes.Between(low, high):
                ends = self._operand(low), self._operand(high)
                known = value is not None and None not in ends
                asked = f"is from {phrases.shown(ends[0])} to {phrases.shown(ends[1])}"
                return ends[0] <= value <= ends[1] if known else None, asked, few
            case nodes.Within():
                return self._within(test, value)
            case nodes.Compare(word=nodes.Word.IN_FORCE_ON):
                return self._in_force(test, value)
            case nodes.Compare() if test.edge or kind.kind in _DATES or test.word in truth.DATE_TESTS:
                return self._date(test, value, kind)
            case nodes.Compare():
                other = self._operand(test.operand)
                asked = phrases.compared(test, phrases.word(other, kind))
                if kind.kind is Kind.OPEN:
                    return truth.loose(test.word.value, value, other), asked, few
                known = value is not None and other is not None
                return _COMPARISONS[test.word](value, other) if known else None, asked, few
        raise AssertionError(test)

    def _in_force(self, test: nodes.Compare, value: Any) -> tuple[Truth, str, ProblemKind | None]:
        other = self._operand(test.operand, date=True)
        asked = phrases.compared(test, phrases.day(other))
        if not value or other is None:
            return None, asked, None
        force = truth.force(value, *other)
        problem = {truth.Force.EXPIRED: ProblemKind.EXPIRED, truth.Force.NOT_YET: ProblemKind.NOT_YET}.get(force)
        return truth.in_force(value, other), asked, problem

    def _date(self, test: nodes.Compare, value: Any, kind: Field) -> tuple[Truth, str, ProblemKind | None]:
        other = self._operand(test.operand, date=True)
        asked = phrases.compared(test, phrases.day(other))
        days = _days(test.edge, value, kind)
        if days is None or other is None:
            return None, asked, None
        late = test.word in {nodes.Word.ON_OR_BEFORE, nodes.Word.BEFORE}
        return truth.DATE_TESTS[test.word](days, other), asked, _date_problem(test.operand, late=late)

    def _within(self, test: nodes.Within, value: Any, days: Interval | None = None) -> tuple[Truth, str, ProblemKind | None]:
        other, length = self._operand(test.operand, date=True), self._length(test.time)
        edge = truth.moved(other, length, test.sign)
        asked = phrases.within(test, length, phrases.day(other))
        days = days or (_days(test.edge, value, None) if isinstance(value, str) else None)
        if days is None or edge is None or other is None:
            return None, asked, None
        first, last = (edge, other) if test.sign < 0 else (other, edge)
        return truth.inside(days, first, last), asked, _date_problem(test.operand, late=days[0] > last[1])

    def _found_in(self, test: nodes.FoundIn, value: Any) -> tuple[Truth, str]:
        items, _ = self._get(test.items)
        asked = f"is among {phrases.title(test.items.field, test.items.text)}"
        if test.where is not None:
            asked += " with what is asked of them"
        if value is None or items is None:
            return None, asked
        result: Truth = False
        for number, item in enumerate(items):
            self.names[test.name] = (item, (*self._get(test.items)[1], number))
            key = self._get(test.key)[0]
            if key is not None and key != value:
                continue
            where = True if test.where is None else self._check(test.where).truth
            if where is False:
                continue
            if where and key is not None:
                return True, asked
            result = None
        return result, asked

    # ---- lists -------------------------------------------------------------------------------------------------

    def _open(self, items: nodes.Items) -> bool:
        parts = items.path.field.static.split(".")
        return not self.to_follow.isdisjoint(".".join(parts[: number + 1]) for number in range(len(parts)))

    def _candidates(self, items: nodes.Items) -> Iterator[tuple[Trace | None, Place, str, Any]]:
        """Every item that is not certainly no candidate: the trace of `consider`, its place, its name, the item."""
        listed, place = self._get(items.path)
        for number, item in enumerate(listed or ()):
            self.names[items.name] = (item, (*place, number))
            considered = self._check(items.consider) if items.consider else None
            if considered is None or considered.truth is not False:
                yield considered, (*place, number), _label(item, items.path.field.item, number), item

    def _quantified(self, node: nodes.Quantified, *, outermost: bool) -> Trace:
        listed, place = self._get(node.items.path)
        name = phrases.title(node.items.path.field, node.items.path.text)
        wanted = self._operand(node.count) if node.count is not None else None
        asked = _quantified_text(node.word, wanted, name)
        if listed is None:
            gone = Trace(truth=None, asked=asked, problem=ProblemKind.MISSING, leaf=True, subject=name, place=place)
            return Trace(truth=None, asked=asked, problem=ProblemKind.MISSING, children=(gone,))
        children: list[Trace] = []
        for considered, here, label, _ in self._candidates(node.items):
            must = self._check(node.must) if node.must else Trace(truth=True, asked="is there", place=here)
            parts = tuple(part for part in (considered if considered is None or considered.truth is None else None, must) if part)
            certain: Truth = True if considered is None else considered.truth
            leaf = must.leaf and not must.children and len(parts) == 1
            child = Trace(truth=must.truth, asked=must.asked, label=label, considered=certain, place=here, children=() if leaf and must is None else parts)
            children.append(child)
        result, not_applicable = self._quantified_truth(node, children, wanted, outermost=outermost)
        found = _quantified_found(node.word, children, wanted, name)
        return Trace(
            truth=result,
            asked=asked,
            problem=None if result else ProblemKind.MISSING if result is None else ProblemKind.INSUFFICIENT,
            place=place,
            seen=found,
            subject=name,
            found=found,
            needs_all=node.word is nodes.Quantifier.EVERY,
            not_applicable=not_applicable,
            children=tuple(children),
        )

    def _quantified_truth(
        self, node: nodes.Quantified, children: list[Trace], wanted: Any, *, outermost: bool
    ) -> tuple[Truth, bool]:
        certain = [child for child in children if child.considered is True]
        sure = sum(child.truth is True for child in certain)
        maybe = sum(child.truth is not False for child in children) - sure
        result: Truth
        match node.word:
            case nodes.Quantifier.AT_LEAST:
                if wanted is None:
                    return None, False
                result = True if sure >= wanted else None if sure + maybe >= wanted else False
                return (None if result is False and self._open(node.items) else result), False
            case nodes.Quantifier.AT_MOST:
                if wanted is None:
                    return None, False
                return (True if sure + maybe <= wanted else False if sure > wanted else None), False
            case nodes.Quantifier.EXACTLY:
                if wanted is None:
                    return None, False
                if sure > wanted or sure + maybe < wanted:
                    return (None if self._open(node.items) else False), False
                return (None if maybe else True), False
        if not certain:
            if children:
                return None, False
            if node.if_empty is nodes.IfEmpty.NOT_APPLICABLE and outermost:
                return True, True
            empty = node.if_empty is nodes.IfEmpty.MET
            share_open = node.word is nodes.Quantifier.SHARE_AT_LEAST and self._open(node.items)
            return (None if not empty and share_open else empty), False
        if node.word is nodes.Quantifier.SHARE_AT_LEAST:
            result = truth.share([(child.considered, child.truth) for child in children], wanted)
            return (None if result is False and self._open(node.items) else result), False
        right = node.word is nodes.Quantifier.EVERY
        if any(child.truth is (not right) for child in certain):
            return False, False
        return (True if all(child.truth is right for child in children) else None), False

    def _ratio(self, node: nodes.Ratio) -> Trace:
        above, place = self._get(node.numerator)
        below, place_below = self._get(node.denominator)
        known = above is not None and bool(below)
        quotient = truth.Fraction(truth.exact(above)) / truth.exact(below) if known else None
        result, asked = self._bounds_tests(node.tests, quotient, quotient)
        subject = f"{phrases.title(node.numerator.field, node.numerator.text)} to {phrases.title(node.denominator.field, node.denominator.text)}"
        problem = None if result else ProblemKind.MISSING if result is None else ProblemKind.INSUFFICIENT
        parts = tuple(
            Trace(truth=None if value is None else True, asked="is given", leaf=True, problem=ProblemKind.MISSING if value is None else None,
                  subject=phrases.title(path.field, path.text), place=where, value=value, seen=None if value is None else phrases.shown(value))
            for path, value, where in ((node.numerator, above, place), (node.denominator, below, place_below))
        )  # fmt: skip
        found = None if quotient is None else f"the share is {_decimal(quotient)}; it {asked.replace('is', 'must be', 1)}"
        return Trace(truth=result, asked=f"{subject} {asked}", problem=problem, found=found, children=parts)

    def _bounds_tests(self, tests: tuple[nodes.Test, ...], low: Any, high: Any) -> tuple[Truth, str]:
        """All of ``tests`` on a number or day that lies from ``low`` to ``high``; unknown where these are None."""
        results: list[Truth] = []
        asked: list[str] = []
        for test in tests:
            match test:
                case nodes.Between():
                    ends = [(word, self._operand(part)) for word, part in (("at_least", test.low), ("at_most", test.high))]
                    results += [None if low is None else truth.number_test(word, low, high, end) for word, end in ends]
                    asked.append(f"is from {phrases.shown(ends[0][1])} to {phrases.shown(ends[1][1])}")
                case nodes.Compare() if test.word in truth.DATE_TESTS:
                    other = self._operand(test.operand, date=True)
                    known = low is not None and other is not None
                    results.append(truth.DATE_TESTS[test.word]((low, high), other) if known else None)
                    asked.append(phrases.compared(test, phrases.day(other)))
                case nodes.Compare():
                    other = self._operand(test.operand)
                    results.append(None if low is None else truth.number_test(test.word.value, low, high, other))
                    asked.append(phrases.compared(test, phrases.shown(other)))
                case nodes.Within():
                    result, said, _ = self._within(test, None, None if low is None else (low, high))
                    results.append(result)
                    asked.append(said)
                case _:
                    raise AssertionError(test)
        return (False if False in results else None if None in results else True), " and ".join(asked)

    def _whole_list(self, node: Any) -> Trace:
        listed, place = self._get(node.items.path)
        name = phrases.title(node.items.path.field, node.items.path.text)
        if listed is None:
            gone = Trace(truth=None, asked="is given", problem=ProblemKind.MISSING, leaf=True, subject=name, place=place)
            return Trace(truth=None, asked=f"{name} is given", problem=ProblemKind.MISSING, children=(gone,))
        match node:
            case nodes.Chain() | nodes.NonDecreasing():
                result, asked, found, children = self._sequence(node)
                kind = ProblemKind.CONTRADICTORY
                if isinstance(node, nodes.Chain) and not self._has_cycle(node):
                    kind = ProblemKind.INSUFFICIENT
            case _:
                result, asked, found, children, kind = self._collected(node)
        if result is False and not isinstance(node, nodes.UniqueBy | nodes.NonDecreasing) and self._open(node.items):
            result = None
        problem = None if result else ProblemKind.MISSING if result is None else kind
        return Trace(truth=result, asked=asked, problem=problem, found=found, subject=name, place=place, needs_all=True, children=children)

    def _entries(self, items: nodes.Items, value: nodes.Path, group: nodes.Path | None) -> tuple[list[Any], bool, tuple[Trace, ...]]:
        entries: list[Any] = []
        more = False
        seen: list[Trace] = []
        for considered, _, label, _ in self._candidates(items):
            certain: Truth = True if considered is None else considered.truth
            taken, place = self._get(value)
            extra = () if group is None else (self._get(group)[0],)
            if considered is not None and considered.truth is None:
                seen.append(considered)
            if value.field.kind is Kind.LIST:
                more = more or taken is None
                entries.extend((certain, part, *extra) for part in taken or ())
            else:
                entries.append((certain, taken, *extra))
            missing = taken is None or (isinstance(taken, list) and None in taken)
            seen.append(
                Trace(truth=None if missing else True, asked="is given", leaf=True, problem=ProblemKind.MISSING if missing else None,
                      subject=phrases.title(value.field, value.text), place=place, value=taken, label=label,
                      seen=None if taken is None else phrases.word(taken, value.field.item or value.field))
            )  # fmt: skip
        return entries, more, tuple(seen)

    def _collected(self, node: Any) -> tuple[Truth, str, str, tuple[Trace, ...], ProblemKind]:
        """The words that collect one value of every candidate."""
        group = node.one_per if isinstance(node, nodes.Summarized) else None
        entries, more, children = self._entries(node.items, node.value, group)
        name = phrases.title(node.value.field, node.value.text)
        item = node.value.field.item if node.value.field.kind is Kind.LIST and node.value.field.item else node.value.field
        match node:
            case nodes.UniqueBy():
                known = [value for _, value in entries if value is not None]
                twice = sorted({phrases.shown(value) for value in known if known.count(value) > 1})
                found = f"{name}: {', '.join(twice)} occurs more than once" if twice else f"{len(known)} different values of {name}"
                return truth.unique(entries), f"no two have the same {name}", found, children, ProblemKind.CONTRADICTORY
            case nodes.Covers():
                wanted = self._operand(node.wanted)
                known = [value for _, value in entries]
                lacking = [value for value in wanted or () if value not in known]
                found = f"not found: {phrases.word(lacking, item)}" if lacking else "all of them are found"
                asked = f"{name} covers {phrases.word(wanted, item)}"
                return truth.covers(entries, wanted, more=more), asked, found, children, ProblemKind.INSUFFICIENT
            case _:
                return self._summarized(node, entries, children, name, item, more=more)

    def _summarized(
        self, node: nodes.Summarized, entries: list[Any], children: tuple[Trace, ...], name: str, item: Field, *, more: bool
    ) -> tuple[Truth, str, str, tuple[Trace, ...], ProblemKind]:
        low = -truth.INFINITY if item.minimum is None else item.minimum
        high = truth.INFINITY if item.maximum is None else item.maximum
        bounds: tuple[Any, Any] | None
        match node.word:
            case nodes.Summary.SUM:
                add = truth.sum_bounds if node.one_per is None else truth.grouped_sum_bounds
                least, most = add(entries, low, high)
                bounds = (least + min(low, 0), truth.INFINITY) if more else (least, most)
                said = f"the sum of {name}"
            case nodes.Summary.COUNT_DISTINCT:
                bounds = truth.distinct_bounds(entries, more=more)
                said = f"the number of different values of {name}"
            case _:
                greatest = node.word is nodes.Summary.MAX
                dates = item.kind in _DATES
                ends: tuple[Any, Any] = (1, truth.INFINITY) if dates else (low, high)
                pairs = [(c, None if w is None else interval(w) if dates else (truth.exact(w),) * 2) for c, w in entries]
                bounds = truth.extreme_bounds(pairs, *ends, greatest=greatest, more=more)
                extreme = ("latest" if greatest else "earliest") if dates else ("greatest" if greatest else "least")
                said = f"the {extreme} {name}"
        result, asked = self._bounds_tests(node.tests, *(bounds or (None, None)))
        found = f"{said} is {_bounds_text(bounds, item)}"
        equal = any(isinstance(test, nodes.Compare) and test.word is nodes.Word.IS for test in node.tests)
        contradicts = node.word is nodes.Summary.SUM and equal
        kind = ProblemKind.CONTRADICTORY if contradicts else ProblemKind.INSUFFICIENT
        if item.kind in _DATES:
            late = any(isinstance(t, nodes.Compare) and t.word in {nodes.Word.BEFORE, nodes.Word.ON_OR_BEFORE} for t in node.tests)
            kind = ProblemKind.NOT_YET if late else ProblemKind.EXPIRED
        return result, f"{said} {asked}", found, children, kind

    def _linked(self, items: nodes.Items, along: nodes.Path, value: nodes.Path | None) -> list[tuple[Truth, Any, Any, Any, str, Place]]:
        key_name = items.path.field.item.key if items.path.field.item else None
        found: list[tuple[Truth, Any, Any, Any, str, Place]] = []
        for considered, place, label, item in self._candidates(items):
            certain: Truth = True if considered is None else considered.truth
            ranked = self._get(value)[0] if value else None
            if value is not None and value.field.words and ranked is not None:
                ranked = value.field.words.index(ranked)
            found.append((certain, item.get(key_name, (len(found),)), ranked, self._get(along)[0], label, place))
        return found

    def _has_cycle(self, node: nodes.Chain) -> bool:
        linked = self._linked(node.items, node.along, None)
        return truth.chain([(True, key, links) for certain, key, _, links, _, _ in linked if certain], 0) is False

    def _sequence(self, node: nodes.Chain | nodes.NonDecreasing) -> tuple[Truth, str, str, tuple[Trace, ...]]:
        value = node.value if isinstance(node, nodes.NonDecreasing) else None
        linked = self._linked(node.items, node.along, value)
        subject = phrases.title(node.along.field, node.along.text)
        leaves = tuple(
            Trace(truth=True if links is not None and None not in links else None, asked="is given", leaf=True, subject=subject,
                  place=(*place, *(step.key for step in node.along.steps if isinstance(step, nodes.Get))), value=links, label=label,
                  seen=None if links is None else phrases.shown(links))
            for _, _, _, links, label, place in linked
        )  # fmt: skip
        if isinstance(node, nodes.Chain):
            count = self._operand(node.count)
            result = truth.chain([(certain, key, links) for certain, key, _, links, _, _ in linked], count)
            longest = truth.longest_chain([(key, links) for _, key, _, links, _, _ in linked])
            found = "a course comes, in the end, before itself" if longest is None else f"the longest chain has {longest}"
            return result, f"each one a step of the next, a chain of at least {phrases.shown(count)}", found, leaves
        result = truth.non_decreasing([(certain, key, rank, links) for certain, key, rank, links, _, _ in linked])
        ranks = {key: rank for _, key, rank, _, _, _ in linked}
        labels = {key: label for _, key, _, _, label, _ in linked}
        falls = [
            f"{label} follows {labels[link]}"
            for _, _, rank, links, label, _ in linked
            for link in links or ()
            if link in ranks and rank is not None and ranks[link] is not None and ranks[link] > rank
        ]
        name = phrases.title(node.value.field, node.value.text)
        return result, f"{name} never falls from one to the next", "; ".join(falls) or "it never falls", leaves


def _days(edge: nodes.Edge | None, value: Any, kind: Field | None) -> Interval | None:
    if not isinstance(value, str):
        return None
    if edge is None:
        return interval(value) if kind is None or kind.kind is not Kind.PERIOD else period(value)
    days = period(value)
    return None if days is None else (days[0],) * 2 if edge is nodes.Edge.STARTS else (days[1],) * 2


def _date_problem(operand: nodes.Operand, *, late: bool) -> ProblemKind:
    if isinstance(operand, nodes.FieldOperand):
        return ProblemKind.CONTRADICTORY
    if isinstance(operand, nodes.AsOf):
        return ProblemKind.NOT_YET if late else ProblemKind.EXPIRED
    return ProblemKind.INSUFFICIENT


def _label(item: Any, kind: Field | None, number: int) -> str:
    """What an item is called: its name, else its id, else its place in the list."""
    if isinstance(item, Mapping) and kind is not None:
        for key in (kind.name_key, "title", "name", kind.id_key, "organization", "role", "kind", "source", "school_year", "party"):
            if key and item.get(key) is not None and isinstance(item[key], str):
                return f"“{item[key]}”"
    if isinstance(item, str | int) and not isinstance(item, bool):
        return f"“{item}”"
    return f"entry {number + 1}"


def _all(parts: tuple[Trace, ...]) -> Truth:
    results = [part.truth for part in parts]
    return False if False in results else None if None in results else True


def _any(parts: tuple[Trace, ...]) -> Truth:
    results = [part.truth for part in parts]
    return True if True in results else None if None in results else False


def _insufficient(result: Truth) -> ProblemKind | None:
    return None if result else ProblemKind.MISSING if result is None else ProblemKind.INSUFFICIENT


def _quantified_text(word: nodes.Quantifier, wanted: Any, name: str) -> str:
    match word:
        case nodes.Quantifier.AT_LEAST:
            return f"at least {phrases.shown(wanted)} of {name}"
        case nodes.Quantifier.AT_MOST:
            return f"at most {phrases.shown(wanted)} of {name}"
        case nodes.Quantifier.EXACTLY:
            return f"just {phrases.shown(wanted)} of {name}"
        case nodes.Quantifier.EVERY:
            return f"every one of {name}"
        case nodes.Quantifier.NONE_OF:
            return f"none of {name}"
        case nodes.Quantifier.SHARE_AT_LEAST:
            return f"at least {percent(wanted)} of {name}"


def _quantified_found(word: nodes.Quantifier, children: list[Trace], wanted: Any, name: str) -> str:
    certain = [child for child in children if child.considered is True]
    sure = sum(child.truth is True for child in certain)
    if not children:
        return f"nothing in {name} counts here"
    if word is nodes.Quantifier.SHARE_AT_LEAST:
        return f"{sure} of {len(certain)} in {name}; {percent(wanted)} are needed"
    if word in {nodes.Quantifier.EVERY, nodes.Quantifier.NONE_OF}:
        return f"{sure} of {len(certain)} in {name}"
    return f"{sure} found in {name}; {_needed(word, wanted)}"


def _needed(word: nodes.Quantifier, wanted: Any) -> str:
    if word is nodes.Quantifier.AT_LEAST:
        return "1 is needed" if wanted == 1 else f"{phrases.shown(wanted)} are needed"
    return f"{'at most' if word is nodes.Quantifier.AT_MOST else 'just'} {phrases.shown(wanted)} may be there"


def percent(share: Any) -> str:
    """A share as a percentage, without needless decimals."""
    return "a share" if share is None else f"{float(truth.exact(share) * 100):.4g} %"


def _decimal(number: Any) -> str:
    return phrases.shown(round(float(number), 4))


def _bounds_text(bounds: tuple[Any, Any] | None, item: Field) -> str:
    if bounds is None:
        return "not known: there is nothing to take it from"
    low, high = bounds
    if item.kind in _DATES:
        return phrases.day((int(low), int(low))) if low == high else "not known exactly"
    if low == high:
        return _decimal(low)
    return f"at least {_decimal(low)}" if high == truth.INFINITY else f"from {_decimal(low)} to {_decimal(high)}"

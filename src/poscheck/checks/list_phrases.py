"""Sentences about lists: what is asked of the items, and what they came to.

An item *counts* where `consider` holds for it, and *fits* where `must` holds, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.checks import list_truth, nodes
from poscheck.checks.phrases import asked, day, percent, shown, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.checks.trace import Trace


class _Verb(NamedTuple):
    one: str
    many: str
    denied: str


_FITS = _Verb("fits", "fit", "does not fit")
_COUNTS = _Verb("counts", "count", "does not count")
_DOES = _Verb("does", "do", "does not")
_IS = _Verb("is", "are", "is not")
_ASKED = (("may", "may"), ("has to", "must"), ("have to", "must"))
"""What "may" and "must" are before "show this", and before "be"."""


class _Tally(NamedTuple):
    """How many items are listed, how many of them count for certain, and how many of these fit or may fit."""

    listed: int
    counting: int
    fitting: int
    open: int

    @classmethod
    def of(cls, candidates: Sequence[Trace], listed: int) -> _Tally:
        certain = [child.truth for child in candidates if child.considered is True]
        return cls(listed, len(certain), certain.count(True), certain.count(None))

    def told(self, place: str, verb: _Verb) -> str:
        """How many of those that count do something; ``place`` tells where they are listed."""
        if self.counting == 1:
            one = f"the one{place}{' that counts' if self.listed > 1 else '' if place else ' there'}"
            if self.open:
                return f"it is not known whether {one} {verb.one}"
            return f"{one} {verb.one if self.fitting else verb.denied}"
        those = f"{self.counting}{place}{' that count' if self.counting < self.listed else ''}"
        if not self.fitting:
            return f"none of the {those} {verb.one}{' so far' if self.open else ''}"
        if self.fitting == self.counting:
            return f"{'both' + those[1:] if self.counting == 2 else 'all ' + those} {verb.many}"  # noqa: PLR2004
        return f"{self.fitting} of the {those} {verb.one if self.fitting == 1 else verb.many}"


def denies(node: nodes.Quantified, wanted: Any) -> bool:
    """Whether a list word says what no item may be."""
    return node.word is nodes.Quantifier.NONE_OF or (node.word is nodes.Quantifier.AT_MOST and wanted == 0)


def of_plain_items(node: nodes.Quantified) -> bool:
    """Whether it compares plain items, such as grades, with a value as written: one sentence says all of that."""
    match node.must:
        case nodes.On(nodes.Path(steps=()), nodes.Compare(operand=nodes.Literal())):
            return True
        case _:
            return False


def quantified_asked(node: nodes.Quantified, wanted: Any) -> str:
    """What a list word asks; where that is "this", the conditions below it tell."""
    those = f"{_entries(node.items.path)}{' that count' if node.must and node.items.consider else ''}"
    be = _be(node.must)
    do = "show this" if node.must else "count here" if node.items.consider else "be listed"
    may, has, have = (f"{verb} {do}" if be is None else f"{plain} {be}" for verb, plain in _ASKED)
    if denies(node, wanted):
        return f"none of {those} {may}"
    match node.word:
        case nodes.Quantifier.AT_LEAST if wanted == 1:
            return f"one of {those} {has}"
        case nodes.Quantifier.AT_LEAST:
            return f"at least {shown(wanted)} of {those} {have}"
        case nodes.Quantifier.AT_MOST:
            return f"at most {shown(wanted)} of {those} {may}"
        case nodes.Quantifier.EXACTLY:
            return f"just {shown(wanted)} of {those} {has if wanted == 1 else have}"
        case nodes.Quantifier.SHARE_AT_LEAST:
            return f"at least {percent(wanted)} of {those} {have}"
        case _:
            return f"each of {those} {has}"


def _be(check: nodes.Check | None) -> str | None:
    """What a plain item has to be, as it follows "must"; None where that takes conditions of their own."""
    match check:
        case nodes.On(nodes.Path(steps=(), field=field), nodes.Compare(operand=nodes.Literal(value)) as test):
            said = asked(test, value, field)
            return f"be {said.removeprefix('is ')}" if said.startswith("is ") else None
        case _:
            return None


def _entries(path: nodes.Path) -> str:
    """The items of a list: "the “Courses”", but "the entries under “Labor market”"."""
    name = title(path)
    head = name.strip("“”").rsplit(": ", 1)[-1].split(" of ")[0]
    return f"the {name}" if head.endswith(("s", "a")) else f"the entries under {name}"


def quantified_answer(node: nodes.Quantified, candidates: Sequence[Trace], listed: int) -> str:
    """What the items came to, in short, as it follows what is asked."""
    tally = _Tally.of(candidates, listed)
    if not listed:
        return "the list is empty"
    if not candidates:
        return "the one there does not count" if listed == 1 else f"none of the {listed} there counts"
    if not tally.counting:
        return "it is not known which of them count"
    if node.must is None:
        verb = _DOES if node.items.consider else _IS
        return f"{tally.counting} {verb.one if tally.counting == 1 else verb.many}"
    if tally.open == tally.counting:
        return "that cannot be told yet"
    return f"{tally.told('', _IS if of_plain_items(node) else _DOES)}{_share(node, tally)}"


def quantified_found(node: nodes.Quantified, candidates: Sequence[Trace], wanted: Any, listed: int) -> str:
    """How many items show what a list word asks, in a sentence of its own."""
    tally = _Tally.of(candidates, listed)
    name = title(node.items.path)
    if not listed:
        return f"nothing is listed under {name}"
    if not candidates:
        none = f"none of the {listed} under {name} counts here"
        return f"the one under {name} does not count here" if listed == 1 else none
    if not tally.counting:
        those = f"whether the one under {name} counts" if listed == 1 else f"which of the {listed} under {name} count"
        return f"it is not known {those} here"
    if denies(node, wanted):
        return _denied(name, tally)
    told = tally.told(f" under {name}", _FITS if node.must else _COUNTS)
    return f"{told}{_share(node, tally)}{_needed(node.word, wanted, tally)}"


def _denied(name: str, tally: _Tally) -> str:
    if tally.fitting:
        return f"{tally.fitting} of the {tally.listed} under {name} {'is' if tally.fitting == 1 else 'are'} not allowed"
    if tally.open:
        return f"it is not known whether all of the {tally.listed} under {name} are allowed"
    return f"nothing under {name} is of the kind that is not allowed"


def _share(node: nodes.Quantified, tally: _Tally) -> str:
    is_share = node.word is nodes.Quantifier.SHARE_AT_LEAST
    return f" ({percent(tally.fitting / tally.counting)})" if is_share else ""


def _needed(word: nodes.Quantifier, wanted: Any, tally: _Tally) -> str:
    """What would have been needed, where the number alone does not tell."""
    match word:
        case nodes.Quantifier.AT_LEAST:
            return "" if wanted == 1 else f"; {shown(wanted)} are needed"
        case nodes.Quantifier.AT_MOST:
            return f"; at most {shown(wanted)} may"
        case nodes.Quantifier.EXACTLY:
            return f"; just {shown(wanted)} may"
        case nodes.Quantifier.SHARE_AT_LEAST:
            return f"; {percent(wanted)} are needed"
        case _:
            return "" if tally.counting == 1 else "; all have to"


def summary(word: nodes.Summary, name: str, *, days: bool) -> str:
    """What is made of the values of a list."""
    match word:
        case nodes.Summary.SUM:
            return f"the sum of {name}"
        case nodes.Summary.COUNT_DISTINCT:
            return f"the number of different entries under {name}"
        case nodes.Summary.MAX:
            return f"the {'latest' if days else 'greatest'} {name}"
        case nodes.Summary.MIN:
            return f"the {'earliest' if days else 'least'} {name}"


def bounds(pair: tuple[Any, Any] | None, *, days: bool) -> str:
    """A number, or with ``days`` a day, that lies between two bounds."""
    if pair is None:
        return "not known: there is nothing to take it from"
    low, high = pair
    if days:
        return day((int(low), int(low))) if low == high else "not known exactly"
    if low == high:
        return _decimal(low)
    return f"at least {_decimal(low)}" if high == list_truth.INFINITY else f"from {_decimal(low)} to {_decimal(high)}"


def _decimal(number: Any) -> str:
    """A number with at most four decimals."""
    return shown(round(float(number), 4))

"""Sentences about lists: what is asked of the items, and what they came to.

An item *counts* where `consider` holds for it, and *fits* where `must` holds, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.checks import nodes, truth
from poscheck.checks.phrases import day, percent, shown, title

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
            one = f"the one{place}{' that counts' if self.listed > 1 else ''}"
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


def quantified_asked(node: nodes.Quantified, wanted: Any) -> str:
    """What a list word asks; what "this" is, the conditions below it tell."""
    those = f"the {title(node.items.path)}{' that count' if node.must and node.items.consider else ''}"
    do = "show this" if node.must else "count here" if node.items.consider else "be listed"
    if denies(node, wanted):
        return f"none of {those} may {do}"
    match node.word:
        case nodes.Quantifier.AT_LEAST if wanted == 1:
            return f"one of {those} has to {do}"
        case nodes.Quantifier.AT_LEAST:
            return f"at least {shown(wanted)} of {those} have to {do}"
        case nodes.Quantifier.AT_MOST:
            return f"at most {shown(wanted)} of {those} may {do}"
        case nodes.Quantifier.EXACTLY:
            return f"just {shown(wanted)} of {those} {'has' if wanted == 1 else 'have'} to {do}"
        case nodes.Quantifier.SHARE_AT_LEAST:
            return f"at least {percent(wanted)} of {those} have to {do}"
        case _:
            return f"each of {those} has to {do}"


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
    return f"{tally.told('', _DOES)}{_share(node, tally)}"


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
    return f"at least {_decimal(low)}" if high == truth.INFINITY else f"from {_decimal(low)} to {_decimal(high)}"


def _decimal(number: Any) -> str:
    """A number with at most four decimals."""
    return shown(round(float(number), 4))

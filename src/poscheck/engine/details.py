"""From the trace of a rule to what a reader is told: what was found and what is lacking, in sentences."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from poscheck import paths
from poscheck.checks import phrases
from poscheck.checks.nodes import Quantifier
from poscheck.checks.telling import NEAREST, nearest
from poscheck.checks.trace import Leaf
from poscheck.engine.evidence import short
from poscheck.reading import place_text
from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.checks.trace import Trace
    from poscheck.reading import Document

_LONGEST = 700
_MISSING = " is missing"
_COUNTING = {Quantifier.AT_LEAST, Quantifier.EXACTLY, Quantifier.SHARE_AT_LEAST}


class Teller(Record):
    """Tells what a trace found in one document; ``misfits`` says where the values stand that did not fit, by path."""

    document: Document
    misfits: Mapping[str, str]

    def tell(self, trace: Trace) -> str:
        """What was found and, unless the check holds, what is lacking on the nearest candidates; sentences."""
        parts = self._holding(trace) if trace.truth is True else self._lacking(trace)
        text = ". ".join(part[:1].upper() + part[1:] for part in dict.fromkeys(parts))
        if len(text) > _LONGEST:
            text = text[: _LONGEST - 1].rsplit(" ", 1)[0] + " …"
        return f"{text}." if text and text[-1] not in "….!?" else text

    def _holding(self, trace: Trace) -> list[str]:
        """What makes ``trace`` true, in short."""
        if isinstance(trace, Leaf):
            return [_said(trace)] if trace.seen else []
        if found := trace.found:
            found = found.split(";")[0]  # how many were needed matters only where they are lacking
            shown = [child for child in trace.children if child.item and child.truth is True and not child.leaf]
            return [f"{found}: {', '.join(str(c.label) for c in shown)}" if 0 < len(shown) <= NEAREST else found]
        return [phrase for child in trace.children if child.truth is True for phrase in self._holding(child)]

    def _lacking(self, trace: Trace) -> list[str]:
        """What keeps ``trace`` from being true, one phrase each."""
        if trace.truth is True and trace.considered is True:
            return []
        if isinstance(trace, Leaf):
            return [self._leaf(trace)]
        if trace.word == "any":
            return self._alternatives(trace)
        if trace.word == "not":
            return [_said(leaf) for leaf in trace.leaves() if leaf.seen]
        found = [said] if (said := trace.found) else []
        if trace.to_follow and trace.truth is None:
            found.append("the rest is still to follow, as you say")
        if not trace.of_items:
            return found + [phrase for child in trace.children for phrase in self._lacking(child)]
        return found + self._candidates(trace)

    def _alternatives(self, trace: Trace) -> list[str]:
        """Of several ways, what each one lacks; where they lack the same, once. Nobody is told to become another."""
        open_ones = [child for child in trace.children if not _of_another_kind(child)] or trace.children
        ways = list(dict.fromkeys("; ".join(dict.fromkeys(self._lacking(child))) for child in open_ones))
        ways = [way for way in ways if way]
        if len(ways) < 2:  # noqa: PLR2004
            return ways
        if all(way.endswith(_MISSING) and "; " not in way for way in ways):
            return [f"{' or '.join(way.removesuffix(_MISSING) for way in ways)}{_MISSING} (one of them is enough)"]
        listed = ", or ".join(f"({letter}) {way}" for letter, way in zip(ascii_lowercase, ways, strict=False))
        return [f"one of these has to be put right: {listed}"]

    def _candidates(self, trace: Trace) -> list[str]:
        """What the nearest candidates lack. Who is of another kind altogether is not told to become what is asked."""
        counting = trace.word in _COUNTING
        open_items = [child for child in nearest(trace) if not (counting and _of_another_kind(child))]
        found = []
        for child in open_items[:NEAREST]:
            phrases_ = self._lacking(child) or _denied(child)
            if phrases_:
                found.append(f"{child.label}: {'; '.join(dict.fromkeys(phrases_))}")
        if len(open_items) > NEAREST:
            found.append(f"and {len(open_items) - NEAREST} more")
        return found

    def _leaf(self, leaf: Leaf) -> str:
        if leaf.seen is None:
            return self._missing(leaf)
        if leaf.truth is None and isinstance(leaf.value, list) and None in leaf.value:
            return f"one entry of {leaf.subject} is missing or does not fit"
        asked = leaf.asked
        if leaf.truth is None and phrases.MISSING_OPERAND not in asked:
            return f"{_said(leaf)}: that does not tell whether it {asked}"
        return f"{_said(leaf)}; it {phrases.must(asked)}"

    def _missing(self, leaf: Leaf) -> str:
        """A value that is not there: absent, or set aside because it did not fit."""
        for end in range(len(leaf.place), 0, -1):
            where = self.misfits.get(paths.join(leaf.place[:end]))
            if where:
                return f"{leaf.subject} does not fit ({where})"
        if str(leaf.place[0]) not in self.document.tree:  # there is no line to point to
            return f"{leaf.subject} ({paths.join(leaf.place)}){_MISSING}"
        place = self.document.cells.get(leaf.place)  # in a workbook a blank has a place too
        where = f" ({place_text(place.line, place.sheet, place.cell)})" if place else ""
        return f"{leaf.subject}{where}{_MISSING}"


def _of_another_kind(child: Trace) -> bool:
    """Whether an item fails only because of what it is."""
    failing = [leaf for leaf in child.leaves() if leaf.truth is not True]
    return bool(failing) and all(leaf.truth is False and leaf.identity for leaf in failing)


def _denied(child: Trace) -> list[str]:
    """For "none of": what an item shows that it should not."""
    return [_said(leaf) for leaf in child.leaves() if leaf.seen is not None]


def _said(leaf: Leaf) -> str:
    """What the submission says of a value that is there; a record in force is told by how long it runs."""
    return f"{leaf.subject} {'runs' if leaf.of_term else 'is'} {short(leaf.seen)}"

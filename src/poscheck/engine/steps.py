"""A trace as steps in words: every condition, what the file says, and where; the items that tell most are opened."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from poscheck import paths
from poscheck.checks import phrases
from poscheck.checks.list_phrases import of_plain_items
from poscheck.checks.nodes import Quantifier
from poscheck.checks.telling import nearest
from poscheck.checks.trace import Leaf, Quantified, Whole
from poscheck.contract import Kind
from poscheck.records import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poscheck.checks.explainer import Explainer
    from poscheck.checks.trace import Item, Trace
    from poscheck.paths import Path
    from poscheck.reading import Document

_EXPANDED = 3
_NAMED = 8
_MOST_GROUPS = 3
_NEAREST_WAYS = 3
_MAY_NOT = (
    ("is not ", "must be "),
    ("is ", "may not be "),
    ("has ", "may not have "),
    ("mentions ", "may not mention "),
    ("begins ", "may not begin "),
    ("ends ", "may not end "),
)
_CONTRARY = {"all": "One of these is enough", "any": "All of these"}
"""What a group asks where it should not hold; its parts should then not hold either."""


class Mark(StrEnum):
    """How a step stands: it holds, fails, or cannot be told; it is only asked for; its items are set aside."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"
    ASKED = "asked"
    ASIDE = "aside"


class Step(Part):
    """A condition, or an item of a list, with the steps below it.

    ``text`` is what was asked, or the name of the item; ``seen`` is what came of it. ``also`` names further items.
    """

    mark: Mark
    text: str
    seen: str
    line: int | None
    column: int | None
    steps: tuple[Step, ...]
    also: tuple[str, ...]
    sheet: str | None = None
    cell: str | None = None


class Stepper:
    """Makes steps of the traces that ``explainer`` made on ``document``."""

    def __init__(self, explainer: Explainer, document: Document) -> None:
        self.explainer = explainer
        self.document = document
        self._asking = False

    def steps(self, trace: Trace) -> tuple[Step, ...]:
        """The conditions of a whole check."""
        return tuple(self._step(part, denied=False) for part in _opened(trace))

    def _step(self, trace: Trace, *, denied: bool) -> Step:
        """One condition and all below it; ``denied`` where it should not hold, below "none of" and "not"."""
        if isinstance(trace, Leaf):
            return self._leaf(trace, denied=denied)
        inner = denied is not trace.denies
        only = trace.children[0] if trace.word == "not" else None
        if only is not None and (only.leaf or only.word in _CONTRARY):
            return self._step(only, denied=inner)
        said = _CONTRARY.get(trace.word, "") if denied else ""
        said = said or trace.asked[:1].upper() + trace.asked[1:]
        if isinstance(trace, Quantified):
            below, also = self._listed(trace, denied=inner)
        elif isinstance(trace, Whole) and trace.answer is None and len(trace.children) == 1:
            return self._step(trace.children[0], denied=denied)  # the list is not there
        elif trace.of_items or trace.rejected:
            below, also = self._items(trace, denied=inner)
            below += () if trace.truth is True else self._aside(trace.rejected)
        else:
            below, also = self._parts(trace, denied=inner)
        seen = trace.answer or ""
        if trace.to_follow:
            seen = f"{seen}; the rest is still to follow, as you say"
        return self._made(_mark(trace, denied=denied), said, seen.removeprefix("; "), None, below, also)

    def _parts(self, trace: Trace, *, denied: bool) -> tuple[tuple[Step, ...], tuple[str, ...]]:
        """The parts of a group; of many ways that are open only the nearest."""
        parts = [part for child in trace.children for part in _flat(trace, child)]
        more: tuple[str, ...] = ()
        if trace.word == ("all" if denied else "any") and len(parts) > _NEAREST_WAYS + 1:
            parts = sorted(parts, key=lambda part: (part.truth is denied, part.lacking))
            more = (f"{len(parts) - _NEAREST_WAYS} more",)
            parts = parts[:_NEAREST_WAYS]
        return tuple(self._step(part, denied=denied) for part in parts), more

    def _leaf(self, leaf: Leaf, *, denied: bool) -> Step:
        asked = _may_not(leaf.asked) if denied else phrases.must(leaf.asked)
        return self._made(_mark(leaf, denied=denied), f"{leaf.subject} {asked}".rstrip(), self._seen(leaf), leaf.place)

    def _listed(self, trace: Quantified, *, denied: bool) -> tuple[tuple[Step, ...], tuple[str, ...]]:
        """What stands below a list word: the items that decide, those that do not count, and what one would show."""
        if trace.listed is None and self._asking:
            return self._wanted(trace), ()
        steps, also = self._items(trace, denied=denied)
        steps += self._aside(trace.rejected)
        if not any(child.item for child in trace.children) and not denied:
            steps += self._wanted(trace)
        return steps, also

    def _items(self, trace: Trace, *, denied: bool) -> tuple[tuple[Step, ...], tuple[str, ...]]:
        """The items of a list: those that decide are opened, the others named."""
        values_only = isinstance(trace, Whole) or all(child.leaf for child in trace.children if child.label)
        chosen = _telling(trace)
        opened = chosen[: _NAMED if values_only else _EXPANDED]
        rest = [child.label for child in chosen[len(opened) :] if child.label]
        more = [f"{len(rest) - _NAMED} more"] if len(rest) > _NAMED else []
        name = trace.node.items.name if isinstance(trace, Quantified) else None
        steps = tuple(self._item(child, name, trace, denied=denied) for child in opened)
        return steps, (*rest[:_NAMED], *more)

    def _item(self, child: Trace, name: str | None, trace: Trace, *, denied: bool) -> Step:
        if isinstance(child, Leaf):
            if child.label is None:
                return self._leaf(child, denied=denied)
            mark = Mark.FAILS if _offends(trace, child) else _mark(child, denied=denied)
            return self._made(mark, child.label, self._seen(child), child.place)
        doubt = child.considered is None or isinstance(trace, Whole)  # of these only doubtful items have conditions
        seen = "it is not known whether it counts" if doubt else ""
        if name is not None and child.item is not None:
            self.explainer.names[name] = child.item
            seen = seen or self._counts(trace)
        plain = isinstance(trace, Quantified) and of_plain_items(trace.node)
        below = tuple(
            self._step(part, denied=denied)
            for step in (() if plain else child.children)
            for part in _opened(step)
            if part.leaf or part.children or part.answer
        )
        place = child.item and child.item[1]
        return self._made(_mark(child, denied=denied), child.label or child.asked, seen, place, below)

    def _counts(self, trace: Trace) -> str:
        """Why the item that has just been named counts."""
        consider = trace.node.items.consider if isinstance(trace, Quantified) else None
        if consider is None:
            return ""
        leaves = [leaf for leaf in self.explainer.check(consider).leaves() if leaf.truth is True and leaf.seen]
        why = [f"{leaf.subject} {'runs' if leaf.of_term else 'is'} {leaf.seen}" for leaf in leaves]
        return f"counts, since {phrases.listing(list(dict.fromkeys(why))[:2])}" if why else ""

    def _aside(self, rejected: Iterable[Trace]) -> tuple[Step, ...]:
        """The items that do not count, by what keeps them from it."""
        groups: dict[str, list[str]] = {}
        for trace in rejected:
            groups.setdefault(_why_not(trace), []).append(str(trace.label))
        told = []
        for why, names in list(groups.items())[:_MOST_GROUPS]:
            more = [f"{len(names) - _EXPANDED} more"] if len(names) > _EXPANDED else []
            verb = "does not count" if len(names) == 1 else "do not count"
            told.append(f"{phrases.listing([*names[:_EXPANDED], *more])} {verb}: {why}")
        return tuple(self._made(Mark.ASIDE, text, "", None) for text in told)

    def _wanted(self, trace: Quantified) -> tuple[Step, ...]:
        """What an entry would have to show, where there is none that counts."""
        items, must = trace.node.items, None if of_plain_items(trace.node) else trace.node.must
        listed, place = self.explainer.get(items.path)
        kind = items.path.field.item
        blank: Item = ({} if kind and kind.kind is Kind.RECORD else None, (*place, len(listed or ())), kind)
        self.explainer.names[items.name] = blank
        asked = [self.explainer.check(check) for check in (items.consider, must) if check is not None]
        before, self._asking = self._asking, True
        below = tuple(_only_asked(self._step(part, denied=False)) for each in asked for part in _opened(each))
        self._asking = before
        return (self._made(Mark.ASKED, "An entry would have to show this", "", None, below),) if below else ()

    def _made(
        self,
        mark: Mark,
        text: str,
        seen: str,
        place: Path | None,
        steps: tuple[Step, ...] = (),
        also: tuple[str, ...] = (),
    ) -> Step:
        at = self.document.position(place) if place else None
        return Step(
            mark=mark,
            text=text,
            seen=seen,
            line=at.line if at else None,
            column=at.column if at else None,
            steps=steps,
            also=also,
            sheet=at.sheet if at else None,
            cell=at.cell if at else None,
        )

    def _seen(self, leaf: Leaf) -> str:
        if leaf.seen is None:
            return "the file does not say"
        if leaf.place and paths.get(self.document.tree, leaf.place) is None:
            return f"left out, which counts as {leaf.seen or 'an empty list'}"
        return f"the file says {leaf.seen}" if leaf.seen else "the file has an empty list"


def _offends(trace: Trace, child: Trace) -> bool:
    """Whether a value is what is wrong with a list as a whole."""
    if not isinstance(trace, Whole) or trace.offends is None or not isinstance(child, Leaf):
        return False
    return trace.truth is False and trace.offends(child.value)


def _mark(trace: Trace, *, denied: bool) -> Mark:
    if trace.truth is None:
        return Mark.OPEN
    return Mark.HOLDS if trace.truth is not denied else Mark.FAILS


def _may_not(asked: str) -> str:
    """What was asked, where it should not be so."""
    return next((other + asked.removeprefix(said) for said, other in _MAY_NOT if asked.startswith(said)), "")


def _only_asked(step: Step) -> Step:
    """A step of an entry that is not there: nothing was seen, and what it would be compared with is its own."""
    text = step.text.replace(phrases.MISSING_OPERAND, "")
    steps = tuple(map(_only_asked, step.steps))
    if len(steps) == 1 and steps[0].text == "An entry would have to show this":
        steps = steps[0].steps
    return Step(mark=Mark.ASKED, text=text, seen="", line=None, column=None, steps=steps, also=())


def _why_not(trace: Trace) -> str:
    """The first thing that keeps an item from counting."""
    leaf = next((leaf for leaf in trace.leaves() if leaf.truth is False), None)
    if isinstance(trace, Leaf) or (leaf is not None and not trace.of_items and not trace.denies):
        found = trace if isinstance(trace, Leaf) else leaf
        assert found is not None
        return f"{found.subject} {phrases.must(found.asked)}"
    return trace.asked if not trace.answer else f"{trace.asked}, and {trace.answer}"


def _opened(trace: Trace) -> Sequence[Trace]:
    """The conditions of a trace that only says "all of these"; else the trace itself."""
    if trace.word == "all" and trace.item is None and trace.children:
        return [part for child in trace.children for part in _opened(child)]
    return (trace,)


def _flat(trace: Trace, child: Trace) -> Sequence[Trace]:
    """A child of a group; where the group says "all of these", those of a child that says so, too."""
    return _opened(child) if trace.word == "all" else (child,)


def _telling(trace: Trace) -> list[Trace]:
    """The items that tell most: those that hold where the list word holds, else those nearest to holding."""
    if isinstance(trace, Whole) or all(child.leaf for child in trace.children if child.label):
        return sorted(trace.children, key=lambda child: (not _offends(trace, child), child.truth is True))
    if trace.truth is True and trace.word != Quantifier.NONE_OF:
        return [child for child in trace.children if child.truth is True]
    lacking = nearest(trace)
    return [*lacking, *(child for child in trace.children if child not in lacking)]

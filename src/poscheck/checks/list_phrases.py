"""Words about lists, in sentences: what is asked of the items, and what they came to.

An item *counts* where `consider` holds for it, and *fits* where `must` does, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.checks import nodes, truth
from poscheck.checks.phrases import day, listing, percent, shown, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.checks.trace import Trace


class Tally(NamedTuple):
    """How many items a list has, how many of them certainly count, and how many of these fit or may fit."""

    listed: int
    counting: int
    fitting: int
    open: int

    @classmethod
    def of(cls, children: Sequence[Trace], listed: int) -> Tally:
        """The tally of the candidates of a list."""
        certain = [child.truth for child in children if child.considered is True]
        return cls(listed, len(certain), certain.count(True), certain.count(None))


def denies(node: nodes.Quantified, wanted: Any) -> bool:
    """Whether a list word asks for what no item may be."""
    return node.word is nodes.Quantifier.NONE_OF or (node.word is nodes.Quantifier.AT_MOST and wanted == 0)


def asked(node: nodes.Quantified, wanted: Any) -> str:
    """What a list word asks."""
    name = title(node.items.path)
    verb = "fit" if node.must else "count here" if node.items.consider else "be listed"
    if denies(node, wanted):
        return f"none of {name} may {verb}"
    match node.word:
        case nodes.Quantifier.AT_LEAST | nodes.Quantifier.EXACTLY:
            limit = "at least" if node.word is nodes.Quantifier.AT_LEAST else "just"
            return f"{limit} {shown(wanted)} of {name} must {verb}"
        case nodes.Quantifier.AT_MOST:
            return f"at most {shown(wanted)} of {name} may {verb}"
        case nodes.Quantifier.SHARE_AT_LEAST:
            return f"at least {percent(wanted)} of {name} must {verb}"
        case _:
            return f"every one of {name} must {verb}"


def answer(node: nodes.Quantified, children: Sequence[Trace], listed: int) -> str:
    """What the items came to, as it follows what is asked."""
    tally = Tally.of(children, listed)
    if not listed:
        return "the list is empty"
    if not children:
        return "the only one does not count here" if listed == 1 else f"none of the {listed} counts here"
    if not tally.counting:
        return f"it is not known {_which(listed, 'the only one', f'the {listed}')}"
    if node.must is None:
        number = f"{tally.counting} of {listed}" if node.items.consider else str(listed)
        return f"{number} {'does' if node.items.consider else 'is'}" if tally.counting == 1 else f"{number} {'do' if node.items.consider else 'are'}"
    share = f" ({percent(tally.fitting / tally.counting)})" if node.word is nodes.Quantifier.SHARE_AT_LEAST else ""
    unknown = f"; of {tally.open} it cannot be told yet" if tally.open else ""
    return f"{_how_many(tally)}{share}{unknown}"


def _how_many(tally: Tally) -> str:
    if tally.counting == 1:
        only = "the only one" if tally.listed == 1 else "the only one that counts"
        return f"{only} {'does' if tally.fitting else 'does not'}"
    if not tally.fitting:
        return f"none of the {tally.counting} does"
    if tally.fitting == tally.counting:
        return f"all {tally.counting} do"
    return f"{tally.fitting} of {tally.counting} {'does' if tally.fitting == 1 else 'do'}"

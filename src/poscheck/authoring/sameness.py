"""Whether two checks are bound to come to the same, so that no test could tell them apart.

Each line here is a proof, not a guess: what is not proven to be the same is taken for different.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.checks.walk import meaning
from poscheck.contract import Kind
from poscheck.dates import interval, iso
from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEXT_DAY = {nodes.Word.AFTER: (nodes.Word.ON_OR_AFTER, 1), nodes.Word.BEFORE: (nodes.Word.ON_OR_BEFORE, -1)}
_NEXT_NUMBER = {nodes.Word.MORE_THAN: (nodes.Word.AT_LEAST, 1), nodes.Word.LESS_THAN: (nodes.Word.AT_MOST, -1)}


def normal(check: nodes.Check | None, fillers: frozenset[str]) -> str:
    """A text that is the same for checks that always come to the same; ``fillers`` are those of the contract."""
    return "" if check is None else meaning(_Normal(fillers).of(check))


class _Normal:
    """Rewrites checks into one of the ways in which the same can be said."""

    def __init__(self, fillers: frozenset[str]) -> None:
        self._fillers = fillers

    def of(self, node: Any) -> Any:
        """``node`` with everything below it rewritten, then itself."""
        if isinstance(node, tuple):
            return tuple(map(self.of, node))
        if not isinstance(node, Record) or type(node).__module__ != nodes.__name__ or isinstance(node, nodes.Path):
            return node
        return self._rewritten(node.changed(**{name: self.of(getattr(node, name)) for name in node.__match_args__}))

    def _rewritten(self, node: Any) -> Any:
        match node:
            case nodes.Items():
                return node.changed(same=None)  # only a key for what is computed once
            case nodes.Filled(fillers) if fillers <= self._fillers:
                return nodes.Present()  # a submission's fillers are gone once it is loaded
            case nodes.On(path, nodes.Compare() as test):
                return nodes.On(path, _compared(path, test))
            case nodes.Among(nodes.Literal(count), checks) if count == len(checks):
                return self._rewritten(nodes.All(checks))
            case nodes.Among(nodes.Literal(1), checks):
                return self._rewritten(nodes.Any(checks))
            case nodes.All(checks):
                return _joined(nodes.All, _without_empty(_needed(_flat(nodes.All, checks))))
            case nodes.Any(checks):
                return _joined(nodes.Any, _flat(nodes.Any, checks))
            case nodes.Not(nodes.Not(inner)):
                return inner
            case nodes.Quantified(word=nodes.Quantifier.AT_MOST, count=nodes.Literal(0)):
                return node.changed(word=nodes.Quantifier.EXACTLY)
            case _:
                return node


def _compared(path: nodes.Path, test: nodes.Compare) -> nodes.Compare:
    """One way of saying it: the limit is included; one word of a list is that word."""
    match test.word, test.operand:
        case nodes.Word.ONE_OF, nodes.Literal((only,)):
            return nodes.Compare(nodes.Word.IS, nodes.Literal(only))
        case ((nodes.Word.AFTER | nodes.Word.BEFORE), nodes.Literal(str() as text)):
            days = interval(text)
            word, step = _NEXT_DAY[test.word]
            whole = days is not None and days[0] == days[1] < date.max.toordinal()
            return test.changed(word=word, operand=nodes.Literal(iso(days[0] + step))) if whole and days else test
        case ((nodes.Word.MORE_THAN | nodes.Word.LESS_THAN), nodes.Literal(int() as number)) if path.field.whole:
            word, step = _NEXT_NUMBER[test.word]
            return test.changed(word=word, operand=nodes.Literal(number + step))
        case _:
            return test


def _flat(kind: type[nodes.All | nodes.Any], checks: Iterable[nodes.Check]) -> list[nodes.Check]:
    """The checks, with those that are lists of the same kind opened, each once."""
    found: dict[str, nodes.Check] = {}
    for check in checks:
        for part in check.checks if isinstance(check, kind) else (check,):
            found.setdefault(meaning(part), part)
    return list(found.values())


def _needed(checks: list[nodes.Check]) -> list[nodes.Check]:
    """Without "is present" of what is tested beside it: a test of a missing value is unknown too."""
    tested = {meaning(path) for path in map(_tested, checks) if path}
    return [check for check in checks if (path := _presence(check)) is None or meaning(path) not in tested]


def _without_empty(checks: list[nodes.Check]) -> list[nodes.Check]:
    """What holds of no candidates, said in one way where another condition asks for one of the same candidates.

    Without a candidate that other condition is never true, and what `if_empty` gives is then never what decides.
    """
    asked = {
        meaning(check.items if check.items.consider or not check.must else check.items.changed(consider=check.must))
        for check in checks
        if isinstance(check, nodes.Quantified) and _asks_for_one(check)
    }
    return [
        check.changed(if_empty=nodes.IfEmpty.MET)
        if isinstance(check, nodes.Quantified) and check.if_empty and meaning(check.items) in asked
        else check
        for check in checks
    ]


def _asks_for_one(check: nodes.Quantified) -> bool:
    """Whether at least one candidate is needed, however many there are."""
    match check:
        case nodes.Quantified(word=nodes.Quantifier.AT_LEAST, count=nodes.Literal(int() as count)):
            return count > 0
        case _:
            return False


def _tested(check: nodes.Check) -> nodes.Path | None:
    """The path of which something else is tested than that it is there."""
    return check.path if isinstance(check, nodes.On) and not isinstance(check.test, nodes.Present) else None


def _presence(check: nodes.Check) -> nodes.Path | None:
    """The path of a single value of which only its presence is tested."""
    if not isinstance(check, nodes.On) or check.path.field.kind in {Kind.RECORD, Kind.LIST, Kind.MAP}:
        return None
    return check.path if isinstance(check.test, nodes.Present) else None


def _joined(kind: type[nodes.All | nodes.Any], checks: list[nodes.Check]) -> nodes.Check:
    return checks[0] if len(checks) == 1 else kind(tuple(checks))

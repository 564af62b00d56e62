"""Questions about a parsed check that need no submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.contract import Kind
from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator


def descend(node: Any) -> Iterator[Any]:
    """``node`` and every node, test, operand and path below it."""
    yield node
    for name in node.__match_args__:
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else (value,):
            if type(part).__module__ == nodes.__name__ and isinstance(part, Record):
                yield from descend(part)


def meaning(node: Any) -> str:
    """A text that is the same for checks that ask the same of the same fields."""
    match node:
        case nodes.Path():
            return f"{node.name or ''}.{node.text}"
        case Record():
            return f"{type(node).__name__}({', '.join(meaning(getattr(node, name)) for name in node.__match_args__)})"
        case tuple():
            return f"({', '.join(map(meaning, node))})"
        case _:
            return repr(node)


def paths_of(node: nodes.Check) -> Iterator[nodes.Path]:
    """Every path that a check reads."""
    return (part for part in descend(node) if isinstance(part, nodes.Path))


def tested_kind(test: nodes.Test) -> Kind | None:
    """The kind of value that a test needs; None where it takes any (and compares only what is alike)."""
    match test:
        case nodes.Compare(edge=edge) | nodes.Within(edge=edge) if edge is not None:
            return Kind.PERIOD
        case nodes.Within():
            return Kind.DATE
        case nodes.Compare(word=nodes.Word.IN_FORCE_ON):
            return Kind.RECORD
        case nodes.Between():
            return Kind.NUMBER
        case nodes.Filled() | nodes.MinWords() | nodes.Matches() | nodes.MentionsAny():
            return Kind.TEXT
        case _:
            return None


def can_be_false(node: nodes.Check) -> bool:
    """Whether some submission makes ``node`` false; one that only asks for presence is true or unknown."""
    match node:
        case nodes.On(_, nodes.Present() | nodes.Filled()):
            return False
        case nodes.All(checks):
            return any(map(can_be_false, checks))
        case nodes.Any(checks):
            return all(map(can_be_false, checks))
        case nodes.Among(_, checks, most):
            return sum(map(can_be_false, checks)) > len(checks) - most
        case nodes.Quantified(word=nodes.Quantifier.EVERY, must=must, if_empty=nodes.IfEmpty.MET) if must:
            return can_be_false(must)
        case _:
            return True


def misplaced_not_applicable(node: nodes.Check) -> bool:
    """Whether `if_empty: not_applicable` stands anywhere but at the outermost check."""
    inner = [part for part in descend(node) if isinstance(part, nodes.Quantified) and part is not node]
    return any(part.if_empty is nodes.IfEmpty.NOT_APPLICABLE for part in inner)


def may_not_apply(node: nodes.Check) -> bool:
    """Whether the outermost check can come to "not applicable"."""
    return isinstance(node, nodes.Quantified) and node.if_empty is nodes.IfEmpty.NOT_APPLICABLE

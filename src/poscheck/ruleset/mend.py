"""Setting aside what has the wrong shape, so that the rest of a ruleset is checked in the same run.

A rule, criterion, parameter and the like goes on without the key that is wrong, with its name and place, so that others
may still name it. What is then said of it would only follow from what is wrong with it, and is not said. A section that
is wrong as a whole cannot be set aside: everything that names a part of it would seem wrong.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from poscheck import paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poscheck.errors import Problem

_NEEDED: dict[str, dict[str, Any]] = {
    "criteria": {"id": None},
    "rules": {"id": None},
    "readiness": {"id": None},
    "citations": {"title": "without a title"},
    "parameters": {"title": "without a title", "values": [{"from": "0001-01-01"}]},
    "table": {},
}
"""The sections with entries that can go on alone, and what an entry of each cannot be without."""


def mended(tree: dict[str, Any], problems: Iterable[Problem]) -> dict[str, Any] | None:
    """The tree without the keys that are wrong; None where one of them belongs to no entry of a section."""
    tree = deepcopy(tree)
    for problem in problems:
        at = _place(problem)
        where = _entry(at)
        entry = paths.get(tree, where)
        if not where or at == where or not isinstance(entry, dict):
            return None
        entry.pop(str(at[len(where)]), None)
        for key, value in _NEEDED[str(where[-2])].items():
            entry.setdefault(key, value or f"without-{key}-{'-'.join(map(str, where))}")
    return tree


def only_follows(problem: Problem, aside: Sequence[Problem]) -> bool:
    """Whether the problem is about an entry of which something was set aside, or what lacks because of that."""
    at = _place(problem)
    wrong = [_place(other) for other in aside if other.file == problem.file]
    return any(_entry(at) == _entry(place) or place[: len(at)] == at for place in wrong)


def _place(problem: Problem) -> paths.Path:
    return paths.parse(problem.path) if problem.path else ()


def _entry(at: paths.Path) -> paths.Path:
    """The innermost entry of a section that holds the place; nothing where none does."""
    end = 0
    while end + 1 < len(at) and at[end] in _NEEDED:
        end += 2
    return at[:end]

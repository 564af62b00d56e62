"""A document with some values changed, for rule tests and what-if. The file itself is never touched."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.reading import Document

ADD = "+"
"""As the last part of a path: a new item at the end of the list."""


def changed(document: Document, changes: Mapping[str, Any]) -> Document:
    """``document`` with each path set to its new value (unresolved data); None takes the value away.

    Raises :class:`~poscheck.errors.UsageError` where a path runs into something that is no record or list.
    """
    tree: Any = copy(document.tree)
    for text, value in changes.items():
        tree = _with(tree, paths.parse(text), value, text)
    return document.with_tree(tree)


def _with(tree: Any, path: paths.Path, value: Any, text: str) -> Any:
    part, rest = path[0], path[1:]
    if isinstance(tree, list):
        if part == ADD:
            return [*tree, value if not rest else _with({}, rest, value, text)]
        if not isinstance(part, int) or part >= len(tree):
            raise UsageError(f"`{text}`: the list has {len(tree)} items, counted from 0; `{part}` is none of them")
        inner = _with(tree[part], rest, value, text) if rest else value
        return [*tree[:part], *([] if inner is None else [inner]), *tree[part + 1 :]]
    if tree is None or tree == "":
        tree = [] if part == ADD else {}
        return _with(tree, path, value, text)
    if not isinstance(tree, dict):
        raise UsageError(f"`{text}`: there is no `{part}` inside of a single value")
    key = str(part)
    inner = _with(tree.get(key), rest, value, text) if rest else value
    kept = {name: member for name, member in tree.items() if name != key}
    if inner is None:
        return kept
    return {**tree, key: inner}

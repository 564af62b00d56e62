"""The data of a workbook as it is read, value by value, with the cell of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.reading import Plain
from poscheck.workbook.told import Told, position
from poscheck.workbook.values import value

if TYPE_CHECKING:
    from poscheck.paths import Path
    from poscheck.reading import Position
    from poscheck.workbook.grid import Grid
    from poscheck.workbook.layout import Column


class Taken:
    """The tree, and the places of all values and of what was left blank."""

    def __init__(self, told: Told) -> None:
        self.tree: dict[str, Any] = {}
        self.cells: dict[Path, Position] = {}
        self._told = told

    def take(
        self, column: Column, grid: Grid, at: tuple[int, int], tree: dict[str, Any], steps: tuple[str, ...], base: Path
    ) -> None:
        """Put the value of a cell into ``tree``."""
        content = grid.rows.get(at[0], {}).get(at[1])
        if content is None:
            return
        found = value(column, content)
        where = position(grid.name, *at)
        path = paths.join((*base, *steps))
        for remark in found.remarks:
            self._told.say(remark, column, where, path)
        if found.node is not None:
            put(tree, steps, found.node)


def put(tree: dict[str, Any], steps: tuple[str, ...], node: Any, *, keep: bool = False) -> Any:
    """Put ``node`` at the end of ``steps``, with groups on the way; with ``keep``, what is there already stays."""
    *groups, last = steps
    for step in groups:
        if not isinstance(tree.get(step), dict):
            tree[step] = {}
        tree = tree[step]
    if not keep or not isinstance(tree.get(last), type(node)):
        tree[last] = node
    return tree[last]


def plain(found: Any) -> Any:
    """Data of JSON as a document has it."""
    match found:
        case dict():
            return {key: plain(each) for key, each in found.items()}
        case list():
            return [plain(each) for each in found]
        case str():
            return found
        case _:
            return Plain(json.dumps(found))

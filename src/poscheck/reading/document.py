"""What reading gives: a tree of plain data that remembers where each value was written."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from poscheck.records import Entity, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poscheck import paths
    from poscheck.errors import Problem
    from poscheck.reading.source import Position

# The offsets of a container, in the order of its members:
#   list     [start, member, member, ...]
#   mapping  [start, key, member, key, member, ...]
# where a key is an offset, and a member an offset or, for a container, its own list.
# A container that an alias repeats has only its start (where the alias stands). In place of a container's list may
# stand a function that gives it.
Offsets = list[Any]


class Syntax(StrEnum):
    """How a file is written."""

    YAML = "yaml"
    JSON = "json"
    WORKBOOK = "workbook"


class Plain(str):
    """The raw text of a scalar whose type is still open.

    In YAML it was written without quotes; in JSON it is a number, ``true``, ``false`` or ``null``.
    """

    __slots__ = ()


class Note(Record):
    """Something that the reader noticed and that the person who wrote the file may want to know."""

    code: str
    message: str
    path: str | None
    line: int
    column: int
    sheet: str | None = None
    cell: str | None = None


class Places(Protocol):
    """What knows where in a file an offset is, and what a line holds."""

    def position(self, offset: int) -> Position:
        """The place of an offset."""
        ...

    def line_text(self, line: int) -> str:
        """The text of a line; empty where there is none."""
        ...


class Document(Entity):
    """A file as read: ``tree`` holds dict, list, str (quoted text) and :class:`Plain`, and nothing else.

    ``problems`` are of values that could not be read and are not in the tree; they do not cost the rest. ``sheets`` are
    those of a workbook, in its order; ``cells`` are the places of what stands in cells, also of those left blank.
    """

    name: str
    syntax: Syntax
    tree: dict[str, Any]
    digest: str
    notes: tuple[Note, ...]
    _source: Places
    _offsets: Callable[[], Offsets]
    _written: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    sheets: tuple[str, ...] = ()
    cells: Mapping[paths.Path, Position] = MappingProxyType({})

    def with_tree(self, tree: dict[str, Any]) -> Document:
        """The same document with another tree; positions remain those of what was written."""
        return self.changed(tree=tree, _written=self.tree if self._written is None else self._written)

    def order(self, sheet: str | None) -> int:
        """The number of a sheet among those of the file, from 0; they come first in whatever is sorted by place."""
        return self.sheets.index(sheet) if sheet in self.sheets else len(self.sheets)

    def position(self, path: paths.Path) -> Position | None:
        """Where the value at ``path`` begins; of its nearest ancestor where nothing is at ``path``."""
        return self._cell(path) or self._source.position(self._find(path)[0])

    def key_position(self, path: paths.Path) -> Position | None:
        """Where the key of the value at ``path`` begins; the value's own position in a list."""
        return self._cell(path) or self._source.position(self._find(path)[1])

    def line_text(self, line: int) -> str:
        """The source line (counted from 1); empty where there is no such line."""
        return self._source.line_text(line)

    def _cell(self, path: paths.Path) -> Position | None:
        """The cell of the value at ``path``, or of its nearest ancestor that stands in one."""
        if not self.cells:
            return None
        return next((self.cells[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.cells), None)

    def _find(self, path: paths.Path) -> tuple[int, int]:
        """The offsets of the value at ``path`` and of its key."""
        value: Any = self.tree if self._written is None else self._written
        member: Any = self._offsets()
        start = key = member[0]
        for part in path:
            if not isinstance(member, list) or len(member) == 1:
                break
            if isinstance(value, dict):
                name = str(part)
                if name not in value:
                    break
                number = 2 * list(value).index(name) + 2
                value, key = value[name], member[number - 1]
            elif isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
                value, key, number = value[part], None, part + 1
            else:
                break
            if callable(member[number]):
                member[number] = member[number]()  # found out once
            member = member[number]
            start = member[0] if isinstance(member, list) else member
            key = start if key is None else key
        return start, key

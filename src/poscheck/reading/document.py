"""What reading gives: a tree of plain data that remembers where each value was written."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from poscheck.records import Entity, Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck import paths
    from poscheck.reading.source import Position, Source

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


class Document(Entity):
    """A file as read: ``tree`` holds dict, list, str (quoted text) and :class:`Plain`, and nothing else."""

    name: str
    syntax: Syntax
    tree: dict[str, Any]
    digest: str
    notes: tuple[Note, ...]
    _source: Source
    _offsets: Callable[[], Offsets]
    _written: dict[str, Any] | None = None

    def with_tree(self, tree: dict[str, Any]) -> Document:
        """The same document with another tree; positions remain those of what was written."""
        return self.changed(tree=tree, _written=self.tree if self._written is None else self._written)

    def position(self, path: paths.Path) -> Position | None:
        """Where the value at ``path`` begins; of its nearest ancestor where nothing is at ``path``."""
        return self._source.position(self._find(path)[0])

    def key_position(self, path: paths.Path) -> Position | None:
        """Where the key of the value at ``path`` begins; the value's own position in a list."""
        return self._source.position(self._find(path)[1])

    def line_text(self, line: int) -> str:
        """The source line (counted from 1); empty where there is no such line."""
        return self._source.line_text(line)

    def _find(self, path: paths.Path) -> tuple[int, int]:
        """The offsets of the value at ``path`` and of its key."""
        value: Any = self.tree if self._written is None else self._written
        member: Any = self._offsets()
        start = key = member[0]
        for part in path:
            place = _place(value, part)
            if place is None or not isinstance(member, list) or len(member) == 1:
                break
            if isinstance(value, dict):
                value, key, number = value[str(part)], member[2 * place + 1], 2 * place + 2
            else:
                value, key, number = value[place], None, place + 1
            if callable(member[number]):
                member[number] = member[number]()  # found out once
            member = member[number]
            start = member[0] if isinstance(member, list) else member
            key = start if key is None else key
        return start, key


def _place(value: Any, part: str | int) -> int | None:
    """The number of the member ``part`` among the members of ``value``, from 0."""
    if isinstance(value, dict):
        wanted = str(part)
        return list(value).index(wanted) if wanted in value else None
    if isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
        return part
    return None

"""Builds the tree and its offsets from the parts that a YAML or JSON file is read as, in order.

Duplicate keys and depth are looked after here, so they mean the same in both languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.reading.document import Note
from poscheck.reading.messages import quote

if TYPE_CHECKING:
    from poscheck.errors import Problem
    from poscheck.reading.document import Offsets
    from poscheck.reading.source import Source

MAX_DEPTH = 64
MAX_PROBLEMS = 100


class StopReading(Exception):  # noqa: N818 - not an error of its own: its problem is recorded
    """Reading this file further would give nothing but consequences of a problem that is already recorded."""


class Builder:
    """Takes keys, values and the starts and ends of containers, and keeps the problems found on the way."""

    __slots__ = ("_stack", "container", "key", "node", "notes", "offsets", "problems", "root", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        self.root: list[Any] = []
        self.offsets: Offsets = [0]
        # What is open now: a container, its offsets, and the key that waits for its value.
        self.container: list[Any] | dict[str, Any] = self.root
        self.key: str | None = None
        self.node = self.offsets
        self._stack: list[tuple[list[Any] | dict[str, Any], Offsets, str | None]] = []

    def add_key(self, key: str, offset: int) -> None:
        """The key of the next member of the mapping that is open."""
        if key in self.container:
            key = self.own_key(key, offset)
        self.key = key
        self.node.append(offset)

    def add_value(self, value: Any, offset: int | Offsets) -> None:
        """A member of the container that is open."""
        container = self.container
        if type(container) is list:
            container.append(value)
        else:
            container[self.key] = value  # type: ignore[call-overload, index]  # a mapping has its key here
            self.key = None
        self.node.append(offset)

    def open(self, container: list[Any] | dict[str, Any], offset: int) -> None:
        """A new container, itself a member of the one that is open."""
        parent, node = self.container, [offset]
        self._stack.append((parent, self.node, self.key))
        if type(parent) is list:
            parent.append(container)
        else:
            parent[self.key] = container  # type: ignore[call-overload, index]  # as in add_value
        self.node.append(node)
        self.container, self.node, self.key = container, node, None
        if len(self._stack) > MAX_DEPTH:
            message = (
                f"This is nested more than {MAX_DEPTH} levels deep, which no submission or ruleset needs; "
                "look for brackets or dashes that were repeated by mistake."
            )
            raise self.stop("too-deep", message, offset)

    def close(self) -> None:
        """The end of the container that is open."""
        self.container, self.node, _ = self._stack.pop()
        self.key = None

    def problem(
        self,
        code: str,
        message: str,
        offset: int,
        *,
        allowed: str | None = None,
        suggestion: str | None = None,
    ) -> None:
        """Record a problem and go on, unless there are very many: a file of nothing else takes forever."""
        if len(self.problems) >= MAX_PROBLEMS:
            raise StopReading
        self.problems.append(self.source.problem(code, message, offset, allowed=allowed, suggestion=suggestion))

    def stop(self, code: str, message: str, offset: int, *, suggestion: str | None = None) -> StopReading:
        """Record a problem after which reading cannot go on; raise what this returns."""
        self.problem(code, message, offset, suggestion=suggestion)
        return StopReading()

    def note(self, code: str, message: str, offset: int, *, for_value: bool = True) -> None:
        """Note something about the value that comes next, or about the container that is open."""
        place = self.source.position(offset)
        path = [*self._open_path(), *self._next_part()] if for_value else self._open_path()
        self.notes.append(Note(code, message, paths.join(tuple(path)) or None, place.line, place.column))

    def _open_path(self) -> list[str | int]:
        path: list[str | int] = []
        for container, _, key in self._stack[1:]:
            path.append(len(container) - 1 if key is None else key)
        return path

    def _next_part(self) -> list[str | int]:
        if type(self.container) is list:
            return [len(self.container)] if self._stack else []
        return [] if self.key is None else [self.key]

    def own_key(self, key: str, offset: int) -> str:
        """Report a repeated key; returns a key of its own, so that offsets and members stay in step."""
        first = self.node[2 * list(self.container).index(key) + 1]
        lines = self.source.position(first).line, self.source.position(offset).line
        where = f"on line {lines[0]} and on line {lines[1]}" if lines[0] != lines[1] else f"twice on line {lines[0]}"
        message = (
            f"The name {quote(key)} is written {where}, and only one of them can count; "
            "keep one, or make them entries of one list."
        )
        self.problem("duplicate-key", message, offset)
        return f"{key}\0{offset}"

"""Which names a path may begin with, and what a path means."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from poscheck.checks.nodes import Follow, Get, Path
from poscheck.contract import Field, Kind
from poscheck.errors import did_you_mean
from poscheck.records import Entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poscheck.checks.parser import Report
    from poscheck.paths import Path as Place

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Scope(Entity):
    """The submission's sections and the names given with ``as``; in ``where``, the members of one item instead."""

    root: Field
    names: Mapping[str, Field] = MappingProxyType({})
    item: str | None = None

    @property
    def depth(self) -> int:
        """How many names are known."""
        return len(self.names)

    def named(self, name: str, item: Field | None) -> Scope:
        """This scope with one more name."""
        return Scope(self.root, {**self.names, name: item or self.root}, self.item)

    def inside(self, name: str, item: Field) -> Scope:
        """The scope of ``where``: paths start at the members of ``item``."""
        return Scope(self.root, {**self.names, name: item}, name)

    def name_problem(self, name: str) -> str | None:
        """Why ``name`` cannot name an item, or None."""
        if not _NAME.fullmatch(name):
            return f"`{name}` is no name: use small letters, digits and underscores"
        if name in self.names:
            return f"`{name}` already names an item further out: use another name"
        if name in self.root.members:
            return f"`{name}` is a section of the submission: use another name"
        return None

    def knows(self, part: str) -> bool:
        """Whether a path may begin with ``part``."""
        start = self.root if self.item is None else self.names[self.item]
        return part in self.names or part in start.members

    def path(self, text: str, at: Place, report: Report, words: Iterable[str] = ()) -> Path | None:
        """The path that ``text`` writes, or None once the problem is reported."""
        parts = text.split(".")
        if parts[0] in self.names:
            name: str | None = parts[0]
            current = self.names[parts[0]]
            rest = parts[1:]
        elif self.item is not None:
            name, current, rest = self.item, self.names[self.item], parts
        else:
            name, current, rest = None, self.root, parts
        steps: list[Follow | Get] = []
        owner = ""
        for index, part in enumerate(rest):
            if current.reference and current.kind in {Kind.TEXT, Kind.WORD}:
                target = self.root.members[current.reference].item
                if target is not None and target.key is not None:
                    steps.append(Follow(current.reference, target.key))
                    current = target
            if current.kind is Kind.LIST:
                crossed = ".".join(parts[: len(parts) - len(rest) + index])
                report(
                    "list-crossed",
                    f"`{text}` runs through the list `{crossed}`: name it with a list word and its items with `as`",
                    at,
                    suggestion=f"{{at_least: 1, of: {crossed}, as: item, must: ...}}",
                )
                return None
            following = self._member(current, part)
            if following is None:
                self._report_unknown(text, part, current, at, report, [*words] if index == 0 and name is None else [])
                return None
            steps.append(Get(part))
            # A group of fields inside of a section or item has a heading of its own ("Coordinator: License").
            group = current.kind is Kind.MAP or (
                current.kind is Kind.RECORD and len(steps) > (2 if name is None else 1)
            )
            owner = current.title if group else ""
            current = following
        return Path(name, tuple(steps), current, text, owner)

    @staticmethod
    def _member(current: Field, part: str) -> Field | None:
        match current.kind:
            case Kind.RECORD:
                return current.members.get(part)
            case Kind.MAP:
                words = current.schema.get("propertyNames", {}).get("enum")
                return current.item if words is None or part in words else None
            case Kind.OPEN:
                return Field(static=f"{current.static}.{part}", kind=Kind.OPEN, title=part)
            case _:
                return None

    def _report_unknown(
        self, text: str, part: str, current: Field, at: Place, report: Report, words: list[str]
    ) -> None:
        names = list(self.names) if current is self.root else []
        choices = [*current.members, *current.schema.get("propertyNames", {}).get("enum", []), *names]
        where = f"`{current.static}`" if current.static else "the submission"
        report(
            "unknown-path",
            f"`{text}`: {where} has no `{part}`",
            at,
            allowed=", ".join(current.members) if 0 < len(current.members) <= 20 else None,  # noqa: PLR2004
            suggestion=did_you_mean(part, [*choices, *words]),
        )

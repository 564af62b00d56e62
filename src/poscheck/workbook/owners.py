"""The entries of all tables so far, so that the rows of a table below can be given to the entry that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.errors import did_you_mean
from poscheck.workbook.match import folded
from poscheck.workbook.place import row_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.paths import Path
    from poscheck.workbook.layout import Table


class _Entry(NamedTuple):
    row: int
    label: str
    names: frozenset[str]
    path: Path
    tree: dict[str, Any]


class Entries:
    """The entries by the name of their table."""

    def __init__(self) -> None:
        self._of: dict[str, list[_Entry]] = {}

    def add(self, table: Table, row: int, label: str, path: Path, tree: dict[str, Any]) -> None:
        """An entry that stands in a row. It may be named by its label, or by its id or name."""
        item = table.field.item
        keys = [tree.get(key) for key in (item.id_key, item.name_key) if key] if item else []
        names = {folded(each) for each in (label, *keys) if isinstance(each, str) and each.strip()}
        self._of.setdefault(table.name, []).append(_Entry(row, label, frozenset(names), path, tree))

    def holder(self, table: Table, named: Sequence[str]) -> tuple[Path, dict[str, Any]] | str:
        """The entry that a row belongs to, by the names in its first columns; else what is wrong."""
        owner, name = table.owners[-1], named[-1].strip()
        entries = self._of.get(owner.table.name, [])
        if not name:
            if len(entries) == 1:
                return entries[0].path, entries[0].tree
            return (
                f"“{owner.heading}” is blank, so nobody can tell which entry of {owner.table.name} this row belongs to"
            )
        found = [entry for entry in entries if row_named(name) == entry.row or folded(name) in entry.names]
        exact = [entry for entry in found if entry.label == name]
        found = exact or found
        if len(found) > 1 and len(named) > 1:
            outer = self.holder(owner.table, named[:-1])
            if not isinstance(outer, str):
                found = [entry for entry in found if entry.path[: len(outer[0])] == outer[0]]
        if len(found) == 1:
            return found[0].path, found[0].tree
        number = "no entry" if not found else "several entries"
        return f"“{owner.heading}” says “{name[:60]}”, which names {number} of the sheet {owner.table.name}"

    def nearest(self, table: Table, name: str) -> str | None:
        """The name that was probably meant."""
        return did_you_mean(
            name, [entry.label for entry in self._of.get(table.owners[-1].table.name, []) if entry.label]
        )

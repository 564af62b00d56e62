"""A table as comma-separated values: UTF-8 with a mark that Excel knows it by, lines that end in CR LF."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from poscheck.batch.cells import harmless, text_cell
from poscheck.batch.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from poscheck.batch.columns import Cell, Column, Table


class CsvTable:
    """Writes one table, row by row."""

    def __init__(self, file: Path, table: Table) -> None:
        self._table = table
        self._values = [_reader(column) for column in table.columns]
        self._file = file.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([column.name for column in table.columns])

    def add(self, line: Mapping[str, Any]) -> None:
        """Write the rows of a result line or failure."""
        for item in self._table.items(line):
            self._writer.writerow([value(item) for value in self._values])

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def _reader(column: Column) -> Callable[[Any], Cell]:
    """Reads a cell; what a stranger may have written is made harmless, and figures stay what they are."""
    value = column.value
    match column.kind:
        case Kind.TEXT | Kind.LONG:
            return lambda item: None if (text := value(item)) is None else harmless(text_cell(str(text)))
        case Kind.YES_NO:
            return lambda item: "true" if value(item) else "false"
        case _:
            return value

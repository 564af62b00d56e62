"""A table as Parquet, for those who analyze many runs; pyarrow is only imported where it is asked for."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from poscheck.batch.cells import text_cell
from poscheck.batch.columns import Kind
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poscheck.batch.columns import Cell, Column, Table

_GROUP = 10_000
_ABSENT = "--parquet needs the library pyarrow, which is not here; to install it: pip install 'poscheck[parquet]'"


def refuse_absent() -> None:
    """Raise :class:`~poscheck.errors.UsageError` where the library is not installed; it takes time to import."""
    if find_spec("pyarrow") is None:
        raise UsageError(_ABSENT)


def pyarrow() -> Any:
    """The library; raises :class:`~poscheck.errors.UsageError` where it is not installed."""
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:
        raise UsageError(_ABSENT) from error


class ParquetTable:
    """Writes one table in groups of rows."""

    def __init__(self, file: Path, table: Table) -> None:
        self._arrow = pyarrow()
        self._table = table
        self._rows: list[list[Cell]] = []
        self._schema = self._arrow.schema([self._field(column) for column in table.columns])
        self._writer = self._arrow.parquet.ParquetWriter(file, self._schema, compression="zstd")

    def _field(self, column: Column) -> Any:
        arrow = self._arrow
        kinds = {Kind.WHOLE: arrow.int64(), Kind.SHARE: arrow.float64(), Kind.YES_NO: arrow.bool_()}
        return arrow.field(column.name, kinds.get(column.kind, arrow.string()))

    def add(self, line: Mapping[str, Any]) -> None:
        """Keep the rows of a result line or failure, and write them once a group is full."""
        for item in self._table.items(line):
            self._rows.append([_cell(column, column.value(item)) for column in self._table.columns])
        if len(self._rows) >= _GROUP:
            self._write()

    def _write(self) -> None:
        columns = zip(*self._rows, strict=True)
        arrays = [self._arrow.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()

    def close(self) -> None:
        """Write what is left and finish the file."""
        if self._rows:
            self._write()
        self._writer.close()


def _cell(column: Column, value: Cell) -> Cell:
    if value is None or column.kind in {Kind.WHOLE, Kind.SHARE, Kind.YES_NO}:
        return value
    return text_cell(str(value))

"""The tables of a run, written in one pass over its result lines: all complete, or what was there before stays."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack, closing
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

from poscheck.batch import columns, queue_table, unfinished
from poscheck.batch.csv_table import CsvTable
from poscheck.batch.decision_table import decisions
from poscheck.batch.failure_table import failures
from poscheck.batch.idle import idle_lines
from poscheck.batch.parquet_table import ParquetTable, pyarrow
from poscheck.batch.store import RunFolder
from poscheck.batch.workbook import WorkbookTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from poscheck.ruleset import Ruleset

NAMES = ("results.csv", "failures.csv", queue_table.NAME, "decisions.csv", "results.xlsx", "results.parquet")


def names(facts: Mapping[str, Any], *, workbook: bool = True, parquet: bool = False) -> frozenset[str]:
    """The files that :class:`Tables` writes, of all that it may write."""
    wanted = {"decisions.csv": bool(facts["decisions"]), "results.xlsx": workbook, "results.parquet": parquet}
    return frozenset(name for name in NAMES if wanted.get(name, True))


class Tables:
    """Writes the tables of the run in ``folder`` once all of its parts are there; ``facts`` are those of the run.

    Raises :class:`~poscheck.errors.UsageError` at once where the library for Parquet is missing.
    """

    def __init__(
        self, folder: Path, ruleset: Ruleset, facts: Mapping[str, Any], *, workbook: bool = True, parquet: bool = False
    ) -> None:
        if parquet:
            pyarrow()
        self._folder, self._ruleset, self._facts = folder, ruleset, facts
        self._workbook, self._parquet = workbook, parquet

    def part(self, number: int, file: Path) -> None:
        """A part alone is not written."""

    def finish(self) -> None:
        """Write the tables from the parts, and from the list of idle decisions."""
        of_parts = lines_of(file for _, file in RunFolder(self._folder).parts())
        self.write(chain(of_parts, idle_lines(self._folder)))

    def close(self) -> None:
        """Nothing is open between parts."""

    def write(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Write the tables of ``lines``; a format that is not asked for now does not stay from an earlier time.

        Raises OSError where nothing can be written, and :class:`~poscheck.errors.PoscheckError` where a file that is
        open in another program keeps its place. Memory does not grow with the number of lines.
        """
        work = unfinished.place_for(self._folder) / "tables"
        shutil.rmtree(work, ignore_errors=True)  # of a run that was killed
        work.mkdir()
        try:
            self._fill(work, lines)
            for name in NAMES:
                if (work / name).exists():
                    unfinished.put(work / name, self._folder / name)
                else:
                    (self._folder / name).unlink(missing_ok=True)
        finally:
            shutil.rmtree(work, ignore_errors=True)
            unfinished.tidy(self._folder)

    def _fill(self, work: Path, lines: Iterable[Mapping[str, Any]]) -> None:
        with ExitStack() as stack:
            tables = [stack.enter_context(closing(table)) for table in self._opened(work)]
            for line in lines:
                for table in tables:
                    table.add(line)

    def _opened(self, work: Path) -> Iterator[_Table]:
        everything = submissions_table(self._ruleset)
        yield CsvTable(work / "results.csv", everything)
        yield CsvTable(work / "failures.csv", failures())
        yield queue_table.QueueTable(work / queue_table.NAME, self._ruleset)
        if self._facts["decisions"]:
            yield CsvTable(work / "decisions.csv", decisions())
        if self._workbook:
            yield WorkbookTable(work / "results.xlsx", self._ruleset, self._facts)
        if self._parquet:
            yield ParquetTable(work / "results.parquet", everything)


class _Table(Protocol):
    def add(self, line: Mapping[str, Any]) -> None: ...
    def close(self) -> None: ...


def submissions_table(ruleset: Ruleset) -> columns.Table:
    """``results.csv`` and ``results.parquet``: one row a submission with everything that is a figure."""
    base = columns.submissions(ruleset)
    scores = (*columns.component_columns(ruleset), *columns.criterion_columns(ruleset))
    return columns.Table((*base.columns, *scores), base.items)


def lines_of(files: Iterable[Path]) -> Iterator[Mapping[str, Any]]:
    """The lines of parts, in order, one at a time."""
    for file in files:
        with file.open("rb") as part:
            yield from map(json.loads, part)

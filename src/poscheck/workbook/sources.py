"""The file of a table: found in the submission's folder and nowhere else, and read as rows of cells."""

from __future__ import annotations

import csv
import io
from hashlib import sha256
from pathlib import Path, PurePath, PureWindowsPath
from typing import TYPE_CHECKING

from poscheck import paths
from poscheck.errors import Problem, ReadError, did_you_mean
from poscheck.reading.files import bytes_of, too_large
from poscheck.reading.sniff import decode, mistaken_kind
from poscheck.records import Record
from poscheck.workbook.archive import MOST_ROWS, SheetFacts, opened
from poscheck.workbook.grid import MOST_COLUMNS, Content, Grid, Holds, grids

if TYPE_CHECKING:
    from poscheck.reading import Note, Position
    from poscheck.workbook.grid import Rows

TEXTS = frozenset({".csv", ".tsv", ".txt"})
BOOKS = frozenset({".xlsx", ".xlsm"})
_READABLE = "a .csv file, or a sheet of an .xlsx workbook, in the folder of the submission"
_DELIMITERS = ",;\t"


class Source(Record):
    """A table: what it is called, its rows, and the digest of its file. ``typed`` where cells have kinds of values."""

    name: str
    grid: Grid
    digest: str
    typed: bool

    def position(self, where: Position) -> Position:
        """The place of a cell as people know it: the row of a text file, the cell of a sheet."""
        return where._replace(sheet=self.name, cell=where.cell if self.typed else None)

    def problem(self, problem: Problem, path: paths.Path) -> Problem:
        """A problem with a value of this table, which is the list at ``path``."""
        return problem.changed(
            sheet=self.name, cell=problem.cell if self.typed else None, path=_within(problem.path, path)
        )

    def note(self, note: Note, path: paths.Path) -> Note:
        """A note on a value of this table."""
        return note.changed(sheet=self.name, cell=note.cell if self.typed else None, path=_within(note.path, path))


def _within(inner: str | None, path: paths.Path) -> str:
    return paths.join(path) if inner is None else paths.join((*path, *paths.parse(inner)[1:]))


def rows_of(folder: Path, name: str, sheet: str | None) -> Source:
    """The table of that name. Raises :class:`~poscheck.errors.ReadError` where there is none that may be read."""
    file = file_of(folder, name)
    data = bytes_of(file, name)
    if problem := too_large(data, name):
        raise ReadError([problem])
    digest = sha256(data).hexdigest()
    if file.suffix.lower() in BOOKS:
        grid = _sheet(grids(opened(data, name), name), sheet)
        return Source(f"{grid.name} in {name}", grid, digest, typed=True)
    if problem := mistaken_kind(data, name):
        raise ReadError([problem])
    text, _, wrong = decode(data, name)
    if wrong:
        raise ReadError([wrong])
    return Source(name, Grid(name, _rows(text), SheetFacts()), digest, typed=False)


def file_of(folder: Path, name: str) -> Path:
    """The file of a table in the folder. Nothing outside of it is even looked for, by whatever name or link.

    Raises :class:`~poscheck.errors.ReadError` where it may not be read.
    """
    typed = PurePath(name)
    windows = PureWindowsPath(name)
    outside = typed.is_absolute() or windows.is_absolute() or windows.drive or ".." in windows.parts or "\0" in name
    if outside or windows.suffix.lower() not in TEXTS | BOOKS:
        message = (
            "a table is a file in the folder of the submission" if outside else "this is no table that can be read"
        )
        raise ReadError([Problem(code="table-refused", message=message, allowed=_READABLE)])
    try:
        real, home = (folder / name).resolve(), folder.resolve()
    except (OSError, RuntimeError):
        real, home = Path("/"), folder
    if not real.is_relative_to(home):
        message = "this leads out of the folder of the submission, and was not opened"
        raise ReadError([Problem(code="table-refused", message=message, allowed=_READABLE)])
    return real


def _sheet(found: list[Grid], wanted: str | None) -> Grid:
    if wanted is None and found:
        return found[0]
    grid = next((grid for grid in found if grid.name.casefold() == str(wanted).casefold()), None)
    if grid is None:
        names = [grid.name for grid in found]
        message = f"the workbook has no sheet {str(wanted)[:31]}"
        near = did_you_mean(str(wanted), names)
        raise ReadError([Problem(code="table-refused", message=message, suggestion=near, allowed=", ".join(names[:9]))])
    return grid


def _rows(text: str) -> Rows:
    """The records of a text by the line on which each begins."""
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    rows: Rows = {}
    line = 1
    try:
        for record in reader:
            cells = {
                place: Content(Holds.TEXT, value)
                for place, value in enumerate(record[:MOST_COLUMNS], start=1)
                if value.strip()
            }
            if cells and len(rows) <= MOST_ROWS:
                rows[line] = cells
            elif cells:
                raise ReadError([Problem(code="too-many-rows", message=f"it has more than {MOST_ROWS:,} rows")])
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"line {reader.line_num} cannot be read as CSV ({error})"
        raise ReadError([Problem(code="bad-csv", message=message)]) from None
    return rows

"""Lists that stand in tables of their own: ``courses: {table: courses.csv}`` in a submission of YAML or JSON.

A table is a CSV file, or a sheet of a workbook, in the submission's folder; never anything else.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.contract import Field, Kind
from poscheck.errors import Problem, ReadError
from poscheck.records import Record
from poscheck.workbook.layout import Column, Table, item_columns
from poscheck.workbook.match import folded
from poscheck.workbook.read_table import TableReader
from poscheck.workbook.sources import Source, file_of, rows_of
from poscheck.workbook.taken import Taken
from poscheck.workbook.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from poscheck.contract import Contract
    from poscheck.reading import Document, Position
    from poscheck.workbook.grid import Grid

TABLE, SHEET = "table", "sheet"
_LIST = "list"
"""Where the entries of a table are put while it is read."""


class _Place(Record):
    """A list of a submission that stands in a table."""

    path: paths.Path
    field: Field
    said: Mapping[str, Any]


def with_tables(document: Document, contract: Contract, folder: Path | None) -> Document:
    """``document`` with the entries of every table in place of its name, and the places of their cells.

    Without ``folder``, and where a table cannot be read, there is a problem at its name, and the list counts as
    missing. The digest covers the tables that were read.
    """
    places = list(_places(document.tree, contract.root, ()))
    if not places:
        return document
    tree: Any = document.tree
    cells: dict[paths.Path, Position] = {}
    problems, notes, digests = list(document.problems), list(document.notes), [document.digest]
    for place in places:
        try:
            source = _source(place, folder)
        except ReadError as error:
            tree = _put(tree, place.path, None)
            problems += [_at(document, place, problem) for problem in error.problems]
            continue
        entries, found, told = _read(place.field, source)
        tree = _put(tree, place.path, entries)
        cells |= {(*place.path, *path): source.position(where) for path, where in found.items()}
        problems += [source.problem(problem, place.path) for problem in told.problems]
        notes += [source.note(note, place.path) for note in told.notes if note.code != "number-as-text" or source.typed]
        digests.append(source.digest)
    return document.with_tree(tree).changed(
        cells=cells,
        problems=tuple(problems),
        notes=tuple(notes),
        digest=_joint(digests),
    )


def _joint(digests: list[str]) -> str:
    """One digest for all files; where no table was read that of the submission, by which a batch knows its file."""
    return digests[0] if len(digests) == 1 else sha256("\n".join(digests).encode()).hexdigest()


def table_files(document: Document, contract: Contract, folder: Path) -> Iterator[Path]:
    """The files of the tables that ``document`` names, those that are not there among them."""
    for place in _places(document.tree, contract.root, ()):
        with suppress(ReadError):  # what may not be read is not looked at either
            yield file_of(folder, str(place.said[TABLE]))


def _places(node: Any, field: Field | None, path: paths.Path) -> Iterator[_Place]:
    if field is None:
        return
    if field.kind is Kind.LIST and isinstance(node, dict) and TABLE in node and node.keys() <= {TABLE, SHEET}:
        if all(isinstance(each, str) for each in node.values()):
            yield _Place(path, field, node)
    elif isinstance(node, dict):
        for name, each in node.items():
            yield from _places(each, field.members.get(name), (*path, name))
    elif isinstance(node, list):
        for number, each in enumerate(node):
            yield from _places(each, field.item, (*path, number))


def _source(place: _Place, folder: Path | None) -> Source:
    if folder is not None:
        return rows_of(folder, str(place.said[TABLE]), place.said.get(SHEET))
    message = (
        "tables are read with a submission that is a file in a folder, and not in a batch; put all of it into one "
        "file: poscheck convert"
    )
    raise ReadError([Problem(code="table-not-read", message=message)])


def _at(document: Document, place: _Place, problem: Problem) -> Problem:
    """A problem with a table as a whole, at the place where the submission names it."""
    where = document.position((*place.path, TABLE))
    message = f"the table {place.said[TABLE]}: {problem.message}"
    line, column = (where.line, where.column) if where else (None, None)
    return problem.changed(message=message, path=paths.join(place.path), line=line, column=column, file=None)


def _read(field: Field, source: Source) -> tuple[Any, dict[paths.Path, Position], Told]:
    """The entries of a table, their cells by their path in the list, and what there is to say."""
    told = Told()
    taken = Taken(told)
    assert field.item is not None  # every list of the contract says what its items are
    single = field.item.kind is not Kind.RECORD
    columns = (Column(field.title, (_LIST,), field.item),) if single else item_columns(field.item)
    table = Table(source.name, _LIST, "", field, (_LIST,), (_LIST,), (), columns)
    TableReader(taken, told).read(table, _renamed(source.grid, table))
    entries = taken.tree.get(_LIST)
    if not isinstance(entries, list):
        return None, {}, told
    cells = {path[1:]: where for path, where in taken.cells.items() if len(path) > 1 and path[0] == _LIST}
    if single:
        cells = {path[:1]: where for path, where in cells.items()}
        entries = [entry.get(_LIST) for entry in entries]
    return entries, cells, told


def _renamed(grid: Grid, table: Table) -> Grid:
    """The rows with the form's own headings where the table has the names of fields: ``state_code``."""
    names = {folded(".".join(column.steps)): column.heading for column in table.columns}
    names |= {folded(name.replace(".", " ").replace("_", " ")): heading for name, heading in names.items()}
    if table.columns[0].steps == (_LIST,):
        names[folded(table.field.static.rpartition(".")[2])] = table.columns[0].heading
    known = {folded(column.heading) for column in table.columns}
    rows = {number: dict(row) for number, row in grid.rows.items()}
    if rows:
        head = rows[min(rows)]
        for place, content in head.items():
            name = folded(content.text)
            if name not in known and name in names:
                head[place] = content._replace(text=names[name])
    return grid.changed(rows=rows)


def _put(tree: Any, path: paths.Path, value: Any) -> Any:
    """A copy of ``tree`` with ``value`` at ``path``; without anything there where it is None."""
    part, rest = path[0], path[1:]
    if isinstance(tree, list):
        assert isinstance(part, int)
        return [*tree[:part], _put(tree[part], rest, value), *tree[part + 1 :]]
    if rest:
        return {**tree, str(part): _put(tree[part], rest, value)}
    return {name: each if name != part else value for name, each in tree.items() if name != part or value is not None}

"""The sorted list of a batch's entries, in a work file of the run folder, so that memory does not grow with it."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from poscheck.batch.entries import Entry, Kind, sort_key
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from poscheck.batch.inputs import Inputs

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE found (
  head TEXT, number INTEGER, name TEXT, path BLOB, kind TEXT, place INTEGER, links INTEGER, code TEXT, message TEXT,
  input INTEGER
);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, name TEXT, path BLOB, kind TEXT, place INTEGER, links INTEGER, code TEXT, message TEXT,
  input INTEGER
);
"""
# Of several names of one file the one that fewest links lead to, then the first.
_ONCE = """
INSERT INTO entry (name, path, kind, place, links, code, message, input)
SELECT name, path, kind, place, links, code, message, input FROM (
  SELECT *, row_number() OVER (PARTITION BY path, kind, place ORDER BY links, head, number, name, input) AS nth
  FROM found
) WHERE nth = 1 ORDER BY head, number, name
"""
SOME = 32
"""So many names, or fewer, tell by themselves which submissions a list is of."""
_SOME = "SELECT name FROM entry WHERE (id - 1) % ? = 0 ORDER BY id"
_COLUMNS = "name, path, kind, place, links, code, message"


class Manifest:
    """A list that was built before; entries count from 0."""

    def __init__(self, file: Path) -> None:
        # The file may be replaced and is never changed, so that no locks are needed, which shared folders may lack.
        self._connection = sqlite3.connect(f"{file.resolve().as_uri()}?immutable=1", uri=True)
        self._facts = dict(self._connection.execute("SELECT name, value FROM facts"))

    def __len__(self) -> int:
        return int(self._facts["count"])

    @property
    def digest(self) -> str:
        """SHA-256 over the names in their order."""
        return str(self._facts["digest"])

    def fact(self, name: str) -> Any:
        """What was kept beside the entries under that name."""
        return json.loads(self._facts[name])

    def entries(self, start: int, number: int) -> tuple[Entry, ...]:
        """So many entries from the one at ``start``."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM entry WHERE id > ? ORDER BY id LIMIT ?",  # noqa: S608 -- our own columns
            (start, number),
        )
        return tuple(map(_entry, rows))

    def names(self) -> Iterator[str]:
        """All names in order."""
        return (name for (name,) in self._connection.execute("SELECT name FROM entry ORDER BY id"))

    def find(self, name: str) -> tuple[int, Entry] | None:
        """The entry of that name, with its number."""
        row = self._connection.execute(f"SELECT id, {_COLUMNS} FROM entry WHERE name = ?", (name,)).fetchone()  # noqa: S608
        return (row[0] - 1, _entry(row[1:])) if row else None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def build(file: Path, inputs: Inputs, facts: Mapping[str, Any]) -> None:
    """List the inputs in ``file``, with ``facts`` beside them.

    Raises :class:`~poscheck.errors.UsageError` where there is nothing to list, or two files go by one name.
    """
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(_TABLES)
        connection.executemany(f"INSERT INTO found VALUES ({', '.join('?' * 10)})", _rows(inputs.entries()))  # noqa: S608
        connection.execute(_ONCE)
        connection.execute("DROP TABLE found")
        count, digest = _sealed(connection, inputs)
        some = [name for (name,) in connection.execute(_SOME, (-(-count // SOME),))]
        known = {
            "count": count,
            "some": some,
            "skipped": inputs.left_out.number,
            "left_out": inputs.left_out.names,
            **facts,
        }
        written = [(name, json.dumps(value)) for name, value in known.items()]
        connection.executemany("INSERT INTO facts VALUES (?, ?)", [*written, ("digest", digest)])
        connection.commit()


def number_gone(earlier: Path, now: Path) -> int:
    """How many names of an earlier list are not in the one of now."""
    with closing(sqlite3.connect(now)) as connection:
        connection.execute("ATTACH ? AS earlier", (str(earlier),))
        query = "SELECT count(*) FROM earlier.entry WHERE name NOT IN (SELECT name FROM main.entry)"
        return int(connection.execute(query).fetchone()[0])


def _rows(entries: Iterable[tuple[int, Entry]]) -> Iterator[tuple[Any, ...]]:
    for number, entry in entries:
        path = os.fsencode(entry.path)
        rest = (path, entry.kind, entry.place, entry.links, entry.code, entry.message, number)
        yield (*sort_key(entry.name), *rest)


def _entry(row: tuple[Any, ...]) -> Entry:
    name, path, kind, *rest = row
    return Entry(name, os.fsdecode(path), Kind(kind), *rest)


def _sealed(connection: sqlite3.Connection, inputs: Inputs) -> tuple[int, str]:
    """The number of entries and the digest of their names, each of which must be the name of one."""
    digest = hashlib.sha256()
    count, before = 0, ("", 0)
    for name, number in connection.execute("SELECT name, input FROM entry ORDER BY id"):
        if count and name == before[0]:
            first, second = (inputs.typed[place] for place in (before[1], number))
            where = f"in {first}" if first == second else f"in {first} and in {second}"
            raise UsageError(f"two different files would be called {name}, {where}; rename one, or leave one out.")
        digest.update(json.dumps(name).encode() + b"\n")
        count, before = count + 1, (name, number)
    if not count:
        number, names = inputs.left_out.number, inputs.left_out.names
        others = "1 other file was" if number == 1 else f"{number} other files were"
        what = f" ({others} left out{', such as ' + names[0] if names else ''})" if number else ""
        raise UsageError(f"there is no submission in {', '.join(inputs.typed)}{what}.")
    return count, digest.hexdigest()

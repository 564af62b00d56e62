"""The file of a database: what marks it as ours, how it is opened, and how a finished one takes its place.

While a batch runs, its database is in the folder of what is unfinished, in WAL mode, so that others can read it. The
finished one is a single file in SQLite's ordinary mode: it can be copied, and read from a folder that is read-only.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from poscheck.batch import unfinished

NAME = "results.sqlite"
VERSION = 1
"""Counts up when a table or view changes."""

_APPLICATION = 0x706F7363  # "posc", in the header of the file
_SIDES = ("-wal", "-shm", "-journal")
_MOST_BYTES, _MOST_OF_A_FILE = 2_000_000, 250_000


@dataclass(frozen=True, slots=True)
class Described:
    """Whose results a database holds."""

    run_id: str
    as_of: str
    complete: bool


def described(file: Path) -> Described | None:
    """What the database ``file`` says of its own run; None where it is none of ours, or of another version."""
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(file)) as connection:
            marks = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            if marks != [_APPLICATION, VERSION]:
                return None
            row = connection.execute("SELECT run_id, as_of, complete FROM runs WHERE age = 0").fetchone()
    except sqlite3.DatabaseError:
        return None
    return Described(row[0], row[1], bool(row[2]))


def opened(folder: Path, run_id: str, journal: str) -> tuple[sqlite3.Connection, bool]:
    """The unfinished database of a run in ``folder``, and whether it is new and empty.

    It goes on from one that a killed run has left, else from the finished one, if they are of the same run.
    """
    work, target = unfinished.place_for(folder) / NAME, folder / NAME
    if (found := described(work)) is None or found.run_id != run_id:
        remove(work)
        if (found := described(target)) is not None and found.run_id == run_id:
            copy(target, work)
    new = not work.exists()
    with ExitStack() as on_failure:
        connection = on_failure.enter_context(closing(sqlite3.connect(work)))
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("PRAGMA synchronous = NORMAL")
        bound_memory(connection)
        on_failure.pop_all()
    return connection, new


def bound_memory(connection: sqlite3.Connection, *attached: str) -> None:
    """Let SQLite hold little in memory, in all of this process: a million entries then need what ten thousand do.

    It sorts more often in files for that, which takes a tenth longer.
    """
    connection.execute(f"PRAGMA soft_heap_limit = {_MOST_BYTES}")
    for name in ("main", *attached):
        connection.execute(f"PRAGMA {name}.cache_size = -{_MOST_OF_A_FILE // 1024}")


def mark(connection: sqlite3.Connection) -> None:
    """Mark a database as ours, once it has all of its tables."""
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def finish(connection: sqlite3.Connection, folder: Path) -> None:
    """Close the unfinished database and put it in its place as one file."""
    work, target = unfinished.place_for(folder) / NAME, folder / NAME
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        fresh = work
    except sqlite3.OperationalError:  # someone reads it: they keep what they have, and a copy takes the place
        connection.close()
        fresh = work.with_name("copy.sqlite")
        remove(fresh)
        copy(work, fresh)
    for side in _SIDES:  # a journal of the old file would be taken for one of the new
        Path(f"{target}{side}").unlink(missing_ok=True)
    unfinished.put(fresh, target)
    with suppress(OSError):
        remove(work)
    unfinished.tidy(folder)


def copy(source: Path, target: Path) -> None:
    """Copy a database that others may be reading, as one file."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")


def remove(file: Path) -> None:
    """Remove a database with the files that SQLite keeps beside it."""
    for side in ("", *_SIDES):
        Path(f"{file}{side}").unlink(missing_ok=True)

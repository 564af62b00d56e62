"""The run before this one: its summaries are copied, so that this run's database answers for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.batch.database_file import NAME, described
from poscheck.errors import UsageError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

SAME = {
    "number, in the same district": ("district_id", "id"),
    "number, in the district of the same name": ("state", "district", "id"),
    "program code, in the same district": ("district_id", "cip"),
}
"""By what a program is recognized, in order of trust. What is there twice in a run is nobody's match."""


def earlier_run(given: Path, run_id: str, as_of: str) -> Path:
    """The database of the run in the folder or file ``given``.

    Raises :class:`~poscheck.errors.UsageError` where there is none, or where it cannot be the run before this one.
    """
    file = given / NAME if given.is_dir() else given
    found = described(file)
    if found is None:
        raise UsageError(f"--previous {given}: there is no {NAME} that this version of poscheck can read.")
    if found.run_id == run_id:
        raise UsageError(f"--previous {given}: that is this run itself; name the run before it.")
    if not found.complete:
        raise UsageError(f"--previous {given}: that run is not complete; run its command again first.")
    if found.as_of > as_of:
        raise UsageError(f"--previous {given}: that run is as of {found.as_of}, which is after {as_of}.")
    return file


def copy_earlier(connection: sqlite3.Connection, earlier: Path | None) -> None:
    """Copy the runs and submissions of ``earlier`` (None: of none) in place of what was copied before."""
    if earlier is not None:
        connection.execute("ATTACH ? AS earlier", (str(earlier),))
    with connection:
        connection.execute("DELETE FROM matches")
        connection.execute("DELETE FROM main.submissions WHERE age > 0")
        connection.execute("DELETE FROM main.runs WHERE age > 0")
        if earlier is not None:
            _copy(connection)
            for told, keys in SAME.items():
                match(connection, told, keys)
    if earlier is not None:
        connection.execute("DETACH earlier")


def _copy(connection: sqlite3.Connection) -> None:
    copied = {"runs": "age + 1", "submissions": "-row_number() OVER (ORDER BY age, entry), age + 1"}
    for table, keys in copied.items():
        columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
        kept = ", ".join(column for column in columns if column not in {"entry", "age", "page"})
        added = ", NULL" if "page" in columns else ""  # a page is a file of the folder of its run
        connection.execute(
            f"INSERT INTO main.{table} SELECT {keys}, {kept}{added} FROM earlier.{table}"  # noqa: S608 -- our own names
        )


def match(connection: sqlite3.Connection, told: str, keys: tuple[str, ...]) -> None:
    """Write into ``matches`` the submissions of age 0 and 1 that only these ``keys`` tell to be the same."""
    named = ", ".join(keys)
    known = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    connection.execute(
        f"""
        WITH once AS (
          SELECT age, min(entry) AS entry, {named} FROM main.submissions WHERE age <= 1 AND {known}
          GROUP BY age, {named} HAVING count(*) = 1
        )
        INSERT OR IGNORE INTO main.matches
        SELECT now.entry, before.entry, ?
        FROM once AS now JOIN once AS before USING ({named})
        WHERE now.age = 0 AND before.age = 1 AND before.entry NOT IN (SELECT before FROM main.matches)
        """,  # noqa: S608 -- our own names
        (told,),
    )

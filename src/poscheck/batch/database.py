"""``results.sqlite``: written by the coordinating process only, one transaction a part.

A run that was killed goes on: a part is loaded if it is new, and loaded anew if its digest has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poscheck import __version__
from poscheck.batch import database_file
from poscheck.batch.earlier import copy_earlier
from poscheck.batch.rows import PART_SPACE, rows_of, words_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from poscheck.batch.journal import Journal
    from poscheck.ruleset import Ruleset

_DIGITS = 16
_BY_ENTRY = ("submissions", "components", "details", "failures", "texts", "school_programs")
_INDEXES = {
    "submissions_district": "submissions (age, district_id, id)",
    "texts_hash": "texts (hash, entry)",
    "school_programs_same": "school_programs (school_program, entry)",
}


def run_id(facts: Mapping[str, Any]) -> str:
    """The same for the same ruleset, date and list of files."""
    told = (facts["ruleset"]["digest"], facts["as_of"], facts["manifest"])
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:_DIGITS]


def schema() -> str:
    """The statements that make the tables and views; their comments say what each column is."""
    return Path(__file__).with_name("database.sql").read_text(encoding="utf-8")


class Database:
    """Takes the parts of a run, in any order, each as often as it is written; ``finish`` makes the file.

    ``earlier`` is the database of the run before this one.
    """

    def __init__(
        self,
        folder: Path,
        ruleset: Ruleset,
        facts: Mapping[str, Any],
        *,
        journal: Journal = "wal",
        earlier: Path | None = None,
    ) -> None:
        self._folder, self._ruleset, self._facts, self._earlier = folder, ruleset, facts, earlier
        self._rules = [rule.id for rule in ruleset.rules]
        self._connection, new = database_file.opened(folder, run_id(facts), journal)
        try:
            if new:
                self._create()
            self._describe()
        except BaseException:
            self._connection.close()
            raise
        self._seen: set[int] = set()

    def _create(self) -> None:
        self._connection.executescript(f"BEGIN;{schema()}COMMIT;")
        database_file.mark(self._connection)

    def _describe(self) -> None:
        facts, ruleset = self._facts, self._ruleset
        run = (0, run_id(facts), facts["as_of"], ruleset.id, ruleset.version, ruleset.digest, __version__, 0)
        with self._connection as connection:
            for table, rows in (("runs", [run]), *words_of(ruleset).items()):
                _insert(connection, table, rows, "INSERT OR REPLACE")

    def part(self, number: int, file: Path) -> None:
        """Load a part, unless it is here already as it is."""
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        self._seen.add(number)
        known = self._connection.execute("SELECT digest FROM parts WHERE number = ?", (number,)).fetchone()
        if known == (digest,):
            return
        rows, outcomes = rows_of(number, content, self._rules)
        with self._connection as connection:
            if known:
                self._remove(number)
            for table, listed in rows.items():
                _insert(connection, table, listed)
            _insert(connection, "parts", [(number, digest, json.dumps(outcomes))])

    def _remove(self, number: int) -> None:
        within = (number * PART_SPACE, (number + 1) * PART_SPACE - 1)
        for table in _BY_ENTRY:
            self._connection.execute(f"DELETE FROM {table} WHERE entry BETWEEN ? AND ?", within)  # noqa: S608 -- ours
        self._connection.execute("DELETE FROM parts WHERE number = ?", (number,))

    def _sum_outcomes(self) -> None:
        """Each part keeps its own counts, so that a part that is loaded anew is not counted twice."""
        total: Counter[tuple[str, str, str]] = Counter()
        for (outcomes,) in self._connection.execute("SELECT outcomes FROM parts"):
            for rule, outcome, problem, number in json.loads(outcomes):
                total[rule, outcome, problem] += number
        self._connection.execute("DELETE FROM rule_outcomes")
        _insert(self._connection, "rule_outcomes", [(*key, number) for key, number in sorted(total.items())])

    def finish(self) -> None:
        """Make the database complete, and put it in its place."""
        connection = self._connection
        with connection:
            for (number,) in connection.execute("SELECT number FROM parts").fetchall():
                if number not in self._seen:  # there are fewer parts than before
                    self._remove(number)
            self._sum_outcomes()
        copy_earlier(connection, self._earlier)
        with connection:
            for name, columns in _INDEXES.items():  # last, so that loading stays in the order of the keys
                connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")
            connection.execute("UPDATE runs SET complete = 1 WHERE age = 0")
        connection.execute("ANALYZE")
        database_file.finish(connection, self._folder)

    def close(self) -> None:
        """Leave the database as it is; the next run of the same command goes on with it."""
        self._connection.close()


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]], verb: str = "INSERT") -> None:
    if rows:
        connection.executemany(f"{verb} INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)

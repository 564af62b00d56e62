"""What the pages ask the database: one connection, and tables of its own for what only the lines hold.

No list is held in memory: SQLite sorts, in files where there is much, and rows are read one by one.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from poscheck.batch import unfinished
from poscheck.batch.database_file import NAME, bound_memory, remove
from poscheck.batch.pages.deciding import Deciding
from poscheck.batch.rates import Rates
from poscheck.scorecard import ScoreRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from poscheck.ruleset import Ruleset

_OWN = "overview.sqlite"
_TABLES = """
CREATE TABLE waiting (entry INTEGER, place INTEGER, criterion TEXT, rules TEXT, weight INTEGER);
CREATE TABLE near (
  entry INTEGER, place INTEGER, criterion TEXT, becomes TEXT, to_judge INTEGER, to_supply INTEGER, to_correct INTEGER
);
CREATE TABLE decided (
  entry INTEGER, number INTEGER, rule TEXT, status TEXT, machine_outcome TEXT, outcome TEXT, reason TEXT
);
CREATE TABLE belongs (entry INTEGER PRIMARY KEY, key TEXT, name TEXT, postal TEXT, place INTEGER);
"""
_WAITING = "INSERT INTO waiting VALUES (?, ?, ?, ?, ?)"
_NEAR = "INSERT INTO near VALUES (?, ?, ?, ?, ?, ?, ?)"
_DECIDED = "INSERT INTO decided VALUES (?, ?, ?, ?, ?, ?, ?)"
_BELONGS = """
WITH called AS (
  SELECT entry, district, state, program, district_id,
    coalesce(state, '') || '/' || lower(coalesce(district, '')) AS called
  FROM v_latest
), numbered AS (
  SELECT called, min(district_id) AS number FROM called
  WHERE district IS NOT NULL GROUP BY called HAVING min(district_id) = max(district_id)
), keyed AS (
  SELECT *, coalesce(district_id, number, called) AS key FROM called LEFT JOIN numbered USING (called)
), named AS (
  SELECT *, min(district) OVER same AS name, min(state) OVER same AS postal
  FROM keyed WINDOW same AS (PARTITION BY key)
)
INSERT INTO belongs
SELECT entry, key, name, postal, row_number() OVER (
  ORDER BY name IS NULL, name COLLATE NOCASE, postal, key, program COLLATE NOCASE, entry
) - 1
FROM named
"""


class Submission(NamedTuple):
    """A submission in a list; the fields are columns of the database."""

    entry: int
    source: str
    id: str | None
    district: str | None
    state: str | None
    program: str | None
    verdict: str
    ready: int
    score_low: float | None
    score_high: float | None
    not_met: int
    incomplete: int
    needs_review: int
    reviews: int
    page: str | None

    @property
    def score(self) -> ScoreRange | None:
        """The score as a range; None where nothing applies."""
        if self.score_low is None or self.score_high is None:
            return None
        return ScoreRange(low=self.score_low, high=self.score_high)


COLUMNS = ", ".join(f"submissions.{name}" for name in Submission._fields)
"""What a query must select, first, to make submissions of its rows."""


class Results:
    """The database of a finished run, and what its lines say beyond it. ``gather`` comes before everything else.

    ``belongs`` gives each submission its district, and its place in the list by district: the number that a district
    has is trusted more than its name, which is spelled in many ways. A submission without one belongs where all others
    of its state and of that name do.
    """

    def __init__(self, folder: Path, ruleset: Ruleset) -> None:
        self._folder, self._ruleset = folder, ruleset
        self._own = unfinished.place_for(folder) / _OWN
        remove(self._own)  # of a run that was killed
        self._connection = sqlite3.connect(self._own.absolute().as_uri(), uri=True)
        self.rates = Rates(ruleset)
        self.decided = 0
        self.turned = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        remove(self._own)
        unfinished.tidy(self._folder)

    def gather(self) -> Self:
        """Read every line once."""
        connection = self._connection
        connection.execute("PRAGMA page_size = 1024")  # SQLite sorts 250 pages at a time, however little memory it has
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("ATTACH ? AS run", (f"{(self._folder / NAME).absolute().as_uri()}?mode=ro",))
        bound_memory(connection, "run")
        connection.executescript(_TABLES)
        connection.execute(_BELONGS)
        deciding = Deciding(self._ruleset)
        for entry, line in self.ask("SELECT entry, result FROM details ORDER BY entry"):
            result = json.loads(line)
            self.rates.add({"result": result})
            self._count_decisions(result)
            connection.executemany(_DECIDED, ((entry, place, *said) for place, said in enumerate(result["decisions"])))
            connection.executemany(_WAITING, deciding.waiting(entry, result))
            connection.executemany(_NEAR, deciding.near(entry, result))
        connection.commit()
        return self

    def _count_decisions(self, result: Mapping[str, Any]) -> None:
        alone = result["without_decisions"]
        self.decided += any(status == "counted" for _, status, *_ in result["decisions"])
        self.turned += alone is not None and alone["verdict"] != result["verdict"]

    def ask(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, read as they are needed."""
        return iter(self._connection.execute(query, values))

    def one(self, query: str) -> tuple[Any, ...]:
        """The only row of a query."""
        row: tuple[Any, ...] = self._connection.execute(query).fetchone()
        return row

    def submissions(self, entries: Sequence[int]) -> list[Submission]:
        """Some submissions, in the order of the run."""
        marks = ", ".join("?" * len(entries))
        query = f"SELECT {COLUMNS} FROM submissions WHERE entry IN ({marks}) ORDER BY entry"  # noqa: S608 -- ours
        return [Submission._make(row) for row in self.ask(query, entries)]

"""Reviewers' decisions on the submissions of a batch: read once, then looked up one submission at a time."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poscheck.batch.cells import as_written, text_cell
from poscheck.batch.entries import visible
from poscheck.batch.given_table import table_rows, unusable
from poscheck.batch.walk import is_hidden
from poscheck.engine.decisions import Decisions, Place, check_decisions, read_decisions, refused
from poscheck.errors import Problem, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Note

TABLE = ".csv"
_FILES = frozenset({".yaml", ".yml", ".json", TABLE})
_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_TEXT = ".txt"
"""What editors on Windows add to a name, and its folders do not show."""
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE decision (
  id INTEGER PRIMARY KEY, source TEXT, submission TEXT, written TEXT, file TEXT, line INTEGER, column INTEGER
);
"""
_INDEXES = "CREATE INDEX by_source ON decision (source); CREATE INDEX by_submission ON decision (submission);"
Row = tuple[str | None, str | None, str, str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Laid:
    """The decisions on one submission: their rows, a digest over them, and what is written in each.

    ``strays`` name this file and the number of another submission: notes that refuse them.
    """

    rows: tuple[int, ...]
    digest: str | None
    listed: tuple[tuple[Any, Place], ...]
    strays: tuple[Note, ...] = ()

    def checked(self, ruleset: Ruleset) -> Decisions:
        """Those that can be used, and notes on the others."""
        found = check_decisions(self.listed, ruleset)
        return found.changed(notes=(*self.strays, *found.notes)) if self.strays else found


NOTHING = Laid((), None, ())


class DecisionBook:
    """Decisions that were gathered before."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(_unlocked(file), uri=True)

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM decision").fetchone()[0])

    def on(self, source: str, submission: str | None) -> Laid:
        """The decisions that name this file, or the submission's own number and no file."""
        rows = self._connection.execute(
            "SELECT id, submission, written, file, line, column FROM decision WHERE source = ?1 UNION ALL "
            "SELECT id, submission, written, file, line, column FROM decision "
            "WHERE submission = ?2 AND source IS NULL ORDER BY id",
            (source, submission),
        ).fetchall()
        if not rows:
            return NOTHING
        digest = hashlib.sha256(json.dumps([row[1:] for row in rows]).encode()).hexdigest()
        listed: list[tuple[Any, Place]] = []
        strays: list[Note] = []
        for _, named, written, file, line, column in rows:
            raw, place = json.loads(written), (file, line, column)
            if named is None or _is_same(named, submission):
                listed.append((raw, place))
            else:
                strays.append(refused(raw, place, _why_stray(named, submission)))
        return Laid(tuple(row[0] for row in rows), digest, tuple(listed), tuple(strays))

    def named(self, row: int) -> tuple[str | None, str | None, str]:
        """Which source or submission a row names, and the place in its file."""
        source, submission, file, line = self._connection.execute(
            "SELECT source, submission, file, line FROM decision WHERE id = ?", (row,)
        ).fetchone()
        return source, submission, f"{file}:{line}" if line else file

    def naming(self, manifest: Path) -> Iterator[int]:
        """The rows that name a file of that list, whether it could be read or not."""
        self._connection.execute("ATTACH ? AS list", (_unlocked(manifest),))
        rows = self._connection.execute(
            "SELECT decision.id FROM list.entry CROSS JOIN decision ON decision.source = entry.name"
        )
        return (row for (row,) in rows)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _is_same(named: str, submission: str | None) -> bool:
    """Whether a number is the submission's own; the table has it as the queue wrote it and a program saved it."""
    if submission is None:
        return False
    own, given = as_written(text_cell(submission).strip()), as_written(named)
    return own == given or (own.isdigit() and own.lstrip("0") == given.lstrip("0"))  # as spreadsheets save 007


def _why_stray(named: str, submission: str | None) -> str:
    own = f"the number of this file is {submission}" if submission else "this file has no number of its own"
    return f"beside the file it names the submission {named}, and {own}; correct one of the two, or leave one out"


def _unlocked(file: Path) -> str:
    """The file may be replaced and is never changed, so that no locks are needed, which shared folders may lack."""
    return f"{file.resolve().as_uri()}?immutable=1"


def gather(given: Path, file: Path) -> None:
    """Read every decision in ``given``, a folder of files or one file, into a new ``file``.

    Raises :class:`~poscheck.errors.ReadError` with what keeps files from being read as decisions, each by its name
    below ``given``.
    """
    file.unlink(missing_ok=True)
    problems: list[Problem] = []
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(_TABLES)
        insert = "INSERT INTO decision (source, submission, written, file, line, column) VALUES (?, ?, ?, ?, ?, ?)"
        for found in _files(given):
            name = visible((found.relative_to(given) if found != given else Path(found.name)).as_posix())
            try:
                connection.executemany(insert, _rows(found, name))
            except ReadError as error:
                problems += (problem.changed(file=name) for problem in error.problems)
        connection.executescript(_INDEXES)
        connection.commit()
    if problems:
        raise ReadError(problems)


def _files(given: Path) -> Iterable[Path]:
    """The files of decisions in a folder, and those of which their reviewer believes that they are."""
    if not given.is_dir():
        return [given]
    there = sorted(file for file in given.rglob("*") if not any(map(is_hidden, file.relative_to(given).parts)))
    found = [file for file in there if file.suffix.lower() in _FILES]
    saved = {file.with_suffix("") for file in found}
    meant = [file for file in there if _is_no_table(file) and file.with_suffix("") not in saved]
    if not found + meant:
        message = "there is no file of decisions in this folder"
        raise ReadError([Problem(code="no-decisions", message=message, file=str(given))])
    return found + meant


def _is_no_table(file: Path) -> bool:
    """Whether a file was meant to be one of decisions, and is in another format or has another name."""
    ending = file.suffix.lower()
    return ending in _SPREADSHEETS or (ending == _TEXT and Path(file.stem).suffix.lower() in _FILES)


def _rows(file: Path, name: str) -> Iterator[Row]:
    """The decisions in a file. Raises :class:`~poscheck.errors.ReadError`."""
    if _is_no_table(file):
        message = "this is a workbook; in the spreadsheet program, save it as “CSV UTF-8” beside it"
        if file.suffix.lower() == _TEXT:
            message = f"the name of this file ends with {file.suffix}, so it would not be read; call it {file.stem}"
        raise unusable("not-csv", message)
    return _table_rows(file, name) if file.suffix.lower() == TABLE else _file_rows(file, name)


def _table_rows(file: Path, name: str) -> Iterator[Row]:
    for line, (source, submission, decision) in table_rows(file):
        yield source, submission, json.dumps(decision), name, line, None


def _file_rows(file: Path, name: str) -> Iterator[Row]:
    written = read_decisions(file)
    if written.submission is None and written.source is None:
        message = "this file does not say which submission its decisions are about; add `source:` or `submission:`"
        raise unusable("no-submission", message)
    for raw, (_, line, column) in written.listed:
        yield written.source, written.submission, json.dumps(raw), name, line, column

"""Reviewers' decisions on the submissions of a batch: read once, then looked up one submission at a time."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from poscheck.batch.cells import as_written
from poscheck.batch.entries import visible
from poscheck.batch.walk import is_hidden
from poscheck.engine.decisions import KEYS, Decisions, check_decisions, read_decisions
from poscheck.errors import Problem, ReadError, did_you_mean
from poscheck.submission.suggest import date_as_it_should_be

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poscheck.ruleset import Ruleset

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
_COLUMNS = ("source", "submission", *KEYS)
_DATES = frozenset({"decided_on", "expires_on"})
TOLD = ("district", "program", "effect", "title", "question", "")
"""Columns of a table that are there for the reviewer alone; programs save empty ones, which have no name."""

Row = tuple[str | None, str | None, str, str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Laid:
    """The decisions on one submission: their rows, a digest over them, and what can be used of them."""

    rows: tuple[int, ...]
    digest: str | None
    listed: tuple[tuple[Any, tuple[str, int | None, int | None]], ...]

    def checked(self, ruleset: Ruleset) -> Decisions:
        """Those that can be used, and notes on the others."""
        return check_decisions(self.listed, ruleset)


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
            "SELECT id, written, file, line, column FROM decision WHERE source = ?1 UNION ALL "
            "SELECT id, written, file, line, column FROM decision WHERE submission = ?2 AND source IS NULL ORDER BY id",
            (source, submission),
        ).fetchall()
        if not rows:
            return NOTHING
        digest = hashlib.sha256(json.dumps([row[1:] for row in rows]).encode()).hexdigest()
        listed = tuple((json.loads(written), tuple(place)) for _, written, *place in rows)
        return Laid(tuple(row[0] for row in rows), digest, listed)

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
        raise _error("no-decisions", "there is no file of decisions in this folder", given)
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
        raise _error("not-csv", message, file)
    return _table_rows(file, name) if file.suffix.lower() == TABLE else _file_rows(file, name)


def _file_rows(file: Path, name: str) -> Iterator[Row]:
    written = read_decisions(file)
    if written.submission is None and written.source is None:
        message = "this file does not say which submission its decisions are about; add `source:` or `submission:`"
        raise _error("no-submission", message, file)
    for raw, (_, line, column) in written.listed:
        yield written.source, written.submission, json.dumps(raw), name, line, column


def _table_rows(file: Path, name: str) -> Iterator[Row]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = table_reader(opened)
            _refuse_columns(reader.fieldnames or (), file)
            for row in reader:
                for source, submission, decision in _table_row(row, file, reader.line_num):
                    yield source, submission, json.dumps(decision), name, reader.line_num, None
    except OSError as error:
        raise _error("unreadable", f"the file cannot be opened ({error.strerror or error})", file) from None
    except UnicodeDecodeError:
        message = "this is no CSV file in UTF-8; in the spreadsheet program, save it as “CSV UTF-8”"
        raise _error("not-csv", message, file) from None
    except csv.Error as error:
        raise _error("not-csv", f"this is no CSV file ({error})", file) from None


def table_reader(opened: TextIO) -> csv.DictReader[str]:
    """The rows of a table. A spreadsheet program writes semicolons between the cells where a comma divides a number."""
    head = opened.readline()
    opened.seek(0)
    return csv.DictReader(opened, strict=True, delimiter=";" if head.count(";") > head.count(",") else ",")


def _table_row(
    row: dict[str | Any, Any], file: Path, line: int
) -> Iterator[tuple[str | None, str | None, dict[str, str]]]:
    """The decisions of a row; dates may be as a spreadsheet program rewrites them, outcomes as people say them."""
    said = {name: text.strip() for name, text in row.items() if isinstance(text, str) and text.strip()}
    if "outcome" not in said:  # a reviewer has not come to it yet
        return
    source, submission = (as_written(said.pop(name, "")) or None for name in ("source", "submission"))
    if source is None and submission is None:
        raise _error("no-submission", "this row has no `source` and no `submission`", file, line)
    said["outcome"] = "_".join(said["outcome"].lower().split())
    for name in _DATES.intersection(said):
        if "." not in said[name]:  # where days are written with dots, they come before the month
            said[name] = date_as_it_should_be(said[name], "date") or said[name]
    for decision in _decisions({name: text for name, text in said.items() if name not in TOLD}):
        yield source, submission, decision


def _decisions(said: dict[str, str]) -> Iterable[dict[str, str]]:
    """One decision for each rule of a row; the criterion beside rules only says where they belong."""
    if "rule" not in said:
        return [said]
    rules, seen = said["rule"].split(), said.get("evidence_digest", "")
    digests = seen.split() if len(seen.split()) == len(rules) else [seen] * len(rules)
    rest = {name: text for name, text in said.items() if name != "criterion"}
    return [
        {**rest, "rule": rule, **({"evidence_digest": digest} if digest else {})}
        for rule, digest in zip(rules, digests, strict=True)
    ]


def _refuse_columns(names: Iterable[str], file: Path) -> None:
    listed = list(names)
    unknown = next((name for name in listed if name not in {*_COLUMNS, *TOLD}), None)
    if unknown is not None:
        message = f"there is no column “{unknown}” in a table of decisions"
        near = did_you_mean(unknown, _COLUMNS)
        raise _error("unknown-column", message, file, 1, allowed=", ".join(_COLUMNS), suggestion=near)
    if not {"source", "submission"} & set(listed) or "outcome" not in listed:
        message = "a table of decisions needs the columns `source` (or `submission`) and `outcome`"
        raise _error("missing-column", message, file, 1, allowed=", ".join(_COLUMNS))


def _error(
    code: str,
    message: str,
    file: Path,
    line: int | None = None,
    *,
    allowed: str | None = None,
    suggestion: str | None = None,
) -> ReadError:
    return ReadError(
        [Problem(code=code, message=message, line=line, file=str(file), allowed=allowed, suggestion=suggestion)]
    )

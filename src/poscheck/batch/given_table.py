"""A table of decisions as it is given: CSV with commas or semicolons, however a spreadsheet program has saved it."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, TextIO

from poscheck.batch.cells import as_written
from poscheck.engine.decisions import KEYS, OUTCOMES
from poscheck.errors import Problem, ReadError, did_you_mean
from poscheck.submission.suggest import date_as_it_should_be

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_COLUMNS = ("source", "submission", *KEYS)
_DATES = frozenset({"decided_on", "expires_on"})
_TOLD = ("district", "program", "effect", "title", "question", "")
"""Columns of a table that are there for the reviewer alone; programs save empty ones, which have no name."""

_SEPARATOR = re.compile(r'"?sep=([,;\t])"?\1*\s*', re.IGNORECASE)
"""A first line that tells Excel what is between the cells."""

_OTHERS = {"\t": "tabs", "|": "bars"}
"""What other programs write between the cells."""

Decision = tuple[str | None, str | None, dict[str, str]]
"""The source and the submission that a decision names, and its fields."""


def table_rows(file: Path) -> Iterator[tuple[int, Decision]]:
    """The decisions in a table, each with its line. Raises :class:`~poscheck.errors.ReadError`."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = table_reader(opened)
            _refuse_columns(reader.fieldnames or (), reader.line_num or 1)
            for row in reader:
                for decision in _row_decisions(row, reader.line_num):
                    yield reader.line_num, decision
    except OSError as error:
        raise unusable("unreadable", f"the file cannot be opened ({error.strerror or error})") from None
    except UnicodeDecodeError:
        message = "this is no CSV file in UTF-8; in the spreadsheet program, save it as “CSV UTF-8”"
        raise unusable("not-csv", message) from None
    except csv.Error as error:
        raise unusable("not-csv", f"this is no CSV file ({error})") from None


def table_reader(opened: TextIO) -> csv.DictReader[str]:
    """The rows of a table. A spreadsheet program writes semicolons between the cells where a comma divides a number."""
    head = opened.readline()
    opened.seek(0)
    said = _SEPARATOR.fullmatch(head)
    likely = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(opened, strict=True, delimiter=said[1] if said else likely)
    if said:
        next(reader.reader)  # which counts it as a line
    return reader


def _row_decisions(row: dict[str | Any, Any], line: int) -> Iterator[Decision]:
    """The decisions of a row; dates may be as a spreadsheet program rewrites them, outcomes as people say them."""
    said = {name: text.strip() for name, text in row.items() if isinstance(text, str) and text.strip()}
    if "outcome" not in said:  # a reviewer has not come to it yet
        return
    source, submission = (as_written(said.pop(name, "")) or None for name in ("source", "submission"))
    if source is None and submission is None:
        raise unusable("no-submission", "this row has no `source` and no `submission`", line)
    if (outcome := "_".join(said["outcome"].lower().split())) in OUTCOMES:
        said["outcome"] = outcome
    for name in _DATES.intersection(said):
        if "." not in said[name]:  # where days are written with dots, they come before the month
            said[name] = date_as_it_should_be(said[name], "date") or said[name]
    for decision in _decisions({name: text for name, text in said.items() if name not in _TOLD}):
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


def _refuse_columns(names: Sequence[str], line: int) -> None:
    other = next((words for sign, words in _OTHERS.items() if len(names) == 1 and sign in names[0]), None)
    if other is not None:
        message = f"there are {other} between the columns; use commas or semicolons"
        raise unusable("not-csv", f"{message}: in a spreadsheet program, save it as “CSV UTF-8”", line)
    unknown = next((name for name in names if name not in {*_COLUMNS, *_TOLD}), None)
    if unknown is not None:
        message = f"there is no column “{unknown}” in a table of decisions"
        near = did_you_mean(unknown, _COLUMNS)
        raise unusable("unknown-column", message, line, allowed=", ".join(_COLUMNS), suggestion=near)
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        raise unusable("column-twice", f"the column “{twice}” is there more than once; keep one of them", line)
    if not {"source", "submission"} & set(names) or "outcome" not in names:
        message = "a table of decisions needs the columns `source` (or `submission`) and `outcome`"
        raise unusable("missing-column", message, line, allowed=", ".join(_COLUMNS))


def unusable(code: str, message: str, line: int | None = None, **more: Any) -> ReadError:
    """What keeps a file from being read as decisions; who knows which file it is adds that."""
    return ReadError([Problem(code=code, message=message, line=line, **more)])

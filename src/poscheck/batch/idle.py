"""Idle decisions, which name no submission that was judged: listed once all is scored, for the table and the page."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

from poscheck.batch import unfinished
from poscheck.batch.decided import DecisionBook
from poscheck.batch.lines import IDLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from poscheck.batch.store import RunFolder

_FILE = "idle.jsonl"


def write_idle(folder: RunFolder, rows: Iterable[int]) -> None:
    """List the decisions of those ``rows`` for :func:`idle_lines`. The list goes away with all that is unfinished."""
    file = unfinished.place_for(folder.path) / _FILE
    with closing(DecisionBook(folder.decisions)) as book, file.open("w", encoding="ascii") as lines:
        unread = bytearray(len(book) + 1)
        for row in book.naming(folder.manifest):
            unread[row] = True
        for row in rows:
            lines.write(json.dumps({IDLE: _told(book, row, unread=bool(unread[row]))}) + "\n")


def idle_lines(folder: Path) -> Iterator[Mapping[str, Any]]:
    """The list, a line for each decision: source and submission as it names them, and why it is idle."""
    file = folder / unfinished.NAME / _FILE
    if file.exists():
        with file.open("rb") as lines:
            yield from map(json.loads, lines)


def _told(book: DecisionBook, row: int, *, unread: bool) -> dict[str, str | None]:
    source, submission, place = book.named(row)
    why = f"no submission that was judged has this {'number' if source is None else 'source'}"
    if unread:
        why = "the file could not be read; failures.csv says why"
    return {"source": source, "submission": submission, "reason": f"{place}: {why}."}

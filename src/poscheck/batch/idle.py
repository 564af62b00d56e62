"""Idle decisions, which name no submission that was judged: listed once all is scored, for the table and the page."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

from poscheck.batch import unfinished
from poscheck.batch.decided import DecisionBook
from poscheck.batch.entries import SUBMISSIONS
from poscheck.batch.lines import IDLE, id_of
from poscheck.batch.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from poscheck.batch.store import RunFolder

_FILE = "idle.jsonl"
_NEAR_FOR = 1_000
"""Of so many decisions it is looked for what was meant. Where there are more, something is wrong with all of them."""

_UNREAD = "the file could not be read; failures.csv says why."


def write_idle(folder: RunFolder, rows: Sequence[int]) -> None:
    """List the decisions of those ``rows`` for :func:`idle_lines`. The list goes away with all that is unfinished."""
    file = unfinished.place_for(folder.path) / _FILE
    with (
        closing(DecisionBook(folder.decisions)) as book,
        closing(Manifest(folder.manifest)) as manifest,
        file.open("w", encoding="ascii") as lines,
    ):
        unread = bytearray(len(book) + 1)
        for row in book.naming(folder.manifest) if rows else ():
            unread[row] = True
        first = [book.named(row) for row in rows[:_NEAR_FOR] if not unread[row]]
        sources = _alike({source for source, _, _ in first if source is not None}, manifest.names())
        numbers = _alike({number for source, number, _ in first if source is None and number is not None}, _ids(folder))
        for row in rows:
            source, number, place = book.named(row)
            near = numbers.get(number or "") if source is None else sources.get(source)
            why = _UNREAD if unread[row] else _why("number" if source is None else "source", near)
            told = {"source": source, "submission": number, "reason": f"{place}: {why}"}
            lines.write(json.dumps({IDLE: told}) + "\n")


def idle_lines(folder: Path) -> Iterator[Mapping[str, Any]]:
    """The list, a line for each decision: source and submission as it names them, and why it is idle."""
    file = folder / unfinished.NAME / _FILE
    if file.exists():
        with file.open("rb") as lines:
            yield from map(json.loads, lines)


def _why(what: str, near: str | None) -> str:
    return f"no submission that was judged has this {what}." + (f" Did you mean {near}?" if near else "")


def _alike(wanted: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Those of ``wanted`` that, but for folder, ending, case and signs, are the same as only one that is known."""
    alike: dict[str, set[str]] = {_bare(name): set() for name in wanted}
    for name in known if alike else ():
        found = alike.get(_bare(name))
        if found is not None and len(found) < 2:  # noqa: PLR2004 -- which of two was meant nobody knows
            found.add(name)
    one = {bare: next(iter(found)) for bare, found in alike.items() if bare and len(found) == 1}
    return {name: one[_bare(name)] for name in wanted if _bare(name) in one}


def _bare(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    return "".join(filter(str.isalnum, (stem if dot + ending.lower() in SUBMISSIONS else last).casefold()))


def _ids(folder: RunFolder) -> Iterator[str]:
    for _, part in folder.parts():
        with part.open("rb") as lines:
            yield from (found for line in lines if (found := id_of(line)) is not None)

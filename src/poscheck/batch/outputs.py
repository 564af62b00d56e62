"""What is made of the parts once all are there, by the coordinating process alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from poscheck.batch import unfinished
from poscheck.batch.database import Database, run_id
from poscheck.batch.earlier import earlier_run
from poscheck.batch.journal import Journal, journal_for
from poscheck.batch.lines import result_of
from poscheck.batch.pages import Overview
from poscheck.batch.store import RESULTS, RunFolder
from poscheck.batch.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poscheck.ruleset import Ruleset

SPREADSHEET_UP_TO = 100_000
"""Beyond so many submissions nobody opens a spreadsheet, and writing it would take minutes."""


class Writer(Protocol):
    """Something that is made of parts."""

    def part(self, number: int, file: Path) -> None:
        """Take a finished part; parts come in any order, and may come again when they have changed."""

    def finish(self) -> None:
        """All parts are complete: write, and put in place."""

    def close(self) -> None:
        """Let go of everything, whether it is finished or not."""


class ResultLines:
    """``results.jsonl``: the results of all parts in their order, as they are written there."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder

    def part(self, number: int, file: Path) -> None:
        """Nothing: the order is not known yet."""

    def finish(self) -> None:
        """Write the file."""
        fresh = unfinished.place_for(self._folder.path) / RESULTS
        with fresh.open("wb") as target:
            for _, part in self._folder.parts():
                with part.open("rb") as lines:
                    target.writelines(result for line in lines if (result := result_of(line)) is not None)
        unfinished.put(fresh, self._folder.results)
        unfinished.tidy(self._folder.path)

    def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What is not always wanted: the spreadsheet, Parquet, the run before this one for comparison, another journal."""

    spreadsheet: bool | None = None
    parquet: bool = False
    previous: Path | None = None
    journal: Journal | None = None


def writers(folder: RunFolder, ruleset: Ruleset, facts: Mapping[str, Any], extras: Extras) -> list[Writer]:
    """Everything that is made of the parts, in the order in which it is finished."""
    spreadsheet = facts["entries"] <= SPREADSHEET_UP_TO if extras.spreadsheet is None else extras.spreadsheet
    earlier = earlier_run(extras.previous, run_id(facts), facts["as_of"]) if extras.previous else None
    return [
        ResultLines(folder),
        Tables(folder.path, ruleset, facts, workbook=spreadsheet, parquet=extras.parquet),
        Database(folder.path, ruleset, facts, journal=extras.journal or journal_for(folder.path), earlier=earlier),
        Overview(folder.path, ruleset, facts),
    ]

"""What is made of the parts once all are there, by the coordinating process alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from poscheck.batch import unfinished
from poscheck.batch.beside import Beside
from poscheck.batch.database import Database, run_id
from poscheck.batch.database_file import NAME
from poscheck.batch.earlier import earlier_run
from poscheck.batch.journal import Journal, journal_for
from poscheck.batch.lines import result_of
from poscheck.batch.pages import Overview
from poscheck.batch.runfile import unchanged_ruleset
from poscheck.batch.store import RESULTS, RunFolder
from poscheck.batch.tables import Tables, names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poscheck.batch.plan import Plan

BESIDE_FROM = 200
"""With fewer submissions, starting another process takes longer than writing the tables."""
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


def writers(folder: RunFolder, plan: Plan, facts: Mapping[str, Any]) -> list[Writer]:
    """Everything that is made of the parts, in the order in which it is finished.

    Where there is more than one processor and something to gain, the tables are written beside the others.
    """
    ruleset, extras = plan.ruleset, plan.extras
    spreadsheet = facts["entries"] <= SPREADSHEET_UP_TO if extras.spreadsheet is None else extras.spreadsheet
    earlier = earlier_run(extras.previous, run_id(facts), facts["as_of"]) if extras.previous else None
    options = {"workbook": spreadsheet, "parquet": extras.parquet}
    tables: Writer = Tables(folder.path, ruleset, facts, **options)
    named = {RESULTS, NAME, *names(facts, **options)}
    overview = Overview(folder.path, ruleset, facts, named)
    if plan.workers > 1 and facts["entries"] >= BESIDE_FROM:
        make = partial(_tables, folder.path, plan.ruleset_folder, ruleset.digest, facts, options)
        tables = beside = Beside(folder.path, make)
        overview = Overview(folder.path, ruleset, facts, named, beside.wait)
    return [
        tables,
        ResultLines(folder),
        Database(folder.path, ruleset, facts, journal=extras.journal or journal_for(folder.path), earlier=earlier),
        overview,
    ]


def _tables(
    folder: Path, ruleset_folder: Path, digest: str, facts: Mapping[str, Any], options: Mapping[str, bool]
) -> Writer:
    """The tables, in a process that does not have the ruleset."""
    return Tables(folder, unchanged_ruleset(ruleset_folder, digest), facts, **options)

"""What ``poscheck compare`` does with two runs of ``poscheck batch``: a summary, a table, a page."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from poscheck.batch.database_file import NAME
from poscheck.batch.movement import movement
from poscheck.batch.movement_page import movement_page
from poscheck.batch.movement_words import alone, matched, moved_text, no_tally, remarks, scores, tally, unread
from poscheck.batch.pairs import Pair
from poscheck.cli import terminal
from poscheck.cli.outputs import place_of, refuse_target, write_file
from poscheck.errors import PoscheckError, UsageError
from poscheck.report import wording
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from poscheck.batch.movement import Movement
    from poscheck.report.pen import Pen

_TOLD = 10
_NAMED = 3


def compare_runs(before: Path, after: Path, output: Path | None, page: Path | None) -> None:
    """Say what moved from one run to the other; ``output`` is a table of it, ``page`` a page."""
    if output is not None and page is not None and output.resolve() == page.resolve():
        raise UsageError("--output and --page name the same file.")
    for target in (output, page):
        if target is not None:
            refuse_target(target, ())
            if any(target.resolve().is_relative_to(run.resolve()) for run in (before, after)):
                raise UsageError(f"{target} is in the folder of a run; choose another folder.")
    with legible(), Pair(before, after) as pair:
        with table_of(output) as table:
            found = movement(pair, table)
        if page is not None:
            write_file(page, movement_page(pair, found))
        pen = terminal.new_pen()
        pen.line(f"{before}, then {after}", style="1")
        pen.blank()
        _write(pen, pair, found)
    for target, what in (
        (output, "one row a submission that moved, or is in one run only"),
        (page, "the same as a page"),
    ):
        if target is not None:
            pen.blank()
            pen.line(f"{target}: {what}", first="  ", hang=2)
    terminal.show(pen.text())


@contextmanager
def legible() -> Iterator[None]:
    """Say in words where the database of a run cannot be read to its end, or there is no room to compare it."""
    try:
        yield
    except sqlite3.Error as error:
        raise PoscheckError(
            f"the runs cannot be compared ({error}). Where a disk is full, make room on it; where {NAME} of a run is "
            "damaged, take it away, and run the command of that run again."
        ) from error


def table_of(output: Path | None) -> AbstractContextManager[Path | None]:
    """Where to write the table that is to become ``output``, if any is asked for."""
    return nullcontext() if output is None else place_of(output)


def _write(pen: Pen, pair: Pair, found: Movement) -> None:
    pen.table(list(runs_table(pair.facts)))
    pen.blank()
    for remark in remarks(pair):
        pen.line(remark, first="  ", hang=2, style="33")
    for line in (*matched(found), *unread(pair, found)):
        pen.line(line, first="  ", hang=2)
    write_movement(pen, found)
    for place, run in enumerate(("earlier", "later")):
        if found.only[place]:
            pen.heading(f"Only in the {run} run")
            pen.line(alone(found, place, _NAMED), first="  ", hang=2)


def write_movement(pen: Pen, found: Movement) -> None:
    """Verdicts, scores, and what and who moved most."""
    pen.heading("Verdicts")
    for (old, new), number in sorted(found.verdicts.items()):
        if old != new:
            pen.line(f"{number}: {wording.VERDICT[old]} → {wording.VERDICT[new]}", first="  ", hang=2)
    pen.line(f"{found.both - found.turned}: as before", first="  ")
    pen.heading("Scores")
    pen.line(scores(found), first="  ", hang=2)
    pen.heading("What moved most")
    for each in found.criteria[:_TOLD]:
        pen.line(f"{each.criterion} {each.title}: {tally(each)}", first="  ", hang=2)
    if not found.criteria:
        pen.line(no_tally(found), first="  ")
    pen.heading("Who moved most")
    for moved in found.largest[:_TOLD]:
        pen.line(moved_text(moved), first="  ", hang=2)
    if not found.largest:
        pen.line("Nothing moved.", first="  ")
    if found.moved > _TOLD:
        pen.line(f"and {found.moved - _TOLD} more; --output FILE.csv lists all of them", first="  ")


def runs_table(
    told: Sequence[Mapping[str, Any]], names: tuple[str, str] = ("before", "after")
) -> Iterator[tuple[str, ...]]:
    """Two runs side by side, by the facts of each."""

    def both(words: str, read: Callable[[Mapping[str, Any]], str]) -> tuple[str, ...]:
        return (words, *map(read, told))

    yield "", *names
    yield both("As of", lambda facts: wording.long_date(facts["as_of"]))
    yield both("Ruleset", _ruleset)
    for verdict in Verdict:
        yield wording.VERDICT[verdict], *(str(facts["finished"]["verdicts"].get(verdict, 0)) for facts in told)
    yield both("Could not be read", lambda facts: str(facts["finished"]["failures"]))


def _ruleset(facts: Mapping[str, Any]) -> str:
    return f"{facts['ruleset']['id']} {facts['ruleset']['version']}"

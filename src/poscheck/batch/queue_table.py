"""``queue.csv``: what waits for a person, most decisive first; filled in, it is a table of decisions."""

from __future__ import annotations

import csv
import shutil
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from poscheck.batch.columns import NAMED, SOURCE, Column, Kind, Table
from poscheck.batch.csv_table import CsvTable
from poscheck.batch.given_table import table_reader
from poscheck.batch.pages.waiting import EFFECT
from poscheck.errors import UsageError
from poscheck.scorecard import ReviewEffect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from poscheck.ruleset import Ruleset

NAME = "queue.csv"
_READINESS = "Before submitting"


def _empty(name: str, meaning: str) -> Column:
    return Column(name, name, Kind.TEXT, meaning, lambda _item: None)


def _told(name: str, meaning: str) -> Column:
    return Column(name, name, Kind.TEXT, meaning, itemgetter(name))


COLUMNS = (
    SOURCE,
    _told("submission", "the district's own number or short name for the submission"),
    *NAMED,
    _told("effect", "what deciding this row alone does"),
    _told("rule", "the rules that wait, with a space between them; a decision holds for all of them"),
    _told("criterion", "the criterion they belong to; empty where they are about readiness"),
    _told("title", "its title"),
    _told("question", "what the rules ask"),
    _empty("outcome", "to fill in: `met`, `not_met` or `waived`"),
    _empty("reason", "to fill in: why"),
    _empty("role", "to fill in: who decides, as a role"),
    _empty("decided_on", "to fill in: the date of the decision"),
    _empty("expires_on", "to fill in, if it runs out: the last day on which it counts"),
    _told("evidence_digest", "SHA-256 of the evidence of each rule; once it changes, the decision is stale"),
)


class QueueTable:
    """Writes the queue into ``file``: a piece for each effect, all put together at the end, so that nothing is held."""

    def __init__(self, file: Path, ruleset: Ruleset) -> None:
        strongest, *others = ReviewEffect
        self._pieces = {strongest: file, **{effect: file.with_name(f"{file.name}.{effect}") for effect in others}}
        waiting = _Waiting(ruleset)
        self._tables = [
            CsvTable(piece, Table(COLUMNS, partial(waiting.rows, effect))) for effect, piece in self._pieces.items()
        ]

    def add(self, line: Mapping[str, Any]) -> None:
        """Write the rows of a result line."""
        if "result" in line and line["result"]["review"]:
            for table in self._tables:
                table.add(line)

    def close(self) -> None:
        """Finish the file."""
        for table in self._tables:
            table.close()
        file, *others = self._pieces.values()
        with file.open("ab") as whole:
            for piece in others:
                with piece.open("rb") as rows:
                    rows.readline()  # its head
                    shutil.copyfileobj(rows, whole)
                piece.unlink()


class _Waiting:
    """Reads from a line what waits for a person, as rows of the table."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._titles = {criterion.id: criterion.title for criterion in ruleset.criteria}
        self._questions = {rule.id: rule.question for rule in ruleset.rules}

    def rows(self, effect: ReviewEffect, line: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows of one effect."""
        return [row for row in self._all(line) if row["effect"] == EFFECT[effect]]

    def _all(self, line: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        result = line["result"]
        who = {"source": result["source"], "submission": result["id"]}
        who |= {column.name: result[column.name] for column in NAMED}
        for (criterion, rules, effect), digests in zip(result["review"], line["evidence"], strict=True):
            together = list(zip(rules, digests, strict=True))
            for asked in [together] if criterion is not None else [[one] for one in together]:
                alone = ReviewEffect(effect) if len(asked) == len(together) else ReviewEffect.GATE
                yield {
                    **who,
                    "effect": EFFECT[alone],
                    "rule": " ".join(rule for rule, _ in asked),
                    "criterion": criterion,
                    "title": _READINESS if criterion is None else self._titles[criterion],
                    "question": " ".join(self._questions[rule] for rule, _ in asked),
                    "evidence_digest": " ".join(digest for _, digest in asked),
                }


def refuse_to_lose(folder: Path, decisions: Path | None) -> None:
    """Raise :class:`~poscheck.errors.UsageError` where a run in ``folder`` would write over a reviewer's decisions."""
    queue = folder / NAME
    if decisions is not None and decisions.resolve().is_relative_to(folder.resolve()):
        raise UsageError(
            f"{decisions} is in the folder of the run, which is written anew; move the decisions to another folder and "
            "name that with --decisions."
        )
    if _is_filled_in(queue):
        raise UsageError(
            f"{queue} has decisions filled in, and would be written anew; move it to another folder and name it with "
            "--decisions."
        )


def _is_filled_in(queue: Path) -> bool:
    """Whether a reviewer has written into it: also where a spreadsheet program saved it in a way we cannot read."""
    try:
        with queue.open(encoding="utf-8-sig", newline="") as opened:
            rows = table_reader(opened)
            ours = "outcome" in (rows.fieldnames or ("outcome",))
            return not ours or any((row["outcome"] or "").strip() for row in rows)
    except OSError:
        return False
    except (UnicodeDecodeError, csv.Error):
        return True

"""``failures.csv``: what is wrong with each file that could not be read, where, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.batch.columns import SOURCE, Column, Kind, Table, plain
from poscheck.batch.refusals import PASSING
from poscheck.report import wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def failures() -> Table:
    """One row for each problem of each file that could not be read."""
    return Table(
        (
            SOURCE,
            plain("number", "Number", "the problem's place among those of its file, from 1", Kind.WHOLE),
            plain("code", "Code", "the kind of problem; each is explained in errors.md"),
            plain("message", "Reason", "what is wrong", Kind.LONG),
            plain("line", "Line", "the line of the file, from 1", Kind.WHOLE),
            plain("column", "Column", "the column of the line, from 1", Kind.WHOLE),
            Column("what_to_do", "What to do", Kind.LONG, "what would fit, or what was probably meant", what_to_do),
            plain("digest", "Digest", "SHA-256 of the file; empty where it could not be read"),
        ),
        _problems,
    )


def _problems(line: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    failure = line.get("failure")
    if failure is None:
        return []
    of_file = {"source": failure["source"], "digest": failure["digest"]}
    return [{**problem, **of_file, "number": number} for number, problem in enumerate(failure["problems"], 1)]


def what_to_do(problem: Mapping[str, Any]) -> str:
    """What to do about a problem of a file that could not be read."""
    parts = [wording.suggestion_text(problem["suggestion"])] if problem.get("suggestion") else []
    parts += [f"What would fit: {problem['allowed']}"] if problem.get("allowed") else []
    if not parts and problem["code"] in PASSING:  # the reason says what to do
        return "Then run the same command again."
    return " ".join(parts) or "Correct that in the file, and hand it in again."

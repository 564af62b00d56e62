"""What commands read: rulesets, submissions and decisions; and the day as of which is judged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from poscheck.cli.exits import Code, command_error, unreadable
from poscheck.errors import ReadError, RulesetError, UsageError, did_you_mean
from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from poscheck.engine import Decisions
    from poscheck.ruleset import Ruleset
    from poscheck.ruleset.written import Written
    from poscheck.scorecard import Scorecard
    from poscheck.submission import Submission

_TABLES = frozenset({".csv", ".xlsx", ".xlsm", ".xls", ".ods"})
_OF_A_BATCH = (
    "a table of decisions goes with poscheck batch; the decisions on one submission are YAML or JSON, with "
    "`format: poscheck-decisions/1` and a list `decisions`."
)


class Judged(Record):
    """A submission with its scorecard and the day (an ordinal) as of which it was judged."""

    submission: Submission
    scorecard: Scorecard
    day: int


def load_named_ruleset(name: str | None) -> Ruleset:
    """The ruleset of that name, or in that folder."""
    from poscheck.ruleset import load_ruleset

    return load_ruleset(find_named_ruleset(name))


def find_named_ruleset(name: str | None) -> Path:
    """The folder of the ruleset of that name; a name that does not exist is wrong use, and no broken ruleset."""
    from poscheck.ruleset import DEFAULT
    from poscheck.ruleset.folders import find_ruleset

    wanted = name or DEFAULT
    try:
        return find_ruleset(wanted)
    except RulesetError as error:
        raise command_error(f"--ruleset {wanted} cannot be used:", Code.USAGE, error.problems) from error


def load_named_written(name: str) -> Written:
    """As :func:`load_named_ruleset`, with where each part is written: for whoever writes the ruleset."""
    from poscheck.ruleset.folders import find_ruleset
    from poscheck.ruleset.load import load_written

    try:
        folder = find_ruleset(name)
    except RulesetError as error:
        raise command_error(f"{name} cannot be used:", Code.USAGE, error.problems) from error
    return load_written(folder)


def load_named_submission(file: Path, ruleset: Ruleset) -> Submission:
    """The submission in ``file``, under the words that the ruleset adds. Raises a failure where it cannot be read."""
    from poscheck.submission import load_submission

    try:
        return load_submission(file, ruleset.contract)
    except ReadError as error:
        raise unreadable(str(file), error) from error


def lines_of(file: Path) -> Callable[[int], str] | None:
    """The lines of a file that cannot be read as a submission; None where it is no text at all."""
    from poscheck.reading import MAX_BYTES
    from poscheck.reading.sniff import decode
    from poscheck.reading.source import Source

    try:
        if not file.is_file():  # a pipe would wait for ever
            return None
        with file.open("rb") as stream:
            text, _, problem = decode(stream.read(MAX_BYTES), file.name)
    except OSError:
        return None
    return None if problem else Source(file.name, text).line_text


def load_named_decisions(file: Path | None, ruleset: Ruleset) -> Decisions | None:
    """The reviewer's decisions in ``file``. A file of them that cannot be read is wrong use: it is no submission."""
    if file is None:
        return None
    from poscheck.engine import load_decisions

    if file.suffix.lower() in _TABLES and file.is_file():
        raise command_error(f"{file} cannot be used as decisions: {_OF_A_BATCH}", Code.USAGE)
    try:
        return load_decisions(file, ruleset)
    except ReadError as error:
        raise unreadable(str(file), error, "cannot be used as decisions", Code.USAGE) from error


def judge(
    submission: Submission,
    ruleset: Ruleset,
    as_of: date | None,
    decisions: Decisions | None = None,
    today: date | None = None,
) -> Judged:
    """The scorecard of a submission, as of the day given, else its ``submitted_on``, else ``today``."""
    from poscheck.engine import as_of_day, evaluate
    from poscheck.engine.decisions import Decisions as NoDecisions

    day, origin = as_of_day(submission, as_of, today or date.today())
    try:
        scorecard = evaluate(ruleset, submission, day, decisions=decisions or NoDecisions((), ()), as_of_from=origin)
    except UsageError as error:
        if origin == "given":
            raise
        whose = "its submitted_on" if origin == "submitted_on" else "today's date"
        raise UsageError(f"{submission.document.name}: {error} ({whose}). Give another day with --as-of.") from error
    return Judged(submission, scorecard, day)


def unknown_name(kind: str, name: str, known: Iterable[str]) -> UsageError:
    """The error for a name that does not exist, with the nearest one."""
    near = did_you_mean(name, known)
    return UsageError(f"there is no {kind} “{name}”." + (f" Did you mean {near}?" if near else ""))

"""One submission of a batch, from its bytes to its line. Every engine calls this and nothing else to score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from poscheck.batch.decided import NOTHING, DecisionBook, Laid
from poscheck.batch.entries import Entry, Kind
from poscheck.batch.likeness import school_program_key, text_keys
from poscheck.batch.lines import compact
from poscheck.engine import evaluate
from poscheck.reading import Syntax, read_bytes
from poscheck.submission import load_document

if TYPE_CHECKING:
    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Scored:
    """The result line, the keys of what others may have handed in too, the decisions laid, and the scorecard."""

    result: dict[str, Any]
    texts: list[str]
    school_program: str | None
    laid: Laid
    scorecard: Scorecard


def score(ruleset: Ruleset, entry: Entry, data: bytes, day: int, book: DecisionBook | None) -> Scored:
    """Score the submission in ``data`` as of ``day``, with the decisions on it.

    Whether its evidence files exist is not looked at, so that equal bytes give an equal line wherever they are.
    Raises :class:`~poscheck.errors.ReadError` where it cannot be read.
    """
    document = read_bytes(data, entry.name, Syntax.JSON if entry.kind is Kind.LINE else None)
    submission = load_document(document, ruleset.contract)
    laid = book.on(entry.name, submission.data.get("submission", {}).get("id")) if book else NOTHING
    scorecard = evaluate(ruleset, submission, day, decisions=laid.checked(ruleset))
    return Scored(
        compact(scorecard, entry.name),
        text_keys(submission.data),
        school_program_key(submission.data),
        laid,
        scorecard,
    )

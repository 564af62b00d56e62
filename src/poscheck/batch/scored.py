"""One submission of a batch, from its bytes to its line. Every engine calls this and nothing else to score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from poscheck.batch.decided import NOTHING, DecisionBook, Laid
from poscheck.batch.entries import Entry, Kind
from poscheck.batch.json_lines import of_line
from poscheck.batch.likeness import school_program_key, text_keys
from poscheck.batch.lines import brief_of, line
from poscheck.engine import evaluate
from poscheck.engine.brief import brief
from poscheck.errors import ReadError
from poscheck.reading import Syntax
from poscheck.submission import load_document, read_submission_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.contract import Contract
    from poscheck.reading import Document
    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Scored:
    """The result line, the keys of what others may have handed in too, the decisions laid.

    ``evidence`` are the digests of what a reviewer has to look at, of each rule of each review of the line.
    ``scorecard`` gives the whole scorecard; it is made when first asked for.
    """

    result: dict[str, Any]
    texts: list[str]
    school_program: str | None
    laid: Laid
    evidence: tuple[tuple[str, ...], ...]
    scorecard: Callable[[], Scorecard]


def document_of(entry: Entry, data: bytes, contract: Contract) -> Document:
    """The document in the bytes of an entry. Raises :class:`~poscheck.errors.ReadError`."""
    if entry.kind is not Kind.LINE:
        return read_submission_bytes(data, entry.name, contract)
    try:
        return read_submission_bytes(data, entry.name, contract, Syntax.JSON, first=entry.first)
    except ReadError as error:
        raise ReadError(of_line(error.problems, data, entry.first)) from None


def score(
    ruleset: Ruleset, entry: Entry, data: bytes, day: int, book: DecisionBook | None, *, whole: bool = False
) -> Scored:
    """Score the submission in ``data`` as of ``day``, with the decisions on it.

    ``whole``: the scorecard will be asked for in any case, so the line is taken from it; otherwise the line is made
    without it, which takes a fraction of the time and comes to the same.
    Whether its evidence files exist is not looked at, so that equal bytes give an equal line wherever they are.
    Raises :class:`~poscheck.errors.ReadError` where it cannot be read.
    """
    submission = load_document(document_of(entry, data, ruleset.contract), ruleset.contract)
    laid = book.on(entry.name, submission.data.get("submission", {}).get("id")) if book else NOTHING
    decisions = laid.checked(ruleset)
    scorecard = cache(partial(evaluate, ruleset, submission, day, decisions=decisions))
    said = brief_of(scorecard()) if whole else brief(ruleset, submission, day, decisions)
    return Scored(
        line(said, entry.name),
        text_keys(submission.data),
        school_program_key(submission.data),
        laid,
        said.evidence_digests,
        scorecard,
    )

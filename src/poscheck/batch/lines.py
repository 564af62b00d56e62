"""The compact result line of one submission: figures, outcomes and places; the texts stay in the ruleset.

``docs/batch.md`` explains each field, ``schemas/result.schema.json`` says its shape.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from poscheck.engine.brief import Brief, Decided, Open
from poscheck.engine.decisions import REFUSED as REFUSED_NOTE
from poscheck.engine.standing import FINE
from poscheck.scorecard import DecisionStatus, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poscheck.errors import Problem
    from poscheck.scorecard import Finding, Note, Scorecard, ScoreRange, SubmissionProblem

FORMAT = "poscheck-result/1"
REFUSED = "refused"
"""The status of a decision that could not be used at all; the others are those of ``DecisionStatus``."""
IDLE = "idle"
"""What becomes of a decision that names no submission that was judged, and so is in no result line."""

LETTERS = {
    Outcome.MET: "m",
    Outcome.NOT_MET: "n",
    Outcome.INCOMPLETE: "i",
    Outcome.NEEDS_REVIEW: "r",
    Outcome.NOT_APPLICABLE: "-",
}
"""How a line says the outcome of a rule; the rules are those of ``run.json``, in that order."""

_OUTCOMES = tuple(outcome.value for outcome in Outcome)
_DECODER = json.JSONDecoder()
_SOURCE, _ID = '"source":', '"id":'
_START, _END = b'{"result":', b',"texts":['


def compact(scorecard: Scorecard, source: str) -> dict[str, Any]:
    """The result line of a scorecard; ``source`` is the submission's name in its batch."""
    return line(brief_of(scorecard), source)


def brief_of(scorecard: Scorecard) -> Brief:
    """What a scorecard says, in brief."""
    criteria = [criterion for component in scorecard.components for criterion in component.criteria]
    findings = [*scorecard.readiness.findings, *(finding for criterion in criteria for finding in criterion.findings)]
    digests = {finding.rule: finding.evidence_digest for finding in findings}
    return Brief(
        submission=scorecard.submission,
        as_of=scorecard.as_of,
        ruleset=scorecard.ruleset.digest,
        ready=scorecard.readiness.ready,
        verdict=scorecard.verdict,
        score=scorecard.score,
        counts=scorecard.counts,
        reasons=scorecard.verdict_reasons,
        components={component.id: component.score for component in scorecard.components},
        ratings={each.id: (each.rating.low, each.rating.high, each.top) if each.rating else None for each in criteria},
        near=scorecard.near,
        reviews=scorecard.reviews,
        evidence_digests=tuple(tuple(digests[rule] for rule in review.rules) for review in scorecard.reviews),
        problems=scorecard.problems,
        notes=len(scorecard.notes),
        unused=scorecard.notes,
        outcomes=tuple(finding.outcome for finding in findings),
        findings=tuple(map(_open, (finding for finding in findings if finding.outcome not in FINE))),
        decisions=tuple(
            Decided(finding.rule, said.status, said.machine_outcome, said.outcome, said.reason)
            for finding in findings
            if (said := finding.decision) is not None
        ),
        without_decisions=scorecard.without_decisions,
    )


def _open(finding: Finding) -> Open:
    place = finding.evidence[0] if finding.evidence else None
    where = (place.line, place.column, place.sheet) if place else (None, None)
    return Open(finding.rule, finding.outcome, finding.problem, *where)


def line(said: Brief, source: str) -> dict[str, Any]:
    """The result line of what a submission comes to."""
    submission, machine = said.submission, said.without_decisions
    return {
        "format": FORMAT,
        "source": source,
        "digest": submission.digest,
        "id": submission.id,
        "district": submission.district,
        "district_id": submission.district_id,
        "state": submission.state,
        "school": submission.school,
        "program": submission.program,
        "cluster": submission.cluster,
        "cip": submission.cip,
        "as_of": said.as_of,
        "ruleset": said.ruleset,
        "ready": said.ready,
        "verdict": said.verdict.value,
        "score": _score(said.score),
        "counts": {outcome: getattr(said.counts, outcome) for outcome in _OUTCOMES},
        "reasons": [[gate.kind, gate.criterion, gate.component, gate.decided] for gate in said.reasons],
        "components": {name: score and [score.low, score.high] for name, score in said.components.items()},
        "ratings": {name: rating and [*rating] for name, rating in said.ratings.items()},
        "near": list(said.near),
        "review": [[review.criterion, list(review.rules), review.effect] for review in said.reviews],
        "problems": [[problem.code, problem.path, *_where(problem)] for problem in said.problems],
        "notes": said.notes,
        "outcomes": "".join([LETTERS[outcome] for outcome in said.outcomes]),
        "findings": [[each.rule, each.outcome, each.problem, *_where(each)] for each in said.findings],
        "decisions": [
            *([each.rule, each.status, each.machine_outcome, each.outcome, each.reason] for each in said.decisions),
            *([None, REFUSED, None, None, _told(note)] for note in said.unused if note.code == REFUSED_NOTE),
        ],
        "without_decisions": machine and {"verdict": machine.verdict, "score": _score(machine.score)},
    }


def _told(note: Note) -> str:
    """A note with the line that it is about: a table of decisions has hundreds."""
    return note.message if note.line is None else f"line {note.line}: {note.message}"


def unused_decisions(result: Mapping[str, Any]) -> bool:
    """Whether a decision on the submission does not count: it is stale, has expired or was refused."""
    return any(status != DecisionStatus.COUNTED for _, status, *_ in result["decisions"])


def _where(said: Open | SubmissionProblem) -> list[int | str | None]:
    """Line and column; in a workbook those of the sheet, and then the sheet's name."""
    return [said.line, said.column, *([said.sheet] if said.sheet is not None else [])]


def _score(score: ScoreRange | None) -> dict[str, float] | None:
    return None if score is None else {"low": score.low, "high": score.high}


def failure(source: str, digest: str | None, problems: Sequence[Problem]) -> dict[str, Any]:
    """What is kept of a submission that could not be judged: every problem, in the order of its file."""
    return {
        "source": source,
        "digest": digest,
        "problems": [
            {
                "code": problem.code,
                "message": problem.message,
                "line": problem.line,
                "column": problem.column,
                "allowed": problem.allowed,
                "suggestion": problem.suggestion,
            }
            for problem in problems
        ],
    }


def written(content: dict[str, Any]) -> bytes:
    """One line of a part: ASCII, so that no text of a submission can do anything to whoever looks at it."""
    return json.dumps(content, separators=(",", ":")).encode("ascii") + b"\n"


def parsed(line: bytes) -> dict[str, Any] | None:
    """A part's line; None where it is none of ours."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def source_of(line: bytes) -> str | None:
    """The source in a part's line, without reading the rest; None where it is no such line."""
    return _first(_SOURCE, line)


def id_of(line: bytes) -> str | None:
    """The submission's own number in a part's line, without reading the rest; None where it has none."""
    return _first(_ID, line)


def _first(key: str, line: bytes) -> str | None:
    """The text of the first field of that name; within a text quotation marks have backslashes before them."""
    text = line.decode("ascii", "replace")
    try:
        found = _DECODER.raw_decode(text, text.index(key) + len(key))[0]
    except ValueError:
        return None
    return found if isinstance(found, str) else None


def result_of(line: bytes) -> bytes | None:
    """The result of a part's line as it is written, without reading it; None of a failure.

    What follows the result in a line holds no text of a submission, so its beginning is the last place of ``_END``.
    """
    return line[len(_START) : line.rindex(_END)] + b"\n" if line.startswith(_START) else None

"""The compact result line of one submission: figures, outcomes and places; the texts stay in the ruleset.

``docs/batch.md`` explains each field, ``schemas/result.schema.json`` says its shape.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from poscheck.engine.decisions import REFUSED as REFUSED_NOTE
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poscheck.errors import Problem
    from poscheck.scorecard import ComponentResult, CriterionResult, Finding, Scorecard, ScoreRange

FORMAT = "poscheck-result/1"
REFUSED = "refused"
"""The status of a decision that could not be used at all; the others are those of ``DecisionStatus``."""

_DECODER = json.JSONDecoder()
_SOURCE = '"source":'
_START, _END = b'{"result":', b',"texts":['


def compact(scorecard: Scorecard, source: str) -> dict[str, Any]:
    """The result line of a scorecard; ``source`` is the submission's name in its batch."""
    criteria = [criterion for component in scorecard.components for criterion in component.criteria]
    findings = [*scorecard.readiness.findings, *(finding for criterion in criteria for finding in criterion.findings)]
    submission, counts, machine = scorecard.submission, scorecard.counts, scorecard.without_decisions
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
        "as_of": scorecard.as_of,
        "ruleset": scorecard.ruleset.digest,
        "ready": scorecard.readiness.ready,
        "verdict": scorecard.verdict.value,
        "score": _score(scorecard.score),
        "counts": {outcome.value: getattr(counts, outcome.value) for outcome in Outcome},
        "reasons": [[gate.kind, gate.criterion, gate.component, gate.decided] for gate in scorecard.verdict_reasons],
        "components": {component.id: _bounds(component) for component in scorecard.components},
        "ratings": {criterion.id: _rating(criterion) for criterion in criteria},
        "near": list(scorecard.near),
        "review": [[review.criterion, list(review.rules), review.effect] for review in scorecard.reviews],
        "problems": [[problem.code, problem.path, problem.line, problem.column] for problem in scorecard.problems],
        "notes": len(scorecard.notes),
        "met": [finding.rule for finding in findings if finding.outcome is Outcome.MET],
        "not_applicable": [finding.rule for finding in findings if finding.outcome is Outcome.NOT_APPLICABLE],
        "findings": list(_findings(findings)),
        "decisions": list(_decisions(scorecard, findings)),
        "without_decisions": machine and {"verdict": machine.verdict, "score": _score(machine.score)},
    }


def _score(score: ScoreRange | None) -> dict[str, float] | None:
    return None if score is None else {"low": score.low, "high": score.high}


def _bounds(component: ComponentResult) -> list[float] | None:
    return None if component.score is None else [component.score.low, component.score.high]


def _rating(criterion: CriterionResult) -> list[int | None] | None:
    return None if criterion.rating is None else [criterion.rating.low, criterion.rating.high, criterion.top]


def _findings(findings: Iterable[Finding]) -> Iterator[list[Any]]:
    for finding in findings:
        if finding.outcome not in {Outcome.MET, Outcome.NOT_APPLICABLE}:
            place = finding.evidence[0] if finding.evidence else None
            line, column = (place.line, place.column) if place else (None, None)
            yield [finding.rule, finding.outcome, finding.problem, line, column]


def _decisions(scorecard: Scorecard, findings: Iterable[Finding]) -> Iterator[list[Any]]:
    for finding in findings:
        if (said := finding.decision) is not None:
            yield [finding.rule, said.status, said.machine_outcome, said.outcome, said.reason]
    for note in scorecard.notes:
        if note.code == REFUSED_NOTE:
            yield [None, REFUSED, None, None, note.message]


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
    text = line.decode("ascii", "replace")
    try:
        source = _DECODER.raw_decode(text, text.index(_SOURCE) + len(_SOURCE))[0]
    except ValueError:
        return None
    return source if isinstance(source, str) else None


def result_of(line: bytes) -> bytes | None:
    """The result of a part's line as it is written, without reading it; None of a failure.

    What follows the result in a line holds no text of a submission, so its beginning is the last place of ``_END``.
    """
    return line[len(_START) : line.rindex(_END)] + b"\n" if line.startswith(_START) else None

"""The JSON Schema of a batch's result line, from the types of its fields."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from typing_extensions import TypedDict  # pydantic insists before Python 3.12

from poscheck.batch.lines import FORMAT, LETTERS
from poscheck.scorecard import (
    DecisionStatus,
    Outcome,
    ProblemKind,
    ReasonKind,
    ReviewEffect,
    ScoreRange,
    Verdict,
)

Id = str
Line = int | None
Column = int | None
Sheet = str


class Machine(TypedDict):
    """The machine's own answer, where a reviewer's decisions count."""

    verdict: Verdict
    score: ScoreRange | None


class ResultLine(TypedDict):
    """One submission of a batch."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]  # what pydantic reads

    format: Literal["poscheck-result/1"]
    source: str
    digest: str
    id: str | None
    district: str | None
    district_id: str | None
    state: str | None
    school: str | None
    program: str | None
    cluster: str | None
    cip: str | None
    as_of: str
    ruleset: str
    ready: bool
    verdict: Verdict
    score: ScoreRange | None
    counts: dict[Outcome, int]
    reasons: list[tuple[ReasonKind, Id | None, Id | None, bool]]
    components: dict[Id, tuple[float, float] | None]
    ratings: dict[Id, tuple[int, int, int] | None]
    near: list[Id]
    review: list[tuple[Id | None, list[Id], ReviewEffect]]
    problems: list[tuple[str, str | None, Line, Column] | tuple[str, str | None, Line, Column, Sheet]]
    notes: int
    outcomes: Annotated[str, Field(pattern=f"^[{''.join(sorted(LETTERS.values()))}]*$")]
    findings: list[
        tuple[Id, Outcome, ProblemKind | None, Line, Column]
        | tuple[Id, Outcome, ProblemKind | None, Line, Column, Sheet]
    ]
    decisions: list[tuple[Id | None, DecisionStatus | Literal["refused"], Outcome | None, Outcome | None, str]]
    without_decisions: Machine | None


def result_schema() -> dict[str, Any]:
    """The schema of a line of ``results.jsonl``."""
    schema = TypeAdapter(ResultLine).json_schema(mode="serialization")
    schema["properties"]["format"] = {"const": FORMAT}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://poscheck.example/schemas/result-1.json",
        **schema,
        "title": "poscheck result line, version 1",
    }

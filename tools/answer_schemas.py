"""The JSON Schemas of what poscheck answers about submissions: scorecard, explanation, comparison.

Their shapes come from the records. What a field means stands in ``answer_fields.yaml``: each field has its sentence
there, and no sentence is left over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter
from typing_extensions import TypedDict  # pydantic insists before Python 3.12

from poscheck.engine.explanation import FORMAT as EXPLANATION
from poscheck.engine.explanation import CriterionFacts, RuleExplanation
from poscheck.report.comparison import FORMAT as COMPARISON
from poscheck.report.comparison import Comparison
from poscheck.scorecard import FORMAT as SCORECARD
from poscheck.scorecard import RulesetInfo, Scorecard, SubmissionInfo

Words = dict[str, dict[str, str]]


class WrittenExplanation(TypedDict):
    """How a rule, or each rule of a criterion, was answered on one submission, and what would make it met."""

    format: str
    name: str
    as_of: str
    as_of_from: str
    ruleset: RulesetInfo
    submission: SubmissionInfo
    criterion: CriterionFacts | None
    rules: tuple[RuleExplanation, ...]


ANSWERS = {
    "scorecard": (SCORECARD, Scorecard),
    "explanation": (EXPLANATION, WrittenExplanation),
    "comparison": (COMPARISON, Comparison),
}


def answer_schemas() -> dict[str, dict[str, Any]]:
    """The schemas by their names; a ValueError where fields and sentences are not the same."""
    words: Words = yaml.safe_load(Path(__file__).with_name("answer_fields.yaml").read_text("utf-8"))
    used: set[tuple[str, str]] = set()
    made = {name: _schema(name, *answer, words, used) for name, answer in ANSWERS.items()}
    left = {(record, field) for record, fields in words.items() for field in fields} - used
    if left:
        raise ValueError(f"answer_fields.yaml explains fields that no answer has: {sorted(left)}")
    return made


def _schema(name: str, form: str, record: type, words: Words, used: set[tuple[str, str]]) -> dict[str, Any]:
    schema = TypeAdapter(record).json_schema(mode="serialization")
    for title, part in {record.__name__: schema, **schema["$defs"]}.items():
        for field, node in part.get("properties", {}).items():
            place = title if field in words.get(title, {}) else "of any"
            if field not in words[place]:
                raise ValueError(f"answer_fields.yaml has no sentence for `{field}` of {title}")
            node["description"] = words[place][field]
            used.add((place, field))
    schema["properties"]["format"] = {
        "const": form,
        "description": schema["properties"]["format"]["description"],
        "title": "Format",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://poscheck.example/schemas/{name}-1.json",
        "title": f"poscheck {name}, version 1",
        **{key: value for key, value in schema.items() if key != "title"},
    }

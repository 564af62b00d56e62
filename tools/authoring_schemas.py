"""The JSON Schemas of what authors of rules write and get: cases, remarks, coverage."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from poscheck.authoring.coverage import COVERAGE_FORMAT, CriterionCoverage, RuleCoverage
from poscheck.authoring.lint import LINT_FORMAT, Remark
from poscheck.ruleset.source import CaseSource


def case_schema() -> dict[str, Any]:
    """Of a case in the folder ``fixtures`` of a ruleset."""
    return _titled("case", "poscheck case, version 1", CaseSource.model_json_schema())


def lint_schema() -> dict[str, Any]:
    """Of the answer of ``rules lint --format json``."""
    texts = {"type": "array", "items": {"type": "string"}}
    return _answer("lint", LINT_FORMAT, {"ruleset": {"type": "string"}, "unread_fields": texts}, remarks=Remark)


def coverage_schema() -> dict[str, Any]:
    """Of the answer of ``rules coverage --format json``."""
    named = {name: {"type": "string"} for name in ("id", "version", "digest")}
    ruleset = {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}
    parts = {"readiness": RuleCoverage, "criteria": CriterionCoverage}
    return _answer("coverage", COVERAGE_FORMAT, {"ruleset": ruleset}, **parts)


def _answer(name: str, form: str, others: dict[str, Any], **lists: type) -> dict[str, Any]:
    """An object with its format, plain parts, and lists of records."""
    definitions: dict[str, Any] = {}
    properties: dict[str, Any] = {"format": {"const": form}, **others}
    for key, record in lists.items():
        schema = TypeAdapter(tuple[record, ...]).json_schema(ref_template="#/$defs/{model}")  # type: ignore[valid-type]
        definitions |= schema.pop("$defs", {})
        properties[key] = schema
    for definition in definitions.values():
        if definition.get("type") == "object":
            definition["additionalProperties"] = False
    whole = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return _titled(name, f"poscheck {name}, version 1", {**whole, "$defs": definitions})


def _titled(name: str, title: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://poscheck.example/schemas/{name}-1.json",
        **schema,
        "title": title,
    }

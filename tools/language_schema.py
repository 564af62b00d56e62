"""The JSON Schema of a ruleset's files, for editors: from the models of the files and the table of words."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from poscheck.checks.words import LOGIC, STRUCTURE, VALUE_WORDS
from poscheck.ruleset.source import ComponentSource, RulesetSource


def ruleset_schema() -> dict[str, Any]:
    """One schema for both kinds of file: ``ruleset.yaml`` and a component file."""
    _, models = models_json_schema(
        [(RulesetSource, "validation"), (ComponentSource, "validation")], ref_template="#/$defs/{model}"
    )
    definitions = models["$defs"]
    for rule_key in ("check", "when", "review_if"):
        definitions["RuleSource"]["properties"][rule_key] = {"$ref": "#/$defs/check"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://poscheck.example/schemas/ruleset-1.json",
        "title": "poscheck ruleset files, version 1",
        "description": "For editors. Loading a ruleset checks much more: see docs/rule-language.md.",
        "oneOf": [{"$ref": "#/$defs/RulesetSource"}, {"$ref": "#/$defs/ComponentSource"}],
        "$defs": {**definitions, **_checks()},
    }


def _checks() -> dict[str, Any]:
    check = {"$ref": "#/$defs/check"}
    tests = {
        "description": "Words that test one value, each with its operand.",
        "type": "object",
        "minProperties": 1,
        "properties": {**dict.fromkeys(VALUE_WORDS, True), "key": {"type": "string"}, "where": check},
        "additionalProperties": False,
    }
    structures = []
    for word, options in STRUCTURE.items():
        properties: dict[str, Any] = dict.fromkeys(sorted(options), True)
        properties |= {name: check for name in ("consider", "must") if name in options}
        properties |= {"if_empty": {"enum": ["met", "not_met", "not_applicable"]}} if "if_empty" in options else {}
        properties[word] = check if word in LOGIC else True
        if word == "at_least":
            properties["among"] = {"type": "array", "items": check, "minItems": 1}
        structures.append({"properties": properties, "required": [word], "additionalProperties": False})
    leaves = {
        "description": "Paths, each with what is tested of it.",
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"not": {"enum": sorted(STRUCTURE)}},
        "additionalProperties": tests,
    }
    several = {"type": "array", "items": check, "minItems": 1}
    return {"check": {"anyOf": [several, leaves, *structures]}}

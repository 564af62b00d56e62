"""The submission schema is the contract: valid, explained to people in full, and readable by our own code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from poscheck.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]

SCHEMA: Schema = json.loads((data_dir("schemas") / "submission.schema.json").read_text(encoding="utf-8"))
DEFS: dict[str, Schema] = SCHEMA["$defs"]


def subschemas(node: Schema, path: str = "") -> Iterator[tuple[str, Schema]]:
    """Every schema within ``node`` with its dotted path; ``[]`` stands for an item of a list."""
    yield path, node
    for name, child in node.get("properties", {}).items():
        yield from subschemas(child, f"{path}.{name}".lstrip("."))
    for keyword, part in (("items", "[]"), ("additionalProperties", "*"), ("propertyNames", "key")):
        if isinstance(child := node.get(keyword), dict):
            yield from subschemas(child, f"{path}.{part}")


def resolved(node: Schema) -> Schema:
    """``node`` with what it refers to filled in; its own words come first."""
    return DEFS[node["$ref"].removeprefix("#/$defs/")] | node if "$ref" in node else node


NODES = dict(subschemas(SCHEMA)) | {
    path: node for name, definition in DEFS.items() for path, node in subschemas(definition, f"$defs.{name}")
}
PROPERTIES = {
    f"{path}.{name}".lstrip("."): child
    for path, node in NODES.items()
    for name, child in node.get("properties", {}).items()
}


def test_schema_is_valid_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", PROPERTIES)
def test_property_is_explained_and_its_examples_fit(path: str) -> None:
    node = PROPERTIES[path]
    assert node["title"].strip()
    assert node["description"].strip().endswith(".")
    assert node["examples"]
    validator = Draft202012Validator(node | {"$defs": DEFS})
    for example in [*node["examples"], *([node["default"]] if "default" in node else [])]:
        assert [error.message for error in validator.iter_errors(example)] == []


def test_only_the_format_is_required() -> None:
    assert {path: node["required"] for path, node in NODES.items() if "required" in node} == {"": ["format"]}


def test_every_object_is_closed_except_the_extensions() -> None:
    open_objects = {
        path
        for path, node in NODES.items()
        if node.get("type") == "object"
        and node.get("additionalProperties") is not False
        and "propertyNames" not in node
    }
    assert open_objects == {"extensions"}


def test_only_keywords_that_our_code_reads() -> None:
    known = {
        "$schema", "$id", "$defs", "$ref", "title", "description", "examples", "default", "type",
        "properties", "required", "additionalProperties", "propertyNames", "items",
        "enum", "pattern", "minimum", "maximum", "maxLength",
        "x-kind", "x-allowed", "x-reference", "x-party", "x-identity", "x-ordered", "x-core",
        "x-not-before", "x-at-most", "x-percent-of", "x-sheet",
    }  # fmt: skip
    assert {keyword for node in NODES.values() for keyword in node} <= known


def test_references_stay_inside_the_definitions() -> None:
    targets = {node["$ref"] for node in NODES.values() if "$ref" in node}
    assert targets == {f"#/$defs/{name}" for name in DEFS}


def test_every_pattern_says_in_words_what_fits() -> None:
    assert [path for path, node in NODES.items() if "pattern" in node and not node.get("x-allowed")] == []


def test_only_dates_and_periods_have_a_kind() -> None:
    assert {name: node["x-kind"] for name, node in DEFS.items() if "x-kind" in node} == {
        "date": "date",
        "expiry": "expiry",
        "period": "period",
    }
    assert [path for path, node in NODES.items() if "x-kind" in node and not path.startswith("$defs.")] == []


def test_names_of_dates_tell_their_kind() -> None:
    endings = {"_on": {"date", "expiry"}, "_year": {"period"}}
    for path, node in PROPERTIES.items():
        for ending, kinds in endings.items():
            if path.endswith(ending):
                assert resolved(node).get("x-kind") in kinds, path


def test_every_reference_names_a_list_whose_items_have_an_identity() -> None:
    targets = {node["x-reference"] for node in NODES.values() if "x-reference" in node}
    for target in targets:
        assert "x-identity" in resolved(SCHEMA["properties"][target]["items"]), target


def test_every_identity_is_made_of_properties_of_the_item() -> None:
    for path, node in NODES.items():
        assert set(node.get("x-identity", {}).values()) <= set(node.get("properties", {})), path


def test_every_list_with_short_names_has_an_identity() -> None:
    lists = {path for path, node in NODES.items() if path.endswith("[]") and "id" in node.get("properties", {})}
    assert {path for path in lists if NODES[path].get("x-identity", {}).get("id") != "id"} == set()


def test_the_district_may_stand_only_where_a_partner_may() -> None:
    parties = {path for path, node in NODES.items() if node.get("x-party")}
    assert parties
    assert all(NODES[path]["x-reference"] == "partners" for path in parties)


def test_ordered_words_are_words() -> None:
    assert [path for path, node in NODES.items() if node.get("x-ordered") and "enum" not in node] == []


def test_what_is_core_lies_in_sections_that_are_core() -> None:
    for path, node in PROPERTIES.items():
        parent = path.rpartition(".")[0].removesuffix("[]").rstrip(".")
        if node.get("x-core") and parent:
            assert NODES[parent].get("x-core"), path


def test_defaults_are_few() -> None:
    assert {path: node["default"] for path, node in PROPERTIES.items() if "default" in node} == {
        "courses.[].choice_group": "",
        "courses.[].required_for_all_students": False,
        "courses.[].remedial": False,
        "courses.[].prerequisites": [],
        "credit_agreements.[].lines.[].alternative_to": "",
        "enrollment.[].projected": False,
    }

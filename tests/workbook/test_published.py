"""The published schema: it allows what is read besides the contract, and nothing more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from poscheck.cli.init import form_of
from poscheck.contract import standard_contract
from poscheck.reading import read_bytes, resolve
from poscheck.resources import data_dir
from poscheck.submission import load_document
from poscheck.workbook.published import published_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]

CONTRACT = standard_contract()
SCHEMA: Schema = json.loads(published_schema())
PUBLISHED, CONTRACTED = Draft202012Validator(SCHEMA), Draft202012Validator(CONTRACT.schema)
SAMPLES = data_dir("sample_submissions")
AS_THE_CONTRACT_SAYS = (
    "exemplary-health-science.yaml",
    "expired-agreements-automotive.json",
    "typical-construction.yaml",
    "weak-marketing.yaml",
)
TABLES: list[Schema] = [
    {"courses": {"table": "courses.csv"}},
    {"credentials": {"table": "exports.xlsx", "sheet": "Credentials"}},
    {"credit_agreements": [{"title": "One", "lines": {"table": "lines.csv"}}]},
    {"schools": [{"grades": {"table": "grades.csv"}}]},
    {"approvals": {"table": "approvals.csv"}},
]
READ_AS_WELL: list[Schema] = [
    {"courses": [{"title": "Welding", "remedial": "Yes", "required_for_all_students": "off"}]},
    {"program": {"started_on": 2011}, "memoranda": [{"title": "One", "expires_on": 2031}]},
    {"district": None, "program": {"title": None, "cluster": None}, "courses": [{"kind": None, "grades": None}]},
    {"courses": None, "advisory_committee": {"meetings": None}},
]
REFUSED: list[Schema] = [
    {"format": None},
    {"courses": {"tables": "courses.csv"}},
    {"courses": {"table": 3}},
    {"courses": {"sheet": "Courses"}},
    {"courses": {"table": "courses.csv", "rows": 3}},
    {"district": {"table": "district.csv"}},
    {"courses": "courses.csv"},
    {"courses": [{"remedial": "maybe"}]},
    {"courses": [{"hours": "yes"}]},
    {"courses": [{"kind": "craft"}]},
    {"program": {"started_on": 20_111_010}},
    {"program": {"titel": "Welding"}},
]


def submission(sections: Schema) -> Schema:
    return {"format": "poscheck/1", **sections}


def complaints(validator: Draft202012Validator, data: Schema) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


def explained(node: Any) -> Iterator[tuple[Any, ...]]:
    """What people read of every field, in order."""
    if isinstance(node, dict):
        if isinstance(node.get("title"), str):
            yield tuple(node.get(word) for word in ("title", "description", "examples", "default"))
        for name, each in node.items():
            if name not in {"table", "examples"}:
                yield from ((name, *more) for more in explained(each))


def test_it_is_a_schema_and_explains_what_the_contract_explains() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert list(explained(SCHEMA)) == list(explained(CONTRACT.schema))


@pytest.mark.parametrize("sections", [*TABLES, *READ_AS_WELL], ids=json.dumps)
def test_what_is_read_besides_the_contract_is_allowed(sections: Schema) -> None:
    assert complaints(CONTRACTED, submission(sections))
    assert complaints(PUBLISHED, submission(sections)) == []


@pytest.mark.parametrize("sections", READ_AS_WELL, ids=json.dumps)
def test_what_it_allows_is_read(sections: Schema) -> None:
    """Tables are read from a folder: tests/workbook/test_tables.py."""
    document = read_bytes(json.dumps(submission(sections)).encode(), "made-up.json")
    assert load_document(document, CONTRACT).problems == ()


@pytest.mark.parametrize("sections", REFUSED, ids=json.dumps)
def test_a_mistake_stays_one(sections: Schema) -> None:
    told = complaints(PUBLISHED, submission(sections))
    assert len({path for path, _, _ in (each.partition(": ") for each in told)}) == 1, told


def test_a_form_with_all_its_blanks_fits() -> None:
    form = json.loads(form_of("all", None, None).json())
    assert None in form["program"].values()
    assert complaints(PUBLISHED, form) == []


@pytest.mark.parametrize("name", AS_THE_CONTRACT_SAYS)
def test_samples_fit(name: str) -> None:
    tree = resolve(read_bytes((SAMPLES / name).read_bytes(), name).tree)
    assert complaints(PUBLISHED, tree) == []

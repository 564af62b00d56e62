"""What poscheck answers about the samples fits the published schemas, and holds nothing that they leave out."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from poscheck.cli.values import value_changes
from poscheck.engine.explanation import explain
from poscheck.report import to_json
from poscheck.report.comparison import compare
from poscheck.report.comparison_text import comparison_json
from poscheck.report.explanation_page import explanation_json
from poscheck.submission import load_submission
from tests.report import cards
from tests.test_samples import AS_OF, FILES, FOLDER, WITH_DECISIONS, judged, ruleset
from tools.answer_schemas import ANSWERS, answer_schemas

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.scorecard import Scorecard

Schema = dict[str, Any]

SCHEMAS = answer_schemas()
BOOKS = [f"workbooks/{path.name}" for path in sorted((FOLDER / "workbooks").glob("*.xlsx"))]


def records(schema: Schema) -> list[Schema]:
    """The schema itself and those of its records."""
    return [each for each in (schema, *schema["$defs"].values()) if "properties" in each]


def closed(name: str) -> Draft202012Validator:
    """The schema, but with no room for fields that a later version may add."""
    schema = json.loads(json.dumps(SCHEMAS[name]))
    for record in records(schema):
        record["additionalProperties"] = False
    return Draft202012Validator(schema)


VALIDATORS = {name: closed(name) for name in ANSWERS}


def assert_fits(name: str, text: str) -> None:
    found = [f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(json.loads(text))]
    assert found == []


@pytest.mark.parametrize("name", ANSWERS)
def test_a_schema_explains_all_of_its_fields(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    for record in records(SCHEMAS[name]):
        assert record["description"].strip()
        assert [field for field, node in record["properties"].items() if node["description"][-1] != "."] == []


@pytest.mark.parametrize("name", [*FILES, WITH_DECISIONS])
def test_scorecards_fit(name: str) -> None:
    assert_fits("scorecard", to_json(judged(name)))


@pytest.mark.parametrize("make", cards.ALL.values(), ids=cards.ALL.keys())
def test_scorecards_that_are_out_of_the_ordinary_fit(make: Callable[[], Scorecard]) -> None:
    assert_fits("scorecard", to_json(make()))


@pytest.mark.parametrize("name", [*FILES, *BOOKS])
def test_explanations_fit(name: str) -> None:
    """Each sample explains other criteria and rules, together all: explaining all of each would take ten seconds."""
    samples = [*FILES, *BOOKS]
    asked = [criterion.id for criterion in ruleset().criteria] + [rule.id for rule in ruleset().readiness]
    submission = load_submission(FOLDER / name, ruleset().contract)
    card = judged(name)
    for each in asked[samples.index(name) :: len(samples)]:
        assert_fits("explanation", explanation_json(explain(ruleset(), submission, AS_OF.toordinal(), card, each)))


@pytest.mark.parametrize(("old", "new"), [*pairwise([*FILES, *BOOKS, FILES[0]]), (FILES[0], FILES[0])])
def test_comparisons_fit(old: str, new: str) -> None:
    root = ruleset().contract.root
    values = value_changes(load_submission(FOLDER / old), load_submission(FOLDER / new), root)
    assert_fits("comparison", comparison_json(compare(judged(old), judged(new), values)))
    assert_fits("comparison", comparison_json(compare(judged(old), judged(new))))

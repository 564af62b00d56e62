"""The result line: it says what the scorecard says, fits its schema, and can be taken from a part unread."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from poscheck.batch.entries import Entry
from poscheck.batch.lines import LETTERS, compact, failure, parsed, result_of, source_of, written
from poscheck.batch.scored import score
from poscheck.errors import Problem
from poscheck.resources import data_dir
from poscheck.scorecard import Outcome
from tests.batch.made import FILES, SAMPLES, card, rules

if TYPE_CHECKING:
    from poscheck.scorecard import Finding, Scorecard

SCHEMA = json.loads((data_dir("schemas") / "result.schema.json").read_bytes())
HOSTILE = ',"texts":[ \n\u2028\x1b[31m \ud800 "result": {"source":"x"} \N{DUCK}'

samples = pytest.mark.parametrize("name", FILES)


@cache
def line(name: str) -> dict[str, Any]:
    return compact(card(name), f"folder/{name}")


def findings(scorecard: Scorecard) -> list[Finding]:
    criteria = [criterion for component in scorecard.components for criterion in component.criteria]
    return [*scorecard.readiness.findings, *(finding for criterion in criteria for finding in criterion.findings)]


@samples
def test_a_line_fits_its_schema_in_the_order_of_its_fields(name: str) -> None:
    read = json.loads(written(line(name)))

    jsonschema.validate(read, SCHEMA)
    assert list(read) == list(SCHEMA["properties"])
    assert read == line(name)


@samples
def test_every_rule_is_in_a_line_once(name: str) -> None:
    said = line(name)
    told = {rule: outcome for rule, outcome, *_ in said["findings"]}
    fine = {"m": Outcome.MET, "-": Outcome.NOT_APPLICABLE}

    assert "".join(sorted(LETTERS.values())) == "-imnr"
    outcomes = {
        rule.id: fine[letter] if letter in fine else told.pop(rule.id)
        for rule, letter in zip(rules().rules, said["outcomes"], strict=True)
    }
    assert outcomes == {finding.rule: finding.outcome for finding in findings(card(name))}
    assert not told
    assert said["outcomes"] == "".join(LETTERS[outcome] for outcome in outcomes.values())


@samples
def test_figures_are_those_of_the_scorecard(name: str) -> None:
    said, whole = line(name), asdict(card(name))

    assert (said["verdict"], said["score"], said["counts"]) == (whole["verdict"], whole["score"], whole["counts"])
    assert said["ready"] == whole["readiness"]["ready"]
    assert said["components"] == {
        component["id"]: component["score"] and [*component["score"].values()] for component in whole["components"]
    }
    assert said["ratings"] == {
        criterion["id"]: criterion["rating"] and [*criterion["rating"].values(), criterion["top"]]
        for component in whole["components"]
        for criterion in component["criteria"]
    }
    kinds = [
        [reason[key] for key in ("kind", "criterion", "component", "decided")] for reason in whole["verdict_reasons"]
    ]
    assert said["reasons"] == kinds
    assert said["problems"] == [[p["code"], p["path"], p["line"], p["column"]] for p in whole["problems"]]
    assert said["notes"] == len(whole["notes"])
    assert {key: said[key] for key in ("id", "district", "state", "cluster", "program")} == {
        key: whole["submission"][key] for key in ("id", "district", "state", "cluster", "program")
    }


def test_decisions_are_told_with_what_the_machine_said_and_why() -> None:
    told = line("startup-agriculture.json")

    assert [(rule, status, machine, outcome) for rule, status, machine, outcome, _ in told["decisions"]][-1] == (
        "9.1-one-project-two-subjects", "counted", "needs_review", "not_met",
    )  # fmt: skip
    assert told["decisions"][-1][-1].startswith("The unit plan of the farm stand names")
    assert told["without_decisions"]["verdict"] == "undecided"
    assert line("weak-marketing.yaml")["without_decisions"] is None


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("startup")])
def test_scoring_a_file_gives_the_line_of_its_scorecard(name: str) -> None:
    entry = Entry(f"folder/{name}", str(SAMPLES / name))

    scored = score(rules(), entry, (SAMPLES / name).read_bytes(), 739904, None)

    assert {**scored.result, "notes": 0} == {**line(name), "notes": 0}  # evidence files are not looked for in a batch
    assert scored.result["notes"] <= line(name)["notes"]


@pytest.mark.parametrize("source", ["a.yaml", HOSTILE, '"', "\\", ""])
def test_a_part_is_taken_apart_without_reading_it(source: str) -> None:
    result = {"format": "poscheck-result/1", "source": source, "district": HOSTILE}
    kept = written({"result": result, "texts": ["ab"], "school_program": None, "page": "scorecards/x.html"})
    failed = written({"failure": failure(source, None, [Problem(code="empty", message=HOSTILE)]), "page": None})

    assert kept.isascii()
    assert kept.count(b"\n") == failed.count(b"\n") == 1
    assert result_of(kept) == written(result)
    assert result_of(failed) is None
    assert source_of(kept) == source_of(failed) == source
    assert (parsed(kept) or {})["result"] == result


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"{}", b"[]", b"\xff", b'{"result":', b'{"failure":{"source":3}}', b"null"]
)
def test_what_is_no_line_has_no_source(raw: bytes) -> None:
    assert source_of(raw) is None


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b'{"result":', b"3"])
def test_what_is_no_line_is_not_parsed(raw: bytes) -> None:
    assert parsed(raw) is None

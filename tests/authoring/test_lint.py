"""One change for each remark that lint knows, and that what is shipped gives no reason for any.

Adding a file to ``remarks/`` adds a test: ``change`` says what stands elsewhere in which file of a new ruleset (as in
``tests/ruleset/bad``), ``expect`` the remarks in the order of the files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from poscheck.authoring.lint import CODES, lint, unread_fields
from poscheck.reading import read_file, resolve
from poscheck.ruleset.load import load_written
from tests.rulesets import shipped

FILES = sorted((Path(__file__).parent / "remarks").glob("*.yaml"))
OVERLAYS = Path(__file__).parents[1] / "ruleset" / "good"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_change_brings_its_remark(file: Path, state: Path) -> None:
    case: dict[str, Any] = resolve(read_file(file).tree)
    for change in case["change"]:
        target = state / change["file"]
        text = change["write"] if "write" in change else target.read_text(encoding="utf-8")
        if "find" in change:
            assert text.count(change["find"]) == 1, change["find"]
            text = text.replace(change["find"], change["put"])
        target.write_text(text + change.get("add", ""), encoding="utf-8")

    found = lint(load_written(state))

    assert [remark.code for remark in found] == [expected["code"] for expected in case["expect"]]
    for remark, expected in zip(found, case["expect"], strict=True):
        assert remark.file is not None
        assert remark.line is not None
        assert (
            expected["line"] in (state.parent / remark.file).read_text(encoding="utf-8").splitlines()[remark.line - 1]
        )
        assert expected["to_do"] in remark.to_do


def test_every_remark_has_a_change_that_brings_it() -> None:
    assert sorted(file.stem for file in FILES) == sorted(CODES)


def test_every_remark_is_explained() -> None:
    page = (Path(__file__).parents[2] / "docs" / "rule-authors.md").read_text(encoding="utf-8")

    assert [code for code in CODES if f"| `{code}` |" not in page] == []


@pytest.mark.parametrize("name", shipped())
def test_there_is_nothing_to_remark_on_what_is_shipped(name: str) -> None:
    assert lint(load_written(name)) == ()


def test_what_is_inherited_is_not_looked_at() -> None:
    remarks = lint(load_written(OVERLAYS / "region"))

    assert {remark.file for remark in remarks} <= {"region/ruleset.yaml", "region/03-region.yaml"}


def test_fields_that_no_rule_reads(state: Path) -> None:
    fields = unread_fields(load_written(state))

    assert "courses" in fields
    assert "memoranda.title" in fields
    assert not {"memoranda", "memoranda.expires_on", "memoranda.renews", "program.title"} & set(fields)
    assert not [name for name in fields if name.startswith("courses.")]

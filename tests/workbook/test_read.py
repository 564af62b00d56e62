"""A workbook gives the data that the same submission has in JSON, and knows the cell of everything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from poscheck.engine import evaluate
from poscheck.errors import ReadError
from poscheck.reading import Position, read_file
from poscheck.report import to_json
from poscheck.resources import data_dir
from poscheck.ruleset import load_ruleset
from poscheck.submission import load_document, load_submission
from poscheck.workbook.place import homeless
from tests.engine.cards import AS_OF
from tests.workbook.books import CONTRACT, DATA, ROOT, loaded, plain, read, some, whole, written

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = sorted(path.name for path in data_dir("sample_submissions").glob("*.*") if "decisions" not in path.name)
PLACES = {
    ("district", "nces_id"): ("District", "B7"),
    ("district", "contact", "phone"): ("District", "B14"),
    ("courses", 1, "grades"): ("Courses", "E5"),
    ("courses", 1, "college_course", "code"): ("Courses", "M5"),
    ("courses", 1, "prerequisites", 0): ("Courses", "S5"),
    ("credit_agreements", 0, "lines", 0, "conditions", 0, "value"): ("Course lines - Conditions", "D4"),
    ("enrollment", 0, "by_group", "English learners"): ("Enrollment - Students by group", "C4"),
    ("credit_agreements", 1, "expires_on"): ("Agreements", "T5"),
}


def test_it_holds_what_was_written() -> None:
    submission = loaded(written(DATA))
    assert submission.problems == ()
    assert submission.data == load_document(plain(DATA), CONTRACT).data


@pytest.mark.parametrize(("path", "place"), PLACES.items(), ids=str)
def test_a_value_has_its_cell_also_where_it_is_blank(path: tuple[str | int, ...], place: tuple[str, str]) -> None:
    position = read(written(DATA)).position(path)
    assert position is not None
    assert (position.sheet, position.cell) == place


def test_a_blank_form_is_a_submission_with_nothing_in_it() -> None:
    submission = loaded(written({"format": "poscheck/1"}, whole()))
    assert submission.problems == ()
    assert submission.data == {"format": "poscheck/1"}
    assert submission.document.position(("courses", 0, "title")) == Position(4, 1, "Courses", "A4")


@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in {"README.md", "samples.yaml"}])
def test_a_sample_is_judged_alike(name: str) -> None:
    document = read_file(data_dir("sample_submissions") / name)
    if list(homeless(document.tree, ROOT)):
        pytest.skip("it has names that the contract does not know, of which a workbook has no cells")
    twin = loaded(written_tree(document.tree))
    other = load_submission(data_dir("sample_submissions") / name)
    assert twin.data == other.data
    assert [problem.path for problem in twin.problems] == [problem.path for problem in other.problems] or len(
        twin.problems
    ) == len(other.problems)


def written_tree(tree: dict[str, object]) -> bytes:
    from poscheck.workbook.write import workbook

    return workbook(some(*tree), tree, "sample.xlsx")


def test_the_scorecard_names_cells() -> None:
    card = evaluate(load_ruleset(), loaded(written(DATA)), AS_OF)
    found = json.loads(to_json(card))
    places = [
        each
        for component in found["components"]
        for criterion in component["criteria"]
        for finding in criterion["findings"]
        for each in finding["evidence"]
    ]
    assert places
    assert all(each["sheet"] and each["cell"] for each in places)


@pytest.mark.parametrize("content", [b"", b"format: poscheck/1", b"PK\x03\x04", b"PK\x03\x04" + bytes(200)])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(ReadError) as error:
        read(content)
    assert len(error.value.problems) == 1


def test_a_file_that_ends_so_is_read_so(tmp_path: Path) -> None:
    file = tmp_path / "Program.XLSX"
    file.write_bytes(written(DATA))
    assert load_submission(file).data["district"]["name"] == "Example Valley"


def test_what_is_missing_is_told_with_its_blank_cell() -> None:
    card = evaluate(load_ruleset(), loaded(written(DATA, whole())), AS_OF)
    details = " ".join(finding.detail for finding in card.readiness.findings)
    assert "“Contact: Telephone” (sheet District, cell B14)" not in details  # an email address is enough
    assert "“Career cluster” (sheet Program of study, cell B6) is missing" in details

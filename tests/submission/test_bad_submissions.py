"""One file for each mistake in a value; its second and third lines say what has to be reported.

Adding a file adds a test.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from poscheck.contract import standard_contract
from poscheck.errors import ReadError
from poscheck.reading import read_bytes
from poscheck.resources import data_dir
from poscheck.submission import load_document, load_submission

FILES = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
EXPECTED = re.compile(r"# (?P<code>[a-z-]+) at line (?P<line>\d+), says: (?P<says>.+)\n# suggests: (?P<suggests>.+)\n")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_value_that_does_not_fit_is_a_problem_with_its_place(file: Path) -> None:
    expected = EXPECTED.search(file.read_text(encoding="utf-8"))
    assert expected is not None, "the second and third line say what is expected"

    problems = load_submission(file).problems

    assert [problem.code for problem in problems] == [expected["code"]]
    assert problems[0].line == int(expected["line"])
    assert expected["says"] in problems[0].message
    assert (problems[0].suggestion or "nothing") == expected["suggests"]


def test_all_problems_of_a_file_are_reported_in_one_run() -> None:
    bodies = [
        file.read_text(encoding="utf-8")
        for file in FILES
        if file.stem in {"id-twice", "date-american", "code-too-short"}
    ]
    text = "format: poscheck/1\n" + "".join(
        re.sub(r"^(format.*|#.*)\n", "", body, flags=re.MULTILINE) for body in bodies
    )

    problems = load_document(read_bytes(text.encode(), "x.yaml"), standard_contract()).problems

    assert sorted(problem.code for problem in problems) == ["does-not-fit", "does-not-fit", "duplicate-id"]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ReadError, match="poscheck/9"):
        load_document(read_bytes(b"format: poscheck/9\nprogram: {title: x}\n", "x.yaml"), standard_contract())


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (data_dir("sample_submissions") / "decisions-example.yaml", "a reviewer's decisions.*--decisions"),
        (data_dir("sample_submissions") / "samples.yaml", "a list of samples, and no submission"),
        (data_dir("rules") / "perkins-v" / "ruleset.yaml", "this is a ruleset.*--ruleset"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_another_file_of_ours_is_told_what_it_is(file: Path, says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        load_submission(file)
    assert [problem.code for problem in caught.value.problems] == ["not-a-submission"]


@pytest.mark.parametrize(
    ("written", "path"),
    [("02134", "district.nces_id"), ("NO", "program.title"), ("13.1210", "program.cip"), ("1:30", "program.title")],
)
def test_text_arrives_as_written(written: str, path: str) -> None:
    section, name = path.split(".")
    document = read_bytes(f"format: poscheck/1\n{section}:\n  {name}: {written}\n".encode(), "x.yaml")
    submission = load_document(document, standard_contract())
    kept = submission.data.get(section, {}).get(name)
    shown = "".join(problem.message for problem in submission.problems)

    assert kept == written or written in shown
    assert [note.code for note in submission.notes] == ["kept-as-text"]


@pytest.mark.parametrize("filler", ["TBD", "n/a", "'-'", "to be determined", "  Pending. ", "''"])
def test_a_filler_is_missing(filler: str) -> None:
    document = read_bytes(f"format: poscheck/1\nprogram:\n  title: {filler}\n  cip: '51.0899'\n".encode(), "x.yaml")

    assert "title" not in load_document(document, standard_contract()).data["program"]


@pytest.mark.parametrize("written", ["yes", "Yes", "on", "TRUE", "'yes'"])
def test_yes_and_no_in_any_case(written: str) -> None:
    document = read_bytes(f"format: poscheck/1\nprogram:\n  open_to_adult_learners: {written}\n".encode(), "x.yaml")

    assert load_document(document, standard_contract()).data["program"]["open_to_adult_learners"] is True


def test_a_reference_may_be_a_unique_name_and_then_holds_the_id() -> None:
    courses = "  - {title: Welding I, id: w1}\n  - {title: Welding II, prerequisites: [Welding I]}\n"
    text = f"format: poscheck/1\ncourses:\n{courses}"

    data = load_document(read_bytes(text.encode(), "x.yaml"), standard_contract()).data

    assert data["courses"][1]["prerequisites"] == ["w1"]
    assert data["courses"][1]["id"] == "Welding II"


def test_what_looks_private_or_lies_outside_is_noted(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(
        "format: poscheck/1\nprogram: {title: x, description: 'Ask 123-45-6789 for the student roster'}\n"
        "evidence: [{title: a, file: ../../etc/passwd}, {title: b, file: absent.pdf}, {title: c, file: x.yaml}]\n",
        encoding="utf-8",
    )

    codes = sorted(note.code for note in load_submission(file).notes)

    assert codes == ["file-absent", "file-outside", "privacy"]

"""What is noted and changes nothing: values kept or read as something, unknown names, what looks private."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from poscheck import paths
from poscheck.contract import standard_contract
from poscheck.reading import read_bytes
from poscheck.submission import load_document, load_submission

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.submission import Submission

MISSING = "missing"
# What is written, the value that it becomes, the notes on it. Problems: none.
ROWS: list[tuple[str, str, Any, list[str]]] = [
    ("district.state_id", "02134", "02134", ["kept-as-text"]),
    ("district.state_id", "0x1F", "0x1F", ["kept-as-text"]),
    ("district.state_id", "1_000", "1_000", ["kept-as-text"]),
    ("district.state_id", "+12", "+12", ["kept-as-text"]),
    ("district.state_id", "1:30", "1:30", ["kept-as-text"]),
    ("district.state_id", "NO", "NO", ["kept-as-text"]),
    ("district.state_id", "off", "off", ["kept-as-text"]),
    ("district.state_id", "12345", "12345", []),
    ("district.state_id", "'02134'", "02134", []),
    ("district.state_id", "A-12", "A-12", []),
    ("program.cip", "13.1210", "13.1210", ["kept-as-text"]),
    ("program.cip", "'13.1210'", "13.1210", []),
    ("program.cip", "51.0899", "51.0899", []),
    ("district.nces_id", "0123456", "0123456", ["kept-as-text"]),
    ("program.title", "null", MISSING, []),
    ("program.title", "~", MISSING, []),
    ("program.title", "TBD", MISSING, ["filler"]),
    ("program.title", "'To be  determined.'", MISSING, ["filler"]),
    ("program.title", "''", MISSING, []),
    ("program.title", "TBD by the board in June", "TBD by the board in June", []),
    ("program.title", "None of these", "None of these", []),
    ("district.enrollment", "'3200'", 3200, ["quoted-number"]),
    ("district.enrollment", "3200.0", 3200, []),
    ("district.enrollment", "pending", MISSING, ["filler"]),
    ("program.fees_usd", "'12.50'", 12.5, ["quoted-number"]),
    ("program.fees_usd", "0", 0, []),
    ("program.open_to_adult_learners", "yes", True, []),
    ("program.open_to_adult_learners", "'No'", False, []),
    ("program.open_to_adult_learners", "OFF", False, []),
    ("program.open_to_adult_learners", "n/a", MISSING, ["filler"]),
    ("program.started_on", "2019-09-03", "2019-09-03", ["dates-kept"]),
    ("program.started_on", "2019-09", "2019-09", []),
    ("program.started_on", "'2019'", "2019", []),
    ("program.started_on", "2018-19", "2018-19", []),
    ("district.coordinator.license_expires_on", "Never", "never", []),
    ("district.kind", "Regional Center", "regional_center", ["read-as"]),
    ("district.kind", "regional-center", "regional_center", ["read-as"]),
    ("program.cluster", "Health Science", "Health Science", []),
    ("program.cluster", "health  science", "health  science", []),
    ("program.cluster", "Health Sciense", "Health Sciense", ["unknown-cluster"]),
    ("program.description", "Ask 123-45-6789", "Ask 123-45-6789", ["privacy"]),
    ("program.description", "Room 123-45-67890", "Room 123-45-67890", []),
    ("program.description", "The student roster is attached", "The student roster is attached", ["privacy"]),
    ("program.description", "Students draw lots", "Students draw lots", []),
    ("extensions.note", "call 123-45-6789", "call 123-45-6789", ["privacy"]),
    ("extensions.code", "007", "007", []),
    ("extensions.count", "7", 7, []),
]


def nested(path: str, written: str) -> str:
    """YAML that has ``written`` at a path."""
    *groups, name = path.split(".")
    text = "format: poscheck/1\n"
    for depth, group in enumerate(groups):
        text += "  " * depth + f"{group}:\n"
    return text + "  " * len(groups) + f"{name}: {written}\n"


def loaded(text: str, name: str = "x.yaml") -> Submission:
    return load_document(read_bytes(text.encode(), name), standard_contract())


@pytest.mark.parametrize(("path", "written", "value", "notes"), ROWS, ids=lambda part: str(part)[:40])
def test_a_value_is_put_right_with_these_notes(path: str, written: str, value: Any, notes: list[str]) -> None:
    submission = loaded(nested(path, written))
    found = paths.get(submission.data, paths.parse(path))
    assert submission.problems == ()
    assert (MISSING if found is None else found) == value
    assert type(found) is type(value) or value == MISSING
    assert [note.code for note in submission.notes] == notes
    assert all(note.line == len(nested(path, written).splitlines()) for note in submission.notes)


def test_pathways_belong_to_their_cluster() -> None:
    text = nested("program.cluster", "Health Science") + "  pathway: {}\n"
    assert [note.code for note in loaded(text.format("Therapeutic Services")).notes] == []
    notes = loaded(text.format("Therapeutic Servises")).notes
    assert [note.code for note in notes] == ["unknown-pathway"]
    assert "Therapeutic Services" in notes[0].message


def test_small_counts_may_point_to_single_students() -> None:
    text = "format: poscheck/1\nenrollment:\n  - {school_year: 2025-26, students: %s, concentrators: 0}\n"
    assert [note.code for note in loaded(text % 9).notes if note.code == "privacy"] == ["privacy"]
    assert [note.code for note in loaded(text % 10).notes if note.code == "privacy"] == []


def test_defaults_are_noted_once_each_and_count_as_written() -> None:
    submission = loaded("format: poscheck/1\ncourses:\n  - {title: A}\n  - {title: B, remedial: true}\n")
    assert [course["remedial"] for course in submission.data["courses"]] == [False, True]
    assert submission.data["courses"][0]["prerequisites"] == []
    assert submission.data["courses"][0]["choice_group"] == ""
    notes = [note for note in submission.notes if note.code == "default"]
    assert len(notes) == 4
    assert sum("once" in note.message for note in notes) == 1


def test_defaults_of_one_entry_are_not_shared_with_another() -> None:
    courses = loaded("format: poscheck/1\ncourses: [{title: A}, {title: B}]\n").data["courses"]
    assert courses[0]["prerequisites"] is not courses[1]["prerequisites"]


def test_json_keeps_no_notes_of_what_yaml_would_change() -> None:
    text = '{"format": "poscheck/1", "district": {"state_id": "NO", "nces_id": "0123456"}}'
    assert loaded(text, "x.json").notes == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("there.pdf", None),
        ("folder/there.pdf", None),
        ("folder\\there.pdf", None),
        ("absent.pdf", "file-absent"),
        ("../there.pdf", "file-outside"),
        ("folder/../../there.pdf", "file-outside"),
        ("..\\there.pdf", "file-outside"),
        ("/etc/passwd", "file-outside"),
        ("C:\\there.pdf", "file-outside"),
        ("\\\\server\\there.pdf", "file-outside"),
        ("https://example.org/there.pdf", "file-outside"),
    ],
)
def test_evidence_files_are_looked_for_only_inside_the_folder(tmp_path: Path, name: str, code: str | None) -> None:
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "there.pdf", tmp_path / "folder" / "there.pdf"):
        place.write_text("", encoding="utf-8")
    file = tmp_path / "x.yaml"
    file.write_text(f"format: poscheck/1\nevidence:\n  - title: A\n    file: '{name}'\n", encoding="utf-8")
    submission = load_submission(file)
    assert submission.problems == ()
    assert [note.code for note in submission.notes] == ([code] if code else [])

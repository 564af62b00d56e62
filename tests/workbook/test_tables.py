"""Lists of a submission that stand in tables of their own, beside it and nowhere else."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.reading import place_text
from poscheck.submission import load_document, load_submission, read_submission_bytes
from tests.workbook.books import CONTRACT, COURSES, DATA, codes, plain, written

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.submission import Submission

BY_NAME = """\
title,id,kind,grades,sced,state_code,prerequisites
Welding I,w1,cte,9; 10,13207,0100,
Welding II,w2,cte,11,,,Welding I
"""
BY_HEADING = (
    "Course title\tShort name\tKind of course\tGrades\tNational course code (SCED)\tState course code\tPrerequisites\n"
    "Welding I\tw1\tcte\t9;10\t13207\t0100\t\n"
    '"Welding\nII"\tw2\tcte\t11\t\t\tWelding I\n'
)


def submission(
    folder: Path, table: Any, content: str | bytes | None = BY_NAME, name: str = "courses.csv"
) -> Submission:
    if content is not None:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "program.json").write_text(json.dumps({**DATA, "courses": table}))
    return load_submission(folder / "program.json")


def test_a_table_is_the_list_that_it_stands_for(tmp_path: Path) -> None:
    found = submission(tmp_path, {"table": "courses.csv"})
    assert found.problems == ()
    assert found.data == load_document(plain(DATA), CONTRACT).data


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_headings_may_be_those_of_the_form(tmp_path: Path, mark: bytes) -> None:
    found = submission(tmp_path, {"table": "courses.tsv"}, mark + BY_HEADING.encode(), "courses.tsv")
    assert found.problems == ()
    assert [course["title"] for course in found.data["courses"]] == ["Welding I", "Welding\nII"]


def test_a_sheet_of_a_workbook_is_a_table_too(tmp_path: Path) -> None:
    found = submission(tmp_path, {"table": "all.xlsx", "sheet": "courses"}, written(DATA), "all.xlsx")
    assert found.problems == ()
    assert found.data["courses"] == load_document(plain(DATA), CONTRACT).data["courses"]
    place = found.document.position(("courses", 1, "grades"))
    assert place is not None
    assert place_text(place.line, place.sheet, place.cell) == "sheet Courses in all.xlsx, cell E5"


def test_a_value_has_the_file_and_row_as_its_place(tmp_path: Path) -> None:
    content = BY_HEADING.replace("cte\t11", "CTE!\t11")
    [problem] = submission(tmp_path, {"table": "courses.csv"}, content).problems
    assert (problem.code, problem.path) == ("unknown-word", "courses.1.kind")
    assert place_text(problem.line, problem.sheet, problem.cell) == "courses.csv, row 3"


def test_the_digest_covers_the_table(tmp_path: Path) -> None:
    one = submission(tmp_path, {"table": "courses.csv"})
    other = submission(tmp_path, {"table": "courses.csv"}, BY_NAME.replace("0100", "0200"))
    again = submission(tmp_path, {"table": "courses.csv"})
    assert one.document.digest == again.document.digest != other.document.digest


def test_where_no_table_is_read_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    submission(tmp_path, {"table": "courses.csv"})
    data = (tmp_path / "program.json").read_bytes()
    in_a_batch = read_submission_bytes(data, "program.json", CONTRACT)
    assert in_a_batch.digest == sha256(data).hexdigest()
    assert [problem.code for problem in in_a_batch.problems] == ["table-not-read"]


def test_lists_inside_of_entries_and_of_single_values(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").write_text("grades\n9\n10\n")
    (tmp_path / "lines.csv").write_text("id,courses,college_credits\nl1,w1; w2,3\n")
    tree = {
        **DATA,
        "courses": [{**COURSES[0], "grades": {"table": "grades.csv"}}, COURSES[1]],
        "credit_agreements": [{"title": "A", "lines": {"table": "lines.csv"}}],
    }
    (tmp_path / "program.json").write_text(json.dumps(tree))
    found = load_submission(tmp_path / "program.json")
    assert found.problems == ()
    assert found.data["courses"][0]["grades"] == [9, 10]
    assert found.data["credit_agreements"][0]["lines"][0]["courses"] == ["w1", "w2"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../outside.csv", "table-refused"),
        ("/etc/hostname.csv", "table-refused"),
        ("C:\\outside.csv", "table-refused"),
        ("..\\outside.csv", "table-refused"),
        ("link.csv", "table-refused"),
        ("linked/outside.csv", "table-refused"),
        ("program.json", "table-refused"),
        ("a\0.csv", "table-refused"),
        ("absent.csv", "missing-file"),
        ("picture.csv", "file-kind"),
        ("folder.csv", "is-folder"),
        ("other.csv", "no-headings"),
        ("odd.csv", "encoding"),
        ("bad.xlsx", "file-kind"),
    ],
)
def test_nothing_else_is_read(tmp_path: Path, name: str, code: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "outside.csv").write_text(BY_NAME)
    (home / "link.csv").symlink_to(tmp_path / "outside.csv")
    (home / "linked").symlink_to(tmp_path)
    (home / "folder.csv").mkdir()
    (home / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    (home / "other.csv").write_text("a,b\n1,2\n")
    (home / "odd.csv").write_bytes(b"title,kind\nCaf\xe9,cte\n")
    (home / "bad.xlsx").write_bytes(b"no workbook")
    found = submission(home, {"table": name}, None)
    assert [each for each in codes(found) if each != "unknown-reference"] == [code]
    assert "courses" not in found.data
    assert all(problem.line for problem in found.problems)


def test_a_sheet_that_is_not_there_is_asked_for(tmp_path: Path) -> None:
    found = submission(tmp_path, {"table": "all.xlsx", "sheet": "Coruses"}, written(DATA), "all.xlsx")
    problem = next(each for each in found.problems if each.code == "table-refused")
    assert problem.suggestion == "Courses"


def test_in_a_batch_tables_are_not_read() -> None:
    content = json.dumps({**DATA, "courses": {"table": "courses.csv"}}).encode()
    found = load_document(read_submission_bytes(content, "a.json", CONTRACT), CONTRACT)
    assert "table-not-read" in codes(found)


def test_a_link_inside_of_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text(BY_NAME)
    (tmp_path / "courses.csv").symlink_to("real.csv")
    assert submission(tmp_path, {"table": "courses.csv"}, None).problems == ()

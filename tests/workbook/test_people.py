"""What real people do to spreadsheets: a quiet repair with a note, or a kind question at the cell."""
# ruff: noqa: E501 - a table is read by its columns

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.workbook.books import DATA, altered, codes, loaded, notes, rezipped, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.submission import Submission

Book = Any


class Case(NamedTuple):
    """What somebody did, what is then noticed, and what the data holds there."""

    do: Callable[[Book], object]
    problems: list[str]
    notes: list[str]
    path: tuple[str | int, ...]
    value: Any


def put(sheet: str, cell: str, value: Any) -> Callable[[Book], object]:
    def change(book: Book) -> None:
        book[sheet][cell].value = value

    return change


def formatted(sheet: str, cell: str, value: Any, form: str) -> Callable[[Book], object]:
    def change(book: Book) -> None:
        book[sheet][cell].value = value
        book[sheet][cell].number_format = form

    return change


def hidden(book: Book) -> None:
    book["Courses"].row_dimensions[5].hidden = True


def commented(book: Book) -> None:
    book["District"]["B6"].comment = Comment("Wisconsin, of course", "me")


def with_totals(book: Book) -> None:
    book["Courses"]["W3"].value = "My remarks"
    book["Courses"]["W4"].value = "ask Kim"


def other_headings(book: Book) -> None:
    for cell in book["Courses"][3]:
        cell.value = f"Column {cell.column}" if cell.value else None


def moved(book: Book) -> None:
    book.move_sheet("Courses", -3)
    book["Courses"].insert_rows(1, 2)
    book["Courses"].insert_cols(1)


def emptied(book: Book) -> None:
    book["Courses"].insert_rows(5, 3)


A_COURSE = ("courses", 0)
NUMBER = ("district", "nces_id")
CASES = {
    "a day without its format": Case(
        formatted("This submission", "B8", 46310, "General"),
        [], ["serial-date"], ("submission", "submitted_on"), "2026-10-15",
    ),
    "a day with a time": Case(
        put("This submission", "B8", datetime(2026, 10, 15, 13, 30)),
        [], [], ("submission", "submitted_on"), "2026-10-15",
    ),
    "a year under a date": Case(
        put("This submission", "B8", 2026), ["year-as-day"], [], ("submission", "submitted_on"), None,
    ),
    "a time of day": Case(put("This submission", "B8", time(9, 30)), ["time-in-cell"], [], ("submission", "submitted_on"), None),
    "a number stored as text": Case(put("Courses", "J4", "2"), [], ["number-as-text"], (*A_COURSE, "hours"), 2),
    "a text stored as a number": Case(put("Courses", "I4", 100), [], [], (*A_COURSE, "state_code"), "100"),
    "a code without its zero": Case(put("District", "B7", 612345), ["zeros-lost"], [], NUMBER, None),
    "a code whose end is lost": Case(
        put("Program of study", "B9", 13.121), ["zeros-lost"], [], ("program", "cip"), None,
    ),
    "a whole code as a number": Case(put("District", "B7", 5512345), [], [], NUMBER, "5512345"),
    "blanks and no-break spaces": Case(
        put("District", "B5", "\u00a0Example\u00a0Valley  "), [], ["invisible-character"], ("district", "name"), "Example Valley",
    ),
    "empty rows in between": Case(emptied, [], [], ("courses", 1, "title"), "Welding II"),
    "moved sheets, rows and columns": Case(moved, [], [], ("courses", 1, "title"), "Welding II"),
    "a renamed column": Case(put("Courses", "A3", "Course titel"), ["unknown-column"], [], (*A_COURSE, "title"), None),
    "a renamed question": Case(put("District", "A7", "Federal distrct number"), ["unknown-question"], [], NUMBER, None),
    "a renamed sheet": Case(
        lambda book: setattr(book["Courses"], "title", "Our classes"), [], ["renamed-sheet"], (*A_COURSE, "title"), "Welding I",
    ),
    "an extra sheet": Case(lambda book: book.create_sheet("Scratch"), [], ["extra-sheets"], NUMBER, "0612345"),
    "an extra column": Case(with_totals, [], ["extra-columns"], (*A_COURSE, "title"), "Welding I"),
    "a hidden row": Case(hidden, [], ["hidden-rows"], ("courses", 1, "title"), "Welding II"),
    "merged cells": Case(
        lambda book: book["Courses"].merge_cells("C4:C5"), [], ["merged-cells"], ("courses", 1, "kind"), None,
    ),
    "a formula that was never calculated": Case(
        put("Courses", "J4", "=60*2"), ["formula-without-value"], [], (*A_COURSE, "hours"), None,
    ),
    "an error": Case(put("Courses", "J4", "#REF!"), ["error-in-cell"], [], (*A_COURSE, "hours"), None),
    "an answer in a comment": Case(commented, [], ["comments"], NUMBER, "0612345"),
    "a pasted table": Case(other_headings, ["no-headings"], [], A_COURSE, None),
    "grades as a range": Case(put("Courses", "E4", "9-12"), [], ["range"], (*A_COURSE, "grades"), [9, 10, 11, 12]),
    "grades as a date": Case(put("Courses", "E4", date(2026, 9, 12)), ["date-for-numbers"], [], (*A_COURSE, "grades"), None),
    "grades as one number": Case(put("Courses", "E4", 9), [], [], (*A_COURSE, "grades"), [9]),
    "a date for a number": Case(put("Courses", "J4", date(2026, 3, 1)), ["date-for-number"], [], (*A_COURSE, "hours"), None),
    "a date for a school year": Case(
        put("This submission", "B7", date(2010, 11, 1)), ["date-for-text"], [], ("submission", "school_year"), None,
    ),
    "an answer that is no word": Case(put("Courses", "C4", "CTE!"), ["unknown-word"], [], (*A_COURSE, "kind"), None),
    "a parent that is misspelled": Case(
        put("Agreements - Signatures", "A4", "a9"), ["no-such-entry"], [], ("credit_agreements", 0, "signatures"), None,
    ),
    "a parent by its row": Case(
        put("Agreements - Signatures", "A4", "Row 4"), [], [], ("credit_agreements", 0, "signatures", 0, "role"), "President",
    ),
    "a parent by its title": Case(
        put("Agreements - Signatures", "A4", "With the College"),
        [], [], ("credit_agreements", 0, "signatures", 0, "role"), "President",
    ),
    "none": Case(put("Courses", "S5", "None"), [], [], ("courses", 1, "prerequisites"), []),
}  # fmt: skip


def at(submission: Submission, path: tuple[str | int, ...]) -> Any:
    value: Any = submission.data
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError):
            return None
    return value


@pytest.mark.parametrize("name", CASES)
def test_what_people_do(name: str) -> None:
    case = CASES[name]
    tree = {**DATA, "program": {"title": "Welding", "cip": "48.0508"}}
    tree["credit_agreements"] = [{**each, "signatures": each["signatures"]} for each in DATA["credit_agreements"]]
    submission = loaded(altered(tree, case.do))
    ours = [code for code in codes(submission) if code != "unknown-reference"]
    assert ours == case.problems
    assert [code for code in notes(submission) if code != "read-as"] == case.notes
    assert at(submission, case.path) == case.value
    for problem in submission.problems:
        assert problem.sheet
        assert problem.cell


def test_the_zeros_are_asked_for_and_not_guessed() -> None:
    submission = loaded(altered(DATA, put("District", "B7", 612345)))
    [problem] = submission.problems
    assert (problem.sheet, problem.cell, problem.suggestion) == ("District", "B7", "0612345")


def test_a_formula_counts_with_its_last_value() -> None:
    def calculated(name: str, content: bytes) -> bytes:
        if b"With the trade" in content or not name.startswith("xl/worksheets"):
            return content
        return content.replace(b"<v>40</v>", b"<f>20+20</f><v>40</v>")

    submission = loaded(rezipped(written(DATA), calculated))
    assert submission.problems == ()
    assert submission.data["enrollment"][0]["students"] == 40


@pytest.mark.parametrize(
    ("member", "note"),
    [("xl/vbaProject.bin", "macros"), ("xl/externalLinks/externalLink1.xml", "external-links")],
)
def test_what_is_never_opened_is_named_once(member: str, note: str) -> None:
    import zipfile

    target = io.BytesIO(written(DATA))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(member, "<a/>")
    assert notes(loaded(target.getvalue())) == [note]


def test_a_workbook_of_something_else_is_refused() -> None:
    from poscheck.errors import ReadError

    book, target = Workbook(), io.BytesIO()
    book.active.title = "Budget"  # type: ignore[union-attr]
    book.save(target)
    with pytest.raises(ReadError, match="Budget") as error:
        loaded(target.getvalue())
    assert [problem.code for problem in error.value.problems] == ["not-a-submission"]

"""The layout has a place of its own for every field of the contract, within what Excel allows."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from poscheck.contract import Kind
from poscheck.workbook.layout import LONGEST_NAME, Form, Table, make_layout
from poscheck.workbook.match import folded, headings_of
from poscheck.workbook.place import FIRST_ROW
from tests.workbook.books import DATA, ROOT, some, whole, written

SHEETS = {sheet.name: sheet for sheet in whole().sheets}


def test_every_field_has_one_place() -> None:
    wanted = {
        field.static
        for field in ROOT.walk()
        if field.title and "*" not in field.static and field.kind is not Kind.RECORD
        if not (field.kind is Kind.LIST and field.item and field.item.kind is Kind.RECORD)
    }
    lists = {sheet.field.static for sheet in whole().sheets if isinstance(sheet, Table)}
    found = [column.field.static for sheet in whole().sheets for column in sheet.columns]
    single = [static for static in found if static not in lists and "*" not in static]
    assert wanted <= set(found) | {"diploma.credits_by_subject"}
    assert len(single) == len(set(single))


def test_names_of_sheets_are_different_and_short() -> None:
    assert len(set(map(folded, SHEETS))) == len(whole().sheets)
    assert all(len(name) <= LONGEST_NAME and not set(name) & set("[]:*?/\\") for name in SHEETS)


@pytest.mark.parametrize("name", SHEETS)
def test_headings_of_a_sheet_are_different(name: str) -> None:
    headings = list(map(folded, headings_of(SHEETS[name])))
    assert len(set(headings)) == len(headings)


def test_a_part_has_the_names_of_the_whole() -> None:
    for section in ROOT.members:
        part = make_layout(ROOT, lambda field, section=section: field.static.split(".")[0] == section)  # type: ignore[misc]
        for sheet in part.sheets:
            if sheet.columns:
                assert set(headings_of(sheet)) <= set(headings_of(SHEETS[sheet.name]))


def test_the_workbook_is_the_layout() -> None:
    book = load_workbook(io.BytesIO(written(DATA, whole())))
    assert book.sheetnames == [*SHEETS, "Explanations", "Lists"]
    assert book["Lists"].sheet_state == "hidden"
    for sheet in whole().sheets:
        drawn = book[sheet.name]
        assert drawn.freeze_panes, sheet.name
        assert drawn.print_title_rows, sheet.name
        assert len(drawn.tables) == 1, sheet.name
        assert not drawn.merged_cells.ranges, sheet.name
        if isinstance(sheet, Table):
            heads = [cell.value for cell in drawn[FIRST_ROW - 1]]
            assert heads[: len(headings_of(sheet))] == headings_of(sheet)
        else:
            assert isinstance(sheet, Form)


def test_codes_are_text_and_dates_are_dates() -> None:
    book = load_workbook(io.BytesIO(written(DATA)))
    courses = book["Courses"]
    code = courses.cell(FIRST_ROW, headings_of(SHEETS["Courses"]).index("State course code") + 1)
    assert (code.value, code.number_format) == ("0100", "@")
    until = book["Agreements"].cell(FIRST_ROW, headings_of(SHEETS["Agreements"]).index("In force until") + 1)
    assert (until.value, until.number_format) == (datetime(2028, 6, 30), "yyyy-mm-dd")


def test_what_fits_is_offered() -> None:
    book = load_workbook(io.BytesIO(written(DATA)))
    offered = {each.formula1 for each in book["Courses"].data_validations.dataValidation if each.type == "list"}
    assert "Courses!$A$4:$A$300" in {text.replace("'", "") for text in offered if text}
    assert any(text.startswith("Lists!") for text in offered if text)
    assert all(each.prompt for each in book["Courses"].data_validations.dataValidation)


def test_the_same_data_gives_the_same_bytes() -> None:
    assert written(DATA, some("courses")) == written(DATA, some("courses"))
    assert written({"format": "poscheck/1"}, some("courses")) != written(DATA, some("courses"))

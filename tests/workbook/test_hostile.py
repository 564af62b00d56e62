"""Damaged, strange and hostile workbooks: read or refused with a reason, never a crash, and nothing invented."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.engine.brief import brief
from poscheck.errors import ReadError
from poscheck.ruleset import load_ruleset
from poscheck.submission import load_document
from poscheck.workbook.archive import MOST_BYTES, opened
from poscheck.workbook.grid import grids
from tests.engine.cards import AS_OF
from tests.fuzz import TIMES
from tests.workbook.books import CONTRACT, DATA, NAME, altered, codes, loaded, read, rezipped, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poscheck.reading import Document

EACH = 2
ENTITY = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
JUNK = (
    b"",
    b"\0",
    b"<",
    b"&",
    b"&#0;",
    b"]]>",
    b"9" * 400,
    b'"',
    b"-1",
    b"NaN",
    b"1e999",
    b"A1:XFD1048576",
    b"\xff\xfe",
)
MILD = (b"", b"0", b"1", b"7", b"999999", b"1.5", b"s", b"n", b"e", b"b", b"A1", b"true", b"#REF!")
TYPED = (*(0, -1, 3, 612345, 46310, 1e300, 10**15, 2.5, True, False, "", " ", "none", "None", "row 4", "-", "x" * 999),
         *("=1/0", "=A1", "#REF!", "#N/A", "9-12", "12-9", "a;b", '"', "\u00a0", "Course title", "Question", "Answer"),
         *(date(1900, 1, 1), date(9999, 12, 31), datetime(2026, 1, 1, 1, 1), time(3), timedelta(days=2)))  # fmt: skip
PARTS = (
    *("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"),
    *(f"xl/worksheets/sheet{number}.xml" for number in range(1, 12)),
)
TAG = re.compile(rb"<[^<>]*>")
VALUE = re.compile(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)')


@cache
def good() -> bytes:
    return written(DATA)


def flipped(rng: Random) -> bytes:
    data = bytearray(good())
    for _ in range(rng.randint(1, 40)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def truncated(rng: Random) -> bytes:
    return good()[: rng.randrange(4, len(good()))]


def without_a_part(rng: Random) -> bytes:
    gone = rng.sample(zipfile.ZipFile(io.BytesIO(good())).namelist(), rng.randint(1, 3))
    return rezipped(good(), lambda name, content: None if name in gone else content)


def cut_up(rng: Random) -> bytes:
    """Whole tags taken out, doubled or exchanged, in one part."""
    share = rng.choice([0.001, 0.02])
    part = rng.choice(PARTS)

    def change(name: str, content: bytes) -> bytes:
        def tag(match: re.Match[bytes]) -> bytes:
            return match[0] if rng.random() > share else rng.choice([b"", match[0] * 2, b"<x>", b"</x>"])

        return TAG.sub(tag, content) if name == part else content

    return rezipped(good(), change)


def with_other_values(rng: Random) -> bytes:
    """Attributes and texts of one part replaced by what nobody expects; the XML stays well formed, mostly."""
    share = rng.choice([0.002, 0.02, 0.2])
    part, junk = rng.choice(PARTS), rng.choice([JUNK, MILD])

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        return VALUE.sub(lambda match: rng.choice(junk) if rng.random() < share else match[0], content)

    return rezipped(good(), change)


def strange(rng: Random) -> bytes:
    """A workbook that is whole, in which somebody has typed, dragged and renamed without looking."""

    def change(book: Any) -> None:
        sheets = [book[name] for name in book.sheetnames]
        for _ in range(rng.randint(1, 25)):
            sheet = rng.choice(sheets)
            row, column = rng.randint(1, 9), rng.randint(1, 6)
            match rng.randrange(8):
                case 0:
                    sheet.insert_rows(row, rng.randint(1, 3))
                case 1:
                    sheet.delete_rows(row)
                case 2:
                    sheet.insert_cols(column)
                case 3:
                    sheet.title = rng.choice(["Sheet9", "Coruses", "Start ", sheet.title.upper(), "courses"])
                case _:
                    sheet.cell(row, column).value = rng.choice(TYPED)

    return altered(DATA, change)


def shuffled(rng: Random) -> bytes:
    """The parts under each other's names."""
    names = zipfile.ZipFile(io.BytesIO(good())).namelist()
    contents = {name: zipfile.ZipFile(io.BytesIO(good())).read(name) for name in names}
    swapped = dict(zip(names, rng.sample(names, len(names)), strict=True))
    kept = {name for name in names if rng.random() < 0.8}
    return rezipped(good(), lambda name, content: content if name in kept else contents[swapped[name]])


DAMAGES: tuple[Callable[[Random], bytes], ...] = (
    *(flipped, truncated, without_a_part, cut_up, with_other_values, shuffled, strange),
)


def leaves(value: Any) -> Iterator[str]:
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from leaves(each)
    if isinstance(value, str):
        yield value


def assert_nothing_invented(document: Document, data: bytes) -> None:
    """Every text of the data stands in a cell, or is a day that a number stands for."""
    sheets = grids(opened(data, NAME), NAME)
    cells = [content.text for grid in sheets for row in grid.rows.values() for content in row.values()]
    all_of_them = " ".join(" ".join(cells).replace("_", " ").split()).casefold()
    for text in leaves(document.tree):
        known = " ".join(text.replace("_", " ").split()).casefold()
        assert known in all_of_them or text == "poscheck/1" or re.fullmatch(r"\d{1,2}|\d{4}-\d\d-\d\d", text), text


@pytest.mark.parametrize("seed", range(EACH * TIMES))
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_workbook_is_read_or_refused(damage: Callable[[Random], bytes], seed: int) -> None:
    data = damage(Random(f"{damage.__name__} {seed}"))  # noqa: S311 - the same damage each time
    try:
        document = read(data)
        submission = load_document(document, CONTRACT)
    except ReadError:
        return
    assert_nothing_invented(document, data)
    assert all(problem.line and problem.message for problem in submission.problems)
    brief(load_ruleset(), submission, AS_OF.toordinal())


def test_entities_are_refused_before_any_parser_sees_them() -> None:
    for code in ("utf-8", "utf-16-le", "utf-16-be"):
        doctype = ENTITY.decode().encode(code)
        data = rezipped(good(), lambda name, content, it=doctype: it + content if "sheet1" in name else content)  # type: ignore[misc]
        with pytest.raises(ReadError, match="entities"):
            read(data)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO(good())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(MOST_BYTES + 1))
    with pytest.raises(ReadError, match="unpacks to more"):
        read(target.getvalue())


def test_more_parts_than_any_form_has_are_refused() -> None:
    target = io.BytesIO(good())
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(1001):
            archive.writestr(f"xl/media/{number}", b"")
    with pytest.raises(ReadError, match="parts"):
        read(target.getvalue())


def test_a_cell_at_the_end_of_the_sheet_costs_nothing() -> None:
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    data = rezipped(
        good(), lambda name, content: content.replace(b"</sheetData>", far) if "sheet4" in name else content
    )
    assert codes(loaded(data)) == ["too-many-rows"]


def test_a_password_an_old_excel_and_other_programs_are_told_apart() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    told = {
        ole + "EncryptedPackage".encode("utf-16-le"): "password",
        ole + "Workbook".encode("utf-16-le"): "older Excel",
        _zip("content.xml"): "OpenDocument",
        _zip("Index/Document.iwa"): "Numbers",
        _zip("xl/workbook.bin"): "xlsb",
        _zip("word/document.xml"): "Word",
        _zip("a.txt"): "damaged",
    }
    for data, words in told.items():
        with pytest.raises(ReadError, match=words):
            read(data)


def _zip(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, "x")
    return target.getvalue()


def test_text_that_looks_like_a_formula_stays_text() -> None:
    evil = "=cmd|' /C calc'!A0"
    tree = {**DATA, "district": {"name": evil, "enrollment": 3}}
    assert loaded(written(tree)).data["district"]["name"] == evil
    with zipfile.ZipFile(io.BytesIO(written(tree))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())

"""Workbooks for tests: the form with some data, and ways to change what stands in it."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from poscheck.contract import standard_contract
from poscheck.reading import Document, read_bytes
from poscheck.submission import Submission, load_document
from poscheck.workbook.layout import Layout, make_layout, whole_layout
from poscheck.workbook.read import read_workbook
from poscheck.workbook.write import workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CONTRACT = standard_contract()
ROOT = CONTRACT.root
NAME = "program.xlsx"
COURSES = [
    {"title": "Welding I", "id": "w1", "kind": "cte", "grades": [9, 10], "sced": "13207", "state_code": "0100"},
    {"title": "Welding II", "id": "w2", "kind": "cte", "grades": [11], "prerequisites": ["Welding I"]},
]
AGREEMENTS = [
    {
        "title": "With the college",
        "id": "a1",
        "kind": "dual",
        "parties": ["district", "college"],
        "expires_on": "2028-06-30",
        "lines": [{"id": "l1", "courses": ["w1", "w2"], "conditions": [{"kind": "minimum_grade", "value": "B"}]}],
        "signatures": [{"party": "college", "role": "President", "signed_on": "2025-05-01"}],
    },
    {"title": "With the trade", "id": "a2", "lines": [{"id": "l1", "college_credits": 3}], "signatures": []},
]
DATA: dict[str, Any] = {
    "format": "poscheck/1",
    "submission": {"id": "S-1", "status": "new", "school_year": "2026-27", "submitted_on": "2026-10-15"},
    "district": {"name": "Example Valley", "state": "WI", "nces_id": "0612345", "contact": {"email": "a@example.org"}},
    "courses": COURSES,
    "credit_agreements": AGREEMENTS,
    "partners": [{"name": "The College", "id": "college", "kind": "postsecondary"}],
    "enrollment": [{"school_year": "2025-26", "students": 40, "by_group": {"English learners": 12}}],
}


def plain(tree: Mapping[str, Any]) -> Document:
    """The document of plain data."""
    return read_bytes(json.dumps(tree).encode(), "program.json")


@cache
def whole() -> Layout:
    """The layout of the whole contract."""
    return whole_layout(ROOT)


def some(*sections: str) -> Layout:
    """The layout of some sections."""
    return make_layout(ROOT, lambda field: field.static.split(".")[0] in {"format", *sections})


def written(tree: Mapping[str, Any], layout: Layout | None = None) -> bytes:
    """The bytes of a workbook with the data."""
    return _written(json.dumps(tree)) if layout is None else workbook(layout, plain(tree).tree, NAME)


@lru_cache(maxsize=4)
def _written(text: str) -> bytes:
    tree = plain(json.loads(text)).tree
    return workbook(some(*tree), tree, NAME)


def read(data: bytes) -> Document:
    """The document in a workbook."""
    return read_workbook(data, NAME, CONTRACT)


def loaded(data: bytes) -> Submission:
    """The submission in a workbook."""
    return load_document(read(data), CONTRACT)


def altered(tree: Mapping[str, Any], change: Callable[[Any], object]) -> bytes:
    """A workbook with the data that somebody opened in another program, changed and saved."""
    book = load_workbook(io.BytesIO(written(tree)))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rezipped(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The archive with each member changed; None leaves it out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if (content := change(info.filename, old.read(info))) is not None:
                new.writestr(info.filename, content)
    return target.getvalue()


def codes(submission: Submission) -> list[str]:
    """The codes of all problems."""
    return [problem.code for problem in submission.problems]


def notes(submission: Submission) -> list[str]:
    """The codes of all notes, but those that every submission has."""
    return [note.code for note in submission.notes if note.code not in {"default", "dates-kept", "file-missing"}]

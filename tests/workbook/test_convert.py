"""A submission comes back as it was from a workbook, from YAML and from JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from benchmarks.generator.submissions import data_of as made_up
from poscheck.cli.filled import filled_json, filled_yaml, values
from poscheck.reading import read_bytes
from poscheck.submission import load_document
from poscheck.workbook.place import homeless
from poscheck.workbook.several import joined, parted
from tests.checks.documents import complete, small
from tests.fuzz import randoms, tries
from tests.workbook.books import CONTRACT, DATA, ROOT, plain, read, some, written

if TYPE_CHECKING:
    from random import Random

    from poscheck.reading import Document

AWKWARD: list[list[str]] = [
    ["a; b", 'say "x"'],
    ["none"],
    ["None", "other"],
    [],
    ["one\ntwo"],
    ["a,b"],
    ['"'],
    ["x" * 300, "é", "=1+1"],
]


def data_of(document: Document) -> Any:
    return said(load_document(document, CONTRACT).data)


def said(value: Any) -> Any:
    """A value without the groups in which nothing is said, which a form cannot tell from blank ones."""
    if isinstance(value, dict):
        return {name: kept for name, each in value.items() if (kept := said(each)) != {}}
    return [said(each) for each in value] if isinstance(value, list) else value


def assert_round(tree: dict[str, Any]) -> None:
    """JSON → workbook → YAML → JSON: the same data each time."""
    start = plain(tree)
    assert list(homeless(start.tree, ROOT)) == []
    book = read(written(tree, some(*tree)))
    assert book.problems == ()
    text = read_bytes(filled_yaml(values(book.tree, ROOT), ROOT).encode(), "program.yaml")
    back = read_bytes(filled_json(values(text.tree, ROOT)).encode(), "program.json")
    for document in (book, text, back):
        assert data_of(document) == data_of(start)


def test_what_there_is_comes_back() -> None:
    assert_round(DATA)
    assert_round(complete())


@tries(6)
@given(randoms)
def test_small_submissions_come_back(rng: Random) -> None:
    assert_round(small(rng))


@pytest.mark.parametrize("number", range(2))
def test_realistic_submissions_come_back(number: int) -> None:
    assert_round({"format": "poscheck/1", **made_up(7, number, misfits=False)})


@pytest.mark.parametrize("values", AWKWARD, ids=repr)
def test_several_values_of_a_cell_come_back(values: list[str]) -> None:
    assert parted(joined(values)) == values
    assert parted(joined(values, commas=True), commas=True) == values

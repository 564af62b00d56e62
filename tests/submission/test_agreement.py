"""Values of one record that are compared with each other: what still fits, and what does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from poscheck.contract import standard_contract
from poscheck.reading import read_bytes
from poscheck.submission import load_document

FITS: list[dict[str, Any]] = [
    {"numerator": 34, "denominator": 50, "percent": 68},
    {"numerator": 2, "denominator": 3, "percent": 66},
    {"numerator": 2, "denominator": 3, "percent": 67},
    {"numerator": 34, "denominator": 50, "percent": 69},
    {"numerator": 0, "denominator": 0, "percent": 100},
    {"numerator": 34, "percent": 85},
]
DOES_NOT: list[dict[str, Any]] = [
    {"numerator": 34, "denominator": 50, "percent": 69.1},
    {"numerator": 34, "denominator": 50, "percent": 66.9},
    {"numerator": 0, "denominator": 50, "percent": 2},
]


def codes(section: str, entry: dict[str, Any]) -> list[str]:
    content = json.dumps({"format": "poscheck/1", section: [entry]}).encode()
    return [problem.code for problem in load_document(read_bytes(content, "a.json"), standard_contract()).problems]


@pytest.mark.parametrize("figures", FITS, ids=str)
def test_a_percentage_may_be_rounded_and_needs_both_counts(figures: dict[str, Any]) -> None:
    assert codes("indicators", {"code": "1S1", **figures}) == []


@pytest.mark.parametrize("figures", DOES_NOT, ids=str)
def test_a_percentage_more_than_a_point_off_is_a_problem(figures: dict[str, Any]) -> None:
    assert codes("indicators", {"code": "1S1", **figures}) == ["percent-does-not-fit"]


@pytest.mark.parametrize(("concentrators", "expected"), [(40, []), (41, ["part-above-whole"])])
def test_a_part_is_at_most_its_whole(concentrators: int, expected: list[str]) -> None:
    entry = {"school_year": "2025-26", "students": 40, "concentrators": concentrators}
    assert codes("enrollment", entry) == expected

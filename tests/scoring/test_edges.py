"""The edges of scoring, one row each."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.reading import read_file, resolve
from poscheck.scorecard import Verdict
from poscheck.scoring import Bounds, Gate, score
from tests.scoring.made_up import made_up, reversed_order

if TYPE_CHECKING:
    from poscheck.scoring import Rated

ROWS: list[dict[str, Any]] = resolve(read_file(Path(__file__).with_name("edges.yaml")).tree["rows"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
@pytest.mark.parametrize("order", ["written", "reversed"])
def test_an_edge_comes_to_what_was_worked_out_by_hand(row: dict[str, Any], order: str) -> None:
    given = made_up(row["components"])
    ruleset = given.ruleset if order == "written" else reversed_order(given.ruleset)
    found = score(ruleset, given.outcomes, ready=row.get("ready", True))
    expect = row["expect"]
    for criterion, rating in expect.get("ratings", {}).items():
        assert _rating(found.ratings[criterion]) == rating, criterion
    for component, figure in expect.get("components", {}).items():
        assert found.components[component] == _bounds(figure), component
    if "overall" in expect:
        assert found.overall == _bounds(expect["overall"])
    if "verdict" in expect:
        assert found.verdict == Verdict(expect["verdict"])
    if "gates" in expect:
        assert sorted(map(_gate, found.gates)) == sorted(expect["gates"])


def _rating(rated: Rated | None) -> Any:
    if rated is None:
        return None
    return rated.low if rated.low == rated.high else [rated.low, rated.high]


def _bounds(figure: Any) -> Bounds | None:
    if figure is None:
        return None
    low, high = figure if isinstance(figure, list) else (figure, figure)
    return Bounds(Fraction(str(low)), Fraction(str(high)))


def _gate(gate: Gate) -> str:
    return " ".join(str(part) for part in (gate.kind, gate.criterion, gate.component) if part is not None)

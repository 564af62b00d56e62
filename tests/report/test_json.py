"""The JSON of a scorecard."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.report import to_json
from tests.report import cards

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.scorecard import Scorecard


def without_cells(part: Any) -> Any:
    """Plain data without the places that only workbooks have."""
    if isinstance(part, dict):
        return {
            name: without_cells(each)
            for name, each in part.items()
            if each is not None or name not in {"sheet", "cell"}
        }
    return [without_cells(each) for each in part] if isinstance(part, tuple | list) else part


@pytest.mark.parametrize("make", cards.ALL.values(), ids=cards.ALL.keys())
def test_equals_what_the_json_module_would_write(make: Callable[[], Scorecard]) -> None:
    data: Any = without_cells(dataclasses.asdict(make()))
    ascii_only = make is cards.hostile  # it holds half a surrogate pair, which no UTF-8 file can

    assert json.dumps(data, indent=2, ensure_ascii=ascii_only) + "\n" == to_json(make())


def test_several_scorecards_are_an_array() -> None:
    card = cards.nothing_applies()

    assert [json.loads(to_json(card))] * 2 == json.loads(to_json([card, card]))
    assert to_json([]) == "[]\n"


def test_any_scorecard_can_be_saved_as_utf_8() -> None:
    assert json.loads(to_json(cards.hostile()).encode())["format"] == "poscheck-scorecard/1"


def test_an_object_that_is_no_part_of_a_scorecard_is_refused() -> None:
    with pytest.raises(TypeError, match="object does not belong in a scorecard"):
        to_json([object()])  # type: ignore[list-item]

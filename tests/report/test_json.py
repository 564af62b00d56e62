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


def without_defaults(part: Any) -> Any:
    """A part of a scorecard as plain data, without the fields that have their default."""
    if dataclasses.is_dataclass(part):
        kept = [each for each in dataclasses.fields(part) if getattr(part, each.name) is not each.default]
        return {each.name: without_defaults(getattr(part, each.name)) for each in kept}
    return [without_defaults(each) for each in part] if isinstance(part, tuple) else part


@pytest.mark.parametrize("make", cards.ALL.values(), ids=cards.ALL.keys())
def test_equals_what_the_json_module_would_write(make: Callable[[], Scorecard]) -> None:
    data: Any = without_defaults(make())
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

"""Records do what frozen dataclasses do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from functools import cached_property
from typing import Any

import pytest

from poscheck.records import Entity, Part, Record


class Place(Record):
    line: int
    column: int = 1


class Named(Record, kw_only=True):
    name: str
    place: Place | None = None


class Thing(Entity):
    name: str

    @cached_property
    def shouted(self) -> str:
        return self.name.upper()


WRONG: dict[str, Any] = {
    "too few": Place,
    "too many": lambda: Place(1, 2, 3),  # type: ignore[call-arg]
    "unknown": lambda: Place(1, width=2),  # type: ignore[call-arg]
    "unknown instead of needed": lambda: Place(width=2),  # type: ignore[call-arg]
    "not by name": lambda: Named("x"),  # type: ignore[call-arg]
}


@pytest.mark.parametrize("why", WRONG)
def test_only_what_fits_can_be_made(why: str) -> None:
    with pytest.raises((TypeError, ValueError)):
        WRONG[why]()


def test_equal_where_all_is_equal() -> None:
    assert Place(3) == Place(line=3, column=1)
    assert hash(Place(3)) == hash(Place(column=1, line=3))
    assert Place(3) != Place(4)
    assert Place(3) != (3, 1)
    assert {Named(name="a", place=Place(1)), Named(name="a", place=Place(1, 1))} == {Named(name="a", place=Place(1))}


def test_an_entity_is_equal_to_itself_alone() -> None:
    thing = Thing("a")
    assert thing == thing  # noqa: PLR0124 -- which is what is asked
    assert thing != Thing("a")
    assert len({thing, Thing("a")}) == 2


def test_nothing_can_be_changed() -> None:
    place = Place(3)
    with pytest.raises(AttributeError, match="line"):
        place.line = 4  # type: ignore[misc]
    with pytest.raises(AttributeError, match="line"):
        del place.line
    assert place.changed(line=4) == Place(4)
    assert place == Place(3)


def test_what_was_worked_out_is_not_handed_on() -> None:
    thing = Thing("a")
    assert (thing.shouted, thing.changed(name="b").shouted) == ("A", "B")


def test_shown_with_all_fields() -> None:
    assert repr(Named(name="a", place=Place(2))) == "Named(name='a', place=Place(line=2, column=1))"


def pickled(record: Record) -> Any:
    return pickle.loads(pickle.dumps(record))  # noqa: S301 -- our own


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_is_equal(copied: Any) -> None:
    named = Named(name="a", place=Place(2))
    assert copied(named) == named
    assert copied(named).place.column == 1


def test_taken_apart_in_order() -> None:
    match Place(3, 4):
        case Place(line, column):
            assert (line, column) == (3, 4)


class Piece(Part):
    name: str
    place: Place | None = None


def test_a_part_becomes_a_dataclass_when_somebody_asks_for_that() -> None:
    piece = Piece(name="x")
    assert "__dataclass_fields__" not in vars(Piece)
    assert dataclasses.asdict(piece) == {"name": "x", "place": None}
    assert dataclasses.replace(piece, name="y") == Piece(name="y")
    assert [field.name for field in dataclasses.fields(Piece)] == ["name", "place"]
    assert "__dataclass_fields__" in vars(Piece)
    assert not dataclasses.is_dataclass(Part)

"""Whatever stands in a file: it is read and reported, or refused with a place; never a crash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import event, given
from hypothesis import strategies as st

from poscheck.contract import Field, Kind, standard_contract
from poscheck.engine import evaluate
from poscheck.errors import ReadError
from poscheck.reading import read_bytes
from poscheck.submission import load_document
from tests.engine.cards import AS_OF, rules
from tests.fuzz import randoms, tries

if TYPE_CHECKING:
    from random import Random

    from poscheck.submission import Submission

SINGLE = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text())
KEYS = [field.static.rsplit(".", 1)[-1] for field in standard_contract().root.walk()]
NAMES = st.one_of(st.sampled_from(KEYS), st.text())


def groups(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.lists(inside, max_size=4), st.dictionaries(NAMES, inside, max_size=5))


ANYTHING = st.recursive(SINGLE, groups, max_leaves=25)
ODD: list[Any] = [
    *(
        None,
        True,
        0,
        -3,
        2.5,
        10**25,
        "",
        "TBD",
        "district",
        "one",
        "2026-02-30",
        "2026",
        "2024-25",
        "1999-00",
        "never",
    ),
    *("0000-00-00", "9999-12-31", [], {}, [None], [[1]], [{}], {"id": None}, {"id": {}}, "x" * 30_000, "..", "a.b\\.c"),
]


def read(tree: Any) -> Submission:
    """The submission that a tree makes."""
    return load_document(read_bytes(json.dumps(tree).encode(), "any.json"), standard_contract())


def check(submission: Submission) -> None:
    """Every problem has a place, every section its kind, and a scorecard comes out."""
    assert all(problem.line and problem.path is not None and problem.message for problem in submission.problems)
    for name, value in submission.data.items():
        kind = standard_contract().root.members[name].kind
        assert isinstance(value, {Kind.LIST: list, Kind.RECORD: dict, Kind.MAP: dict, Kind.OPEN: dict}.get(kind, str))


@tries(100)
@given(st.dictionaries(NAMES, ANYTHING, max_size=6))
def test_any_mapping(tree: dict[str, Any]) -> None:
    try:
        check(read({"format": "poscheck/1", **tree}))
    except ReadError as error:
        places = [problem.line for problem in error.problems]
        event("refused")
        assert None not in places


@tries(40)
@given(randoms)
def test_odd_values_in_known_places(rng: Random) -> None:
    check(read({"format": "poscheck/1", **odd(rng, standard_contract().root, 0.06)}))


@tries(5)
@given(randoms)
def test_odd_values_are_judged(rng: Random) -> None:
    submission = read({"format": "poscheck/1", **odd(rng, standard_contract().root, 0.02)})
    assert not evaluate(rules(), submission, AS_OF).readiness.ready


def odd(rng: Random, field: Field, share: float) -> Any:
    """A value of a field's shape with odd values here and there."""
    if rng.random() < share and field.static:
        return rng.choice(ODD)
    match field.kind:
        case Kind.RECORD:
            names = [name for name in field.members if name != "format" and rng.random() < 0.7]
            return {name: odd(rng, field.members[name], share) for name in names}
        case Kind.LIST:
            assert field.item is not None
            return [odd(rng, field.item, share) for _ in range(rng.randint(0, 3))]
        case Kind.MAP:
            assert field.item is not None
            return {name: odd(rng, field.item, share) for name in rng.sample(["english", "1.1", "", "x.y"], 2)}
        case Kind.OPEN:
            return {name: rng.choice(ODD) for name in ("a", "b.c", "")}
        case _:
            return rng.choice([*ODD[:15], *field.words[:2], "one", "two", 1])

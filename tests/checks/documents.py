"""Random submissions: small ones made up from the contract, and the complete one with changes."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from poscheck.contract import DISTRICT, Field, Kind
from poscheck.reading import read_bytes, read_file, resolve
from poscheck.resources import data_dir
from poscheck.submission import load_document
from tests.checks.pools import EXTENSION, IDS, contract, values

if TYPE_CHECKING:
    from random import Random

    from poscheck.submission import Submission

Tree = dict[str, Any]
Place = tuple[str | int, ...]

SECTIONS = (
    *("district", "program", "courses", "credit_agreements", "partners", "memoranda", "evaluations", "indicators"),
    *("labor_market", "enrollment", "policies", "advisory_committee", "diploma", "signatures", "extensions"),
)
CONTAINERS = {Kind.LIST, Kind.RECORD, Kind.MAP, Kind.OPEN}
MISSING = 0.06
OWN_ID = 0.8


def loaded(tree: Tree) -> Submission:
    """The submission that a tree of plain data makes."""
    return load_document(read_bytes(json.dumps(tree).encode(), "made-up.json"), contract())


def small(rng: Random) -> Tree:
    """A submission with a few sections, and perhaps one of them still to follow."""
    root = contract().root
    sections = list(dict.fromkeys([*rng.sample(SECTIONS, rng.randint(1, 3)), rng.choice(["courses", "partners"])]))
    tree = {"format": "poscheck/1", **{section: written(rng, root.members[section]) for section in sections}}
    return {**tree, "to_follow": [rng.choice(sections)]} if rng.random() < 0.2 else tree


def written(rng: Random, field: Field) -> Any:
    """What somebody may write for ``field``: mostly what fits, sometimes nothing yet."""
    match field.kind:
        case Kind.RECORD:
            names = [name for name, member in field.members.items() if not _is_code(member)]
            return {name: written(rng, field.members[name]) for name in names if rng.random() > MISSING}
        case Kind.LIST:
            assert field.item is not None
            return [_item(rng, field.item, number) for number in range(rng.choice([0, 1, 1, 2, 2, 3]))]
        case Kind.MAP:
            assert field.item is not None
            names = field.schema.get("propertyNames", {}).get("enum", ["english", "one"])
            return {name: written(rng, field.item) for name in rng.sample(names, rng.randint(0, 2))}
        case Kind.OPEN:
            return {name: rng.choice(EXTENSION) for name in IDS}
        case _:
            return rng.choice(values(field)) if rng.random() > MISSING else rng.choice(["TBD", None])


def _item(rng: Random, item: Field, number: int) -> Any:
    """An item, mostly with an id of its own."""
    value = written(rng, item)
    return {**value, item.id_key: IDS[number]} if item.id_key and rng.random() < OWN_ID else value


def _is_code(field: Field) -> bool:
    """Codes of a special form are left out: a made-up one would not fit."""
    return field.kind is Kind.TEXT and "pattern" in field.schema


@cache
def complete() -> Tree:
    """The data of the complete submission that ships with the ten components."""
    tree = resolve(read_file(data_dir("rules") / "ten-components" / "fixtures" / "base.yaml").tree)
    plain: Tree = json.loads(json.dumps(tree))
    return plain


def places(value: Any, field: Field, at: Place = ()) -> list[tuple[Place, Field]]:
    """Every place below ``value`` that somebody may change."""
    found: list[tuple[Place, Field]] = []
    if isinstance(value, dict):
        members = [(name, member, field.members.get(name) or field.item) for name, member in value.items()]
    else:
        members = [
            (number, member, field.item) for number, member in enumerate(value if isinstance(value, list) else [])
        ]
    for part, member, below in members:
        if below is not None:
            found += [((*at, part), below), *places(member, below, (*at, part))]
    return found


@cache
def complete_places() -> list[tuple[Place, Field]]:
    """The places of the complete submission, but for its head and the applicant's own opinions."""
    left_out = {"format", "self_ratings", "not_applicable_claims"}
    return [(at, field) for at, field in places(complete(), contract().root) if at[0] not in left_out]


def changed_complete(rng: Random, most: int = 12) -> Tree:
    """The complete submission with some values taken away, others replaced, and perhaps something still to follow."""
    tree: Tree = json.loads(json.dumps(complete()))
    for at, field in rng.sample(complete_places(), rng.randint(1, most)):
        change(rng, tree, at, field)
    return {**tree, "to_follow": [rng.choice(SECTIONS)]} if rng.random() < 0.2 else tree


def change(rng: Random, tree: Tree, at: Place, field: Field) -> None:
    """Take the value at ``at`` away, empty it, or replace it by another one that fits."""
    try:
        owner = inside(tree, at[:-1])
        _ = owner[at[-1]]
    except (KeyError, IndexError, TypeError):
        return  # another change took it away
    way = rng.choice(["drop", "empty"] if field.kind is Kind.LIST else ["drop", "replace", "replace"])
    if way == "empty":
        owner[at[-1]] = []
    elif way == "drop" or field.kind in CONTAINERS:
        del owner[at[-1]]
    else:
        owner[at[-1]] = rng.choice(known(field) if field.reference else values(field))


def inside(tree: Any, at: Place) -> Any:
    """What stands at a place."""
    for part in at:
        tree = tree[part]
    return tree


def known(field: Field) -> list[str]:
    """What a reference may name in the complete submission."""
    target = contract().root.members[field.reference or ""].item
    assert target is not None
    names = [item[target.key] for item in complete()[field.reference or ""] if target.key in item]
    return [*names, DISTRICT] if field.party else names

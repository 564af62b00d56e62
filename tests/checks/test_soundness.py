"""What is true (false) with a value missing stays so, whatever is filled in: by trying every value of a small pool.

Left out on purpose: values with a default in the schema, which count as written; ``expires_on``, whose absence means
something where an agreement is reviewed every year; and the ids and names by which entries are referred to.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, given

from poscheck.checks.compiler import compile_rules
from poscheck.checks.logic import Logic
from poscheck.contract import Field, Kind
from poscheck.scorecard import Executability
from tests.checks.checks import Maker, Scope
from tests.checks.documents import inside, loaded, places, small, written
from tests.checks.pools import contract, parameter_values, values
from tests.checks.smaller import smaller
from tests.checks.three import TRUTHS, environment, parsed
from tests.fuzz import randoms, tries

if TYPE_CHECKING:
    from random import Random

    from poscheck.checks.compiler import Outcomes
    from tests.checks.documents import Place, Tree
    from tests.oracle import Verdict

CHECKS = 8
PLACES = 8
LISTS = 3
FAR: dict[Kind, list[Any]] = {
    Kind.NUMBER: [0, 16, 1000],
    Kind.DATE: ["1990-01-01", "2090"],
    Kind.EXPIRY: ["1990-01-01", "never"],
}
DAYS_OF = {
    "2026": ["2026-01-01", "2026-10-15", "2026-12-31"],
    "2026-10": ["2026-10-01", "2026-10-15", "2026-10-16", "2026-10-31"],
    "2025-26": ["2025-07-01", "2025-10-15", "2026-06-30"],
}


def truths(outcomes: Outcomes, tree: Tree) -> list[Verdict]:
    submission = loaded(tree)
    return [TRUTHS[outcome] for outcome in outcomes(submission.data, submission.to_follow)[0]]


def bound(raws: list[Any]) -> Outcomes:
    logics = [Logic(node, None, None, Executability.FULL) for raw in raws if (node := parsed(raw)) is not None]
    outcomes: Outcomes = compile_rules(logics, parameter_values()).bind(environment())
    return outcomes


def may_go(at: Place, field: Field) -> bool:
    """Whether taking the value at a place away only makes less known."""
    identifying = isinstance(at[-1], str) and at[-1] in {"id", "name", "title", "code", "party"} and len(at) > 2
    return isinstance(at[-1], str) and field.default is None and at[-1] != "expires_on" and not identifying


def with_value(tree: Tree, at: Place, value: Any) -> Tree:
    """A copy with another value at a place (None: with none)."""
    changed: Tree = json.loads(json.dumps(tree))
    owner = inside(changed, at[:-1])
    if value is None:
        del owner[at[-1]]
    else:
        owner[at[-1]] = value
    return changed


def fillings(rng: Random, field: Field) -> list[Any]:
    """Legal values for a field: for a single value those of its pool, for others a few made up."""
    match field.kind:
        case Kind.LIST | Kind.RECORD | Kind.MAP | Kind.OPEN:
            return [written(rng, field) for _ in range(LISTS)] + ([[]] if field.kind is Kind.LIST else [])
        case _:
            far = [value for value in FAR.get(field.kind, []) if field.minimum is None or value >= field.minimum]
            return [*values(field), *(value for value in far if field.maximum is None or value <= field.maximum)]


@tries(35)
@given(randoms)
def test_what_is_known_does_not_depend_on_what_is_missing(rng: Random) -> None:
    tree = {**small(rng), "to_follow": []}
    scope = Scope(tuple({key: 0 for key in (*tree, "partners", "courses") if key not in {"format", "to_follow"}}))
    raws = [raw for _ in range(CHECKS) if parsed(raw := Maker(rng).check(scope, 3)) is not None]
    outcomes = bound(raws)
    changeable = [(at, field) for at, field in places(tree, contract().root) if may_go(at, field)]
    for at, field in rng.sample(changeable, min(PLACES, len(changeable))):
        known = truths(outcomes, with_value(tree, at, None))
        if set(known) == {None}:
            continue
        for value in [inside(tree, at), *fillings(rng, field)]:
            if value is not None:
                event("filled in")
                compare(tree, at, value, raws, known, truths(outcomes, with_value(tree, at, value)))


@tries(20)
@given(randoms)
def test_what_a_partial_date_settles_holds_for_each_of_its_days(rng: Random) -> None:
    tree = {**small(rng), "to_follow": []}
    scope = Scope(tuple({key: 0 for key in (*tree, "partners", "courses") if key not in {"format", "to_follow"}}))
    raws = [raw for _ in range(CHECKS) if parsed(raw := Maker(rng).check(scope, 3)) is not None]
    outcomes = bound(raws)
    days = [at for at, field in places(tree, contract().root) if field.kind in {Kind.DATE, Kind.EXPIRY}]
    for at in rng.sample(days, min(PLACES, len(days))):
        for partial, whole in DAYS_OF.items():
            known = truths(outcomes, with_value(tree, at, partial))
            for day in whole:
                event("filled in")
                compare(
                    with_value(tree, at, partial), at, day, raws, known, truths(outcomes, with_value(tree, at, day))
                )


def compare(tree: Tree, at: Place, value: Any, raws: list[Any], known: list[Verdict], found: list[Verdict]) -> None:
    for raw, before, after in zip(raws, known, found, strict=True):
        if before is not None and before != after:
            less = smaller([tree, list(at), value, raw], unsound)
            pytest.fail(f"{before} turns into {after}: {json.dumps(less)}")


def unsound(example: list[Any]) -> bool:
    """Whether a check of (submission, place, value, check) is known without the value, and else with it."""
    tree, at, value, raw = example
    if not at or parsed(raw) is None:
        return False
    without = tree if isinstance(inside(tree, at), str) and inside(tree, at) in DAYS_OF else with_value(tree, at, None)
    before, after = truths(bound([raw]), without)[0], truths(bound([raw]), with_value(tree, at, value))[0]
    return before is not None and before != after

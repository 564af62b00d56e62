"""The mutation check: which alterations there are, that none is left out wrongly, and what tests would notice."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, given

from poscheck.authoring.alterations import Altered, alterations
from poscheck.authoring.bench import Bench
from poscheck.authoring.mutation import mutate, rule_mutants
from poscheck.authoring.sameness import normal
from poscheck.checks.parser import CheckParser
from poscheck.reading import read_file, resolve
from poscheck.ruleset.load import load_written
from tests.checks.checks import Maker, Scope
from tests.checks.documents import loaded, small
from tests.checks.pools import KINDS, contract
from tests.checks.three import explained
from tests.fuzz import randoms, tries

if TYPE_CHECKING:
    from random import Random

    from poscheck.authoring.alterations import Alteration
    from poscheck.checks import nodes
    from poscheck.ruleset.written import Written

TREE = read_file(Path(__file__).with_name("alterations.yaml")).tree
CASES = [pytest.param(case["check"], resolve(case["altered"]), id=str(case["check"])[:70]) for case in TREE["cases"]]
CONTRACT = contract()
DEPTH = 3
LOOSE = """\
- {name: none, given: {advisory_committee.meetings: []}, expect: not_met}
          - {name: not stated, given: {advisory_committee.meetings: null}, expect: incomplete}
"""


def parsed(raw: Any) -> nodes.Check | None:
    """The check, or None where the language refuses it."""
    refused: list[str] = []

    def report(code: str, *_: Any, **__: Any) -> None:
        refused.append(code)

    found = CheckParser(CONTRACT, {**KINDS, "needed": "number"}, CONTRACT.fillers, report).parse(raw, ())
    return None if refused else found


def meant(raw: Any) -> str | None:
    check = parsed(raw)
    return None if check is None else normal(check, CONTRACT.fillers)


def told(alteration: Alteration) -> str:
    return f"{alteration.was} > {alteration.becomes or ''}"


@pytest.mark.parametrize(("check", "expected"), CASES)
def test_every_alteration_of_a_check(check: Any, expected: list[str]) -> None:
    seen, found = {meant(check)}, []
    for alteration in alterations(check):
        meaning = None if alteration.check is None else meant(alteration.check)
        if meaning is not None and meaning not in seen:
            seen.add(meaning)
            found.append(told(alteration))

    assert parsed(check) is not None
    assert found == expected


@cache
def written(name: str) -> tuple[Written, Bench]:
    loaded = load_written(name)
    return loaded, Bench(loaded.ruleset)


@tries(300)
@given(randoms)
def test_what_means_the_same_comes_to_the_same(rng: Random) -> None:
    tree = small(rng)
    raw = Maker(rng).check(Scope(tuple(key for key in tree if key not in {"format", "to_follow"})), DEPTH)
    node, submission = parsed(raw), loaded(tree)
    if node is None:
        return
    for alteration in alterations(raw):
        other = None if alteration.check is None else parsed(alteration.check)
        if other is not None and normal(other, CONTRACT.fillers) == normal(node, CONTRACT.fillers):
            event("the same")
            assert explained(other, submission) == explained(node, submission), (raw, told(alteration))


def test_an_alteration_is_placed_where_it_is_written(state: Path) -> None:
    of = load_written(state)
    rule = next(each for each in of.ruleset.rules if each.id == "P2-committee-meets")
    lines = (state / "01-partnerships.yaml").read_text(encoding="utf-8").splitlines()
    for mutant in rule_mutants(of, rule):
        line = lines[mutant.spot.line - 1][mutant.spot.column - 1 :]
        assert line.startswith(mutant.was.split(":")[0]), mutant.was


def test_what_is_written_once_is_altered_once() -> None:
    of, _ = written("wisconsin-pathway")
    rule = next(each for each in of.ruleset.rules if each.id == "WI.3-three-of-five")

    assert not [mutant.was for mutant in rule_mutants(of, rule) if mutant.was == "license"]


LACKING = {
    "the first just a year ago": [("12 months", "11 months")],
    "the first a day earlier": [("12 months", "13 months")],
}


@pytest.mark.parametrize("name", LACKING)
def test_a_test_that_is_taken_away_is_missed(name: str, state: Path) -> None:
    file = state / "01-partnerships.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if f"name: {name}," not in line), encoding="utf-8")
    of = load_written(state)

    found = mutate(of, Bench(of.ruleset), of.ruleset.rules).survivors

    assert [(each.was, each.becomes) for each in found] == LACKING[name]


def test_a_parameter_is_altered_too(state: Path) -> None:
    file = state / "01-partnerships.yaml"
    text = file.read_text(encoding="utf-8")
    first = text.index("- {name: the first just")
    file.write_text(text[:first] + LOOSE, encoding="utf-8")
    of = load_written(state)

    found = mutate(of, Bench(of.ruleset), of.ruleset.rules, [Altered.THRESHOLD]).survivors

    assert [(each.was, each.becomes) for each in found if each.spot.file == "my-state/ruleset.yaml"] == [("2", "1")]


def test_what_is_inherited_is_not_altered() -> None:
    good = Path(__file__).parents[1] / "ruleset" / "good"
    of = load_written(good / "state")
    result = mutate(of, Bench(of.ruleset), of.ruleset.rules)

    assert sum(result.tried.values()) > 0
    assert {mutant.spot.file.split("/")[0] for mutant in result.survivors} <= {"state"}

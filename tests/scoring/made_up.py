"""Rulesets made up for scoring: real ones, of which only what scoring reads matters."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from poscheck.checks.logic import Logic
from poscheck.contract import standard_contract
from poscheck.ruleset import Component, Criterion, Rule, Ruleset
from poscheck.scorecard import Citation, Executability, Outcome, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

Outcomes = dict[str, tuple[Outcome, bool]]

UNSURE = "unsure"
"""Written for a rule of which it is unknown whether it applies."""
_NOWHERE = Citation(source="", title="", short="", item=None, url=None)
_SCALE = tuple(Step(rating=rating, name=f"level {rating}", meaning="") for rating in range(4))


@dataclass(frozen=True)
class MadeUp:
    """A ruleset and the outcome of each of its rules."""

    ruleset: Ruleset
    outcomes: Outcomes


def rule(name: str, level: int, *, rated: bool = True) -> Rule:
    """A rule of which only its id and level matter."""
    return Rule(
        id=name,
        level=level,
        rated=rated,
        question="",
        met="",
        not_met="",
        incomplete=None,
        fix="",
        in_words=None,
        executability=Executability.FULL,
        look_for=(),
        ours=True,
        citation=_NOWHERE,
        logic=Logic(None, None, None, Executability.FULL),
        cases=(),
    )


def outcome(word: str) -> tuple[Outcome, bool]:
    """The outcome that a word writes, and whether it is unknown that the rule applies."""
    return (Outcome.INCOMPLETE, True) if word == UNSURE else (Outcome(word), False)


def made_up(components: Mapping[str, Any], required_rating: int = 2) -> MadeUp:
    """From ``{component: {weight, minimum, criteria: {criterion: {weight, required, rules: {level: outcomes}}}}}``."""
    outcomes: Outcomes = {}
    found: list[Component] = []
    for number, (name, written) in enumerate(components.items(), start=1):
        criteria: list[Criterion] = []
        for criterion, inside in written.get("criteria", {}).items():
            rules: list[Rule] = []
            for level, words in inside.get("rules", {}).items():
                for word in [words] if isinstance(words, str) else words:
                    rules.append(rule(f"{criterion}-{len(rules)}", int(level)))
                    outcomes[rules[-1].id] = outcome(word)
            criteria.append(_criterion(criterion, inside, rules))
        found.append(_component(name, number, written, criteria))
    return MadeUp(ruleset(tuple(found), required_rating), outcomes)


def _criterion(name: str, written: Mapping[str, Any], rules: list[Rule]) -> Criterion:
    return Criterion(
        id=name,
        title=name,
        alias=None,
        why="",
        required=written.get("required", False),
        responsible=written.get("responsible", "district"),
        state_fact=None,
        compares_with=(),
        weight=Fraction(str(written.get("weight", 1))),
        citation=_NOWHERE,
        rules=tuple(rules),
    )


def _component(name: str, number: int, written: Mapping[str, Any], criteria: list[Criterion]) -> Component:
    return Component(
        id=name,
        number=number,
        title=name,
        alias=None,
        weight=Fraction(str(written.get("weight", 1))),
        minimum=Fraction(str(written.get("minimum", 0))),
        criteria=tuple(criteria),
    )


def ruleset(components: tuple[Component, ...], required_rating: int) -> Ruleset:
    """A ruleset with these components and nothing else."""
    return Ruleset(
        id="made-up",
        title="",
        version="1.0.0",
        digest="",
        disclaimer="",
        component_word="component",
        criterion_word="criterion",
        first_day=1,
        last_day=None,
        scale=_SCALE,
        required_rating=required_rating,
        components=components,
        readiness=(),
        parameters={},
        switched_off=(),
        planning={},
        read_fields=frozenset(),
        contract=standard_contract(),
        fixture_name=None,
        fixture_bytes=None,
        fixture_as_of=None,
    )


def reversed_order(given: Ruleset) -> Ruleset:
    """The same ruleset with components, criteria and rules in the opposite order."""
    return given.changed(
        components=tuple(
            component.changed(
                criteria=tuple(
                    criterion.changed(rules=criterion.rules[::-1]) for criterion in component.criteria[::-1]
                ),
            )
            for component in given.components[::-1]
        ),
    )

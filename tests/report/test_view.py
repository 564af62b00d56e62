"""The arrangement that every report is written from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from poscheck.report import render_html, render_markdown, render_text
from poscheck.report.view import Standing, arrange
from poscheck.report.wording import counts_list
from poscheck.scorecard import Outcome, ReasonKind
from tests.report import cards

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.scorecard import Scorecard

every_card = pytest.mark.parametrize("make", cards.ALL.values(), ids=cards.ALL.keys())


@every_card
def test_the_counts_of_the_components_add_up_to_those_of_the_scorecard(make: Callable[[], Scorecard]) -> None:
    card = make()
    view = arrange(card)

    for outcome, number in counts_list(card.counts):
        assert number == sum(getattr(item.counts, outcome.value) for item in view.components)


@every_card
def test_every_finding_is_shown_once(make: Callable[[], Scorecard]) -> None:
    card = make()
    shown = [
        entry.finding.rule
        for item in arrange(card).components
        for group in (item.to_fix, item.to_judge, item.met, item.not_applicable, item.informs)
        for entry in group
    ]

    assert sorted(shown) == sorted(f.rule for item in card.components for c in item.criteria for f in c.findings)


def test_a_state_duty_informs_and_is_counted_nowhere() -> None:
    [component] = [item for item in arrange(cards.typical()).components if item.component.number == 4]

    assert {entry.criterion.id for entry in component.informs if entry.criterion} == {"4.1", "4.2"}
    assert sum(number for _, number in counts_list(component.counts)) == 6


def test_a_component_stands_where_the_verdict_reasons_put_it() -> None:
    standings = {item.component.number: item.standing for item in arrange(cards.typical()).components}

    assert standings[6] is Standing.FALLS_SHORT
    assert standings[7] is Standing.OPEN
    assert standings[1] is Standing.IN_PLACE
    empty = arrange(cards.nothing_applies())
    assert {item.standing for item in empty.components} == {Standing.NOTHING_APPLIES}


@pytest.mark.parametrize(
    ("weight", "minimum", "required", "standing"),
    [
        (0, "0", False, Standing.NOT_COUNTED),
        (1, "0", False, Standing.IN_PLACE),
        (0, "1/3", False, Standing.IN_PLACE),
        (0, "0", True, Standing.IN_PLACE),
    ],
)
def test_a_component_without_weight_and_gate_does_not_count(
    weight: float, minimum: str, required: bool, standing: Standing
) -> None:
    card = cards.typical()
    first = card.components[0]
    criteria = tuple(replace(criterion, required=required) for criterion in first.criteria)
    changed = replace(first, weight=weight, minimum=minimum, criteria=criteria)
    card = replace(card, components=(changed, *card.components[1:]))

    assert arrange(card).components[0].standing is standing
    reports = (render_html(card), render_markdown(card), render_text(card, full=True))
    counts = [" ".join(report.lower().split()).count("does not count") for report in reports]
    assert counts == ([2, 1, 1] if standing is Standing.NOT_COUNTED else [0, 0, 0])


def test_at_most_seven_steps_and_how_many_more() -> None:
    view = arrange(cards.nearly_empty())

    assert [step.number for step in view.steps] == [1, 2, 3, 4, 5, 6, 7]
    assert len(cards.nearly_empty().next_steps) - 7 == view.more_steps
    assert all(step.target for step in view.steps)


def test_what_lacks_for_readiness_is_told_from_what_passed() -> None:
    view = arrange(cards.typical())

    assert [entry.finding.outcome for entry in view.lacking] == [Outcome.INCOMPLETE, Outcome.NOT_MET]
    assert {entry.finding.outcome for entry in view.ready_checks} == {Outcome.MET}


def test_sources_are_listed_once_even_if_a_ruleset_has_no_components() -> None:
    card = replace(cards.all_met(), components=())

    assert [(item.number, item.citation.source) for item in arrange(card).sources] == [(1, "rpos-2010")]


def test_a_gate_that_waits_for_two_things_is_listed_once_with_both() -> None:
    card = cards.typical()
    gates = [(reason.criterion, reason.component) for reason in card.verdict_reasons if reason.kind != "not_ready"]
    both = [item for item in arrange(card).reasons if len(item.kinds) > 1]

    assert len(set(gates)) < len(gates)
    assert len(set(gates)) == len(arrange(card).reasons)
    assert [item.kinds for item in both] == [(ReasonKind.MISSING_EVIDENCE, ReasonKind.NEEDS_REVIEW)]
    for report in (render_text(card, width=200), render_markdown(card), render_html(card)):
        assert report.replace("&#x27;", "'").count("Waits for evidence and for a person's decision:") == 1
        assert report.count(both[0].text.split(" ", 1)[1]) == 1

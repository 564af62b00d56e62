"""The line that a batch makes without a scorecard is the one that the scorecard gives."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from benchmarks.generator import AS_OF as MADE_UP_AS_OF
from benchmarks.generator import SIZES, make_up
from poscheck.batch.decided import NOTHING, Laid
from poscheck.batch.entries import Entry
from poscheck.batch.lines import compact, line
from poscheck.batch.scored import score
from poscheck.engine import evaluate
from poscheck.engine.brief import brief
from poscheck.engine.decisions import check_decisions
from poscheck.errors import UsageError
from poscheck.reading import read_bytes
from poscheck.scorecard import DecisionStatus
from poscheck.submission import load_document
from tests.batch.made import FILES, SAMPLES, rules
from tests.checks.documents import changed_complete, loaded, small
from tests.engine.cards import AS_OF, findings
from tests.fuzz import randoms, tries

if TYPE_CHECKING:
    from random import Random

    from poscheck.scorecard import Scorecard
    from poscheck.submission import Submission

DAY = AS_OF.toordinal()
PLACE = ("decisions.yaml", 1, 1)
Listed = list[tuple[Any, tuple[str, int | None, int | None]]]


def both(submission: Submission, day: int, listed: Listed | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The line as a batch makes it, and the scorecard's."""
    decisions = check_decisions(listed or [], rules())
    return (
        line(brief(rules(), submission, day, decisions), "a.yaml"),
        compact(evaluate(rules(), submission, day, decisions=decisions), "a.yaml"),
    )


def any_decisions(rng: Random, card: Scorecard) -> Listed:
    """Decisions on rules and on whole criteria, of which some do not count and some cannot be used."""
    digests = {rule: finding.evidence_digest for rule, finding in findings(card).items()}
    criteria = {each.id: each.evidence_digest for part in card.components for each in part.criteria}
    named = [("rule", *pair) for pair in rng.sample(list(digests.items()), 12)]
    named += [("criterion", *pair) for pair in rng.sample(list(criteria.items()), 5)]
    return [
        (
            {
                kind: rng.choice([name] * 9 + ["unheard-of"]),
                "outcome": rng.choice(["met", "not_met", "waived"]),
                "reason": "Seen on paper.",
                "role": "Reviewer",
                "decided_on": "2026-10-01",
                **({"expires_on": "2026-10-02"} if rng.random() < 0.2 else {}),
                "evidence_digest": rng.choice([digest] * 4 + ["0" * 64]),
            },
            PLACE,
        )
        for kind, name, digest in named
    ]


def claimed(rng: Random, tree: dict[str, Any]) -> dict[str, Any]:
    """The submission with claims that some criteria, known or not, do not apply."""
    names = rng.sample([criterion.id for criterion in rules().criteria], 3)
    claims = [{"criterion": name, "reason": "There is none here."} for name in (*names, "99.9")]
    return {**tree, "not_applicable_claims": claims, "self_ratings": {"99.8": 2}}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("later", [0, 400, 2000])
def test_of_every_sample(name: str, later: int) -> None:
    submission = load_document(read_bytes((SAMPLES / name).read_bytes(), name), rules().contract)

    fast, reference = both(submission, DAY + later)

    assert fast == reference


@pytest.mark.parametrize("size", SIZES)
def test_of_made_up_submissions(size: int) -> None:
    for number in range(20):
        made = make_up(5, number, size, "mixed")
        submission = load_document(read_bytes(made.content, made.name), rules().contract)

        fast, reference = both(submission, MADE_UP_AS_OF.toordinal())

        assert fast == reference, made.name


@tries(12)
@given(randoms)
def test_of_any_submission_with_decisions_and_claims(rng: Random) -> None:
    tree = changed_complete(rng, most=40) if rng.random() < 0.7 else small(rng)
    submission = loaded(claimed(rng, tree) if rng.random() < 0.5 else tree)

    fast, reference = both(submission, DAY)
    assert fast == reference
    assert not fast["decisions"]

    fast, reference = both(submission, DAY, any_decisions(rng, evaluate(rules(), submission, DAY)))
    assert fast == reference
    assert {status for _, status, *_ in fast["decisions"]} & {*DecisionStatus}


@pytest.mark.parametrize("laid", [NOTHING, Laid((1,), "d", (({"rule": "unheard-of"}, PLACE),))])
def test_a_batch_gets_one_line_whether_it_needs_the_scorecard_or_not(laid: Laid) -> None:
    class Book:
        def on(self, *_: object) -> Laid:
            return laid

    entry, data = Entry("a.yaml", "a.yaml"), (SAMPLES / FILES[0]).read_bytes()

    one, other = (score(rules(), entry, data, DAY, Book(), whole=whole) for whole in (True, False))  # type: ignore[arg-type]

    assert one.result == other.result
    assert one.scorecard() == other.scorecard()
    assert (one.texts, one.school_program, one.laid) == (other.texts, other.school_program, laid)


@pytest.mark.parametrize("name", FILES)
def test_scoring_leaves_no_objects_that_only_hold_each_other(name: str) -> None:
    entry, data = Entry(name, name), (SAMPLES / name).read_bytes()
    score(rules(), entry, data, DAY, None)  # the first time, much is compiled
    gc.collect()
    gc.disable()
    try:
        score(rules(), entry, data, DAY, None)
        assert gc.collect() == 0  # or workers would grow, which look for them seldom
    finally:
        gc.enable()


def test_out_of_force_is_refused_as_ever() -> None:
    with pytest.raises(UsageError, match="in force from"):
        both(loaded({"format": "poscheck/1"}), rules().first_day - 1)

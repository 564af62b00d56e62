"""What a person can decide: the queue, and the submissions that are one criterion away from a better verdict."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.batch.pages.deciding import WEIGHT
from poscheck.batch.pages.listing import Listing
from poscheck.batch.pages.reading import COLUMNS, Submission
from poscheck.report import wording
from poscheck.scorecard import ReviewEffect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.batch.pages.reading import Results
    from poscheck.ruleset import Criterion, Rule, Ruleset

EFFECT = {
    ReviewEffect.MEETS: "A yes makes it meet",
    ReviewEffect.DOES_NOT_MEET: "A no settles that it does not meet",
    ReviewEffect.GATE: "Decides one requirement of several",
    ReviewEffect.SCORE: "Changes the score alone",
}
_EFFECTS = {WEIGHT[effect]: effect for effect in ReviewEffect}
_QUEUE = f"""
SELECT {COLUMNS}, waiting.criterion, waiting.rules, waiting.weight
FROM waiting JOIN v_latest AS submissions USING (entry)
ORDER BY weight, verdict = 'does_not_meet', score_low DESC, submissions.entry, waiting.place
"""  # noqa: S608 -- ours
_NEAR = f"""
SELECT {COLUMNS}, near.criterion, becomes, to_judge, to_supply, to_correct
FROM near JOIN v_latest AS submissions USING (entry)
ORDER BY becomes <> 'meets', to_supply + to_correct, score_low DESC, submissions.entry, near.place
"""  # noqa: S608 -- ours
_OWN = len(Submission._fields)


class Waiting(NamedTuple):
    """A criterion (None: readiness) of a submission that waits for a person, with the questions that are asked."""

    submission: Submission
    criterion: Criterion | None
    rules: tuple[Rule, ...]
    effect: ReviewEffect


class Near(NamedTuple):
    """A criterion (None: readiness) that alone would bring a better verdict, and what stands in its way.

    ``to_judge`` rules wait for a person, ``to_supply`` lack evidence, and ``to_correct`` are not met.
    """

    submission: Submission
    criterion: Criterion | None
    becomes: str
    to_judge: int
    to_supply: int
    to_correct: int


def lists(results: Results, ruleset: Ruleset) -> Iterator[Listing]:
    """The queue, then the near ones."""
    criteria = {criterion.id: criterion for criterion in ruleset.criteria}
    rules = {rule.id: rule for rule in ruleset.rules}

    @lru_cache(maxsize=1 << 12)
    def named(asked: str) -> tuple[Rule, ...]:
        return tuple(rules[name] for name in json.loads(asked))

    def waiting(row: tuple[Any, ...]) -> Waiting:
        criterion, asked, weight = row[_OWN:]
        return Waiting(Submission._make(row[:_OWN]), criteria.get(criterion), named(asked), _EFFECTS[weight])

    def near(row: tuple[Any, ...]) -> Near:
        criterion, *rest = row[_OWN:]
        return Near(Submission._make(row[:_OWN]), criteria.get(criterion), *rest)

    yield Listing(
        name="queue",
        title="Waiting for a person",
        short="Waiting for a person",
        template="queue",
        rows=lambda: map(waiting, results.ask(_QUEUE)),
        begins=lambda row: f"{EFFECT[row.effect]}, score {wording.score_short(row.submission.score)}",
        values={"effects": EFFECT},
    )
    yield Listing(
        name="near",
        title="One decision away",
        short="One decision away",
        template="near",
        rows=lambda: map(near, results.ask(_NEAR)),
        begins=lambda row: f"{wording.VERDICT[row.becomes]}, score {wording.score_short(row.submission.score)}",
    )

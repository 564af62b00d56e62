"""Which outcomes count: the machine's, with the applicant's claims and a reviewer's decisions laid on them."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from poscheck.engine.decisions import unused_note
from poscheck.engine.evidence import joint_digest
from poscheck.engine.next_steps import rounded
from poscheck.records import Record
from poscheck.scorecard import Counts, DecisionStatus, MachineResult, Note, Outcome
from poscheck.scoring import score

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poscheck.engine.decisions import DecisionEntry, Decisions
    from poscheck.ruleset import Ruleset
    from poscheck.scoring import Outcomes
    from poscheck.submission import Submission

    Decided = dict[str, tuple[DecisionEntry, DecisionStatus]]

_OUTCOMES = tuple((outcome.value, outcome) for outcome in Outcome)
FINE = frozenset({Outcome.MET, Outcome.NOT_APPLICABLE})
"""The outcomes of which nothing is to be done."""


class Standing(Record):
    """The outcomes of one submission's rules, by id: ``machine`` before the decisions, ``outcomes`` with them.

    ``claims`` are the applicant's reasons why criteria do not apply, by criterion; ``notes`` tells of claims and
    decisions that cannot be used. ``alone`` is the machine's own answer where decisions count.
    """

    claims: Mapping[str, str]
    machine: Outcomes
    outcomes: Outcomes
    decided: Mapping[str, tuple[DecisionEntry, DecisionStatus]]
    notes: tuple[Note, ...]
    ready: bool
    counts: Counts
    alone: MachineResult | None


def stand(
    ruleset: Ruleset,
    submission: Submission,
    day: int,
    judged: Outcomes,
    decisions: Decisions,
    digest: Callable[[str], str],
) -> Standing:
    """What counts of the outcomes ``judged``, by rule; ``digest`` gives the digest of a rule's evidence."""
    claims = {
        str(claim["criterion"]): str(claim.get("reason", "no reason given"))
        for claim in submission.data.get("not_applicable_claims", ())
        if "criterion" in claim
    }
    machine = _with_claims(ruleset, judged, claims)
    decided, notes = _laid(ruleset, submission, day, decisions.about(submission), digest)
    counted = {rule: (entry.outcome, False) for rule, (entry, status) in decided.items() if _counts(status)}
    outcomes = {**machine, **counted}
    return Standing(
        claims,
        machine,
        outcomes,
        decided,
        (*notes, *_unknown(ruleset, submission, claims)),
        _ready(ruleset, submission, outcomes),
        _counted(ruleset, outcomes),
        _alone(ruleset, submission, machine) if counted else None,
    )


def _counts(status: DecisionStatus) -> bool:
    return status is DecisionStatus.COUNTED


def _with_claims(ruleset: Ruleset, judged: Outcomes, claims: Mapping[str, str]) -> Outcomes:
    """A person decides on every rule of a criterion that is claimed not to apply."""
    claimed = [criterion for criterion in ruleset.criteria if criterion.id in claims] if claims else []
    review = (Outcome.NEEDS_REVIEW, False)
    return {**judged, **{rule.id: review for criterion in claimed for rule in criterion.rules}}


def _laid(
    ruleset: Ruleset, submission: Submission, day: int, decisions: Decisions, digest: Callable[[str], str]
) -> tuple[Decided, list[Note]]:
    """A decision on a criterion holds for each of its rules that has no decision of its own."""
    decided: Decided = {}
    notes = list(decisions.notes)
    for entry in sorted(decisions.entries, key=lambda entry: entry.rule is not None):
        if entry.rule is not None:
            named, seen = [entry.rule], digest(entry.rule)
        else:
            criterion = next(criterion for criterion in ruleset.criteria if criterion.id == entry.criterion)
            named = [rule.id for rule in criterion.rules]
            seen = joint_digest(map(digest, named))
        status = entry.status(day, seen, submission.document.digest)
        if not _counts(status):
            notes.append(unused_note(entry, status))
        decided |= dict.fromkeys(named, (entry, status))
    return decided, notes


def _unknown(ruleset: Ruleset, submission: Submission, claims: Mapping[str, str]) -> list[Note]:
    """A note on each criterion that a claim or the applicant's own rating names and the ruleset has not."""
    named = dict.fromkeys([*claims, *submission.data.get("self_ratings", {})])
    known = {criterion.id for criterion in ruleset.criteria} if named else set()
    return [
        Note(
            code="unknown-criterion",
            message=f"this ruleset has no {ruleset.criterion_word} {name}",
            path=None,
            line=None,
            column=None,
        )
        for name in named
        if name not in known
    ]


def _ready(ruleset: Ruleset, submission: Submission, outcomes: Outcomes) -> bool:
    return not submission.problems and all(outcomes[rule.id][0] in FINE for rule in ruleset.readiness if rule.rated)


def _counted(ruleset: Ruleset, outcomes: Outcomes) -> Counts:
    counted = Counter([outcomes[rule][0] for rule in _counting(ruleset)])
    return Counts(**{name: counted[outcome] for name, outcome in _OUTCOMES})


@lru_cache(maxsize=4)
def _counting(ruleset: Ruleset) -> tuple[str, ...]:
    """The rules whose outcomes are counted."""
    scored = (criterion for criterion in ruleset.criteria if criterion.scored)
    return tuple(rule.id for criterion in scored for rule in criterion.rules if rule.rated)


def _alone(ruleset: Ruleset, submission: Submission, machine: Outcomes) -> MachineResult:
    scores = score(ruleset, machine, ready=_ready(ruleset, submission, machine))
    return MachineResult(
        verdict=scores.verdict,
        score=rounded(scores.overall) if scores.overall else None,
        counts=_counted(ruleset, machine),
    )

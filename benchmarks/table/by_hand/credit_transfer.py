"""Component 7, credit transfer agreements: ten rules in one pass over the agreements."""

# ruff: noqa: C901, PLR0912, PLR0915 -- the floor is one long function
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.table.by_hand.days import NO, NOTHING, OPEN, OUTCOMES, YES, Days
from poscheck.checks.truth import in_force
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

_FORCE = {False: NO, None: OPEN, True: YES}
_CLAUSES = (
    "teacher_qualifications",
    "course_prerequisites",
    "entry_requirements",
    "course_location",
    "tuition",
    "transfer_process",
)

Answer = tuple[list[Outcome], list[int]]


def credit_transfer(days: Days) -> Callable[[dict[str, Any], frozenset[str]], Answer]:
    """What gives the outcomes, and which rules may not apply."""
    past, ended_lately, today = days.past, days.ended_lately, days.today

    def outcomes(data: dict[str, Any], follow: frozenset[str]) -> Answer:
        agreements, partners = data.get("credit_agreements"), data.get("partners")
        status = data.get("submission", NOTHING).get("status")
        if agreements is None:
            answers = [OPEN] * 10
        else:
            listed = OPEN if "credit_agreements" in follow else NO
            signatures_open = OPEN if listed or "credit_agreements.signatures" in follow else NO
            awards_open = OPEN if listed or "credit_agreements.credits_awarded" in follow else NO
            lines_open = OPEN if listed or "credit_agreements.lines" in follow else NO
            kinds = {partner["id"]: partner.get("kind") for partner in partners or () if "id" in partner}
            unnamed = any(
                "id" not in partner and partner.get("kind", "postsecondary") == "postsecondary"
                for partner in partners or ()
            )
            with_college = in_full = stated = automatic = received = half = six = deadline = NO
            adds_up = YES if agreements else listed
            carried: set[str | None] = set()
            perhaps_carried: set[str | None] = set()
            carried_open, lists_missing = 0, False
            for agreement in agreements:
                get = agreement.get
                force = _FORCE[in_force(agreement or None, today)]
                institution = get("institution")
                if institution is None or partners is None:
                    college = OPEN
                elif institution in kinds and kinds[institution] in {None, "postsecondary"}:
                    college = OPEN if kinds[institution] is None else YES
                else:
                    college = OPEN if unnamed else NO
                with_college = max(with_college, college)

                if force and college:
                    signed = get("signatures")
                    ours = theirs = OPEN if signed is None else signatures_open
                    for signature in signed or ():
                        party, on = signature.get("party"), past(signature.get("signed_on"))
                        if party is None:
                            ours, theirs = max(ours, min(OPEN, on)), max(theirs, min(OPEN, on))
                            continue
                        if party == "district":
                            ours = max(ours, on)
                        if institution is None:
                            theirs = max(theirs, min(OPEN, on))
                        elif party == institution:
                            theirs = max(theirs, on)
                    in_full = max(in_full, min(force, college, ours, theirs))

                how = get("transcripting")
                stated = max(stated, YES if how is not None else OPEN)
                terms = get("terms", NOTHING)
                clauses = sum(clause in terms for clause in _CLAUSES)
                half = max(half, YES if clauses >= 3 else OPEN)
                if force:
                    automatic = max(automatic, min(force, OPEN if how is None else YES if how == "automatic" else NO))
                    six = max(six, min(force, YES if clauses == len(_CLAUSES) else OPEN))
                    months = get("claim_within_months")
                    deadline = max(deadline, min(force, OPEN if months is None else YES if months > 0 else NO))
                    levels = get("transferable_to")
                    if levels is None:
                        lists_missing = True
                    else:
                        (carried if force == YES else perhaps_carried).update(levels)
                        carried_open += levels.count(None)

                awarded = get("credits_awarded")
                best = OPEN if awarded is None else awards_open
                for award in awarded or ():
                    students = award.get("students")
                    counted = OPEN if students is None else YES if students > 0 else NO
                    best = max(best, min(ended_lately(award.get("school_year")), counted))
                received = max(received, best)

                if adds_up:
                    least, most, lines = *map(get("stated_credits", NOTHING).get, ("min", "max")), get("lines")
                    low: float = 0
                    high: float = 0
                    for line in lines or ():
                        other = line.get("alternative_to")
                        if other not in {None, ""}:
                            continue
                        earned = line.get("college_credits")
                        low += 0 if other is None or earned is None else earned
                        high += float("inf") if earned is None else earned
                    if lines is None:
                        fits = OPEN
                    else:
                        enough = OPEN if least is None else YES if low >= least else NO if high < least else OPEN
                        not_more = OPEN if most is None else YES if high <= most else NO if low > most else OPEN
                        fits = min(max(enough, lines_open), max(not_more, lines_open))
                    adds_up = min(adds_up, fits, OPEN if least is None or most is None else YES)
            lacking = {"two_year", "four_year"} - carried
            carried.discard(None)
            if not lists_missing and len(lacking - perhaps_carried) > carried_open:
                everywhere = listed
            else:
                everywhere = OPEN if lacking else YES
            answers = [
                max(with_college, listed), max(in_full, listed), everywhere,
                max(stated, listed), max(automatic, listed), max(received, listed),
                max(half, listed), max(six, listed), max(deadline, listed), adds_up,
            ]  # fmt: skip
        outcomes = [OUTCOMES[answer] for answer in answers]
        if status == "startup":
            outcomes[5] = Outcome.NOT_APPLICABLE
        elif status is None:
            outcomes[5] = Outcome.INCOMPLETE
            return outcomes, [5]
        return outcomes, []

    return outcomes

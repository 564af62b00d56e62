"""Sections on what students can earn, and on the tests that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.generator.coursework import cte_titles
from benchmarks.generator.dice import school_year

if TYPE_CHECKING:
    from benchmarks.generator.draft import Draft

Record = dict[str, Any]


def credentials(draft: Draft) -> list[Record]:
    """What students can earn: one at the end of high school, one in college, at times one more."""
    who = draft.who
    names = [(who.field["credential"], "certificate"), (f"Associate degree in {who.field['degree']}", "degree")]
    found = [
        draft.one("name", *names[0])
        | draft.record(
            issuer=who.association,
            issuer_kind="industry",
            kind="certificate",
            recognized_by=[who.association] if draft.good() else None,
            earned_at="secondary",
            terminal=False,
        )
    ]
    if draft.good() and not draft.brief:
        found.append(
            draft.one("name", *names[1])
            | draft.record(
                issuer=who.district.college,
                issuer_kind="college",
                kind="associate",
                earned_at="postsecondary",
                terminal=True,
            )
        )
    return found


def assessments(draft: Draft) -> list[Record]:
    """Tests of technical skills: of industry, of the state, and the district's own."""
    who, titles = draft.who, cte_titles(draft)
    kinds = ["industry"] if draft.good() else ["local"]
    kinds += ["state"] if draft.good() and not draft.brief else []
    kinds += ["local" for _ in range(draft.many(0, 2)) if not draft.more()]
    found = []
    for number, kind in enumerate(kinds):
        course, grade = titles[-1 - number % len(titles)], 12 - number % 2
        credential = draft.key(who.field["credential"], "certificate")
        found.append(
            draft.one(
                "title",
                f"{course[0]} test of the {'association' if kind == 'industry' else kind}",
                f"test-{number + 1}",
            )
            | draft.record(
                kind=kind,
                provider=who.association if kind == "industry" else None if kind == "local" else "State testing office",
                third_party=kind != "local",
                state_approved=True if kind == "state" or draft.more() else None,
                state_code=f"TSA-{draft.dice.between(10, 99)}" if kind == "state" else None,
                course=draft.key(*course),
                grade=grade,
                credential=credential if kind == "industry" and "credentials" not in draft.absent else None,
                parts=["written", "performance"] if draft.good() else ["written"],
                leads_to=_leads_to(draft, kind),
                results=_results(draft) if draft.running else None,
            )
        )
    return found


def _leads_to(draft: Draft, kind: str) -> list[str]:
    if kind == "local" or not draft.good():
        return []
    if kind == "industry":
        return ["credential", "postsecondary_credit" if draft.more() else "secondary_credit"]
    return ["secondary_credit", "diploma_designation"]


def _results(draft: Draft) -> list[Record]:
    found = []
    for back in range(draft.many(1, 3), 0, -1):
        tested = draft.dice.between(6, 60)
        passed = int(tested * draft.dice.between(55 if draft.more() else 35, 98) / 100)
        found.append(
            draft.record(school_year=school_year(back if draft.good() else back + 2), tested=tested, passed=passed)
        )
    return found

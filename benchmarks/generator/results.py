"""Sections on what comes of the program: students, indicators, evaluations, reviews, promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.generator.dice import day, school_year

if TYPE_CHECKING:
    from benchmarks.generator.draft import Draft

Record = dict[str, Any]
_INDICATORS = (
    ("1S1", "Four-year graduation rate", 90),
    ("2S1", "Proficiency in reading", 50),
    ("2S2", "Proficiency in mathematics", 45),
    ("2S3", "Proficiency in science", 45),
    ("3S1", "Placement after the program", 85),
    ("4S1", "Nontraditional concentration", 20),
    ("5S1", "Recognized credential", 40),
)
_GROUPS = ("girls", "boys", "students with disabilities", "English learners")


def enrollment(draft: Draft) -> list[Record]:
    """Students by year: past ones where the program runs, and those expected."""
    students = draft.dice.between(15, 220)
    past = [_year(draft, back, students) for back in range(draft.many(1, 3), 0, -1)] if draft.running else []
    ahead = 3 if draft.more() else 1
    coming = [
        {"school_year": school_year(-back), "students": students + 2 * back, "projected": True} for back in range(ahead)
    ]
    return past + coming


def _year(draft: Draft, back: int, students: int) -> Record:
    groups = draft.detail() and draft.more()
    return draft.record(
        school_year=school_year(back),
        students=students,
        concentrators=students // 3,
        by_group={group: students // (2 + 3 * place) for place, group in enumerate(_GROUPS)} if groups else None,
        school_students=draft.who.district.enrollment // 3 if groups else None,
        school_by_group={group: draft.who.district.enrollment // (6 + 9 * place) for place, group in enumerate(_GROUPS)}
        if groups
        else None,
    )


def data_systems(draft: Draft) -> Record:
    """How graduates are followed."""
    match = draft.record(method="State match with wage records", as_of=draft.recent(60, 600)) if draft.good() else None
    survey = (
        draft.record(school_year=school_year(1), response_rate_percent=draft.dice.between(20, 80))
        if draft.detail()
        else None
    )
    return draft.record(
        longitudinal_system="State longitudinal data system", employment_match=match, follow_up_survey=survey
    )


def indicators(draft: Draft) -> list[Record]:
    """Figures by which the state measures programs; a program that has not begun has targets only."""
    count = draft.dice.between(12, 60)
    found = []
    for code, title, target in _INDICATORS[: 3 if draft.brief else 5 + draft.many(1, 2)]:
        if draft.good():
            reached = min(100, max(5, target + draft.dice.between(1 if draft.more() else -18, 20)))
            figures = _figures(draft, count, count * reached // 100) if draft.running else {}
            found.append(
                {"code": code, **draft.record(title=None if draft.brief else title, **figures, target_percent=target)}
            )
    return found


def _figures(draft: Draft, denominator: int, numerator: int) -> Record:
    return {
        "school_year": school_year(1 if draft.good() else 4),
        "numerator": numerator,
        "denominator": denominator,
        "percent": round(100 * numerator / denominator, 1),
        "verified_by": "state" if draft.good() else "district",
    }


def evaluations(draft: Draft, codes: list[str], tests: list[str]) -> list[Record]:
    """Meetings that looked at the figures."""
    found = []
    for number in range(draft.many(1, 2)):
        held = draft.dice.between(20, 400) + 300 * number if draft.good() else draft.dice.between(700, 1200)
        found.append(
            draft.record(
                held_on=day(held),
                indicators_used=codes or None,
                assessments_used=tests if tests and draft.more() else None,
                findings=draft.texts.say("findings"),
                actions=[_action(draft, text, held) for text in draft.texts.several("actions", draft.many(1, 4))]
                if draft.good()
                else [],
            )
        )
    return found if draft.running else [{"held_on": day(-250), "indicators_used": codes}]


def _action(draft: Draft, text: str, held: int) -> Record:
    done = day(max(5, held - 60)) if draft.more() else None
    return draft.record(
        text=text, owner=draft.who.district.people[2], due_on=day(held - draft.dice.between(80, 300)), done_on=done
    )


def reviews(draft: Draft) -> list[Record]:
    """A review from outside, or the district's own."""
    kind = "external" if draft.more() else "self_study"
    return [draft.record(kind=kind, held_on=draft.recent(200, 1500), outcome="completed")] if draft.running else []


def approvals(draft: Draft) -> list[Record]:
    """The state's approval of a program that runs."""
    if draft.status != "renewal":
        return []
    return [
        draft.record(
            kind="state",
            held_on=day(draft.dice.between(400, 1800)),
            outcome="approved",
            expires_on=day(-draft.dice.between(50, 700)),
        )
    ]


def assurances(draft: Draft) -> list[Record]:
    """Promises by their codes."""
    on = day(draft.dice.between(10, 40))
    return [
        draft.record(code=f"A-{number + 1}", accepted=draft.good(), accepted_on=on)
        for number in range(draft.many(1, 5))
    ]


def signatures(draft: Draft) -> list[Record]:
    """Who signed the submission."""
    people, ago = draft.who.district.people, draft.dice.between(8, 30)
    roles = [
        ("superintendent", 0),
        ("postsecondary_representative", 3),
        ("principal", 7),
        ("cte_director", 2),
        ("advisory_chair", 8),
    ]
    signed = [role for number, role in enumerate(roles) if number >= 2 or draft.good() or draft.good()]
    return [
        draft.record(role=role, name=people[place], signed_on=day(ago)) for role, place in signed[: draft.many(3, 5)]
    ]

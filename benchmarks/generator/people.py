"""Sections on people: the district's own, teachers and their training, the committee, what students do together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.generator.coursework import college_titles, cte_titles, everybody
from benchmarks.generator.dice import day, school_year
from benchmarks.generator.partnership import employers

if TYPE_CHECKING:
    from benchmarks.generator.draft import Draft

Record = dict[str, Any]
_SKILLS = ["teamwork", "critical_thinking", "problem_solving", "communication"]
_TOPICS = ("vertical_alignment", "curriculum_integration", "content_knowledge", "teaching_strategies")
_STRATEGIES = ["Case method", "Stations", "Peer review", "Reading for the trade", "Practice with checklists"]
_SUFFIXES = ("", " Jr.", " II", " III", " IV", " V")
_MIDDLE = 24
_GROUPS = ("cte", "academic", "postsecondary", "administrators", "counselors")


def district(draft: Draft) -> Record:
    """Who offers the program, and whom to ask."""
    ours, detail = draft.who.district, draft.detail()
    contact, mail = ours.people[1], ours.people[1].lower().replace(" ", ".")
    return draft.record(
        name=ours.name,
        state=ours.state,
        nces_id=ours.nces_id,
        state_id=ours.nces_id[3:] if detail else None,
        kind=draft.dice.pick(("district", "district", "district", "consortium", "regional_center")) if detail else None,
        enrollment=ours.enrollment,
        contact=draft.record(
            name=contact,
            email=f"{mail}@example.org",
            phone=None if draft.brief else f"555-01{draft.dice.between(0, 99):02}",
        ),
        coordinator=draft.record(
            name=ours.people[2],
            license="Director of career and technical education" if draft.more() else None,
            license_expires_on=day(-draft.dice.between(30, 1500)) if draft.more() else None,
            fte=draft.dice.pick((0.2, 0.4, 0.5, 0.8, 1)) if draft.good() else 0,
        ),
    )


def schools(draft: Draft) -> list[Record]:
    """The schools that offer the program."""
    ours = draft.who.district
    return [
        draft.record(
            name=ours.schools[place],
            nces_id=f"{ours.nces_id}{101 + place:05}",
            state_id=f"{ours.nces_id[3:]}-{place + 1:03}" if draft.detail() else None,
            grades=[9, 10, 11, 12],
        )
        for place in draft.who.schools
    ]


def teachers(draft: Draft) -> list[Record]:
    """A CTE teacher for every two or three courses, and some academic and college teachers."""
    titles, people = cte_titles(draft), draft.who.district.people
    card = f"{draft.who.field['subject']} journeyman card" if draft.more() else None
    share = _courses_each(draft)
    found = []
    for number, (name, short) in enumerate(_cte_teachers(draft)):
        taught = [draft.key(*title) for title in titles[number * share : (number + 1) * share]]
        found.append(_teacher(draft, name, short, "cte", taught, card))
    found.append(_teacher(draft, people[5], "academic-1", "academic"))
    if draft.detail():
        found.append(_teacher(draft, people[6], "academic-2", "academic"))
    return found


def _courses_each(draft: Draft) -> int:
    return 3 if draft.size <= _MIDDLE else 2


def _cte_teachers(draft: Draft) -> list[tuple[str, str]]:
    """Name and short name of those who teach the program's own courses."""
    first, count = draft.who.district.people[4], -(-len(cte_titles(draft)) // _courses_each(draft))
    return [(f"{first}{suffix}", f"teacher-{place + 1}") for place, suffix in enumerate(_SUFFIXES[:count])]


def _teacher(
    draft: Draft, name: str, short: str, role: str, taught: list[str] | None = None, card: str | None = None
) -> Record:
    subject = draft.who.field["subject"]
    expires = draft.dice.between(40, 1700) if draft.good() else -draft.dice.between(20, 900)
    return draft.one("name", name, short) | draft.record(
        role=role,
        courses=taught,
        license=f"{subject} certificate" if role == "cte" else "Professional license",
        license_area=subject if draft.detail() else None,
        license_expires_on=day(-expires),
        industry_credential=card,
    )


def teaching(draft: Draft) -> Record:
    """A team and its projects."""
    people, titles = draft.who.district.people, cte_titles(draft)
    members = [draft.key(people[5], "academic-1")]
    members += [draft.key(*teacher) for teacher in _cte_teachers(draft)[: None if draft.more() else 1]]
    team = draft.one("title", f"{draft.who.field['subject']} team", "team")
    if "teachers" not in draft.absent:
        team |= draft.record(
            members=members if draft.good() else members[:1],
            common_planning_minutes_per_week=draft.dice.pick((40, 45, 60, 90)) if draft.good() else 20,
        )
    both = draft.more() and "Biology" in everybody(draft)
    kinds = ["project_based", "problem_based", "work_based", "project_based"]
    projects = [
        draft.record(
            title=title,
            kind=kinds[number],
            courses=[draft.key(*titles[(number + 1) % len(titles)]), *(["Biology"] if both and number == 0 else [])],
            team=draft.key(f"{draft.who.field['subject']} team", "team"),
            skills=_SKILLS[:2] if number % 2 == 0 else _SKILLS[2:],
        )
        for number, title in enumerate(draft.who.field["projects"][: draft.many(2, 4)])
        if draft.good()
    ]
    return {"teams": [team] if draft.good() else [], "projects": projects}


def professional_development(draft: Draft) -> list[Record]:
    """Training, each time on another topic."""
    titles = draft.texts.several("pd_titles", 3 if draft.brief else draft.many(4, 7))
    found = []
    for number, title in enumerate(titles):
        topic = _TOPICS[number % len(_TOPICS)]
        if not draft.good():
            continue
        counts = {group: draft.dice.between(1, 6) for group in _GROUPS[: 5 if draft.detail() else 3]}
        found.append(
            draft.record(
                title=title,
                held_on=draft.recent(15, 350 if draft.more() else 650),
                hours=draft.dice.between(6, 14) if draft.good() else 2,
                topics=[topic],
                strategies=draft.dice.some(_STRATEGIES, 2) if topic == "teaching_strategies" else None,
                attendees=counts,
                product=draft.texts.say("products") if draft.more() else None,
                used_in=_used_in(draft, topic) if draft.good() else None,
            )
        )
    return found


def _used_in(draft: Draft, topic: str) -> list[str]:
    """The courses that use what was practiced; those of both sides where training joined two of them."""
    own = [draft.key(*title) for title in cte_titles(draft)]
    used = draft.dice.some(own, 3 if draft.more() else 1)
    if topic == "vertical_alignment" and draft.more() and draft.to_college:
        used.append(draft.key(*college_titles(draft)[0]))
    if topic == "curriculum_integration" and draft.more() and "Biology" in everybody(draft):
        used.append("Biology")
    return used


def advisory_committee(draft: Draft) -> Record:
    """Its members, its meetings and the skills it confirmed."""
    who = draft.who
    members = [(name, "business_industry") for name in who.employers[: 2 if draft.brief else 3 + draft.more()]]
    members += [(who.district.college, "postsecondary"), (who.district.name, "secondary")]
    members += [(who.district.board, "workforce")] if draft.more() else []
    meetings = []
    for number in range(1 + draft.more()):
        held = draft.recent(20 + 150 * number, 180 + 170 * number)
        minutes = draft.document(f"Minutes of {held}", f"minutes-{number + 1}", "minutes", "2.4")
        topics = draft.dice.some(["Skills list", "Equipment", "Placements", "Results", "Enrollment"], 2)
        meetings.append(draft.record(held_on=held, minutes=minutes, topics=topics if draft.detail() else None))
    return {
        "members": [
            draft.record(
                organization=name, sector=sector, voting=sector == "business_industry" or draft.dice.chance(0.6)
            )
            for name, sector in members
        ],
        "meetings": meetings if draft.good() else [],
        "skills_validation": draft.record(
            validated_on=draft.recent(30, 600),
            skills_document=draft.document("List of skills", "skills", "curriculum", "2.4"),
            approved=draft.good(),
            changes=[draft.texts.say("products")] if draft.more() else [],
        ),
    }


def student_organizations(draft: Draft) -> list[Record]:
    """A chapter and what it does."""
    name = draft.who.field["organization"]
    activities = [
        draft.record(title=title, skills=skills)
        for title, skills in (
            ("Regional contest", _SKILLS[1:3]),
            ("Leadership conference", _SKILLS[:1] + _SKILLS[3:]),
            ("Community service day", _SKILLS[:2]),
        )[: draft.many(1, 3)]
    ]
    year = school_year(1 if draft.good() else 3)
    members = draft.dice.between(6, 60)
    return [
        draft.record(
            name=f"{name}, chapter of {draft.texts['school']}", members=members, school_year=year, activities=activities
        )
    ]


def work_based_learning(draft: Draft) -> list[Record]:
    """What students do at or with employers."""
    kinds = ["cooperative_education", "paid_internship", "job_shadowing", "clinical_work", "school_based_enterprise"]
    titles, found = cte_titles(draft), []
    for number in range(draft.many(1, 4)):
        eligible = draft.dice.between(12, 70)
        employer, short = draft.dice.pick(employers(draft))
        took_part = int(eligible * (draft.dice.between(75, 100) if draft.more() else draft.dice.between(10, 74)) / 100)
        found.append(
            draft.record(
                kind=draft.dice.pick(kinds),
                courses=[draft.key(*titles[-1 - number % 2])],
                hours_per_student=draft.dice.pick((40, 60, 90, 150)) if draft.good() else 12,
                students=took_part if draft.running else None,
                eligible_students=eligible if draft.running else None,
                school_year=school_year(1 if draft.good() else 3) if draft.running else None,
                employer=draft.key(employer, short) if "partners" not in draft.absent else None,
            )
        )
    return found

"""Sections on how the district runs the program: guidance, policies, money and plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.generator.dice import day, school_year

if TYPE_CHECKING:
    from benchmarks.generator.draft import Draft

Record = dict[str, Any]
_HOST = "https://www.example.org"
_RESOURCES = (
    ("Course guide", "prerequisites"),
    ("Career website", "career_options"),
    ("College fair", "postsecondary_options"),
    ("Interest inventory", "interest_inventory"),
    ("Aptitude survey", "aptitude_inventory"),
)
_TOPICS = ("financial_aid", "college_application", "careers", "program_information")


def guidance(draft: Draft) -> Record:
    """Counseling: its standards, briefings, resources, events and tools."""
    dice, counselors = draft.dice, draft.dice.between(2, 12)
    slug = draft.who.district.name.lower().replace(" ", "-")
    asked = _TOPICS[:2] if draft.brief else _TOPICS + _TOPICS[: draft.many(0, 3)]
    events = [topic for topic in asked if draft.good()]
    counted = draft.more()
    return draft.record(
        counselors=counselors,
        standards=[
            draft.record(
                name="State school counseling standards",
                adopted_on=day(dice.between(300, 1700)),
                reviewed_on=draft.recent() if draft.more() else None,
            )
        ],
        staff_briefings=[
            draft.record(held_on=draft.recent(), attendees=counselors if draft.more() else max(1, counselors - 2))
            for _ in range(1 + draft.more())
            if draft.good()
        ],
        program_information=draft.record(
            updated_on=draft.recent(), url=None if draft.brief else f"{_HOST}/{slug}/programs"
        ),
        student_resources=[
            _resource(draft, *resource) for resource in _RESOURCES[2 if draft.brief else 0 :] if draft.good()
        ],
        family_events=[
            draft.record(
                held_on=draft.recent(15, 340), topic=topic, attendees=dice.between(10, 120) if counted else None
            )
            for topic in events
        ],
        financial_aid_tools=[
            draft.record(
                name=f"{kind.title()} student aid", kind=kind, url=f"{_HOST}/{kind}-aid", checked_on=draft.recent()
            )
            for kind in ("federal", "state")[: 1 + draft.more()]
        ],
    )


def _resource(draft: Draft, name: str, kind: str) -> Record:
    inventory = kind.endswith("inventory")
    used = draft.dice.between(80, 99) if draft.more() else draft.dice.between(20, 79)
    return draft.record(
        name=name,
        kind=kind,
        url=f"{_HOST}/{kind.replace('_', '-')}" if draft.detail() else None,
        grades=[8, 10] if inventory else [9, 10, 11, 12] if draft.dice.chance(0.8) else [8, 9, 10, 11, 12],
        used_to_choose_program=True if inventory and draft.good() else None,
        completed_percent=used if draft.detail() or inventory else None,
        school_year=school_year(1) if draft.detail() or inventory else None,
    )


def policies(draft: Draft) -> Record:
    """Money, procedures, career plans, a plan for the coming years, safety and the yearly notice."""
    dice, good = draft.dice, draft.good
    sources = ["District general fund", "Perkins V local grant", "State career education grant", "Gifts of employers"]
    years = dice.pick((3, 4, 5, 6)) if good() else 2
    return {
        "resources": draft.record(
            funding=[
                draft.record(
                    source=source, amount_usd=dice.between(20, 1900) * 100, fiscal_year=school_year(0 if good() else 1)
                )
                for source in sources[: draft.many(1, 3)]
            ],
            staff_time_fte=dice.pick((0.2, 0.4, 0.5, 1, 1.2)) if good() else 0,
            professional_development_days=dice.between(2, 8) if good() else 0,
        ),
        "procedures": draft.record(
            document=draft.document("Board procedures", "procedures", "policy", "1.2"),
            covers=["design", "implementation", "improvement"] if good() else ["implementation"],
            adopted_on=day(dice.between(200, 1700)),
            reviewed_on=draft.recent() if draft.more() else None,
        ),
        "career_plan": draft.record(
            required=good(),
            document=draft.document("Policy on career plans", "career-plans", "policy", "1.4"),
            first_grade=dice.pick((7, 8, 9)) if good() else 11,
            students_with_plan_percent=dice.between(90, 100) if draft.more() else dice.between(40, 89),
            school_year=school_year(1),
        ),
        "sustainability": draft.record(
            document=draft.document("Plan for the coming years", "plan", "plan", "1.5"),
            starts_on=day(dice.between(100, 700)),
            years_covered=years,
            funding_sources=sources[: 1 + draft.more()],
        ),
        "safety": draft.record(document=draft.document("Safety plan", "safety", "policy"), reviewed_on=draft.recent())
        if draft.detail()
        else {},
        "nondiscrimination": draft.record(
            document=draft.document("Yearly notice", "notice", "web_page", "1.3"), published_on=draft.recent()
        ),
    }


def needs_assessment(draft: Draft) -> Record:
    """When needs were looked at, and with whom."""
    topics = (
        ["Labor market", "Size and quality", "Equal access", "Teachers"]
        if draft.more()
        else ["Labor market", "Size and quality"]
    )
    groups = draft.dice.some(["Employers", "Students", "Parents", "College faculty", "Special education staff"], 3)
    return draft.record(
        completed_on=draft.recent(30, 650), topics=topics, groups_consulted=groups if draft.detail() else None
    )

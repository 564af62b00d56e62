"""Sections on the partners: who they are, what was agreed with them, and what the region needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.generator.coursework import cte_titles
from benchmarks.generator.dice import day

if TYPE_CHECKING:
    from benchmarks.generator.draft import Draft

Record = dict[str, Any]
_TERMS = (
    "teacher_qualifications",
    "course_prerequisites",
    "entry_requirements",
    "course_location",
    "tuition",
    "transfer_process",
)
_SHORT = ("employer-1", "employer-2", "employer-3", "employer-4")


def partners(draft: Draft) -> list[Record]:
    """The college, at times a university, employers, the association and the workforce board."""
    who = draft.who
    found = [_partner(draft, who.district.college, "college", "postsecondary", "two_year")]
    if _with_university(draft):
        found.append(_partner(draft, who.district.university, "university", "postsecondary", "four_year"))
    found += [_partner(draft, name, short, "employer") for name, short in employers(draft)]
    if not draft.brief:
        found.append(_partner(draft, who.association, "association", "industry_association"))
    found.append(_partner(draft, who.district.board, "board", "workforce_board"))
    return found


def _partner(draft: Draft, name: str, short: str, kind: str, level: str | None = None) -> Record:
    ipeds = f"{draft.dice.between(900_000, 999_999)}" if level and draft.detail() else None
    return draft.one("name", name, short) | draft.record(kind=kind, ipeds_id=ipeds, college_level=level)


def _with_university(draft: Draft) -> bool:
    return draft.size > 16  # the same answer for every section


def employers(draft: Draft) -> list[tuple[str, str]]:
    """Name and short name of the employers that are partners."""
    count = 1 if draft.brief else 2 if draft.size <= 24 else 4
    return list(zip(draft.who.employers[:count], _SHORT, strict=False))


def credit_agreements(draft: Draft) -> list[Record]:
    """Agreements with the college and, in long files, with the university and for the whole state."""
    who = draft.who
    found = []
    if draft.good():
        found.append(_agreement(draft, 0, who.district.college, "college"))
    if _with_university(draft) and draft.more():
        found.append(_agreement(draft, 1, who.district.university, "university"))
    return found


def _agreement(draft: Draft, number: int, college: str, short: str) -> Record:
    partner = draft.key(college, short)
    title = f"{'Dual credit' if number == 0 else 'Articulation'} agreement with {college}"
    amounts = [draft.dice.pick((3, 3, 4)) for _ in range(draft.many(1, 4))]
    stated = sum(amounts) if draft.good() else sum(amounts) + 3
    detail = draft.detail()
    return draft.one("title", title, f"agreement-{number + 1}") | draft.record(
        kind="dual" if number == 0 else "articulated",
        parties=["district", partner],
        institution=partner,
        college_level="two_year" if number == 0 else "four_year",
        transcripting=draft.dice.pick(("automatic", "automatic", "on_enrollment", "by_petition")),
        transferable_to=["two_year", "four_year"] if draft.more() else ["two_year"],
        claim_within_months=draft.dice.pick((12, 18, 24)) if draft.more() else None,
        lines=_lines(draft, amounts),
        stated_credits={"min": stated, "max": stated} if detail else None,
        terms=_terms(draft),
        signatures=_signed(draft, [(partner, 3)]),
        **_term_of(draft),
        credits_awarded=_awarded(draft) if draft.running and detail else None,
        document=draft.document(f"{title}, signed", f"agreement-{number + 1}-signed", "agreement", "7.1", "7.2"),
    )


def _lines(draft: Draft, amounts: list[int]) -> list[Record]:
    titles = cte_titles(draft)
    prefix = draft.who.field["degree"][:3].upper()
    return [
        draft.record(
            courses=[draft.key(*titles[-1 - number % len(titles)])],
            college_course=f"{prefix} {101 + 10 * number}",
            college_credits=amount,
            conditions=[{"kind": "minimum_grade", "value": draft.dice.pick("ABBC")}] if draft.detail() else None,
        )
        for number, amount in enumerate(amounts)
    ]


def _terms(draft: Draft) -> Record:
    clauses = {name: draft.clause(name) for name in _TERMS[3 if draft.brief else 0 :] if draft.good()}
    return draft.record(**clauses)


def _term_of(draft: Draft) -> Record:
    """From when to when it holds; run out where nobody looked after it."""
    began = draft.dice.between(100, 700)
    if draft.lapsed:
        return draft.record(effective_on=day(began + 1100), expires_on=day(began - 60), renews="fixed_term")
    if draft.dice.chance(0.25):
        reviewed = draft.recent(20, 340) if draft.good() else None
        return draft.record(effective_on=draft.date(began), renews="annual_review", last_reviewed_on=reviewed)
    ends = day(began - draft.dice.pick((1096, 1461, 1826)))
    return draft.record(
        effective_on=day(began),
        expires_on=ends,
        renews="fixed_term",
        last_reviewed_on=draft.recent() if draft.more() else None,
    )


def _signed(draft: Draft, others: list[tuple[str, int]]) -> list[Record]:
    """The district's signature and those of others, each with the place of its person in the list of people."""
    people, ago = draft.who.district.people, draft.dice.between(700, 760)
    ours = draft.record(party="district", role="Superintendent", name=people[0], signed_on=day(ago))
    theirs = [
        draft.record(
            party=party,
            role="President" if place == 3 else "Director",
            name=people[place % len(people)],
            signed_on=day(ago - 6),
        )
        for party, place in others
        if draft.good()
    ]
    return [ours, *theirs]


def _awarded(draft: Draft) -> list[Record]:
    students = draft.dice.between(8, 60)
    back = 1 if draft.good() else 3
    year = f"{2026 - back}-{27 - back}"
    return [draft.record(school_year=year, students=students, credits=students * draft.dice.between(2, 6))]


def memoranda(draft: Draft) -> list[Record]:
    """One memorandum with all, at times none."""
    if not draft.good():
        return []
    who = draft.who
    others = [draft.key(who.district.college, "college"), *(draft.key(*employer) for employer in employers(draft))]
    said = ["responsibilities_college", *("responsibilities_employer" for _ in others[1:])]
    roles = [draft.record(party="district", responsibilities=draft.clause("responsibilities_district"))]
    roles += [
        draft.record(party=party, responsibilities=draft.clause(what))
        for party, what in zip(others, said, strict=True)
        if draft.good()
    ]
    return [
        draft.record(
            title=f"Memorandum of understanding, {who.field['subject']}",
            parties=["district", *others],
            roles=roles,
            signatures=_signed(draft, list(zip(others, (3, 4, 5, 6, 7), strict=False))),
            **_term_of(draft),
            document=draft.document("Memorandum of understanding", "memorandum", "memorandum", "2.1"),
        )
    ]


def labor_market(draft: Draft) -> list[Record]:
    """Where the figures on jobs come from, what they say, and what was decided."""
    dice = draft.dice
    sources = ["State employment projections", "Survey of employers", "Regional job board report"]
    found = []
    for number in range(draft.many(1, 3)):
        published = dice.between(200, 900) if draft.good() else dice.between(1200, 2000)
        decided = min(published - 30, dice.between(40, 330)) if draft.good() else published - 20
        found.append(
            draft.record(
                source=sources[number % len(sources)],
                geography="Our county" if draft.brief else f"{draft.who.district.name} and its neighbors",
                geography_level=dice.pick(("region", "region", "local", "state")) if draft.good() else "nation",
                published_on=day(published)[:7],
                horizon_years=dice.pick((5, 10)),
                occupations=[_occupation(draft, soc) for soc in draft.who.field["soc"][: draft.many(1, 4)]],
                decision=dice.pick(("keep", "expand", "create")),
                decided_on=day(decided),
            )
        )
    return found


def _occupation(draft: Draft, soc: str) -> Record:
    dice, detail = draft.dice, draft.detail()
    return draft.record(
        soc=soc,
        annual_openings=dice.between(5, 900),
        growth_percent=dice.between(-30, 140) / 10 if detail else None,
        median_wage_usd=dice.between(280, 820) * 100 if detail else None,
        in_demand=dice.chance(0.8),
        high_skill=dice.chance(0.5) if detail else None,
        high_wage=dice.chance(0.4) if detail else None,
    )


def workforce_initiatives(draft: Draft) -> list[Record]:
    """What was done together with the board."""
    board = draft.key(draft.who.district.board, "board")
    return [
        draft.record(
            name=f"{draft.who.field['subject']} partnership, round {number + 1}",
            partner=board,
            activity=draft.texts.say("activities"),
            dated_on=draft.recent(20, 600),
        )
        for number in range(draft.many(1, 3))
        if draft.good()
    ]

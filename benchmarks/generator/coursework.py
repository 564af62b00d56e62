"""Sections on what is taught: courses and diploma."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.generator.standards import academic_standard, standard_keys
from benchmarks.generator.words import words

if TYPE_CHECKING:
    from benchmarks.generator.draft import Draft

Record = dict[str, Any]
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_CORE = ("english", "mathematics", "science", "social_studies")


def courses(draft: Draft) -> list[Record]:
    """The courses of the program from the first to those in college, then those that everybody takes."""
    return [*_cte(draft), *_college(draft), *_academic(draft)]


def cte_titles(draft: Draft) -> list[tuple[str, str]]:
    """Title and short name of each high school course of the program, the same whenever it is asked for."""
    field = draft.who.field
    count = min(3 + draft.size // 9, 2 + len(field["topics"]))
    topics = field["topics"][: count - 2]
    titles = [f"Introduction to {field['subject']}", *topics, f"{field['subject']} Capstone"]
    return list(zip(titles, _PLACES, strict=False))


def college_titles(draft: Draft) -> list[tuple[str, str]]:
    """Title and short name of each of its college courses, where there are any."""
    degree = draft.who.field["degree"].title()
    return [(f"{degree} {101 + 10 * number}", f"college-{number + 1}") for number in range(1 + draft.size // 16)]


def everybody(draft: Draft) -> list[str]:
    """The titles of those courses for everybody that stand on a line of their own."""
    return [] if draft.brief else [title for title, _, _ in words("courses")["science"]]


def _cte(draft: Draft) -> list[Record]:
    titles = cte_titles(draft)
    last = len(titles) - 1
    standards = standard_keys(draft)
    found = []
    for number, (title, short) in enumerate(titles):
        level = "introductory" if number == 0 else "capstone" if number == last else "concentrator"
        first = number == 0
        course = draft.one("title", title, short) | draft.record(
            kind="cte",
            subject=None if draft.brief else "cte",
            grades=[9 + number * 3 // last],
            level=level if draft.good() else "concentrator",
            framework_level="cluster_core"
            if first
            else None
            if draft.brief
            else "pathway"
            if number < last
            else "specialty",
            sced=_sced(draft, number),
            state_code=f"{draft.who.field['sced']}{draft.dice.between(100, 999)}" if draft.detail() else None,
            hours=draft.dice.pick((90, 120, 135, 150, 180)) if draft.detail() else None,
            high_school_credits=draft.dice.pick((1, 1, 1, 1.5, 2)),
            required_for_all_students=False if draft.detail() else None,
            includes=_includes(draft, first=first),
            prerequisites=[draft.key(*titles[number - 1])]
            if number and draft.good()
            else []
            if draft.detail()
            else None,
            standards=standards[:2] + (standards[2:4] if draft.detail() else []) if standards else None,
        )
        found.append(course)
    return found


def _sced(draft: Draft, number: int) -> str:
    """A code of its own for each course, but for the mistake of giving one twice."""
    return f"{draft.who.field['sced']}{1 + 50 * (number if draft.good() else 0):03}"


def _includes(draft: Draft, *, first: bool) -> list[str] | None:
    if draft.brief:
        return None
    parts = ["safety", "project"] if draft.good() else ["safety"]
    if first and draft.more():
        parts.append("career_exploration")
    return [*parts, "employability"] if draft.detail() else parts


def _college(draft: Draft) -> list[Record]:
    found: list[Record] = []
    before = cte_titles(draft)[-1]
    standards = standard_keys(draft)
    for number, (title, short) in enumerate(college_titles(draft) if draft.to_college else []):
        found.append(
            draft.one("title", title, short)
            | draft.record(
                kind="cte",
                subject="cte",
                grades=[13 + number % 2],
                level="postsecondary",
                framework_level="specialty",
                high_school_credits=0,
                college_course=_college_course(draft, number),
                prerequisites=[draft.key(*before)],
                standards=standards[:2] if standards and draft.more() else None,
            )
        )
        before = (title, short)
    if found and draft.detail() and draft.more():
        fields = {
            "kind": "academic",
            "subject": "english",
            "grades": [13],
            "level": "postsecondary",
            "high_school_credits": 0,
        }
        found.append({"title": "College Composition", **draft.record(**fields, prerequisites=[])})
    return found


def _college_course(draft: Draft, number: int) -> Record | None:
    if "partners" in draft.absent:
        return None
    code = f"{draft.who.field['degree'][:3].upper()} {101 + 10 * number}"
    return draft.record(
        institution=draft.key(draft.who.district.college, "college"), code=code, credits=draft.dice.pick((3, 3, 4))
    )


def _academic(draft: Draft) -> list[Record]:
    """Every course on its own in long files; four years in one entry in short ones."""
    found = []
    standards = set(standard_keys(draft))
    together = 4 if draft.brief else 1
    for subject, listed in words("courses").items():
        if subject == "other" and draft.brief:
            continue
        own = draft.key(*academic_standard("every subject" if draft.brief else subject))
        for start in range(0, len(listed), together):
            if subject != "science" and not draft.brief and not draft.good():
                continue  # nobody teaches it this year
            group = listed[start : start + together]
            found.append(
                {"title": group[0][0] if len(group) == 1 else f"{subject.replace('_', ' ').title()}, four years"}
                | draft.record(
                    kind="academic",
                    subject=subject,
                    grades=[grade for _, grade, _ in group],
                    level="introductory" if start < 2 else "concentrator",
                    sced=group[0][2] if draft.detail() else None,
                    hours=120 if draft.detail() and draft.detail() else None,
                    high_school_credits=len(group),
                    remedial=True if subject == "english" and not draft.good() and not draft.good() else None,
                    required_for_all_students=True if subject in {"english", "other"} and draft.detail() else None,
                    standards=[own] if own in standards else None,
                )
            )
    return found


def diploma(draft: Draft, listed: list[Record]) -> Record:
    """What the diploma asks for; mostly not more than the courses give."""

    def credits_of(subject: str | None) -> Any:
        found = sum(
            course.get("high_school_credits", 0)
            for course in listed
            if subject is None or course.get("subject") == subject
        )
        return int(found) if draft.good() else int(found) + draft.dice.between(1, 4)

    return draft.record(
        credits_required=credits_of(None),
        credits_by_subject={subject: credits_of(subject) for subject in _CORE},
    )

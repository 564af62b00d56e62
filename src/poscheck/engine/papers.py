"""The facts of a submission that its papers are drawn from; see :mod:`poscheck.papers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks.truth import in_force
from poscheck.papers import CollegeCredit, EarnedCredential, Papers, PlannedCourse, TaughtStandard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Planning
    from poscheck.submission import Submission

Numbers = dict[str, int]
_LISTS = ("courses", "standards", "credentials", "credit_agreements")

_CONDITION = {"minimum_grade": "a grade of {} or better", "credential": "the credential {}", "school": "only at {}"}


def papers(submission: Submission, day: int) -> Papers:
    """What the papers are drawn from, with agreements as they are in force on ``day``."""
    data = submission.data
    courses, standards, credentials = (_numbers(data, name) for name in _LISTS[:3])
    leads_to = _leads_to(data, courses, credentials)
    return Papers(
        courses=tuple(
            _course(number, course, standards, leads_to.get(number, ()))
            for number, course in enumerate(data.get("courses", ()), 1)
        ),
        standards=tuple(
            TaughtStandard(number=number, **_taken(standard, "title", "kind", "framework_level"))
            for number, standard in enumerate(data.get("standards", ()), 1)
        ),
        college_credit=(*_taught_at_college(data), *_by_agreement(data, courses, day)),
        credentials=tuple(
            EarnedCredential(number=number, **_taken(credential, "name", "kind", "earned_at", "terminal"))
            for number, credential in enumerate(data.get("credentials", ()), 1)
        ),
        to_follow=tuple(name for name in _LISTS if name in submission.to_follow),
    )


def planning(ruleset: Ruleset, submission: Submission) -> Planning | None:
    """The order of work that the ruleset has for the submission's state, else the one that it has for all."""
    state = submission.data.get("district", {}).get("state", "")
    return ruleset.planning.get(state) or ruleset.planning.get("")


def _taken(record: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: record.get(name) for name in names}


def _numbers(data: Mapping[str, Any], name: str) -> Numbers:
    """The place of each item of a list, by the key that references hold."""
    return {item["id"]: number for number, item in enumerate(data.get(name, ()), 1) if "id" in item}


def _known(numbers: Numbers, keys: list[str | None]) -> tuple[int, ...]:
    """The places of what is referred to, each once, in the order of their list; what leads nowhere is left out."""
    return tuple(sorted({numbers[key] for key in keys if key in numbers}))


def _named(standards: Numbers, keys: list[str | None] | None) -> tuple[int, ...] | None:
    """The standards that a course names; None where it does not say, or names only what is not in the list."""
    known = _known(standards, keys or [])
    return known if known or keys == [] else None


def _course(number: int, course: Mapping[str, Any], standards: Numbers, credentials: tuple[int, ...]) -> PlannedCourse:
    return PlannedCourse(
        number=number,
        **_taken(course, "title", "kind", "subject", "level", "framework_level"),
        grades=tuple(sorted({grade for grade in course.get("grades", ()) if grade is not None})),
        credits=course.get("high_school_credits"),
        required=course.get("required_for_all_students", False),
        choice_group=course.get("choice_group") or None,
        standards=_named(standards, course.get("standards")),
        credentials=credentials,
    )


def _leads_to(data: Mapping[str, Any], courses: Numbers, credentials: Numbers) -> dict[int, tuple[int, ...]]:
    """By course, the credentials that an assessment taken in it leads to."""
    found: dict[int, set[int]] = {}
    for assessment in data.get("assessments", ()):
        course, credential = courses.get(assessment.get("course")), credentials.get(assessment.get("credential"))
        if course and credential:
            found.setdefault(course, set()).add(credential)
    return {course: tuple(sorted(earned)) for course, earned in found.items()}


def _taught_at_college(data: Mapping[str, Any]) -> Iterator[CollegeCredit]:
    for number, course in enumerate(data.get("courses", ()), 1):
        if at_college := course.get("college_course"):
            yield CollegeCredit(
                courses=(number,),
                by="college_course",
                agreement=None,
                in_force=None,
                institution=_partner(data, at_college.get("institution")),
                college_course=at_college.get("code"),
                credits=at_college.get("credits"),
                conditions=(),
            )


def _by_agreement(data: Mapping[str, Any], courses: Numbers, day: int) -> Iterator[CollegeCredit]:
    for agreement in data.get("credit_agreements", ()):
        for line in agreement.get("lines", ()):
            yield CollegeCredit(
                courses=_known(courses, line.get("courses", [])),
                by=agreement.get("kind"),
                agreement=agreement.get("title"),
                in_force=in_force(agreement, (day, day)),
                institution=_partner(data, agreement.get("institution")),
                college_course=line.get("college_course"),
                credits=line.get("college_credits"),
                conditions=tuple(_asked(each) for each in line.get("conditions", ()) if "value" in each),
            )


def _asked(condition: Mapping[str, Any]) -> str:
    """What a student must show besides passing, in words."""
    return _CONDITION.get(condition.get("kind", ""), "{}").format(condition["value"])


def _partner(data: Mapping[str, Any], key: str | None) -> str | None:
    """The name of a partner, else what it is referred to by."""
    named = (partner.get("name") for partner in data.get("partners", ()) if key and partner.get("id") == key)
    return next(named, None) or key

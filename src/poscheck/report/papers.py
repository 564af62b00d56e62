"""The papers that districts know, arranged for reading: every course has its place, and every gap its word."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poscheck.records import Record
from poscheck.report import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poscheck.papers import CollegeCredit, Papers, PlannedCourse, TaughtStandard

GRADES = (9, 10, 11, 12, 13, 14)
SUBJECTS = {
    "english": "English",
    "mathematics": "Mathematics",
    "science": "Science",
    "social_studies": "Social studies",
    "cte": "Career and technical (CTE)",
    "other": "Other",
}
LEVELS = {"cluster_core": "Cluster core", "pathway": "Pathway", "specialty": "Specialty"}
CREDIT_BY = {
    "dual": "Dual credit",
    "articulated": "Articulated credit",
    "statewide": "Statewide agreement",
    "college_course": "Taught as a college course",
}
SECTIONS = {
    "courses": "courses",
    "standards": "standards",
    "credentials": "credentials",
    "credit_agreements": "credit agreements",
}
MOST_COLUMNS = 8
_SCHOOL_ENDS = 12
_KINDS = ("academic", "technical", "employability")


class Mark(NamedTuple):
    """A fact about a course: ``key`` names the icon, if it has one."""

    key: str
    word: str


class Planned(NamedTuple):
    """A course in a cell of the chart."""

    course: PlannedCourse
    name: str
    marks: tuple[Mark, ...]


class Chart(Record):
    """The plan of study: a row for each grade, in it a cell for each subject; and the courses that have no cell."""

    rows: tuple[tuple[int, tuple[tuple[Planned, ...], ...]], ...]
    below: tuple[tuple[Planned, str], ...]


class Matrix(Record):
    """A part of the crosswalk: some standards, which of them each course teaches, and how many teach each."""

    standards: tuple[TaughtStandard, ...]
    rows: tuple[tuple[PlannedCourse, tuple[bool, ...]], ...]
    totals: tuple[int, ...]


class Crosswalk(Record):
    """Courses against standards, in tables of a width that paper holds; and the gaps, one by one."""

    parts: tuple[Matrix, ...]
    without_standard: tuple[PlannedCourse, ...]
    not_stated: tuple[PlannedCourse, ...]
    not_taught: tuple[TaughtStandard, ...]


class Levels(Record):
    """Courses and standards by framework level; and the program's own courses and the standards that state none."""

    columns: tuple[tuple[str, tuple[PlannedCourse, ...], tuple[TaughtStandard, ...]], ...]
    courses_without: tuple[PlannedCourse, ...]
    standards_without: tuple[TaughtStandard, ...]


def course_name(course: PlannedCourse) -> str:
    """The course's title, else its place in the list."""
    return course.title or f"Course {course.number} of the list, without a title"


def standard_name(standard: TaughtStandard) -> str:
    """The standards' title, else their place in the list."""
    return standard.title or f"Standards {standard.number} of the list, without a title"


def chart(papers: Papers) -> Chart:
    """The plan of study for grades 9 to 14."""
    planned = [Planned(course, course_name(course), _marks(course, papers)) for course in papers.courses]
    placed = [each for each in planned if not _misplaced(each.course)]
    rows = [(grade, tuple(_cell(placed, grade, subject) for subject in SUBJECTS)) for grade in GRADES]
    below = [(each, why) for each in planned if (why := _misplaced(each.course))]
    return Chart(tuple(rows), tuple(below))


def _cell(placed: Iterable[Planned], grade: int, subject: str) -> tuple[Planned, ...]:
    return tuple(each for each in placed if grade in each.course.grades and each.course.subject == subject)


def _misplaced(course: PlannedCourse) -> str:
    """Why a course has no cell; empty where it has one."""
    lacking = [word for word, value in (("grade", course.grades), ("subject", course.subject)) if not value]
    if lacking:
        return f"{' and '.join(lacking)} not stated"
    if not set(course.grades) & set(GRADES):
        return "taken outside of grades 9 to 14"
    return "" if course.subject in SUBJECTS else f"its subject is {(course.subject or '').replace('_', ' ')}"


def grades_text(grades: Sequence[int]) -> str:
    """``grade 9``, ``grades 9, 10``."""
    return f"{'grade' if len(grades) == 1 else 'grades'} {', '.join(map(str, grades))}"


def amount(number: float | None) -> str:
    """A number of credits without needless zeros; a question mark where it is not stated."""
    return "?" if number is None else f"{number:g}"


def _marks(course: PlannedCourse, papers: Papers) -> tuple[Mark, ...]:
    marks = [Mark("", _credits(course))] if course.credits or _in_school(course) else []
    marks += [Mark("", "Required of all")] if course.required else []
    marks += [Mark("", f"One of: {course.choice_group.replace('-', ' ')}")] if course.choice_group else []
    marks += [
        Mark("college", college_text(credit)) for credit in papers.college_credit if course.number in credit.courses
    ]
    names = {credential.number: credential.name for credential in papers.credentials}
    marks += [Mark("credential", f"Credential: {names[number] or number}") for number in course.credentials]
    if len(course.grades) > 1 or not set(course.grades) <= set(GRADES):
        marks.append(Mark("", wording.capital(grades_text(course.grades))))
    return tuple(marks)


def _in_school(course: PlannedCourse) -> bool:
    return any(grade <= _SCHOOL_ENDS for grade in course.grades)


def _credits(course: PlannedCourse) -> str:
    if course.credits is None:
        return "Credits not stated"
    return f"{amount(course.credits)} {'credit' if course.credits == 1 else 'credits'}"


def college_text(credit: CollegeCredit) -> str:
    """College credit in a few words: how much, with which others, and whether the agreement runs."""
    text = "College credit" if credit.credits is None else f"College credit: {amount(credit.credits)}"
    others = len(credit.courses) - 1
    text += f", together with {wording.count(others, 'other course')}" if others > 0 else ""
    if credit.by == "college_course" or credit.in_force:
        return text
    why = "agreement not in force" if credit.in_force is False else "the agreement's dates are unclear"
    return f"{text} ({why})"


def crosswalk(papers: Papers) -> Crosswalk:
    """Which course teaches which standards."""
    taught = {number for course in papers.courses for number in course.standards or ()}
    ordered = sorted(papers.standards, key=lambda each: (_kind_order(each.kind), each.number))
    return Crosswalk(
        parts=tuple(_matrix(papers, some) for some in _parted(ordered)) if papers.courses else (),
        without_standard=tuple(course for course in papers.courses if course.standards == ()),
        not_stated=tuple(course for course in papers.courses if course.standards is None),
        not_taught=tuple(each for each in papers.standards if each.number not in taught),
    )


def _kind_order(kind: str | None) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def _parted(standards: list[TaughtStandard]) -> list[tuple[TaughtStandard, ...]]:
    """The standards in as few parts as fit, all of about the same size."""
    parts = -(-len(standards) // MOST_COLUMNS)
    return [tuple(standards[len(standards) * n // parts : len(standards) * (n + 1) // parts]) for n in range(parts)]


def _matrix(papers: Papers, standards: tuple[TaughtStandard, ...]) -> Matrix:
    rows = [(course, tuple(each.number in (course.standards or ()) for each in standards)) for course in papers.courses]
    totals = (sum(cells[column] for _, cells in rows) for column in range(len(standards)))
    return Matrix(standards, tuple(rows), tuple(totals))


def levels(papers: Papers) -> Levels:
    """Courses and standards by framework level. Of academic courses only those that state one belong here."""
    return Levels(
        columns=tuple(
            (
                title,
                tuple(course for course in papers.courses if course.framework_level == level),
                tuple(each for each in papers.standards if each.framework_level == level),
            )
            for level, title in LEVELS.items()
        ),
        courses_without=tuple(
            course for course in papers.courses if course.framework_level not in LEVELS and course.kind != "academic"
        ),
        standards_without=tuple(each for each in papers.standards if each.framework_level not in LEVELS),
    )

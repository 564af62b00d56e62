"""Facts of a submission for the papers that districts know: plan of study, curriculum crosswalk, framework levels.

They are part of the scorecard, since every page is rendered from that alone. Nothing is judged here, and nothing made
up: what the submission does not say is None, or not there. Items are numbered as they stand in the submission, from 1.
"""

from __future__ import annotations

from poscheck.records import Part


class PlannedCourse(Part):
    """A course of the plan. ``credits`` count toward the diploma; ``standards`` are None where it does not say any.

    ``credentials`` are those that an assessment taken in the course leads to.
    """

    number: int
    title: str | None
    kind: str | None
    subject: str | None
    grades: tuple[int, ...]
    level: str | None
    framework_level: str | None
    credits: float | None
    required: bool
    choice_group: str | None
    standards: tuple[int, ...] | None
    credentials: tuple[int, ...]


class TaughtStandard(Part):
    """A set of standards that courses may name."""

    number: int
    title: str | None
    kind: str | None
    framework_level: str | None


class CollegeCredit(Part):
    """College credit for all of ``courses`` together: by a line of an agreement, or because it is a college's course.

    ``by`` is ``dual``, ``articulated``, ``statewide``, or ``college_course``; ``in_force`` is None where nobody can
    tell, and where there is no agreement.
    """

    courses: tuple[int, ...]
    by: str | None
    agreement: str | None
    in_force: bool | None
    institution: str | None
    college_course: str | None
    credits: float | None
    conditions: tuple[str, ...]


class EarnedCredential(Part):
    """A credential that students of the program can earn."""

    number: int
    name: str | None
    kind: str | None
    earned_at: str | None
    terminal: bool | None


class Papers(Part):
    """What the papers are drawn from; ``to_follow`` names the lists of it that are still being collected."""

    courses: tuple[PlannedCourse, ...]
    standards: tuple[TaughtStandard, ...]
    college_credit: tuple[CollegeCredit, ...]
    credentials: tuple[EarnedCredential, ...]
    to_follow: tuple[str, ...]


class PhaseComponent(Part):
    """A component in a phase, and what the guide calls it; None where it has no name of its own."""

    component: str
    name: str | None


class Phase(Part):
    """A phase of building a program; ``note`` says what a reader should know, such as why no component is named."""

    title: str
    note: str | None
    components: tuple[PhaseComponent, ...]

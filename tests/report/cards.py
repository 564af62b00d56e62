"""Scorecards made by hand for the tests of reports: no rules, no engine, every field filled."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from poscheck.papers import (
    CollegeCredit,
    EarnedCredential,
    Papers,
    Phase,
    PhaseComponent,
    PlannedCourse,
    TaughtStandard,
)
from poscheck.report.view import tally
from poscheck.scorecard import (
    FORMAT,
    Citation,
    ComponentResult,
    CriterionResult,
    Decision,
    DecisionStatus,
    Evidence,
    Executability,
    Finding,
    MachineResult,
    NextStep,
    Note,
    Outcome,
    Planning,
    ProblemKind,
    RatingRange,
    ReadinessResult,
    ReasonKind,
    Review,
    ReviewEffect,
    RulesetInfo,
    Scorecard,
    ScoreRange,
    Step,
    SubmissionInfo,
    SubmissionProblem,
    SwitchedOff,
    Verdict,
    VerdictReason,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

LEVELS = ("emerging", "quality", "exemplary")
SCALE = (
    Step(rating=0, name="not yet in practice", meaning="Nothing on file yet."),
    Step(rating=1, name="emerging", meaning="A start is on file."),
    Step(rating=2, name="quality", meaning="What is asked is in place, current and signed."),
    Step(
        rating=3,
        name="exemplary",
        meaning="Measured, reviewed within the year, reaching beyond what is asked.",
    ),
)
RULESET = RulesetInfo(
    id="ten-components",
    title="Ten Components of a Rigorous Program of Study",
    version="1.0.0",
    digest="5f1c" * 16,
    component_word="component",
    criterion_word="sub-component",
    disclaimer="The framework has no official weights, scale or pass mark: these are poscheck's defaults.",
)
COMPONENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Legislation and policies",
        (
            "Money, training days and staff time are set aside",
            "Formal procedures to design and improve the program",
            "Any student may take part",
            "Every student has a career plan",
            "Resources so that the program lasts",
        ),
    ),
    (
        "Partnerships",
        (
            "Written agreements name each partner's role",
            "Trends in the economy are looked at regularly",
            "Tied to the region's workforce plans",
            "Partners keep the list of skills current",
        ),
    ),
    (
        "Professional development",
        (
            "Teachers plan across grades and with the college",
            "Academic and career teachers plan together",
            "Teachers know their field",
            "New ways of teaching are fostered",
        ),
    ),
    (
        "Accountability and evaluation systems",
        (
            "The state keeps a longitudinal data system",
            "Student records can be matched to employment records",
            "Valid and reliable data on outcomes",
            "Data arrive in time to improve the program",
        ),
    ),
    (
        "College and career readiness standards",
        (
            "Standards developed and validated with partners",
            "Knowledge and skills for every path",
            "The same rigor that colleges expect",
            "Industry-recognized technical standards",
            "Benchmarked against other countries",
        ),
    ),
    (
        "Course sequences",
        (
            "Academic and career courses are mapped",
            "Begins with broad introductory courses",
            "Leads to college courses for an occupation",
            "College credit for work done in high school",
        ),
    ),
    (
        "Credit transfer agreements",
        (
            "A seamless way to earn and move college credit",
            "Credit reaches the transcript without a petition",
            "The terms of the agreement are stated",
        ),
    ),
    (
        "Guidance counseling and academic advisement",
        (
            "Based on counseling standards",
            "Staff have current information",
            "Students get information and tools",
            "Tools to find interests and choose a program",
            "Families get information and workshops",
            "Online tools for student aid",
        ),
    ),
    (
        "Teaching and learning strategies",
        (
            "Led by teams of academic and career teachers",
            "Work-based, project-based and problem-based learning",
            "Teamwork and communication, for example in a student organization",
        ),
    ),
    (
        "Technical skills assessments",
        (
            "Skills are measured at several points",
            "Industry-approved tests where they exist",
            "State-approved tests where they do not",
            "Assessments lead to credit or a diploma mark",
            "Assessments include performance",
        ),
    ),
)
REQUIRED = ("1.3", "2.1", "5.4", "6.1", "6.2", "6.3", "7.1")
STATE_DUTIES = ("4.1", "4.2", "5.5")
SOURCE = "Career and Technical Programs of Study: A Design Framework"


def finding(rule: str, outcome: Outcome = Outcome.MET, *, level: str | None = "quality", rated: bool = True) -> Finding:
    """A finding with texts of ordinary length."""
    number = sum(map(ord, rule))
    holds = outcome is Outcome.MET
    problem = {
        Outcome.NOT_MET: (ProblemKind.EXPIRED, ProblemKind.INSUFFICIENT, ProblemKind.CONTRADICTORY)[number % 3],
        Outcome.INCOMPLETE: ProblemKind.MISSING,
    }.get(outcome)
    return Finding(
        rule=rule,
        level=level,
        rated=rated,
        outcome=outcome,
        problem=problem,
        question=f"Is what {rule} asks for on file, signed by both sides, and in force today?",
        message="It is on file, signed and in force."
        if holds
        else "Nothing on file is both signed by both sides and in force.",
        detail="" if holds else "The nearest one, “Health Science dual credit agreement”, ended on 2024-06-30.",
        fix="Supply an agreement signed by the district and the college that is still in force.",
        citation=Citation(
            source="rpos-2010",
            short="RPOS 2010",
            title=SOURCE,
            item=rule.partition("-")[0],
            url="https://cte.ed.gov/nationalinitiatives/rposdesignframework.cfm",
        ),
        executability=Executability.HUMAN if outcome is Outcome.NEEDS_REVIEW else Executability.FULL,
        look_for=("The document names every partner.", "It says what each partner does.")
        if outcome is Outcome.NEEDS_REVIEW
        else (),
        decision=None,
        evidence=(
            Evidence(
                path="credit_agreements.0.expires_on",
                line=100 + number % 400,
                column=17,
                observed=None if outcome is Outcome.INCOMPLETE else "2024-06-30",
            ),
            Evidence(
                path="credit_agreements.0.title",
                line=99 + number % 400,
                column=12,
                observed="Health Science dual credit agreement",
            ),
        ),
        evidence_digest="ab" * 32,
    )


def criterion(id_: str, title: str, outcomes: tuple[Outcome, ...]) -> CriterionResult:
    """A criterion with one rule a level; the rating follows from the outcomes."""
    state = id_ in STATE_DUTIES
    findings = tuple(
        finding(f"{id_}-{level}", outcome, level=level, rated=not state)
        for level, outcome in zip(LEVELS, outcomes, strict=False)
    )
    applicable = [item.outcome for item in findings if item.outcome is not Outcome.NOT_APPLICABLE]
    low = next((n for n, outcome in enumerate(applicable) if outcome is not Outcome.MET), len(applicable))
    high = next((n for n, outcome in enumerate(applicable) if outcome is Outcome.NOT_MET), len(applicable))
    return CriterionResult(
        id=id_,
        title=title,
        alias=None,
        why="Students keep what they have earned only if both sides have signed.",
        required=id_ in REQUIRED,
        responsible="state" if state else "shared",
        state_fact="The state runs the Wisconsin Information System for Education." if state else None,
        weight=1.0,
        top=None if state else len(applicable) or None,
        rating=RatingRange(low=low, high=high) if applicable and not state else None,
        self_rating=2 if id_.endswith(".1") else None,
        evidence_digest="cd" * 32,
        findings=findings,
    )


def component(number: int, pick: tuple[tuple[Outcome, ...], ...]) -> ComponentResult:
    """Component ``number``; criterion n takes the n-th pattern of outcomes, and so on round."""
    title, titles = COMPONENTS[number - 1]
    criteria = tuple(
        criterion(f"{number}.{n}", text, pick[(number * 5 + n) % len(pick)]) for n, text in enumerate(titles, 1)
    )
    rated = [(item.rating, item.top) for item in criteria if item.rating is not None and item.top]
    score = (
        ScoreRange(
            low=_mean(Fraction(r.low, t) for r, t in rated),
            high=_mean(Fraction(r.high, t) for r, t in rated),
        )
        if rated
        else None
    )
    return ComponentResult(
        id=title.lower().replace(" ", "-"),
        number=number,
        title=title,
        alias="Articulation Agreements" if number == 7 else None,
        weight=1.0,
        minimum="1/3",
        score=score,
        criteria=criteria,
    )


def _mean(shares: Iterable[Fraction]) -> float:
    """The mean, rounded down to four places; exact until then, since versions of Python add floats differently."""
    listed = list(shares)
    return math.floor(sum(listed) / len(listed) * 10000) / 10000


def scorecard(pick: tuple[tuple[Outcome, ...], ...], *, ready: bool = True) -> Scorecard:
    """A whole scorecard of the ten components."""
    components = tuple(component(number, pick) for number in range(1, 11))
    scores = [item.score for item in components if item.score]
    score = (
        ScoreRange(
            low=_mean(Fraction(str(s.low)) for s in scores),
            high=_mean(Fraction(str(s.high)) for s in scores),
        )
        if scores
        else None
    )
    reasons = verdict_reasons(components)
    kinds = {reason.kind for reason in reasons}
    verdict = (
        Verdict.DOES_NOT_MEET
        if ReasonKind.NOT_MET in kinds
        else Verdict.UNDECIDED
        if kinds or not ready
        else Verdict.MEETS
    )
    if not ready:
        reasons = (
            VerdictReason(
                kind=ReasonKind.NOT_READY,
                decided=False,
                criterion=None,
                component=None,
                text="The submission is not ready.",
            ),
            *reasons,
        )
    return Scorecard(
        format=FORMAT,
        poscheck="0.1.0",
        as_of="2025-06-01",
        as_of_from="submitted_on",
        ruleset=RULESET,
        submission=SubmissionInfo(
            id="WI-4620-HS-2025",
            source="riverbend-health.yaml",
            digest="9b" * 32,
            district="Riverbend Area School District",
            district_id="5599999",
            state="WI",
            school="Riverbend High School",
            program="Health Science: Therapeutic Services",
            cluster="Health Science",
            cip="51.0000",
        ),
        scale=SCALE,
        required_rating="quality",
        parameters={
            "validated_within_months": 24,
            "diploma_subjects": ["english", "mathematics"],
            "state_system": None,
        },
        switched_off=(),
        unread_fields=(),
        readiness=readiness(ready=ready),
        verdict=verdict,
        verdict_reasons=reasons,
        score=score,
        counts=tally(f for item in components for c in item.criteria for f in c.findings if f.rated),
        without_decisions=None,
        components=components,
        near=(),
        reviews=(),
        next_steps=next_steps(components),
        problems=(),
        notes=(),
        papers=PAPERS,
    )


def course(number: int, title: str | None, grades: tuple[int, ...], subject: str | None, **more: Any) -> PlannedCourse:
    """A course of the plan: an academic one of one credit, unless more is said."""
    facts: dict[str, Any] = {
        "kind": "cte" if subject == "cte" else "academic",
        "level": None,
        "framework_level": None,
        "credits": 1,
        "required": False,
        "choice_group": None,
        "standards": (1,),
        "credentials": (),
    }
    return PlannedCourse(number=number, title=title, grades=grades, subject=subject, **{**facts, **more})


def college(*courses: int, **more: Any) -> CollegeCredit:
    """College credit by an agreement in force."""
    facts: dict[str, Any] = {
        "by": "dual",
        "agreement": "Health Science dual credit agreement",
        "in_force": True,
        "institution": "Lakeshore Technical College",
        "college_course": "NUR-101 Nursing Assistant",
        "credits": 3,
        "conditions": (),
    }
    return CollegeCredit(courses=courses, **{**facts, **more})


PAPERS = Papers(
    courses=(
        course(1, "Introduction to Health Careers", (9, 10), "cte", framework_level="cluster_core", standards=(2, 3)),
        course(2, "Patient Care", (11,), "cte", framework_level="pathway", credentials=(1,), credits=1.5, standards=()),
        course(3, "Nursing I", (13,), "cte", framework_level="specialty", credits=0, standards=(2,)),
        course(4, "English 9", (9,), "english", required=True),
        course(5, "Anatomy", (12,), "science", choice_group="grade-12-science", standards=None),
        course(6, "Physics", (12,), "science", choice_group="grade-12-science", credits=None),
        course(7, None, (), None, kind=None),
        course(8, "Keyboarding", (7, 8), "other"),
        course(9, "Spanish 1", (10,), "world_languages"),
    ),
    standards=(
        TaughtStandard(number=1, title="State academic standards", kind="academic", framework_level=None),
        TaughtStandard(number=2, title="National health standards", kind="technical", framework_level="pathway"),
        TaughtStandard(number=3, title="Skills for any job", kind="employability", framework_level="cluster_core"),
        TaughtStandard(number=4, title=None, kind=None, framework_level=None),
    ),
    college_credit=(
        college(3, by="college_course", agreement=None, in_force=None),
        college(2, 5, credits=4, conditions=("a grade of B",)),
        college(1, by="articulated", in_force=False, credits=None),
        college(by=None, agreement=None, in_force=None, institution=None, college_course=None),
    ),
    credentials=(
        EarnedCredential(number=1, name="Nursing assistant", kind="certificate", earned_at="secondary", terminal=False),
        EarnedCredential(number=2, name=None, kind=None, earned_at=None, terminal=True),
    ),
    to_follow=("credentials",),
)
"""Papers in which every course stands for a case: taken twice, without a place, with and without college credit."""


def readiness(*, ready: bool) -> ReadinessResult:
    """The readiness findings: two are lacking unless ready."""
    outcomes = [
        Outcome.MET,
        Outcome.MET,
        Outcome.MET if ready else Outcome.INCOMPLETE,
        Outcome.MET if ready else Outcome.NOT_MET,
    ]
    return ReadinessResult(
        ready=ready, findings=tuple(finding(f"ready-{n}", o, level=None) for n, o in enumerate(outcomes, 1))
    )


def verdict_reasons(components: tuple[ComponentResult, ...]) -> tuple[VerdictReason, ...]:
    """One reason for each required criterion that is not quality for certain."""
    reasons = []
    for item in components:
        for c in item.criteria:
            if not c.required or c.rating is None or c.rating.low >= 2:
                continue
            outcomes = {f.outcome for f in c.findings}
            kind = (
                ReasonKind.NOT_MET
                if c.rating.high < 2
                else ReasonKind.MISSING_EVIDENCE
                if Outcome.INCOMPLETE in outcomes
                else ReasonKind.NEEDS_REVIEW
            )
            reasons.append(
                VerdictReason(
                    kind=kind,
                    decided=kind is ReasonKind.NOT_MET,
                    criterion=c.id,
                    component=item.id,
                    text=f"{c.id} {c.title} is required and is not quality.",
                )
            )
    return tuple(reasons)


def next_steps(components: tuple[ComponentResult, ...]) -> tuple[NextStep, ...]:
    """A step for each criterion that is below quality, required ones first."""
    below = [c for item in components for c in item.criteria if c.rating and c.rating.low < 2]
    below.sort(key=lambda c: not c.required)
    return tuple(
        NextStep(
            criterion=c.id,
            criterion_title=c.title,
            required=c.required,
            to_level="quality",
            rules=(f"{c.id}-emerging", f"{c.id}-quality"),
            text="Supply an agreement signed by the district and the college that is still in force.",
            fixes=("Supply an agreement signed by the district and the college that is still in force.",),
            gain=ScoreRange(low=0.0123, high=0.0),
            together=ScoreRange(low=0.0123 * n, high=0.0),
        )
        for n, c in enumerate(below, 1)
    )


M, N, I, R, A = Outcome.MET, Outcome.NOT_MET, Outcome.INCOMPLETE, Outcome.NEEDS_REVIEW, Outcome.NOT_APPLICABLE  # noqa: E741 - rows of a pattern


def all_met() -> Scorecard:
    """Everything is met."""
    return scorecard(((M, M, M),))


def typical() -> Scorecard:
    """The usual mix: most things met, some open, some for a person; problems and notes."""
    pick = (
        (M, M, N),
        (M, M, M),
        (M, N, N),
        (M, I, R),
        (M, M, M),
        (M, M, I),
        (M, R, N),
        (M, M, A),
        (M, M, M),
        (N, N, N),
        (M, M, N),
    )
    card = scorecard(pick, ready=False)
    waiting = next(reason for reason in card.verdict_reasons if reason.kind is ReasonKind.MISSING_EVIDENCE)
    return replace(
        card,
        verdict_reasons=(*card.verdict_reasons, replace(waiting, kind=ReasonKind.NEEDS_REVIEW)),
        problems=(
            SubmissionProblem(
                code="not-a-date",
                message="“2025-13-40” is not a date.",
                path="courses.3.starts_on",
                line=88,
                column=15,
                allowed="a date (2025-09-01), a month (2025-09) or a school year (2025-26)",
                suggestion=None,
            ),
            SubmissionProblem(
                code="unknown-key",
                message="“instituton” is not a field of a credit agreement.",
                path="credit_agreements.0.instituton",
                line=203,
                column=5,
                allowed=None,
                suggestion="institution",
            ),
        ),
        notes=(
            Note(
                code="kept-as-text",
                message="“02134” was kept as text, so that its leading zero is not lost.",
                path="schools.0.state_id",
                line=31,
                column=14,
            ),
            Note(
                code="default-used",
                message="No value for “remedial” in 6 courses; “false” was used.",
                path="courses",
                line=60,
                column=1,
            ),
        ),
        unread_fields=("enrollment.0.projected", "extensions.local_code"),
        switched_off=(SwitchedOff(rule="8.6-tool", reason="The state pays for one tool for all districts."),),
        near=("7.1",),
        reviews=(
            Review(criterion=None, rules=("ready-3",), effect=ReviewEffect.GATE),
            Review(criterion="1.2", rules=("1.2-quality",), effect=ReviewEffect.SCORE),
            Review(criterion="7.1", rules=("7.1-quality",), effect=ReviewEffect.MEETS),
            Review(criterion="4.3", rules=("4.3-quality",), effect=ReviewEffect.SCORE),
        ),
        planning=Planning(
            title="The phases of the guide",
            citation=card.components[0].criteria[0].findings[0].citation,
            phases=(
                Phase(
                    title="Laying the groundwork",
                    note=None,
                    components=(
                        PhaseComponent(component="partnerships", name="Partnerships"),
                        PhaseComponent(component="credit-transfer-agreements", name="Articulation agreements"),
                        PhaseComponent(component="course-sequences", name=None),
                    ),
                ),
                Phase(title="Refining", note="The guide names nothing here.", components=()),
            ),
        ),
    )


def nearly_empty() -> Scorecard:
    """A file with almost nothing in it: nearly everything incomplete, no names."""
    card = scorecard(((I, I, I),), ready=False)
    return replace(
        card,
        submission=replace(card.submission, id=None, district=None, state=None, program=None, cluster=None),
        as_of_from="today",
        papers=Papers(courses=(), standards=(), college_credit=(), credentials=(), to_follow=()),
    )


def nothing_applies() -> Scorecard:
    """No rule applies: no score, which is neither 0 nor 100."""
    return replace(scorecard(((A, A, A),)), next_steps=(), papers=None)


def decided() -> Scorecard:
    """A reviewer has decided three findings: one counts, one is stale, one has run out."""
    card = typical()
    marks = iter(DecisionStatus)

    def settle(item: Finding) -> Finding:
        if item.outcome is not R or (status := next(marks, None)) is None:
            return item
        counted = status is DecisionStatus.COUNTED
        return replace(
            item,
            outcome=M if counted else R,
            decision=Decision(
                outcome=M,
                machine_outcome=R,
                reason="Seen the signed original on a visit.",
                role="state reviewer",
                decided_on="2025-05-20",
                expires_on="2026-05-20",
                status=status,
            ),
        )

    components = tuple(
        replace(
            item,
            criteria=tuple(replace(c, findings=tuple(settle(f) for f in c.findings)) for c in item.criteria),
        )
        for item in card.components
    )
    return replace(
        card,
        components=components,
        counts=tally(f for item in components for c in item.criteria for f in c.findings if f.rated),
        without_decisions=MachineResult(verdict=card.verdict, score=card.score, counts=card.counts),
    )


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "{{ 7*7 }}{% raw %}",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "::set-output name=a::b",
    "\n::error::line\r\n##[group]x",
    "\u202e10-6-4202",
    "|pipe` [link](javascript:alert(3)) **bold** https://example.org",
    "Donaudampfschifffahrtsgesellschaft" * 12,
    "javascript:alert(4)",
    "</style></title></q></code><!-- ]]>",
    "NUL\x00 BEL\x07 C1\x9b31m and half a letter \ud800",
)
_KEYS = {
    *("format", "as_of", "minimum", "rule", "rules", "responsible", "digest", "evidence_digest", "component"),
    *("near", "criterion", "kind", "subject", "framework_level", "by", "earned_at", "required_rating"),
}  # never free text


def hostile() -> Scorecard:
    """Every text that a stranger could have written carries an attack."""
    counter = iter(range(10**6))

    def poisoned(value: Any, name: str) -> Any:
        if isinstance(value, str) and not isinstance(value, Enum) and name not in _KEYS:
            attack = HOSTILE[next(counter) % len(HOSTILE)]
            return attack if name == "url" else f"{attack} {value}" if name not in {"id", "source"} else value
        if isinstance(value, tuple):
            return tuple(poisoned(item, name) for item in value)
        if isinstance(value, dict):
            return {key: poisoned(item, key) for key, item in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: poisoned(getattr(value, f.name), f.name) for f in fields(value)})
        return value

    card = decided()
    card = cast("Scorecard", poisoned(card, ""))
    return replace(card, submission=replace(card.submission, source=HOSTILE[0] + HOSTILE[6], id=HOSTILE[1]))


ALL = {
    "all-met": all_met,
    "typical": typical,
    "nearly-empty": nearly_empty,
    "nothing-applies": nothing_applies,
    "decided": decided,
    "hostile": hostile,
}

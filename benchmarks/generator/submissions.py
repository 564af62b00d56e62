"""One submission from a seed and a number: data, then bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from benchmarks.generator import assessments, coursework, partnership, people, practice, results, standards
from benchmarks.generator.as_json import as_json, compact
from benchmarks.generator.as_yaml import as_yaml
from benchmarks.generator.dice import Dice, day, school_year
from benchmarks.generator.draft import Draft, Strength, Texts
from benchmarks.generator.identity import Identity, identity
from benchmarks.generator.misfits import spoil
from benchmarks.generator.words import words
from poscheck.contract import standard_contract

#: About how many thousand bytes a file of each size has as YAML, and the size of the draft that comes to it.
SIZES = {8: 7, 20: 16, 40: 46}
FORMS = ("yaml", "json", "mixed")
_JSON_SHARE = 0.3
_FILES_IN_FOLDER = 1000

# Planted, so that whoever looks for them knows how many to find: of every hundred programs the last is filed for the
# school and code of an earlier one, and these two use the free text of an earlier one of another district.
_HUNDRED, _TWIN = 100, 99
_COPIES = (33, 66)

_BUILDERS = {
    "courses": coursework.courses,
    "credit_agreements": partnership.credit_agreements,
    "credentials": assessments.credentials,
    "assessments": assessments.assessments,
    "work_based_learning": people.work_based_learning,
    "student_organizations": people.student_organizations,
    "teaching": people.teaching,
    "teachers": people.teachers,
    "professional_development": people.professional_development,
    "advisory_committee": people.advisory_committee,
    "partners": partnership.partners,
    "memoranda": partnership.memoranda,
    "labor_market": partnership.labor_market,
    "needs_assessment": practice.needs_assessment,
    "workforce_initiatives": partnership.workforce_initiatives,
    "guidance": practice.guidance,
    "standards": standards.standards,
    "policies": practice.policies,
    "enrollment": results.enrollment,
    "data_systems": results.data_systems,
    "indicators": results.indicators,
    "reviews": results.reviews,
    "approvals": results.approvals,
    "assurances": results.assurances,
    "signatures": results.signatures,
}
# Without these, nearly every other section would point to nothing, which real forms do not do.
_KEPT = frozenset({"courses", "partners", "signatures", "standards"})
_ABSENT = (*(name for name in _BUILDERS if name not in _KEPT), "evidence", "evaluations")

# What short files do without, most of it.
_LEFT_OUT_FIRST = (
    "student_organizations",
    "workforce_initiatives",
    "work_based_learning",
    "needs_assessment",
    "data_systems",
    "reviews",
    "approvals",
    "assurances",
    "enrollment",
)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up submission: the name of its file below the output folder, and its bytes."""

    name: str
    content: bytes


def make_up(seed: int, number: int, size: int = 20, form: str = "yaml") -> MadeUp:
    """The submission with that number, of about ``size`` thousand bytes where it is written as YAML."""
    data = data_of(seed, number, size)
    dice = Dice(seed, "written", number)
    as_json_file = dice.chance(_JSON_SHARE) if form == "mixed" else form == "json"
    folder = f"{number // _FILES_IN_FOLDER:04}/program-{number:07}"
    if as_json_file:
        return MadeUp(f"{folder}.json", as_json(data, dice))
    who, copied = _sources(seed, number)
    remarks = Texts(copied, dice).several("comments", 3)
    remarks = [f"A FICTIONAL program of {who.district.name}, made up for tests", *remarks]
    ending = "yml" if dice.chance(0.1) else "yaml"
    return MadeUp(f"{folder}.{ending}", as_yaml(data, dice, remarks))


def line(seed: int, number: int, size: int = 20) -> bytes:
    """The same submission as JSON on one line."""
    return compact(data_of(seed, number, size)).encode()


def data_of(seed: int, number: int, size: int = 20, *, misfits: bool = True) -> dict[str, Any]:
    """The data of the submission with that number; without ``misfits`` as it would be if every value fitted."""
    dice = Dice(seed, "data", number)
    strength = _strength(dice)
    who, copied = _sources(seed, number)
    draft = Draft(who, dice, strength, round(SIZES[size] * (0.84 + 0.32 * dice.random())), Texts(copied, dice))
    draft.absent = frozenset(dice.some(_ABSENT, dice.times(strength.absent) if strength.absent else 0))
    if draft.brief:
        draft.absent |= frozenset(dice.some(_LEFT_OUT_FIRST, 8))
    data = _whole(draft, number)
    if misfits and dice.chance(min(1, strength.misfits)):
        spoil(data, dice, max(1, dice.times(strength.misfits)))
    return data


def planted(number: int) -> str | None:
    """What is planted in the submission with that number: ``school and code``, ``free text`` or nothing."""
    place = number % _HUNDRED
    return "school and code" if place == _TWIN else "free text" if place in _COPIES else None


def _sources(seed: int, number: int) -> tuple[Identity, Identity]:
    """Who files the program, and whose names its free text has."""
    dice = Dice(seed, "planted", number)
    copy = planted(number)
    if copy == "school and code":
        who = identity(seed, number - dice.between(1, 60))
        return who, who
    who = identity(seed, number)
    return who, identity(seed, number - dice.between(8, 30)) if copy else who


@cache
def _strengths() -> tuple[Strength, ...]:
    return tuple(Strength(**values) for values in words("strengths").values())


def _strength(dice: Dice) -> Strength:
    drawn, listed = dice.random(), _strengths()
    for strength in listed:
        drawn -= strength.share
        if drawn < 0:
            return strength
    return listed[-1]


def _whole(draft: Draft, number: int) -> dict[str, Any]:
    data: dict[str, Any] = {"format": "poscheck/1"}
    data["submission"] = draft.record(
        id=f"{draft.who.district.state}-2026-{number:07}",
        status=draft.status,
        school_year=school_year(0),
        submitted_on=day(draft.dice.between(1, 40)),
    )
    data["district"], data["schools"] = people.district(draft), people.schools(draft)
    data["program"] = program(draft)
    for name, build in _BUILDERS.items():
        if name not in draft.absent:
            data[name] = build(draft)
    data["diploma"] = coursework.diploma(draft, data["courses"])
    if "evaluations" not in draft.absent:
        data["evaluations"] = _evaluations(draft, data)
    if not any(test.get("kind") == "industry" for test in data.get("assessments", ())) and draft.good():
        data["no_industry_assessment_reason"] = draft.texts.say("no_test_reason")
    data |= _opinions(draft)
    data["evidence"] = draft.evidence
    return {name: data[name] for name in standard_contract().root.members if name in data}


def _evaluations(draft: Draft, data: dict[str, Any]) -> list[dict[str, Any]]:
    codes = [figure["code"] for figure in data.get("indicators", ())]
    tests = [test.get("id", test["title"]) for test in data.get("assessments", ())]
    return results.evaluations(draft, codes, tests)


def program(draft: Draft) -> dict[str, Any]:
    """What the program is and whom it is open to."""
    who, texts = draft.who, draft.texts
    sentences = [texts.say("description"), *texts.several("more_description", draft.many(0, 5))]
    opening = coursework.cte_titles(draft)[0][0]
    return draft.record(
        title=f"{who.pathway} at {texts['school']}" if draft.detail() else who.pathway,
        cluster=who.cluster,
        pathway=who.pathway,
        framework=who.district.framework,
        cip=who.cip,
        soc=who.field["soc"][: draft.many(1, 4)],
        started_on=day(draft.dice.between(400, 4800))[:7] if draft.running else None,
        description=" ".join(sentences),
        entry_points=[f"Grade 9, with {opening}", "Grade 10, for students who move here"] if draft.detail() else None,
        exit_points=[{"title": "High school graduation"}] if draft.detail() else None,
        admission_rules=texts.say("admission_rules"),
        entry_conditions=[] if draft.good() else ["A grade of C or better in algebra"],
        fees_usd=draft.dice.pick((0, 0, 0, 25, 40)),
        open_to_all_secondary_students=draft.good(),
        open_to_adult_learners=draft.dice.chance(0.3),
        special_population_supports=texts.several("supports", draft.many(1, 5)),
    )


def _opinions(draft: Draft) -> dict[str, Any]:
    """What the district thinks of itself, and what it is still waiting for."""
    dice = draft.dice
    found: dict[str, Any] = {}
    if dice.chance(0.2):
        found["self_ratings"] = {
            name: dice.between(0, 3) for name in dice.some(["1.2", "2.3", "4.3", "6.3", "7.1", "8.5"], 3)
        }
    if dice.chance(0.04):
        found["not_applicable_claims"] = [
            {"criterion": "2.3", "reason": f"There is no board in the area of {draft.who.district.name}."}
        ]
    if dice.chance(0.1):
        found["to_follow"] = dice.some(
            ["guidance.family_events", "assessments", "indicators", "workforce_initiatives"], 1
        )
    return found

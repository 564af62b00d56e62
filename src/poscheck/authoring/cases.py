"""Cases: whole submissions, each with what its scorecard then says. They stand in a ruleset's folder ``fixtures``.

A test in a rule file asks one rule; a case asks what all of them come to together: ready, verdict, ratings, outcomes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.dates import interval, iso
from poscheck.engine import evaluate
from poscheck.errors import Problem, ReadError, RulesetError, UsageError, did_you_mean
from poscheck.reading import read_file
from poscheck.records import Record
from poscheck.ruleset.draft import Placed
from poscheck.ruleset.files import read_source
from poscheck.ruleset.folders import rule_files
from poscheck.ruleset.source import CaseSource
from poscheck.ruleset.written import Spot, spot
from poscheck.submission import changed, load_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poscheck.reading import Document
    from poscheck.ruleset import Ruleset
    from poscheck.ruleset.files import SourceFile
    from poscheck.ruleset.source import ExpectedSource
    from poscheck.scorecard import Scorecard

    CaseFile = SourceFile[CaseSource]

FOLDER = "fixtures"


class Difference(Record):
    """One thing of a scorecard that is not as a case expects."""

    spot: Spot
    title: str
    what: str
    expected: str
    got: str


def read_cases(folder: Path, ruleset: Ruleset) -> tuple[CaseFile, ...]:
    """The cases of a ruleset. Raises :class:`~poscheck.errors.RulesetError` with everything that is wrong with them."""
    problems: list[Problem] = []
    found: list[CaseFile] = []
    for file in rule_files(folder / FOLDER):
        if _is_case(file):
            case = read_source(file, folder, CaseSource, problems)
            if case is not None:
                found.append(case)
                problems += _unknown(case, ruleset)
    if problems:
        raise RulesetError(problems)
    return tuple(found)


def _is_case(file: Path) -> bool:
    """Whether a file of the folder says that it is a case; what cannot be read is told by whoever reads it next."""
    try:
        return str(read_file(file).tree.get("format", "")).startswith("poscheck-case/")
    except ReadError:
        return False


def _unknown(case: CaseFile, ruleset: Ruleset) -> Iterator[Problem]:
    """Names of rules, criteria and levels that do not exist, and days on which the ruleset is not in force."""
    expect = case.content.expect
    levels = [step.name for step in ruleset.scale]
    for key, kind, names in (
        ("ratings", "criterion", {criterion.id for criterion in ruleset.criteria}),
        ("outcomes", "rule", {rule.id for rule in ruleset.rules}),
    ):
        for name in getattr(expect, key):
            if name not in names:
                at = ("expect", key, name)
                yield case.problem(
                    f"unknown-{kind}", f"there is no {kind} `{name}`", at, suggestion=did_you_mean(name, names)
                )
    for name, level in expect.ratings.items():
        if level not in levels:
            message = f"there is no level `{level}`"
            at = ("expect", "ratings", name)
            yield case.problem(
                "unknown-level", message, at, allowed=", ".join(levels), suggestion=did_you_mean(level, levels)
            )
    days = interval(case.content.as_of or "") if case.content.as_of else None
    if case.content.as_of and (days is None or not ruleset.first_day <= days[0] <= (ruleset.last_day or days[0])):
        yield case.problem(
            "not-in-force", f"{case.content.as_of} is not a day on which the ruleset is in force", ("as_of",)
        )


def run_case(case: CaseFile, ruleset: Ruleset, folder: Path) -> tuple[Difference, ...]:
    """What is otherwise than the case expects."""
    source, placed = case.content, Placed(case, ())
    try:
        document = changed(_document(source, ruleset, folder), _given(case))
        submission = load_document(document, ruleset.contract)
    except (UsageError, ReadError) as error:
        return (Difference(spot(placed, "given"), source.title, "the submission", "can be read", str(error)),)
    days = interval(source.as_of or ruleset.fixture_as_of or "")
    assert days is not None  # loading made sure
    card = evaluate(ruleset, submission, days[0])
    return tuple(
        Difference(spot(placed, "expect", *at), source.title, what, wanted, got)
        for at, what, wanted, got in _compared(source.expect, card)
        if wanted != got
    )


def as_of(case: CaseFile, ruleset: Ruleset) -> str:
    """The day as of which a case is judged."""
    days = interval(case.content.as_of or ruleset.fixture_as_of or "")
    return iso(days[0]) if days else ""


def _given(case: CaseFile) -> dict[str, Any]:
    """The changes as they are written, because a loaded model no longer tells texts from numbers."""
    given: dict[str, Any] = case.document.tree.get("given") or {}
    return given


def _document(source: CaseSource, ruleset: Ruleset, folder: Path) -> Document:
    if source.submission is not None:
        return read_file(folder / FOLDER / source.submission, f"{folder.name}/{FOLDER}/{source.submission}")
    if ruleset.fixture is None:
        raise UsageError(f"the ruleset {ruleset.id} has no fixture; say which `submission` is meant")
    return ruleset.fixture


def _compared(expect: ExpectedSource, card: Scorecard) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    """Where each expectation stands, what it is about, what is expected, and what the scorecard says."""
    if expect.ready is not None:
        yield ("ready",), "ready", _yes(expect.ready), _yes(card.readiness.ready)
    if expect.verdict is not None:
        yield ("verdict",), "verdict", expect.verdict, card.verdict
    criteria = {criterion.id: criterion for component in card.components for criterion in component.criteria}
    for name, level in expect.ratings.items():
        rating = criteria[name].rating
        names = [card.scale[number].name for number in dict.fromkeys((rating.low, rating.high))] if rating else []
        yield ("ratings", name), f"rating of {name}", level, " to ".join(names) or "none"
    findings = {finding.rule: finding for finding in card.readiness.findings}
    findings |= {finding.rule: finding for criterion in criteria.values() for finding in criterion.findings}
    for name, outcome in expect.outcomes.items():
        yield ("outcomes", name), name, outcome, findings[name].outcome


def _yes(value: bool) -> str:
    return "yes" if value else "no"

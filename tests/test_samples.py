"""The sample submissions come to what somebody last approved, and say about themselves what they are.

What is expected stands in ``samples_expected.yaml``. After a change that is meant, write it anew and review the diff:

    POSCHECK_APPROVE=1 .venv/bin/python -m pytest tests/test_samples.py
"""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from poscheck.engine import evaluate, load_decisions
from poscheck.report import to_json
from poscheck.resources import data_dir
from poscheck.ruleset import load_ruleset
from poscheck.scorecard import DecisionStatus, Outcome
from poscheck.submission import load_submission

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Finding, RatingRange, Scorecard

FOLDER = data_dir("sample_submissions")
EXPECTED = Path(__file__).with_name("samples_expected.yaml")
LISTED: dict[str, Any] = yaml.safe_load((FOLDER / "samples.yaml").read_text("utf-8"))
AS_OF: date = LISTED["as_of"]
FILES: list[str] = [sample["file"] for sample in LISTED["samples"]]
DECIDED, DECISIONS = "startup-agriculture.json", "decisions-example.yaml"
WITH_DECISIONS = f"{DECIDED} with {DECISIONS}"
HEAD = "# What the sample submissions come to. Written by tests/test_samples.py, which says how; read the diff.\n"


@cache
def ruleset() -> Ruleset:
    return load_ruleset()


def judged_anew(name: str) -> Scorecard:
    """The scorecard of a sample, or of the sample with the example decisions."""
    if name == WITH_DECISIONS:
        decisions = load_decisions(FOLDER / DECISIONS, ruleset())
        return evaluate(ruleset(), load_submission(FOLDER / DECIDED), AS_OF, decisions=decisions)
    return evaluate(ruleset(), load_submission(FOLDER / name), AS_OF)


judged = cache(judged_anew)


def summary(card: Scorecard) -> dict[str, Any]:
    """What is worth holding fast: everything that decides, and no texts. Rules that are met are only counted."""
    criteria = [criterion for component in card.components for criterion in component.criteria]
    return {
        "verdict": str(card.verdict),
        "ready": card.readiness.ready,
        "score": [card.score.low, card.score.high] if card.score else None,
        "counts": {str(outcome): getattr(card.counts, outcome) for outcome in Outcome},
        "reasons": [f"{why.kind} {why.criterion or why.component or ''}".strip() for why in card.verdict_reasons],
        "problems": [f"line {problem.line}, {problem.code}: {problem.path}" for problem in card.problems],
        "notes": dict(sorted(Counter(note.code for note in card.notes).items())),
        "criteria": {"readiness": not_met(card.readiness.findings)}
        | {criterion.id: rated(criterion.rating) + not_met(criterion.findings) for criterion in criteria},
    }


def rated(rating: RatingRange | None) -> str:
    """A rating as ``2``, or as ``1-3`` where something is open; ``-`` for a duty of the state. One line a criterion."""
    return "-" if rating is None else "-".join(dict.fromkeys((str(rating.low), str(rating.high))))


def not_met(findings: tuple[Finding, ...]) -> str:
    """The rules that are not met, by outcome and problem."""
    rules: dict[str, list[str]] = {}
    for finding in findings:
        if finding.outcome is not Outcome.MET:
            rules.setdefault(f"{finding.outcome} {finding.problem or ''}".strip(), []).append(finding.rule)
    return "".join(f"; {outcome}: {', '.join(names)}" for outcome, names in rules.items())


def lines(value: dict[str, Any], indent: str = "") -> Iterator[str]:
    """``value`` as YAML with one fact on each line, so that a diff shows just the facts that changed."""
    for key, member in value.items():
        nested = isinstance(member, dict) and not all(isinstance(item, int) for item in member.values())
        if nested or (isinstance(member, list) and any(isinstance(item, str) for item in member)):
            yield f"{indent}{json.dumps(key)}:\n"
            yield from lines(member, indent + "  ") if nested else (f"{indent}- {json.dumps(m)}\n" for m in member)
        else:
            yield f"{indent}{json.dumps(key)}: {json.dumps(member)}\n"


@pytest.fixture(scope="session")
def expected() -> dict[str, Any]:
    """The approved outcomes; with POSCHECK_APPROVE=1 today's, which are written first."""
    if os.environ.get("POSCHECK_APPROVE") == "1":
        text = "".join(lines({name: summary(judged(name)) for name in (*FILES, WITH_DECISIONS)}))
        EXPECTED.write_text(HEAD + text, "utf-8", newline="\n")
    approved: dict[str, Any] = yaml.safe_load(EXPECTED.read_text("utf-8"))
    return approved


@pytest.mark.parametrize("name", [*FILES, WITH_DECISIONS])
def test_sample_comes_to_what_was_approved(name: str, expected: dict[str, Any]) -> None:
    assert summary(judged(name)) == expected[name]


@pytest.mark.parametrize("name", [*FILES, WITH_DECISIONS])
def test_judging_twice_gives_the_same_bytes(name: str) -> None:
    assert to_json(judged(name)).encode() == to_json(judged_anew(name)).encode()


def test_the_decisions_belong_to_the_evidence_that_is_there() -> None:
    """Otherwise the digest in the file is of an older sample or rule; the right one is in the message."""
    decisions = load_decisions(FOLDER / DECISIONS, ruleset())
    card = judged(WITH_DECISIONS)
    criteria = [criterion for component in card.components for criterion in component.criteria]
    digests = {criterion.id: criterion.evidence_digest for criterion in criteria}
    digests |= {finding.rule: finding.evidence_digest for criterion in criteria for finding in criterion.findings}
    quoted = {entry.rule or entry.criterion or "": entry.evidence_digest for entry in decisions.entries}
    assert decisions.notes == ()
    assert quoted == {name: digests[name] for name in quoted}
    laid = [finding.decision for criterion in criteria for finding in criterion.findings if finding.decision]
    assert {decision.status for decision in laid} == {DecisionStatus.COUNTED}


def test_every_sample_is_listed_and_there() -> None:
    there = {path.name for path in FOLDER.iterdir() if path.is_file()} - {"README.md", "samples.yaml", DECISIONS}
    assert sorted(FILES) == sorted(there)
    readme = (FOLDER / "README.md").read_text("utf-8")
    assert [name for name in (*FILES, DECISIONS) if f"({name})" not in readme] == []


@pytest.mark.parametrize("name", FILES)
def test_sample_says_that_it_is_fictional(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    program = load_submission(FOLDER / name).data["program"]
    assert "fictional" in program["description"].casefold()
    if name.endswith(".yaml"):
        assert text.startswith("# A FICTIONAL program")
    assert all(word.endswith("example.org") for word in text.replace('"', " ").replace(",", " ").split() if "@" in word)


@pytest.mark.parametrize("book", sorted((FOLDER / "workbooks").glob("*.xlsx")), ids=lambda path: path.name)
def test_a_workbook_comes_to_what_its_twin_does(book: Path, expected: dict[str, Any]) -> None:
    card = evaluate(ruleset(), load_submission(book), AS_OF)
    came, approved = summary(card), expected[f"{book.stem}.yaml"]
    assert came.pop("notes").keys() <= approved["notes"].keys()  # of how YAML is written there is nothing to note
    assert came == {name: value for name, value in approved.items() if name != "notes"}
    assert all(each.sheet and each.cell for each in card.problems)
    assert all(each.sheet and each.cell for each in card.notes)


def test_samples_differ_as_real_submissions_do() -> None:
    cards = [judged(name) for name in FILES]
    assert {str(card.verdict) for card in cards} == {"meets", "undecided", "does_not_meet"}
    assert {card.readiness.ready for card in cards} == {True, False}
    assert len({card.submission.cluster for card in cards}) == len(FILES)
    assert {Path(name).suffix for name in FILES} == {".yaml", ".json"}


def test_every_sample_says_as_of_which_day_it_is_judged() -> None:
    """Without a date of its own a sample's scorecard would change from day to day."""
    for name in FILES:
        submission = load_submission(FOLDER / name)

        assert "submitted_on" in submission.data.get("submission", {}), name

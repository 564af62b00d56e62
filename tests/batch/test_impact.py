"""What another ruleset would move: who, by which rules, by which fields, and with how much memory."""

from __future__ import annotations

import csv
import tracemalloc
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch.impact import EXAMPLES, Impact
from poscheck.batch.impact_table import impact_columns
from poscheck.batch.impact_words import impact_page, remarks
from poscheck.batch.movement import Movement, movement
from poscheck.cli.exits import Code
from poscheck.cli.impacting import reader
from poscheck.errors import UsageError
from poscheck.ruleset import load_ruleset
from poscheck.scorecard import Verdict
from tests.batch.batches import AS_OF, SMALL, files, run_here, small, submission
from tests.cli import conftest

if TYPE_CHECKING:
    from poscheck.ruleset import Ruleset
    from tests.cli.conftest import Run

run = conftest.run
M, N = Verdict.MEETS, Verdict.DOES_NOT_MEET
BY = ("district.state", "district.kind")
STRICT = """\
format: poscheck-ruleset/1
id: strict
title: The small ruleset with a memorandum of this decade
version: 1.0.0
extends: small
"""
STRICT_PARTNERS = """\
component: partners
criteria:
  - id: P1
    rules:
      - id: P1-not-old
        level: met
        question: Did an agreement begin in 2025 or later?
        check: {at_least: 1, of: memoranda, as: m, must: {m.effective_on: {on_or_after: 2025-01-01}}}
        met: An agreement began in 2025 or later.
        not_met: No agreement began in 2025 or later.
        fix: Make a new agreement.
        tests:
          - {name: new, given: {memoranda.0.effective_on: 2025-02-01}, expect: met}
          - {name: old, given: {memoranda.0.effective_on: 2024-12-31}, expect: not_met}
          - {name: no date, given: {memoranda.0.effective_on: null}, expect: incomplete}
"""


@pytest.fixture
def strict(folder: Path) -> Path:
    """An edition of the small ruleset that asks for one thing more, beside a copy of the small one."""
    import shutil

    shutil.copytree(SMALL, folder / "rules" / "small")
    return files(folder / "rules" / "strict", {"ruleset.yaml": STRICT, "01-partners.yaml": STRICT_PARTNERS})


def memorandum(began: str) -> list[dict[str, Any]]:
    return [{"title": "M", "parties": ["district"], "effective_on": began, "expires_on": "never"}]


def district(state: str, kind: str = "district") -> dict[str, Any]:
    return {"name": "=Small", "state": state, "kind": kind, "enrollment": 1500}


SUBMISSIONS = {
    "a.json": submission("1", memoranda=memorandum("2020-01-01"), district=district("OH")),
    "b.json": submission("2", memoranda=memorandum("2026-01-01"), district=district("OH", "consortium")),
    "c.json": submission("3", memoranda=memorandum("2021-01-01"), district=district("WI")),
    "bad.json": "{",
}


def judged(strict: Path, *typed: str, table: Path | None = None) -> tuple[Impact, Movement]:
    rulesets = (small(), load_ruleset(strict))
    readers = [reader(path, rulesets[1].contract.root) for path in BY]
    with Impact(rulesets, AS_OF, typed, readers) as impact:
        return impact, movement(impact, table, impact_columns(BY))


def test_ratings_by_different_scales_are_not_compared(folder: Path) -> None:
    files(folder / "subs", SUBMISSIONS)
    fresh = load_ruleset(SMALL)
    other = fresh.changed(scale=(*fresh.scale, fresh.scale[-1].changed(rating=9)))
    with Impact((small(), other), AS_OF, ["subs"]) as impact:
        assert impact.criteria == {}
        assert [text.split("; ")[1] for text in remarks(impact)] == ["the rulesets rate by different scales."]


def test_who_moves_and_by_which_rule_and_field(strict: Path) -> None:
    files(Path("subs"), SUBMISSIONS)
    impact, found = judged(strict, "subs", table=Path("moved.csv"))

    assert (found.both, found.moved, found.turned) == (3, 2, 2)
    assert found.verdicts == {(M, N): 2, (M, M): 1}
    assert [(group.name, group.number, group.examples) for group in impact.rules()] == [
        ("P1-not-old from absent to not met", 2, ("subs/a.json", "subs/c.json"))
    ]
    fields = {path: {group.name: (group.number, group.of) for group in told} for path, told in impact.fields().items()}
    assert fields == {"district.state": {"OH": (1, 2), "WI": (1, 1)}, "district.kind": {"district": (2, 2)}}
    assert impact.failures[0].startswith("subs/bad.json: ")
    with Path("moved.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert list(rows[0]) == [column.name for column in impact_columns(BY)]
    assert [(row["source"], row["verdict"], row["district.state"]) for row in rows] == [
        ("subs/a.json", N, "OH"),
        ("subs/c.json", N, "WI"),
    ]
    assert rows[0]["rules"] == "P1-not-old from absent to not met"
    assert rows[0]["district"] == "'=Small"


def test_an_archive_and_a_run_of_the_same_submissions_say_the_same(folder: Path, strict: Path) -> None:
    assert folder == Path.cwd()
    files(Path("subs"), SUBMISSIONS)
    with zipfile.ZipFile("subs.zip", "w") as archive:
        for name, content in SUBMISSIONS.items():
            archive.writestr(name, content)
    run_here("subs")
    told = [judged(strict, name) for name in ("subs", "subs.zip", "out")]

    for impact, found in told:
        assert (found.both, found.moved, found.verdicts) == (told[0][1].both, 2, told[0][1].verdicts)
        assert [(group.name, group.number) for group in impact.rules()] == [("P1-not-old from absent to not met", 2)]
    with pytest.raises(UsageError, match="nothing else"):
        judged(strict, "out", "subs")


def test_a_ruleset_beside_itself_moves_nothing(strict: Path) -> None:
    files(Path("subs"), SUBMISSIONS)
    same: Ruleset = load_ruleset(strict)
    with Impact((same, same), AS_OF, ["subs"]) as impact:
        found = movement(impact)

    assert (found.both, found.moved, found.gain, impact.rules()) == (3, 0, 0, [])


def test_the_page_is_the_same_every_time_and_text_stays_text(strict: Path) -> None:
    hostile = district("OH") | {"name": "<script>alert(1)</script>"}
    files(Path("subs"), {"a.json": submission("1", memoranda=memorandum("2020-01-01"), district=hostile)})
    pages = [impact_page(*judged(strict, "subs")) for _ in range(2)]

    assert pages[0] == pages[1]
    assert "<script>alert" not in pages[0]
    assert "P1-not-old from absent to not met" in pages[0]


def test_memory_does_not_grow_with_the_number_of_submissions(strict: Path) -> None:
    peaks: list[int] = []
    for number in (20, 200):
        lines = [submission(str(n), memoranda=memorandum(f"20{20 + n % 6}-01-01")) for n in range(number)]
        files(Path(f"{number}"), {"subs.jsonl": "\n".join(lines)})
        if not peaks:
            judged(strict, f"{number}")  # what is loaded once is loaded now
        tracemalloc.start()
        impact, found = judged(strict, f"{number}")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found.both == number
        assert len(impact.rules()[0].examples) == EXAMPLES

    assert peaks[1] < peaks[0] + 1_000_000


@pytest.mark.parametrize(
    ("path", "says"),
    [("district.stat", "Did you mean state?"), ("district.members", "one value"), ("district", "one value")],
)
def test_a_field_that_cannot_group_is_refused(path: str, says: str) -> None:
    with pytest.raises(UsageError, match=says.replace("?", "\\?")):
        reader(path, small().contract.root)


def test_command_says_what_moves_and_writes_both_files(run: Run, folder: Path, strict: Path) -> None:
    files(folder / "subs", SUBMISSIONS)
    rulesets = (strict.parent / "small", strict)
    done = run(
        "rules", "impact", *rulesets, "subs", "--as-of", "2026-10-15",
        "--by", "district.state", "--output", "moved.csv", "--page", "moved.html",
    )  # fmt: skip

    assert done.exit_code == Code.UNREADABLE
    assert "2: Meets the requirements → Does not meet the requirements" in done.output
    assert "P1-not-old from absent to not met: 2, for example" in done.output
    assert "OH: 1 of 2" in done.output
    assert {"moved.csv", "moved.html"} <= {file.name for file in folder.iterdir()}


def test_submissions_without_a_day_are_refused(run: Run, folder: Path, strict: Path) -> None:
    files(folder / "subs", SUBMISSIONS)
    done = run("rules", "impact", strict.parent / "small", strict, "subs")

    assert done.exit_code == Code.USAGE
    assert "--as-of" in done.output

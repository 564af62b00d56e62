"""The queue of a batch: what waits, in order, and the way back as decisions."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poscheck.batch.cards import Pages
from poscheck.batch.cells import as_written, harmless
from poscheck.batch.pages.waiting import EFFECT
from poscheck.batch.queue_table import COLUMNS
from poscheck.batch.tables import Tables
from poscheck.errors import UsageError
from poscheck.reading import read_file, resolve
from poscheck.resources import data_dir
from poscheck.scorecard import ReviewEffect
from tests.batch.batches import files, results, run_here, snapshot
from tests.batch.made import SAMPLES, facts, lay, rules, sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.batch.run import Summary

RULES = data_dir("rules") / "ten-components"
CLAIMED = "7.1"
SAID = {"outcome": "met", "reason": "Seen on paper.", "role": "State reviewer", "decided_on": "2026-10-12"}
Row = dict[str, str]


def read(file: Path = Path("out/queue.csv")) -> list[Row]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def fill_in(rows: Sequence[Row], said: dict[int, Row]) -> Path:
    """The queue with some rows filled in, saved in a folder of its own."""
    target = Path("mine/queue.csv")
    target.parent.mkdir(exist_ok=True)
    with target.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, [column.name for column in COLUMNS])
        writer.writeheader()
        writer.writerows({**row, **said.get(place, {})} for place, row in enumerate(rows))
    return target


@pytest.fixture(scope="module")
def exemplary() -> dict[str, Any]:
    """A submission that meets the requirements."""
    tree: dict[str, Any] = resolve(read_file(SAMPLES / "exemplary-health-science.yaml").tree)
    return tree


def claiming(exemplary: dict[str, Any], **changes: Any) -> str:
    """A submission of which a person has to decide whether a required criterion applies."""
    return json.dumps({
        **exemplary, "not_applicable_claims": [{"criterion": CLAIMED, "reason": "There is none here."}], **changes,
    })  # fmt: skip


def judge(**changes: Any) -> Summary:
    return run_here(ruleset=rules(), ruleset_folder=RULES, pages=Pages.NONE, **changes)


def waiting(out: Path = Path("out")) -> dict[str, Row]:
    """What alone makes a submission meet, by source."""
    return {row["source"]: row for row in read(out / "queue.csv") if row["effect"] == EFFECT[ReviewEffect.MEETS]}


@pytest.fixture
def subs(folder: Path, exemplary: dict[str, Any]) -> Path:
    """Five submissions in which a whole criterion waits for a person; one has a name that a spreadsheet would run."""
    made = files(folder / "subs", {f"{name}.json": claiming(exemplary) for name in ("; =a", "b", "c", "d", "e")})
    files(made, {"f.json": json.dumps(exemplary)})
    assert judge().verdicts == {"meets": 1, "undecided": 5}
    return made


@pytest.mark.usefixtures("subs")
def test_rows_that_are_filled_in_count_and_the_rest_stays_as_it_was() -> None:
    before, rows = results(), read()
    first = rows[:5]
    assert [row["source"] for row in first] == [f"subs/{name}.json" for name in (";' =a", "b", "c", "d", "e")]
    assert {(row["effect"], row["criterion"], len(row["rule"].split())) for row in first} == {
        (EFFECT[ReviewEffect.MEETS], CLAIMED, 3)
    }
    assert not any(row[name] for row in rows for name in SAID)

    said = {0: SAID, 1: {**SAID, "outcome": "not_met"}, 2: {**SAID, "outcome": "waived"}}
    summary = judge(decisions=fill_in(rows, said))

    assert (summary.scored, summary.reused, summary.idle) == (3, 3, ())
    after = results()
    decided = ["subs/; =a.json", "subs/b.json", "subs/c.json"]
    assert [after[name]["verdict"] for name in decided] == ["meets", "does_not_meet", "meets"]
    assert {before[name]["verdict"] for name in decided} == {"undecided"}
    assert [[status for _, status, *_ in after[name]["decisions"]] for name in decided] == [["counted"] * 3] * 3
    assert {name: line for name, line in after.items() if name not in decided} == {
        name: line for name, line in before.items() if name not in decided
    }
    assert list(waiting()) == ["subs/d.json", "subs/e.json"]


def test_a_file_whose_name_holds_what_cannot_be_seen_is_found_again(folder: Path, exemplary: dict[str, Any]) -> None:
    files(folder / "subs", {"a\x07\x1b[31m\n\u202eb.json": claiming(exemplary)})
    judge()

    summary = judge(decisions=fill_in(read(), {0: SAID}))

    assert (summary.verdicts, summary.idle) == ({"meets": 1}, ())
    assert list(results()) == [r"subs/a\x07\x1b[31m\n\u202eb.json"]


def test_a_decision_is_stale_once_its_evidence_has_changed(subs: Path, exemplary: dict[str, Any]) -> None:
    rows = read()
    table = fill_in(rows, {0: SAID, 1: SAID})
    files(subs, {
        "; =a.json": claiming(exemplary, credit_agreements=[]),
        "b.json": claiming(exemplary, contact={"name": "Somebody else"}),
    })  # fmt: skip
    judge(decisions=table)

    told = [{status for _, status, *_ in results()[f"subs/{name}.json"]["decisions"]} for name in ("; =a", "b")]
    assert told == [{"stale"}, {"counted"}]
    again = [row for row in read() if row["source"] == rows[0]["source"] and row["criterion"] == CLAIMED]
    assert again
    assert again[0]["evidence_digest"] not in rows[0]["evidence_digest"]
    assert "subs/b.json" not in waiting()


def test_the_most_decisive_come_first_then_the_order_of_the_run(tmp_path: Path) -> None:
    asked = next(criterion for criterion in rules().criteria if len(criterion.rules) > 1)
    two, ready = [rule.id for rule in asked.rules[:2]], [rule.id for rule in rules().readiness[:2]]
    kept: list[tuple[str, list[list[Any]]]] = [
        ("1", [[asked.id, two, "score"]]),
        ("2", [[None, ready, "meets"], [asked.id, two[:1], "gate"]]),
        ("3", [[None, ready[:1], "meets"]]),
        ("4", [[asked.id, two, "does_not_meet"]]),
        ("5", [[asked.id, two, "meets"]]),
        ("6", []),
    ]
    lines = [
        sample(source=source, review=review) | {"evidence": [[f"of {rule}" for rule in one[1]] for one in review]}
        for source, review in kept
    ]
    lay(tmp_path, lines)
    Tables(tmp_path, rules(), facts(), workbook=False).finish()

    rows = read(tmp_path / "queue.csv")
    assert [(row["source"], row["effect"], row["rule"]) for row in rows] == [
        ("3", EFFECT[ReviewEffect.MEETS], ready[0]),
        ("5", EFFECT[ReviewEffect.MEETS], " ".join(two)),
        ("4", EFFECT[ReviewEffect.DOES_NOT_MEET], " ".join(two)),
        ("2", EFFECT[ReviewEffect.GATE], ready[0]),  # both together would make it meet, one alone does not
        ("2", EFFECT[ReviewEffect.GATE], ready[1]),
        ("2", EFFECT[ReviewEffect.GATE], two[0]),
        ("1", EFFECT[ReviewEffect.SCORE], " ".join(two)),
    ]
    assert rows[1]["evidence_digest"] == f"of {two[0]} of {two[1]}"
    assert rows[1]["question"] == f"{asked.rules[0].question} {asked.rules[1].question}"
    assert rows[0]["title"] == "Before submitting"


@pytest.mark.usefixtures("subs")
def test_the_digests_are_the_same_with_and_without_whole_scorecards() -> None:
    judge(out=Path("bare"), documents=True)

    def digests(out: Path) -> list[Any]:
        lines = [json.loads(line) for part in sorted(out.glob("parts/*")) for line in part.read_bytes().splitlines()]
        return [line["evidence"] for line in lines]

    assert digests(Path("bare")) == digests(Path("out"))
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for one in digests(Path("out"))[0] for digest in one)
    assert Path("bare/queue.csv").read_bytes() == Path("out/queue.csv").read_bytes()


@pytest.mark.usefixtures("subs")
def test_nothing_that_was_filled_in_is_written_over() -> None:
    before = snapshot()
    with pytest.raises(UsageError, match="is in the folder of the run"):
        judge(decisions=Path("out/queue.csv"))
    assert snapshot() == before

    fill_in(read(), {0: SAID}).replace("out/queue.csv")
    before = snapshot()
    for again in (False, True):
        with pytest.raises(UsageError, match="has decisions filled in"):
            judge(again=again)
        assert snapshot() == before

    Path("out/queue.csv").replace("mine/queue.csv")
    assert judge(decisions=Path("mine")).verdicts == {"meets": 2, "undecided": 4}


@pytest.mark.usefixtures("subs")
@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "utf-8"), (",", "cp1252"), ("\t", "utf-16"), ("\t", "utf-8")]
)
def test_nothing_that_a_spreadsheet_program_saved_in_its_own_way_is_written_over(separator: str, encoding: str) -> None:
    rows = [{**row, **SAID, "reason": "Seen at the caf\xe9."} for row in read()]
    with Path("out/queue.csv").open("w", encoding=encoding, newline="") as opened:
        writer = csv.DictWriter(opened, [column.name for column in COLUMNS], delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    before = snapshot()

    with pytest.raises(UsageError, match="has decisions filled in"):
        judge()
    assert snapshot() == before


@given(st.text(alphabet="a1 ;'\"“=+-@\uff0d\u2212;,.").filter(str.isprintable))
def test_a_name_is_found_again_in_its_cell(name: str) -> None:
    assert as_written(harmless(name)) == name

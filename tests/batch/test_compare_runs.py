"""Two runs compared: who moved, what moved most, and which submissions are the same."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from poscheck.batch.movement import COLUMNS, Movement, movement
from poscheck.batch.movement_page import movement_page
from poscheck.batch.movement_words import alone, matched, moved_text, remarks, scores, shared, unread
from poscheck.batch.pairs import Change, Moved, Pair
from poscheck.cli.exits import Code
from poscheck.errors import UsageError
from poscheck.resources import data_dir
from poscheck.scorecard import Verdict
from tests.batch.batches import files, run_here, snapshot, submission
from tests.batch.made import rules
from tests.batch.site import Html
from tests.cli import conftest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Run

EXPIRED = [{"title": "Memorandum", "parties": ["district"], "effective_on": "2020-07-01", "expires_on": "2021-06-30"}]
DISTRICT = {"name": "Small District", "kind": "district", "enrollment": 1500, "state": "OH"}
PROGRAM = {"title": "=Rose", "description": "Students build small houses."}
M, N = Verdict.MEETS, Verdict.DOES_NOT_MEET
run = conftest.run


def one(number: str, **changes: Any) -> str:
    return submission(number, **{"district": DISTRICT, **changes})


def judged(name: str, contents: dict[str, str], **changes: Any) -> Path:
    files(Path(name), contents)
    run_here(name, out=Path(f"out-{name}"), **changes)
    return Path(f"out-{name}")


@pytest.fixture
def runs(folder: Path) -> tuple[Path, Path]:
    """One rises, one falls under another file name, one stays, one is left out, one is new, one is there twice."""
    before = {
        "fell.json": one("1"),
        "rose.json": one("2", memoranda=EXPIRED),
        "same.json": one("3"),
        "gone.json": one("4"),
        "twice.json": one("6"),
        "bad.json": "{",
    }
    after = {
        "fell-anew.json": one("1", memoranda=EXPIRED),
        "rose.json": one("2", program=PROGRAM),
        "same.json": one("3", program=PROGRAM),
        "new.json": one("5"),
        "twice.json": one("6", program=PROGRAM),
        "twice-again.json": one("6"),
    }
    assert folder == Path.cwd()
    return judged("a", before), judged("b", after)


def compared(before: Path, after: Path, table: Path | None = None) -> Movement:
    with Pair(before, after) as pair:
        return movement(pair, table)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_who_moved_and_what(runs: tuple[Path, Path]) -> None:
    found = compared(*runs, Path("moved.csv"))

    assert (found.both, found.only, found.moved, found.turned) == (3, (2, 3), 2, 2)
    assert found.matched_by == {"number, in the district of the same name": 3}
    assert found.verdicts == {(M, N): 1, (N, M): 1, (M, M): 1}
    assert [(each.criterion, each.rose, each.fell, each.other) for each in found.criteria] == [("P1", 1, 1, 0)]
    assert (found.rose, found.fell, found.gain) == (1, 1, 0)
    assert [(moved.source, moved.source_before) for moved in found.largest] == [
        ("b/fell-anew.json", "a/fell.json"),
        ("b/rose.json", "a/rose.json"),
    ]
    told = [row for row in rows(Path("moved.csv")) if row["in_runs"] == "both"]
    assert list(told[0]) == [column.name for column in COLUMNS]
    assert [(row["source"], row["verdict_before"], row["verdict"]) for row in told] == [
        ("b/fell-anew.json", M, N),
        ("b/rose.json", N, M),
    ]
    assert told[0]["fell"].startswith("P1 from ")
    assert (told[0]["rose"], told[1]["fell"]) == ("", "")
    assert told[1]["program"] == "'=Rose"
    assert float(told[0]["score_low_change"]) == -float(told[1]["score_low_change"]) < 0


def test_what_one_run_alone_has_is_in_the_table(runs: tuple[Path, Path]) -> None:
    compared(*runs, Path("moved.csv"))
    table = rows(Path("moved.csv"))

    assert [(row["in_runs"], row["source"], row["source_before"]) for row in table][2:] == [
        ("later only", "b/new.json", ""),
        ("later only", "b/twice-again.json", ""),
        ("later only", "b/twice.json", ""),
        ("earlier only", "", "a/gone.json"),
        ("earlier only", "", "a/twice.json"),
    ]
    new, gone = table[2], table[5]
    assert (new["id"], new["verdict_before"], new["verdict"]) == ("5", "", M)
    assert (gone["id"], gone["verdict_before"], gone["verdict"]) == ("4", M, "")
    assert new["district"] == gone["district"] == DISTRICT["name"]
    assert (new["score_low_before"], new["score_low_change"], gone["score_low"]) == ("", "", "")
    assert float(new["score_low"]) == float(gone["score_low_before"]) == 0.6666
    assert {row[name] for row in table[2:] for name in ("matched_by", "rose", "fell", "other")} == {""}


def test_what_one_run_alone_has_is_on_the_page_by_name(runs: tuple[Path, Path]) -> None:
    with Pair(*runs) as pair:
        found = movement(pair)
        Path("page.html").write_text(movement_page(pair, found), "utf-8")
    page = Html(Path("page.html"))

    assert [[row[0].split()[-1] for row in page.rows(table)] for table in (3, 4)] == [
        ["a/gone.json", "a/twice.json"],
        ["b/twice.json", "b/new.json", "b/twice-again.json"],
    ]
    assert page.rows(4)[0][1:] == ["Small District, OH", "Meets", "66\u2013100"]
    assert "1 file of the earlier run could not be read; what seems to be only in the later run may" in page.text
    assert alone(found, 1, 2) == "b/twice.json, b/new.json, and 1 more"
    with Pair(runs[0], runs[0]) as pair:
        assert list(unread(pair, movement(pair))) == []
        assert "Only in" not in movement_page(pair, movement(pair))


class Strangers:
    """Two runs: so many moved, and twice as many are in one run only; every text is an attack, and long."""

    comparable = same_ruleset = True
    criteria = {f"10.{number}": "<&" * 50 for number in range(43)}  # noqa: RUF012 -- as of a pair
    facts = (
        {
            "as_of": "2025-10-15",
            "ruleset": {"title": "Small", "version": "1"},
            "decisions": 0,
            "finished": {"failures": 1},
        },
    ) * 2

    def __init__(self, number: int) -> None:
        self.number = number

    def left_out(self) -> tuple[int, int]:
        return 0, 0

    def only(self) -> tuple[int, int]:
        return self.number, self.number

    def alone(self) -> tuple[Iterator[Moved], Iterator[Moved]]:
        return self.made("", "'<" * 99), self.made("<'" * 99, "")

    def pairs(self) -> Iterator[Moved]:
        return self.made("'<" * 99, "<'" * 99)

    def made(self, now: str, before: str) -> Iterator[Moved]:
        changes = tuple(Change(name, (0, 2), (1, 3)) for name in self.criteria)
        told = (now and f"{{:05}} {now}").format, (before and f"{{:05}} {before}").format
        for number in range(self.number, 0, -1):
            source, old = (name(number) for name in told)
            text = (now or before) * 9
            scores = 0.1, 0.2, 0.3, 0.4
            yield Moved(source, text, text, text, text, old, "x", before and M, now and N, *scores, changes)

    def moved(self, _: Moved) -> bool:
        return True


def test_a_page_about_many_strangers_is_small(folder: Path) -> None:
    strangers = Strangers(1_000)
    found = movement(strangers, folder / "moved.csv")
    page = movement_page(strangers, found)  # type: ignore[arg-type]

    assert len(rows(folder / "moved.csv")) == 3_000
    assert [each.source_before[:5] for each in found.alone[0][::99]] == ["00001", "00100"]
    assert page.count("These are the first 100;") == 2
    assert len(page.encode()) < 1_000_000


def test_the_same_runs_give_the_same_bytes_and_are_not_touched(runs: tuple[Path, Path]) -> None:
    kept = [snapshot(run) for run in runs]
    for name in ("one", "two"):
        with Pair(*runs) as pair:
            Path(f"{name}.html").write_text(movement_page(pair, movement(pair, Path(f"{name}.csv"))), "utf-8")

    for end in ("csv", "html"):
        assert Path(f"one.{end}").read_bytes() == Path(f"two.{end}").read_bytes()
    assert [snapshot(run) for run in runs] == kept
    assert not list(Path().glob(".*.part"))


def test_a_run_beside_itself_has_not_moved(runs: tuple[Path, Path]) -> None:
    found = compared(runs[1], runs[1])

    assert (found.both, found.only, found.moved, found.criteria, found.gain) == (6, (0, 0), 0, (), 0)
    assert found.matched_by == {"file, unchanged": 6}
    assert next(matched(found)) == "6 submissions in both runs: 6 by file, unchanged."


@pytest.mark.parametrize(
    ("before", "after", "both"),
    [
        (["oak.json"], ["oak.json"], 1),
        (["north/oak.json"], ["south/oak.json"], 1),
        (["oak.json"], ["pine.json"], 0),
        (["north/oak.json", "south/oak.json"], ["oak.json"], 0),
        (["oak.json"], ["north/oak.json", "south/oak.json"], 0),
    ],
    ids=str,
)
@pytest.mark.usefixtures("folder")
def test_a_file_in_another_folder_that_does_not_say_whose_it_is(before: list[str], after: list[str], both: int) -> None:
    text = one("", submission=None, district=None)
    years = [judged(year, dict.fromkeys(names, text)) for year, names in (("a", before), ("b", after))]

    assert compared(years[0], years[1]).matched_by == ({"file of the same name, unchanged": 1} if both else {})


@pytest.mark.usefixtures("folder")
def test_a_form_that_is_not_filled_in_is_nobodys() -> None:
    text = one("", submission=None, district=None, program=None)

    assert compared(judged("a", {"oak/form.json": text}), judged("b", {"pine/form.json": text})).both == 0


def test_the_ways_of_matching_are_told_the_commonest_first() -> None:
    ways = {"number, in the same district": 1, "file, unchanged": 2}
    nothing: dict[str, Any] = dict.fromkeys(("moved", "rose", "fell"), 0) | dict.fromkeys(
        ("criteria", "largest", "alone"), ()
    )
    found = Movement(
        both=3, only=(0, 0), matched_by=ways, verdicts={}, comparable=True, gain=None, rated=True, **nothing
    )

    assert next(matched(found)).endswith(": 2 by file, unchanged; 1 by number, in the same district.")


def test_rulesets_that_differ_are_compared_on_what_they_share(runs: tuple[Path, Path]) -> None:
    other = judged("c", {"fell.json": one("1")}, ruleset=rules(), ruleset_folder=data_dir("rules") / "ten-components")

    with Pair(runs[0], other) as pair:
        found = movement(pair)
        assert (pair.same_ruleset, pair.comparable, pair.criteria) == (False, False, {})
        assert [text.split(". ")[0] for text in remarks(pair)] == ["The runs are judged by different rulesets"]
        assert "different rulesets" in movement_page(pair, found)
    assert (found.both, found.gain) == (1, None)
    assert scores(found) == "Scores by different rulesets are not compared."
    assert found.moved == found.turned
    with Pair(*runs) as pair:
        assert list(remarks(pair)) == []


def test_a_ruleset_that_was_changed_says_so_and_compares_scores(runs: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "out-b" / "run.json"
    facts = json.loads(other.read_bytes())
    facts["ruleset"]["digest"] = "0"
    other.write_text(json.dumps(facts), "utf-8")

    with Pair(*runs) as pair:
        told = "Compared are verdicts, and the 2 requirements that both have."
        assert list(remarks(pair)) == [f"The ruleset has changed between the runs. {told}"]
        assert (pair.comparable, next(iter(pair.criteria)), pair.left_out()) == (True, "P1", (0, 0))
        assert movement(pair).moved == 2


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [((1, 1), (2, 2), 1), ((1, 3), (1, 2), -1), ((1, 3), (2, 2), 1), (None, (3, 3), 0), ((3, 3), None, 0)],
)
def test_a_rating_rises_with_what_is_confirmed_then_with_what_is_possible(
    before: tuple[int, int] | None, after: tuple[int, int] | None, direction: int
) -> None:
    assert Change("P1", before, after).direction == direction


class Two(NamedTuple):
    """Two rulesets, of which each has so many criteria to itself."""

    criteria: dict[str, str]
    alone: tuple[int, int]
    facts: tuple[dict[str, Any], dict[str, Any]] = ({"ruleset": {}}, {"ruleset": {}})
    same_scale: bool = True

    def left_out(self) -> tuple[int, int]:
        return self.alone


@pytest.mark.parametrize(
    ("two", "told"),
    [
        (Two({"1": ""}, (0, 0)), "the 1 criterion that both have."),
        (Two({}, (0, 2)), "no criterion; only the new ruleset has 2."),
        (Two({"1": "", "2": ""}, (1, 0)), "the 2 criteria that both have; only the old ruleset has 1."),
        (Two({}, (1, 2), same_scale=False), "no ratings; the rulesets rate by different scales."),
        (Two({}, (1, 2)), "no criterion; only the old ruleset has 1, only the new ruleset has 2."),
    ],
    ids=str,
)
def test_of_what_only_one_ruleset_has_nothing_is_said_where_there_is_nothing(two: Two, told: str) -> None:
    assert shared(two, ("the old", "the new")) == f"Compared are verdicts, and {told}"


def rewritten(run: Path, **ruleset: Any) -> None:
    """Let ``run.json`` say something else of its ruleset; what is None is not said."""
    facts = json.loads((run / "run.json").read_bytes())
    said = facts["ruleset"] | ruleset
    facts["ruleset"] = {key: value for key, value in said.items() if value is not None}
    (run / "run.json").write_text(json.dumps(facts), "utf-8")


def test_ratings_by_different_scales_are_not_compared(runs: tuple[Path, Path]) -> None:
    rewritten(runs[0], scale=[0, 1])
    with Pair(*runs) as pair:
        found = movement(pair)
        page = movement_page(pair, found)

    assert (found.turned, found.rated, found.criteria) == (2, False, ())
    assert {moved.changes for moved in found.largest} == {()}
    assert "No rating is compared." in page
    rewritten(runs[0], scale=None)  # as an earlier version wrote it
    assert compared(*runs).rated


@pytest.mark.parametrize(("said", "told"), [("requirement", "Requirement"), (None, "Criterion"), ("step", "Criterion")])
def test_a_criterion_is_called_what_both_rulesets_call_it(runs: tuple[Path, Path], said: str | None, told: str) -> None:
    rewritten(runs[0], criterion_word=said)
    with Pair(*runs) as pair:
        Path("page.html").write_text(movement_page(pair, movement(pair)), "utf-8")

    assert Html(Path("page.html")).tables[1][0][0] == told


def test_the_page_shows_the_figures_and_the_moves(runs: tuple[Path, Path]) -> None:
    with Pair(*runs) as pair:
        found = movement(pair)
        Path("page.html").write_text(movement_page(pair, found), "utf-8")
    page = Html(Path("page.html"))

    assert [row[1:] for row in page.rows(0)] == [
        [str(found.verdicts.get((old, new), 0)) for new in Verdict] for old in Verdict
    ]
    assert [row[1:] for row in page.rows(1)] == [["1", "1", "0"]]
    assert [row[0].split()[-1] for row in page.rows(2)] == ["b/fell-anew.json", "b/rose.json"]
    assert scores(found) in page.text
    assert page.leads_nowhere() == []
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.usefixtures("runs")
def test_the_command_says_that_nothing_moved(run: Run) -> None:
    assert run("compare", "out-a", "out-a").stdout.rstrip().endswith("Who moved most\n  Nothing moved.")


def test_the_command_tells_and_writes(runs: tuple[Path, Path], run: Run) -> None:
    answer = run("compare", str(runs[0]), str(runs[1]), "--output", "moved.csv", "--page", "moved.html")

    assert (answer.exit_code, answer.stderr) == (Code.MEETS, "")
    assert "3 submissions in both runs" in " ".join(answer.stdout.split())
    with Pair(*runs) as pair:
        assert moved_text(movement(pair).largest[0]).split(":")[0] in answer.stdout
    assert "Only in the earlier run a/gone.json, a/twice.json" in " ".join(answer.stdout.split())
    assert len(rows(Path("moved.csv"))) == 7
    assert "<title>What moved" in Path("moved.html").read_text("utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_table_goes_through_a_pipe_or_link_and_does_not_replace_it(runs: tuple[Path, Path], run: Run) -> None:
    os.mkfifo("pipe")
    Path("link.csv").symlink_to("moved.csv")
    with os.fdopen(os.open("pipe", os.O_RDONLY | os.O_NONBLOCK), "rb") as pipe:
        for target in ("pipe", "link.csv"):
            assert run("compare", str(runs[0]), str(runs[1]), "--output", target).exit_code == Code.MEETS
        assert pipe.read() == Path("moved.csv").read_bytes()

    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)
    assert Path("link.csv").is_symlink()


class Evened(Strangers):
    """Three moves whose sum is nothing, but for how computers add."""

    def pairs(self) -> Iterator[Moved]:
        for low, moved in zip((0.2, 0.1, 0.6), super().pairs(), strict=True):
            yield moved._replace(low_before=0.3, low=low)


def test_a_mean_of_nothing_has_no_sign() -> None:
    assert "The mean change is +0.00 points" in scores(movement(Evened(3)))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["out-a", "out-b", "--output", "x" * 300], "no file can be called xxx"),
        (["out-a", "a/same.json"], "out-a is a run of poscheck batch, and a/same.json is none; compare it with anot"),
        (["a", "out-a"], "out-a is a run of poscheck batch, and a is none; compare it with another run"),
        (["out-a", "nothing"], "there is no file or folder nothing."),
        (["nothing", "out-a"], "there is no file or folder nothing."),
        (["out-a", "out-b", "--as-of", "2026-10-15"], "leave out --ruleset, --as-of and --format"),
        (["a/same.json", "b/same.json", "--output", "x.csv"], "are for two runs"),
        (["out-a", "out-b", "--output", "out-a/moved.csv"], "is in the folder of a run"),
        (["out-a", "out-b", "--output", "x", "--page", "x"], "name the same file"),
        (["out-a", "out-b", "--output", "no/x.csv"], "there is no folder no"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("runs")
def test_what_makes_no_sense_is_refused(run: Run, arguments: list[str], message: str) -> None:
    answer = run("compare", *arguments)

    assert answer.exit_code == Code.USAGE
    assert message in " ".join(answer.stderr.split())


def test_a_run_that_is_not_finished_or_has_no_database_is_refused(runs: tuple[Path, Path]) -> None:
    (runs[0] / "results.sqlite").rename("kept.sqlite")
    with pytest.raises(UsageError, match=r"there is no results\.sqlite of a run"):
        Pair(*runs)
    Path("kept.sqlite").rename(runs[0] / "results.sqlite")
    facts = json.loads((runs[0] / "run.json").read_bytes())
    for left, told in (
        ({**facts, "finished": None}, "that run is not complete"),
        ({"format": facts["format"]}, "no run that this version of poscheck can read"),
        ({"format": "poscheck-run/0"}, r"of another version of poscheck; score its submissions anew"),
    ):
        (runs[0] / "run.json").write_text(json.dumps(left), "utf-8")
        with pytest.raises(UsageError, match=told):
            Pair(*runs)
    (runs[0] / "run.json").write_text(json.dumps({**facts, "finished": None}), "utf-8")
    (runs[0] / "results.sqlite").unlink()  # as of a run that was killed
    with pytest.raises(UsageError, match="that run is not complete"):
        Pair(*runs)


@pytest.mark.parametrize("table", ["details", "ruleset_criteria"])
def test_a_database_that_breaks_off_is_told_in_words(runs: tuple[Path, Path], run: Run, table: str) -> None:
    with closing(sqlite3.connect(runs[1] / "results.sqlite", isolation_level=None)) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO gone")
    answer = run("compare", str(runs[0]), str(runs[1]), "--output", "moved.csv")

    assert answer.exit_code == Code.USAGE
    assert "the runs cannot be compared (no such table: " in " ".join(answer.stderr.split())
    assert not Path("moved.csv").exists()


def test_decisions_in_one_run_only_are_told(runs: tuple[Path, Path]) -> None:
    file = runs[1] / "run.json"
    file.write_text(json.dumps(json.loads(file.read_bytes()) | {"decisions": 3}), "utf-8")

    with Pair(*runs) as pair:
        assert list(remarks(pair)) == ["Only the later run was judged with decisions of reviewers."]
    with Pair(runs[1], runs[1]) as pair:
        assert list(remarks(pair)) == []

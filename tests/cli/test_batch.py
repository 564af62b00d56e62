"""``poscheck batch`` on the command line: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from poscheck.batch.store import OUTPUTS
from poscheck.cli.progress import Progress
from tests.batch.batches import SMALL, files, several, submission
from tests.cli.conftest import HOSTILE, assert_harmless

if TYPE_CHECKING:
    from click.testing import Result

    from tests.cli.conftest import Run

COMMAND = ("batch", "subs", "--out", "out", "--as-of", "2026-10-15", "--ruleset", SMALL, "--no-spreadsheet")


@pytest.fixture
def batch(run: Run, folder: Path) -> BatchRun:
    return BatchRun(run, folder)


class BatchRun:
    """Runs a batch of submissions in ``subs``."""

    def __init__(self, run: Run, folder: Path) -> None:
        self.run, self.folder = run, folder

    def __call__(self, contents: dict[str, str], *options: str | Path) -> Result:
        files(self.folder / "subs", contents)
        return self.run(*COMMAND, "--workers", "1", *options)


MEETS = {"meets.json": submission("1")}
OPEN = {"open.json": submission("2", memoranda=None)}
FAILS = {"fails.json": several(2)["001.json"]}
BROKEN = {"broken.json": "{"}


@pytest.mark.parametrize(
    ("contents", "fail_on", "code"),
    [
        (MEETS, "undecided", 0),
        (OPEN, "never", 0),
        (OPEN, "does_not_meet", 0),
        (OPEN, "undecided", 1),
        (MEETS | FAILS, "never", 0),
        (MEETS | FAILS, "does_not_meet", 1),
        (FAILS, "undecided", 1),
        (MEETS | BROKEN, "never", 3),
        (FAILS | BROKEN, "does_not_meet", 3),
    ],
)
def test_exit_codes(batch: BatchRun, contents: dict[str, str], fail_on: str, code: int) -> None:
    result = batch(contents, "--fail-on", fail_on)

    assert (result.exit_code, result.stderr) == (code, "")


def test_the_summary_adds_up_and_says_where_everything_is(batch: BatchRun) -> None:
    result = batch(MEETS | OPEN | FAILS | BROKEN | {"letter.txt": ""})

    told = result.stdout.partition("  out/")
    assert told[0] == SUMMARY
    named = [line.split(":")[0] for line in (told[1] + told[2]).splitlines() if line.startswith("  out/")]
    assert sorted(named) == sorted(
        f"  out/{name}" for name in OUTPUTS if Path("out", name).exists() and name != "pages"
    )
    assert {"  out/index.html", "  out/results.csv", "  out/failures.csv", "  out/scorecards"} <= set(named)
    assert "\n  poscheck render out NAME\n" in told[2]
    again = batch(OPEN | {"more.json": submission("3")})
    assert "  2  Meets the requirements" in again.stdout
    assert "1 judged now, 3 unchanged since the last time." in again.stdout


def test_the_command_that_is_told_can_be_copied(batch: BatchRun) -> None:
    out = f"résultats de l'été, {'très ' * 20}longs"
    told = batch(MEETS, "--out", out).stdout

    (command,) = [line for line in told.splitlines() if line.startswith("  poscheck render")]
    assert shlex.split(command) == ["poscheck", "render", out, "NAME"]


SUMMARY = """\
4 submissions as of October 15, 2026, by Rules for a small state

  1  Meets the requirements
  1  Does not meet the requirements
  1  Not decided yet
  1  Could not be read

1 other file left out: hidden, or no YAML, JSON, JSON Lines, workbook or zip.
  Is one of them a submission? subs/letter.txt; see out/pages/run.html
"""


def test_decisions_that_name_nothing_are_told(batch: BatchRun) -> None:
    files(Path(), {"d.csv": "source,outcome\n" + "".join(f"{n}.yaml,met\n" for n in range(7))})

    result = batch(MEETS, "--decisions", "d.csv")

    assert result.exit_code == 0
    told = " ".join(result.stdout.split())
    assert "Decisions that name no submission that was judged: 7: 0.yaml (d.csv:2), 1.yaml (d.csv:3)" in told
    assert "4.yaml (d.csv:6) …" in told


def test_decisions_that_do_not_count_are_told(batch: BatchRun) -> None:
    files(Path(), {"d.csv": "source,outcome,criterion\nsubs/meets.json,met,P1\n"})

    told = " ".join(batch(MEETS, "--decisions", "d.csv").stdout.split())
    assert "Decisions that do not count, on 1 submission: decisions.csv says which, and why." in told


def test_decisions_that_are_not_given_again_are_told(batch: BatchRun) -> None:
    files(Path(), {"d.csv": "source,outcome,criterion\nsubs/meets.json,met,P1\n"})
    batch(MEETS, "--decisions", "d.csv")

    told = " ".join(batch(MEETS).stdout.split())
    assert "The run before had 1 decision: if they are to count, run the same command again with --decisions." in told
    assert "The run before" not in batch(MEETS).stdout


def test_how_to_come_by_pages_is_told_where_none_were_written_unasked(
    batch: BatchRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "A page of each: the same command again with --pages all."
    monkeypatch.setattr("poscheck.batch.prepare.PAGES_UP_TO", 1)

    assert told not in batch(MEETS).stdout
    assert told in batch(MEETS | OPEN, "--again").stdout
    assert told not in batch(MEETS, "--pages", "none").stdout
    assert told not in batch(MEETS, "--pages", "all").stdout


@pytest.mark.parametrize(("number", "rest"), [(10, ""), (12, "and 2 more")])
def test_each_file_that_holds_no_decisions_is_named_up_to_ten(batch: BatchRun, number: int, rest: str) -> None:
    names = [f"deep/{place:02}.json" for place in range(number)]
    files(Path("given"), dict.fromkeys(names, "{}"))

    first, *told = batch(MEETS, "--decisions", "given").stderr.splitlines()

    assert first == f"Error: given cannot be used as decisions, {number} problems:"
    assert [line.partition(":")[0].strip() for line in told if ".json" in line] == names[:10]
    assert told[-1].strip() == (rest or "poscheck-decisions/1` and a list `decisions`")


THERE = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--ruleset", "nothing"], 2, "--ruleset nothing cannot be used"),
        (["--ruleset", "broken"], 4, "the ruleset does not load"),
        (["--decisions", "nothing"], 2, "cannot be used as decisions"),
        (["--as-of", "2020-01-01"], 2, "is in force from 2024-07-01 until 2030-06-30"),
        (["--as-of", "soon"], 2, "is not a day written as year-month-day"),
        (["--as-of", "2026-02-30"], 2, "“2026-02-30” is not a day of the calendar"),
        (["--as-of", "2026-W01-1"], 2, "“2026-W01-1” is not a day written as year-month-day"),
        (["--out", "subs"], 2, "subs holds other files"),
        (["--workers", "0"], 2, "0 is not in the range"),
        (["--time-limit", "0"], 2, "0.0 is not in the range"),
        (["--previous", "subs"], 2, "--previous subs"),
        (["nothing.yaml"], 2, "there is no file or folder nothing.yaml"),
        (["--shard", "0/3"], 2, "“0/3” is no shard; write it as 1/10"),
        (["--shard", "4/3"], 2, "“4/3” is no shard"),
        (["--shard", "1/2", "--again"], 2, "--again gives up a whole run; use it without --shard"),
        (["--shard", "1/2", *THERE], 2, "--shard is for computers without an engine between them"),
        (["--engine", "dask"], 2, "--workers is for this computer"),
        (["--scheduler", "tcp://127.0.0.1:9"], 2, "--scheduler needs --engine dask"),
        (["--tls-ca", "ca.pem"], 2, "--tls-ca needs --engine dask"),
        (["--out", "s3://bucket/results"], 2, "--out must be a folder that this computer has"),
        (["--publish", "copies"], 2, "--publish needs an address such as s3://bucket/2026"),
        (["s3://me:hunter2@bucket/x"], 2, "there is a password in the address s3://bucket/x"),
    ],
    ids=str,
)
def test_wrong_use_stops_before_anything_is_written(
    batch: BatchRun, options: list[str], code: int, message: str
) -> None:
    files(Path("broken"), {"ruleset.yaml": "format: poscheck-ruleset/1\n"})

    result = batch(MEETS, *options)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in " ".join(result.stderr.split())
    assert not Path("out/results.csv").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--engine", "dask"], "--engine dask needs --scheduler with the address of one"),
        (["--engine", "dask", "--scheduler", "10.0.0.5:8786"], "such as tls://10.0.0.5:8786"),
        ([*THERE, "--tls-key", "key.pem"], "--tls-key needs a tls:// address"),
        (["--engine", "dask", "--scheduler", "tls://a:1", "--tls-ca", "no.pem"], "--tls-ca no.pem: there is no such"),
    ],
    ids=str,
)
def test_wrong_use_of_a_cluster(run: Run, folder: Path, options: list[str], message: str) -> None:
    files(folder / "subs", MEETS)

    result = run(*COMMAND, *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
    assert not Path("out").exists()


def test_shards_say_what_is_still_to_do(batch: BatchRun) -> None:
    first = batch(MEETS | BROKEN, "--shard", "1/2", "--chunk", "1")
    second = batch({}, "--shard", "2/2", "--chunk", "1")
    last = batch({}, "--chunk", "1")

    assert (first.exit_code, second.exit_code, last.exit_code) == (0, 0, 3)
    assert first.stdout.splitlines()[0] == ("The shard 1/2 is done: 1 submission, of which 1 could not be read.")
    assert "1 of 2 parts are there by now. Once all shards are done, the same command" in first.stdout
    assert "All parts are there." in second.stdout
    assert "0 judged now, 1 unchanged since the last time." in last.stdout


def test_the_date_must_be_given(run: Run) -> None:
    result = run("batch", "subs", "--out", "out")

    assert result.exit_code == 2
    assert "Missing option '--as-of'" in result.stderr


def test_whatever_files_are_called_and_say_nothing_reaches_the_terminal(batch: BatchRun) -> None:
    name = HOSTILE.replace("/", "").replace("\n", "") + ".json"
    files(Path("there"), {"d.csv": f'source,outcome\n"{HOSTILE}",met\n'})

    result = batch(
        {name: submission(HOSTILE, district={"name": HOSTILE}), f"x{name}": HOSTILE}, "--decisions", "there/d.csv"
    )

    assert result.exit_code == 3
    assert_harmless(result.stdout + result.stderr)
    for output in ("results.csv", "results.jsonl", "failures.csv"):
        assert not set(Path("out", output).read_text("utf-8")) & set("\x1b\x07\x9b\u202e\x00")


def test_full_scorecards_are_written_where_asked_for(batch: BatchRun) -> None:
    result = batch(MEETS | BROKEN, "--scorecards", "--pages", "below-meets")

    assert result.exit_code == 3
    cards = sorted(file.name.rpartition("-")[0] + file.suffix for file in Path("out/scorecards").iterdir())
    assert cards == ["broken.html", "meets.json"]
    card = next(Path("out/scorecards").glob("*.json"))
    assert json.loads(card.read_bytes())["format"] == "poscheck-scorecard/1"


def test_no_folder_for_pages_where_there_are_none(batch: BatchRun) -> None:
    batch(MEETS, "--pages", "none")

    assert not Path("out/scorecards").exists()


def test_more_than_a_number_of_submissions_get_no_pages_unless_asked_for(
    batch: BatchRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("poscheck.batch.prepare.PAGES_UP_TO", 1)

    batch(MEETS | OPEN)
    assert not Path("out/scorecards").exists()
    batch({}, "--pages", "all")
    assert len(list(Path("out/scorecards").iterdir())) == 2
    batch(FAILS)  # goes on as before
    assert len(list(Path("out/scorecards").iterdir())) == 3


# ---- progress ------------------------------------------------------------------------------------------------------


class Clock:
    """Seconds that pass only when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bar_is_drawn_on_a_terminal_after_a_second(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    monkeypatch.setattr("poscheck.cli.progress.time.monotonic", clock)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with Progress("Judging") as progress:
        progress(10, 100)
        assert capsys.readouterr().err == ""
        clock.now = 2.0
        progress(40, 100)
        progress(30, 100)  # a worker died, and its chunk is begun again
        clock.now = 4.0
        progress(100, 100)
    drawn = capsys.readouterr()

    assert drawn.out == ""
    assert "Judging" in drawn.err
    assert "40/100" in drawn.err
    assert "30/100" not in drawn.err
    assert "100/100" in drawn.err
    assert "25 a second" in drawn.err
    assert "\x1b[?25l" not in drawn.err, "a signal would leave the cursor hidden"


@pytest.mark.parametrize("columns", [32, 40, 60, 80, 200])
def test_a_bar_stays_on_one_line(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    monkeypatch.setattr("poscheck.cli.progress.time.monotonic", clock)
    monkeypatch.setattr("poscheck.cli.progress._columns", lambda: columns)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with Progress("Judging") as progress:
        for clock.now, done in ((2.0, 1_000), (90.0, 500_000), (200.0, 1_000_000)):
            progress(done, 1_000_000)
    lines = [line for line in click.unstyle(capsys.readouterr().err).replace("\n", "\r").split("\r") if line]

    assert len(lines) >= 3
    assert max(map(len, lines)) < columns
    assert any("a second" in line for line in lines) is (columns >= 60)


def test_no_bar_is_drawn_into_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    monkeypatch.setattr("poscheck.cli.progress.time.monotonic", clock)
    with Progress("Judging") as progress:
        clock.now = 5.0
        progress(40, 100)
    assert capsys.readouterr() == ("", "")
    assert (progress.done, progress.all) == (40, 100)


def test_the_bar_goes_to_a_real_terminal_and_the_summary_to_the_pipe(folder: Path) -> None:
    files(folder / "subs", several(6))
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "poscheck", *map(str, COMMAND), "--chunk", "1", "--workers", "1"],
        stdout=subprocess.PIPE, stderr=theirs,
    )  # fmt: skip
    out, _ = process.communicate()
    os.close(theirs)
    os.set_blocking(mine, False)
    try:
        drawn = os.read(mine, 100_000)
    except (BlockingIOError, OSError):
        drawn = b""  # it was done within a second
    os.close(mine)

    assert process.returncode == 0
    assert out.startswith(b"6 submissions as of")
    assert b"\x1b" not in out
    assert drawn == b"" or b"Judging" in drawn

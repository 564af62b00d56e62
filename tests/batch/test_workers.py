"""Worker processes: the same answers whatever their number, and no death among them costs more than one file."""

from __future__ import annotations

import itertools
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch import local
from poscheck.batch.cards import Pages
from poscheck.batch.entries import Entry
from poscheck.batch.local import LocalWorkers
from poscheck.batch.processes import BugError
from poscheck.batch.run import Summary, run
from poscheck.batch.work import Task
from poscheck.errors import PoscheckError
from tests.batch.batches import SMALL, failures, files, plan, results, run_here, several, snapshot, submission
from tests.batch.scores import CRAMPED, harmful

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 120
NUMBER = 24


def run_harmful(workers: int = 2, **changes: Any) -> Summary:
    return run(plan(workers=workers, **changes), score=harmful)


@pytest.mark.parametrize("workers", [1, 3])
def test_any_number_of_workers_gives_the_same_bytes(folder: Path, workers: int) -> None:
    files(folder / "subs", several(14))
    seen: list[tuple[int, int]] = []

    summary = run(plan(workers=workers), lambda done, all_: seen.append((done, all_)))
    run_here(out=Path("here"))

    assert (summary.found, summary.scored, summary.failures) == (14, 12, 2)
    assert snapshot() == snapshot(Path("here"))
    assert seen[-1] == (14, 14)
    assert all(0 <= done <= all_ == 14 for done, all_ in seen)


def test_no_more_workers_than_there_is_work(folder: Path) -> None:
    files(folder / "subs", several(4))
    started: list[LocalWorkers] = []

    def engine(job: Any) -> LocalWorkers:
        started.append(LocalWorkers(job, 50, 60))
        return started[0]

    run(plan(), engine=engine)

    assert len(started[0]._desks) == 2


def test_a_file_that_kills_its_worker_costs_nothing_but_itself(folder: Path) -> None:
    sound = several(9)
    files(folder / "subs", sound)
    run_here(out=Path("sound"))
    poison = {f"{name}-poison.json": submission("POISON") for name in ("000", "002", "zzz")}
    files(folder / "subs", poison)

    summary = run_harmful()

    assert (summary.found, summary.scored, summary.failures) == (12, 8, 4)
    assert failures() == failures(Path("sound")) | {f"subs/{name}": ["worker-killed"] for name in poison}
    assert results() == results(Path("sound"))


def test_a_batch_of_nothing_but_poison_comes_to_an_end(folder: Path) -> None:
    files(folder / "subs", {f"{n}.json": submission("POISON") for n in range(3)})

    assert run_harmful(workers=1, chunk=3).failures == 3
    before = snapshot()
    assert run_harmful(workers=2, chunk=3).failures == 3  # tried again, with the same end
    assert snapshot() == before


def test_a_worker_that_dies_once_is_forgiven(folder: Path) -> None:
    files(folder / "subs", several(4) | {"x.json": submission("ONCE")})

    summary = run_harmful()

    assert (summary.scored, summary.failures) == (5, 0)
    assert (folder / "once").exists()


def test_a_file_that_takes_too_long_is_given_up(folder: Path) -> None:
    files(folder / "subs", several(4) | {"001-.json": submission("HANG"), "x.json": submission("HANG")})

    summary = run_harmful(time_limit=8, pages=Pages.NONE)  # a busy computer needs a while for the first file

    assert (summary.scored, summary.failures) == (4, 2)
    assert failures() == {f"subs/{name}.json": ["time-limit"] for name in ("001-", "x")}


def test_a_worker_goes_on_while_it_is_looked_at() -> None:
    class Moving:
        """A place that is another one at each look."""

        def __init__(self) -> None:
            self._looks = itertools.count()

        @property
        def value(self) -> int:
            return next(self._looks)

    entries = tuple(Entry(f"{number}.json", f"{number}.json") for number in range(3))
    for looked_at in ("entry", "seconds"):
        desk: Any = object.__new__(local._Desk)
        desk.task, desk.seen, desk._spent, desk._looked, desk._place = Task(0, entries), 0, 0.0, 0.0, Moving()
        for _ in range(len(entries) + 1):
            getattr(desk, looked_at)


@pytest.mark.parametrize(("then", "given_up"), [(1, {1}), (2, set())])
def test_a_file_that_ends_in_time_after_all_is_not_given_up(then: int, given_up: set[int]) -> None:
    workers: Any = LocalWorkers(SimpleNamespace(), 1, time_limit=5)  # type: ignore[arg-type]
    desk = SimpleNamespace(
        task=Task(0, ()), alive=True, seconds=6, seen=1, place=1, received=lambda: None, end=lambda: None
    )
    desk.stop = lambda: setattr(desk, "place", then)  # it went on until it was stopped
    workers._desks = [desk]

    assert workers._look(desk) is None
    assert [{*task.given_up} for task in workers._again] == [given_up]


def test_a_file_is_not_to_blame_for_the_time_that_the_run_was_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(folder / "subs", several(2) | {"x.json": submission("SLOW")})
    clock = itertools.count(0, 1000)  # the time at each look, as where a job is suspended again and again
    monkeypatch.setattr(local, "time", SimpleNamespace(monotonic=lambda: next(clock)))

    assert run_harmful(pages=Pages.NONE).failures == 0


def test_too_little_memory_and_too_deep_a_file_are_failures(folder: Path) -> None:
    files(folder / "subs", several(2) | {"m.json": submission("MEMORY"), "n.json": submission("NESTED")})

    assert run_harmful().failures == 2
    assert failures() == {"subs/m.json": ["out-of-memory"], "subs/n.json": ["too-nested"]}


def test_workers_that_lack_memory_for_anything_stop_the_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(2) | {"broken.json": "format: ["})
    monkeypatch.setenv(CRAMPED, "1")

    with pytest.raises(PoscheckError, match=r"the worker processes end again and again .*too little memory"):
        run_harmful(workers=1)


def test_a_bug_stops_the_run_and_names_the_file(folder: Path) -> None:
    files(folder / "subs", several(4) | {"b.json": submission("BUG")})

    with pytest.raises(BugError) as bug:
        run_harmful(workers=1, chunk=2)

    assert (bug.value.kind, bug.value.source) == ("ValueError", "subs/b.json")
    assert "a bug of ours" in bug.value.trace
    assert sorted(path.name for path in Path("out/parts").iterdir()) == ["part-000000.jsonl", "part-000001.jsonl"]
    assert not Path("out/results.jsonl").exists()


def test_what_no_worker_can_mend_stops_the_run(folder: Path) -> None:
    files(folder / "subs", several(2) | {"x.json": submission("FULL")})

    with pytest.raises(PoscheckError, match=r"the batch cannot go on .*No space left on device"):
        run_harmful()
    assert not Path("out/results.jsonl").exists()


def test_workers_that_cannot_even_begin_stop_the_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(2))
    monkeypatch.setenv("PYTHONHOME", "nowhere")  # which no Python can start with

    with pytest.raises(PoscheckError, match="the worker processes end again and again"):
        run_harmful()


# ---- the end of the coordinating process ---------------------------------------------------------------------------


def started(folder: Path, workers: int = 2, *more: str) -> subprocess.Popen[bytes]:
    """``poscheck batch`` in a process and a process group of its own."""
    arguments = ["batch", "subs", "--out", "out", "--as-of", "2026-10-15", "--ruleset", str(SMALL), "--chunk", "2"]
    options = ["--no-spreadsheet", "--pages", "below-meets", "--workers", str(workers), *more]
    return subprocess.Popen(
        [sys.executable, "-m", "poscheck", *arguments, *options],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    """Its exit code, and what it printed, without the breaks of lines."""
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, out.decode(), err.decode().replace("\n       ", " ")


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for something that comes soon; a test that waits in vain fails."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.002)


def parts(folder: Path) -> int:
    return len(list((folder / "out" / "parts").glob("part-*")))


def children(process: subprocess.Popen[bytes]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """What comes of the submissions without an interruption."""
    folder = files(tmp_path_factory.mktemp("whole"), {f"subs/{name}": text for name, text in several(NUMBER).items()})
    code, _, err = ended(started(folder))
    assert (code, err) == (3, "")
    return folder, snapshot(folder / "out")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")
@pytest.mark.parametrize("moment", [0, 1, 4, 9])
def test_a_killed_run_goes_on(folder: Path, uninterrupted: tuple[Path, dict[str, Any]], moment: int) -> None:
    files(folder / "subs", several(NUMBER))
    process = started(folder)
    wait_until(lambda: parts(folder) >= moment and len(children(process)) >= 2)
    workers = children(process)

    process.kill()
    ended(process)

    wait_until(lambda: all(map(is_gone, workers)))
    kept = {path.name: path.read_bytes() for path in (folder / "out").rglob("part-*")}
    whole = uninterrupted[0] / "out" / "parts"
    assert all((whole / name).read_bytes() == content for name, content in kept.items())
    code, out, err = ended(started(folder))
    assert (code, err) == (3, "")
    assert ("unchanged since the last time" in out) is (moment > 0)
    assert snapshot(folder / "out") == uninterrupted[1]


@pytest.mark.parametrize(("number", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_and_job_systems_end_everything_in_one_line(
    folder: Path, uninterrupted: tuple[Path, dict[str, Any]], number: signal.Signals, exit_code: int
) -> None:
    files(folder / "subs", several(NUMBER))
    process = started(folder)
    wait_until(lambda: parts(folder) >= 1)

    os.killpg(process.pid, number)
    code, out, err = ended(process)

    assert (code, out) == (exit_code, "")
    told = r"Error: stopped\. (The|\d+ of \d+ were looked at; the) same command goes on from there\.\n"
    assert re.fullmatch(told, err)
    assert len(err.splitlines()) == 1
    assert ended(started(folder))[0] == 3
    assert snapshot(folder / "out") == uninterrupted[1]


HEARS_NOTHING = """
import signal
from poscheck.batch.processes import CONTEXT, interrupts_held

def tell():
    print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))

if __name__ == "__main__":
    with interrupts_held():
        process = CONTEXT.Process(target=tell)
        process.start()
    process.join()
"""


def test_even_the_first_worker_hears_nothing_of_ctrl_c_while_it_starts(folder: Path) -> None:
    files(folder, {"start.py": HEARS_NOTHING})

    assert subprocess.run([sys.executable, "start.py"], check=True, capture_output=True).stdout == b"True\n"


def test_two_batches_do_not_write_into_one_folder(folder: Path) -> None:
    files(folder / "subs", several(NUMBER))
    first = started(folder)
    wait_until((folder / "out" / "run.json").exists)
    first.send_signal(signal.SIGSTOP)
    try:
        code, out, err = ended(started(folder))
    finally:
        first.send_signal(signal.SIGCONT)

    assert (code, out) == (2, "")
    assert f"out is being written by process {first.pid}" in err
    assert ended(first)[0] == 3

"""A Dask cluster of real processes with encrypted connections: the same bytes, whoever is killed meanwhile."""

from __future__ import annotations

import errno
import gc
import os
import signal
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from poscheck import __version__
from poscheck.batch import cluster as cluster_module
from poscheck.batch import far_worker, scheduler, silence
from poscheck.batch.cards import Cards, Pages
from poscheck.batch.cluster import ClusterWorkers
from poscheck.batch.entries import Entry
from poscheck.batch.far_worker import Order, Trouble, score_chunk
from poscheck.batch.obstacles import cannot_go_on
from poscheck.batch.refusals import KILLER
from poscheck.batch.run import Summary, run
from poscheck.batch.scheduler import Scheduler
from poscheck.batch.store import RunFolder, write
from poscheck.batch.suspects import Piece, Suspect, whole
from poscheck.batch.work import Done, Job, Task, Worker
from poscheck.errors import PoscheckError, UsageError
from tests.batch.batches import (
    AS_OF,
    SMALL,
    failures,
    files,
    plan,
    results,
    run_here,
    several,
    small,
    snapshot,
    submission,
)
from tests.batch.clusters import LocalCluster, started_cluster, workers_of
from tests.batch.scores import harmful

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

distributed: Any = pytest.importorskip("distributed", reason="the extra poscheck[dask] is not installed")
NO_WORKER = "No worker has joined the scheduler"
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[LocalCluster]:
    with started_cluster(tmp_path_factory.mktemp("cluster"), cache, workers=2) as started:
        yield started


def run_there(cluster: LocalCluster, watch: Callable[[int, int], None] = lambda *_: None, **changes: Any) -> Summary:
    score = {"score": changes.pop("score")} if "score" in changes else {}
    engine = partial(ClusterWorkers, scheduler=cluster.scheduler, time_limit=60)
    return run(plan(**changes), watch, engine=engine, **score)


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(folder: Path, cluster: LocalCluster) -> None:
    files(folder / "subs", several(24) | {"a.jsonl": submission("A") + "\n", "b.json": "["})
    files(folder, {"d.csv": "source,outcome,rule,reason,role,decided_on\nsubs/000.json,met,none,r,o,2026-10-01\n"})
    killed: list[int] = []

    def watch(done: int, _all: int) -> None:
        if done and not killed:
            killed.append(next(pid for nanny in cluster.nannies for pid in workers_of(nanny)))
            os.kill(killed[0], signal.SIGKILL)

    asked: dict[str, Any] = {"pages": Pages.ALL, "documents": True, "decisions": Path("d.csv")}
    summary = run_there(cluster, watch, **asked)
    run_here(out=Path("here"), **asked)

    assert killed
    assert (summary.found, summary.failures) == (26, 4)  # what the dead worker has written is used again
    assert snapshot() == snapshot(Path("here"))
    assert not Path("out/.ticket").exists()
    assert run_there(cluster, **asked).scored == 0


def test_files_that_kill_are_failures_and_cost_nothing_else(folder: Path, cluster: LocalCluster) -> None:
    files(folder / "subs", several(9))
    run_here(out=Path("sound"))
    poison = {"001-poison.json": "POISON", "003-whole-worker.json": "FAMILY"}
    files(folder / "subs", {name: submission(what) for name, what in poison.items()})

    summary = run_there(cluster, score=harmful, chunk=4)

    assert (summary.found, summary.scored, summary.failures) == (11, 8, 3)
    assert failures() == failures(Path("sound")) | {f"subs/{name}": ["worker-killed"] for name in poison}
    assert results() == results(Path("sound"))


def test_the_command_and_its_certificates(folder: Path, cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(3))
    at = cluster.scheduler
    options = ("--engine", "dask", "--scheduler", at.address, "--tls-ca", at.tls_ca, "--tls-cert", at.tls_cert)
    command = ("batch", "subs", "--out", "out", "--as-of", AS_OF, "--ruleset", SMALL, *options, "--tls-key", at.tls_key)

    done = subprocess.run(
        [sys.executable, "-m", "poscheck", *map(str, command)], capture_output=True, check=False, text=True
    )

    # which is said only where the workers are still starting
    assert (done.returncode, done.stderr.partition(NO_WORKER)[0]) == (0, "")
    assert "3 submissions as of" in done.stdout
    monkeypatch.setattr(scheduler, "_CONNECT_SECONDS", 1)
    with pytest.raises(UsageError, match=r"tls://.* encrypted .* needs --tls-ca, --tls-cert and --tls-key"):
        run(plan(), engine=partial(ClusterWorkers, scheduler=Scheduler(address=at.address), time_limit=60))


@pytest.mark.parametrize("workers", [0, 1])
def test_a_scheduler_that_dies_is_told(folder: Path, cache: Path, workers: int) -> None:
    files(folder / "subs", several(30))
    waited: list[str] = []
    with started_cluster(folder, cache, workers) as doomed:

        def kill() -> None:
            for client in distributed.Client._instances:
                client._timeout = 1  # it would look twenty seconds for the scheduler that is gone
            doomed.kill_scheduler()

        def tell(text: str) -> None:
            waited.append(text)
            if not workers:
                kill()

        def watch(done: int, _all: int) -> None:
            if done:
                kill()

        engine = partial(ClusterWorkers, scheduler=doomed.scheduler, time_limit=60, tell=tell)
        with pytest.raises(PoscheckError, match=r"the scheduler at tls://.* is gone, .* the same command goes on"):
            run(plan(), watch, engine=engine)

    if not workers:
        assert [text.partition(" yet")[0] for text in waited] == [f"{NO_WORKER} at {doomed.scheduler.address}"]
    assert not Path("out/.ticket").exists()
    assert (run_here().reused > 0) == (workers > 0)


def test_who_is_silent_is_told_and_does_not_keep_the_command(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(folder / "subs", several(30))
    for name, seconds in {"_ANSWER_SECONDS": 1, "_FAREWELL_SECONDS": 1}.items():
        monkeypatch.setattr(cluster_module, name, seconds)
    monkeypatch.setattr(silence, "_PATIENCE_SECONDS", 1)
    frozen: list[int] = []
    told: list[str] = []

    with started_cluster(folder, cache, workers=1) as still:

        def watch(done: int, _all: int) -> None:
            if done and not frozen:
                frozen.append(next(pid for nanny in still.nannies for pid in workers_of(nanny)))
                os.kill(frozen[0], signal.SIGSTOP)

        def tell(text: str) -> None:
            told.append(text)
            if "from the workers of" in text:
                raise KeyboardInterrupt

        engine = partial(ClusterWorkers, scheduler=still.scheduler, time_limit=60, tell=tell)
        with pytest.raises(KeyboardInterrupt):
            run(plan(), watch, engine=engine)

    assert [text for text in told if NO_WORKER not in text] == [
        f"Nothing has come back from the workers of {still.scheduler.address} for a while; waiting. One that is frozen "
        "or cut off is given up by the scheduler in the end, and its chunks are done by others."
    ]
    assert not Path("out/.ticket").exists()


def test_a_scheduler_that_does_not_answer_is_waited_for_and_told() -> None:
    class Frozen:
        """Dask's client, where its scheduler is connected and silent."""

        status = "running"

        def nthreads(self, *, callback_timeout: float) -> Any:
            raise TimeoutError(callback_timeout)

    told: list[str] = []
    workers = ClusterWorkers(an_order().job, Scheduler(address="tcp://127.0.0.1:9"), 60, told.append)

    assert workers._most(Frozen()) > 0
    assert list(workers._received(Frozen())) == []
    assert told == ["The scheduler at tcp://127.0.0.1:9 does not answer; waiting for it."]


def test_a_connection_that_ends_while_something_is_asked() -> None:
    class Ended:
        """Dask's client after it has given up a scheduler: what it says then is no error of the system."""

        status = "closed"

        def run(self, *_: Any, **__: Any) -> Any:
            raise RuntimeError("ConnectionPool is closed")

    workers = ClusterWorkers(an_order().job, Scheduler(address="tcp://127.0.0.1:9"), 60)

    with pytest.raises(PoscheckError, match="is gone, or has given up the work"):
        workers._check_versions(Ended())


def test_other_versions_on_workers_are_refused(
    folder: Path, cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(folder / "subs", several(3))
    monkeypatch.setattr(cluster_module, "__version__", "9.9.9")
    told = f"has poscheck {__version__}"  # by the command or, where the worker came later, by the worker

    with pytest.raises(PoscheckError, match=rf"9\.9\.9.* {told}|{told}, not 9\.9\.9"):
        run_there(cluster)


def late(monkeypatch: pytest.MonkeyPatch, times: int) -> list[None]:
    """Dask's thread does not start in time so many times, which Dask says by an assertion; the list counts."""
    runner, tries = distributed.utils.LoopRunner, list[None]()
    start = runner.start

    def late_start(self: Any) -> None:
        tries.append(None)
        assert len(tries) > times
        start(self)

    monkeypatch.setattr(runner, "start", late_start)
    return tries


def test_a_computer_too_busy_to_start_a_thread_in_time_tries_again(
    folder: Path, cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(folder / "subs", several(3))
    tries = late(monkeypatch, times=2)

    assert run_there(cluster).scored == 3
    assert len(tries) == 3


def test_a_computer_too_busy_for_any_thread_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(3))
    late(monkeypatch, times=99)

    with pytest.raises(PoscheckError, match=r"^Dask's own thread does not start on this computer, and nothing"):
        run(plan(), engine=partial(ClusterWorkers, scheduler=Scheduler(address="tcp://127.0.0.1:9"), time_limit=60))


def test_a_client_that_could_not_connect_does_not_stop_the_next_one(
    folder: Path, cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(folder / "subs", several(3))
    kept: list[Any] = []
    try:
        run(
            plan(),
            engine=partial(ClusterWorkers, scheduler=Scheduler(address=cluster.scheduler.address), time_limit=60),
        )
    except UsageError as error:
        kept += [error, kept]  # so that Dask's client, which the traceback names, ends where garbage is looked for
    runner = distributed.utils.LoopRunner
    start = runner._start_unlocked
    monkeypatch.setattr(runner, "_start_unlocked", lambda self: (gc.collect(), start(self)))
    assert isinstance(kept[0], UsageError)
    del kept

    assert run_there(cluster).scored == 3


def test_where_no_scheduler_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(3))
    monkeypatch.setattr(scheduler, "_CONNECT_SECONDS", 0.5)

    with pytest.raises(UsageError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9; look"):
        run(plan(), engine=partial(ClusterWorkers, scheduler=Scheduler(address="tcp://127.0.0.1:9"), time_limit=60))


# ---- what a worker looks at before it begins -----------------------------------------------------------------------


def an_order(ticket: str | None = None, version: str = __version__) -> Order:
    job = Job(Path("out").absolute(), SMALL, small().digest, AS_OF.toordinal(), Cards(Pages.NONE, documents=False))
    return Order(replace(job, ticket=ticket), version, 60)


def a_task(folder: Path) -> Task:
    return Task(0, (Entry("a.json", str(folder / "subs" / "a.json")),))


def told(answer: Done | Trouble) -> str:
    assert isinstance(answer, Trouble)
    return answer.message


def test_a_worker_that_joins_late_with_another_version(folder: Path) -> None:
    assert told(score_chunk(an_order(version="9.9.9"), a_task(folder))).startswith(f"has poscheck {__version__}, not 9")


def test_a_worker_that_does_not_see_the_run_folder(folder: Path) -> None:
    answer = told(score_chunk(an_order("t"), a_task(folder)))

    assert answer == f"says: the run folder {folder / 'out'} is not there (No such file or directory)."


def test_a_worker_that_does_not_see_the_inputs(folder: Path) -> None:
    files(folder, {"out/.ticket": "t"})

    for place in ("elsewhere", "subs"):  # the folder is not there, or is there with nothing in it
        Path(place).mkdir()
        answer = told(score_chunk(an_order("t"), a_task(folder)))
        assert answer.startswith(f"cannot see {folder / 'subs'}, or sees nothing in it; the inputs must be")


def test_a_worker_that_may_not_write_says_which_part_and_what_is_kept_once(folder: Path) -> None:
    files(folder, {"run.json": "{}"})
    unfinished = str(folder / "parts" / ".part-000000.jsonl.0123456789ab.fresh")
    error = cannot_go_on(OSError(errno.EROFS, os.strerror(errno.EROFS), unfinished), RunFolder(folder))

    said = str(cluster_module._error(Trouble("there", f"says: {error}")))

    assert said == (
        f"the worker on there says: the batch cannot go on ({folder}/parts/part-000000.jsonl: Read-only file system). "
        "Choose with --out a folder in which you may write, or ask for permission. "
        "What is finished is kept; when this is mended, the same command goes on from there."
    )


def test_a_worker_that_wakes_up_after_its_run_writes_nothing(folder: Path) -> None:
    files(folder, {"out/.ticket": "mine", "subs/a.json": submission("A")})
    for place in ("parts", "scorecards"):
        Path("out", place).mkdir()
    job = replace(an_order("mine").job, cards=Cards(Pages.ALL, documents=True))

    def overtaken(*arguments: Any, **more: Any) -> Any:
        write(RunFolder(job.folder).ticket, b"another's")
        return job.score(*arguments, **more)

    with pytest.raises(PoscheckError, match="is being written by another run"):
        Worker(replace(job, score=overtaken)).chunk(a_task(folder), lambda _place: None)

    assert not [*Path("out/parts").iterdir(), *Path("out/scorecards").iterdir()]


def test_a_ruleset_that_is_installed_elsewhere_is_found_by_its_name() -> None:
    job = replace(an_order().job, ruleset=Path("/nowhere/ten-components"))

    assert far_worker._here(job).ruleset == Path("ten-components")
    assert far_worker._here(an_order().job).ruleset == SMALL


# ---- who is to blame -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "deadly"),
    [(1, {0}), (2, {1}), (2, {0, 1}), (7, {6}), (20, {0, 7, 8, 19}), (5, set(range(5))), (200, {100})],
)
def test_the_files_that_kill_are_found(number: int, deadly: set[int]) -> None:
    task = Task(3, tuple(Entry(f"{place}.json", "") for place in range(number)))
    suspect, ahead = Suspect(task), [whole(task)]
    tries = 0
    while ahead:
        tries += 1
        piece = ahead.pop()
        places = range(piece.start, piece.end)
        assert piece.task.entries == tuple(task.entries[place] for place in places)
        if deadly.intersection(places) - piece.task.given_up.keys():
            ahead += suspect.died(piece)
        elif piece.trial:
            ahead += suspect.survived()
        else:
            last = piece

    assert last == Piece(replace(task, given_up=dict.fromkeys(sorted(deadly), KILLER)), 0, number)
    assert tries <= 2 + 2 * len(deadly) * number.bit_length()

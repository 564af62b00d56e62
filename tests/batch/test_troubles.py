"""What the system may have against a run: a full disk, a folder that may not be written, no more file handles."""

from __future__ import annotations

import errno
import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch import lock, refusals
from poscheck.batch.lock import whole
from poscheck.batch.obstacles import KEPT, cannot_go_on
from poscheck.batch.store import RunFolder
from poscheck.errors import PoscheckError, UsageError
from tests.batch.batches import SMALL, files, run_here, several, snapshot
from tests.batch.test_inputs import as_nobody

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.batch.obstacles import Obstacle


def failing(name: str, times: int, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a function of ``os`` work so many times, and then fail."""
    real: Callable[..., Any] = getattr(os, name)
    left = [times]

    def may_fail(*args: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(code, os.strerror(code))
        return real(*args, **named)

    monkeypatch.setattr(os, name, may_fail)


def complaint(out: Path) -> str | None:
    """What a run says that cannot go on; None of one that comes to its end."""
    try:
        run_here(out=out)
    except PoscheckError as error:
        return str(error)
    return None


def is_finished(out: Path) -> bool:
    """Whether a run says of itself that it is complete."""
    file = out / "run.json"
    return file.exists() and json.loads(file.read_bytes())["finished"] is not None


def test_a_disk_that_is_full_at_any_moment_leaves_what_can_go_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(5))
    run_here(out=Path("fresh"))
    for times in count():
        out = Path(f"out-{times}")
        with monkeypatch.context() as full:
            failing("fsync", times, errno.ENOSPC, full)
            said = complaint(out)
        if said is None:
            break
        kept = f" {KEPT}" if (out / "run.json").exists() else ""
        assert said == f"the batch cannot go on ({out}: No space left on device). Make room there.{kept}"
        assert not is_finished(out)
        run_here(out=out)
        assert snapshot(out) == snapshot(Path("fresh"))
    assert times >= 8


def test_no_more_file_handles_stop_the_run_and_blame_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(9))
    with monkeypatch.context() as exhausted:
        failing("open", 4, errno.EMFILE, exhausted)
        with pytest.raises(PoscheckError, match=r"the batch cannot go on .*Too many open files"):
            run_here()

    assert not is_finished(Path("out"))
    assert run_here().failures == 1


@pytest.mark.parametrize("bytes_", [1_000, 20_000, 60_000])
def test_files_that_may_not_grow_stop_the_run(folder: Path, bytes_: int) -> None:
    files(folder / "subs", several(6))
    command = [sys.executable, "-m", "poscheck", "batch", "subs", "--out", "out", "--as-of", "2026-10-15"]

    process = subprocess.run(
        [*command, "--ruleset", str(SMALL), "--pages", "none"],
        capture_output=True, check=False, text=True,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (bytes_, bytes_)),
    )  # fmt: skip

    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.startswith("Error: the batch cannot go on")
    said = process.stderr.replace("\n       ", " ")
    assert "(ulimit -f)." in said
    assert said.endswith("the same command goes on from there.\n") == Path("out/run.json").exists()
    assert "Traceback" not in process.stderr
    assert not is_finished(Path("out"))
    assert not list(Path().rglob("*.fresh"))


def test_a_folder_that_may_not_be_written_is_told(folder: Path) -> None:
    files(folder / "subs", several(1))
    run_here()  # so that everything is loaded that another user could not load
    with TemporaryDirectory() as place:
        subs = files(Path(place) / "subs", several(1))
        (Path(place) / "run").mkdir(mode=0o755)
        Path(place).chmod(0o755)
        for out in (Path(place) / "run", Path(place) / "new"):
            with as_nobody(), pytest.raises(PoscheckError) as refused:
                run_here(str(subs), out=out)
            assert str(refused.value) == (
                f"the batch cannot go on ({out}: Permission denied). "
                "Choose with --out a folder in which you may write, or ask for permission."
            )
        assert sorted(path.name for path in Path(place).iterdir()) == ["run", "subs"]


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("a.yaml/out", "(a.yaml/out: Not a directory). Choose with --out a folder in which you may write, or ask for"),
        ("n" * 300, "nnn: File name too long). Choose a shorter name with --out."),
    ],
)
def test_a_folder_that_cannot_be_is_told_as_it_was_given(folder: Path, out: str, words: str) -> None:
    files(folder, {"a.yaml": "1"})

    with pytest.raises(PoscheckError, match=re.escape(words)) as refused:
        run_here("a.yaml", out=Path(out))
    assert KEPT not in str(refused.value)


def of_sqlite(name: str) -> sqlite3.Error:
    """An error of the database library, with its code."""
    error = sqlite3.OperationalError("its words")
    error.sqlite_errorcode = getattr(sqlite3, name)
    return error


def of_system(code: int, *place: str) -> OSError:
    """An error of the system, about a file where one is named."""
    return OSError(code, "its words", *place)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (of_system(errno.ENOSPC), "r/out: its words). Make room"),
        (of_system(errno.EDQUOT, "r/out/pages/a.html"), "r/out/pages/a.html: its words). Make room"),
        (of_system(errno.EFBIG, "r/out/parts/.part-000001.jsonl.0123456789ab.fresh"),
         "r/out/parts/part-000001.jsonl: its words). Look whether"),
        (of_system(errno.EACCES, "r"), "r/out: its words). Choose with --out"),
        (of_system(errno.EACCES, "r/out/.lock-1-of-2"), "r/out: its words). Choose with --out"),
        (of_system(errno.EACCES, "/elsewhere/a.yaml"), "/elsewhere/a.yaml: its words). What is finished"),
        (of_system(errno.ENOENT, "r/out/parts"), "r/out/parts: its words). Look whether its disk is still there, or"),
        (of_system(errno.EMFILE, "subs/a.yaml"), "subs/a.yaml: its words). Allow more files"),
        (of_system(refusals.SILENT), "its words). What is finished"),
        (MemoryError(), "Cannot allocate memory). Use fewer workers"),
        (of_sqlite("SQLITE_FULL"), "r/out: its words). Make room"),
        (of_sqlite("SQLITE_IOERR_WRITE"), "r/out: its words). Look whether"),
        (of_sqlite("SQLITE_READONLY_DBMOVED"), "r/out: its words). Choose with --out"),
        (of_sqlite("SQLITE_CORRUPT"), "r/out: its words). What is finished"),
        (sqlite3.ProgrammingError("its words"), "r/out: its words). What is finished"),
    ],
)  # fmt: skip
def test_an_obstacle_is_told_with_its_place_and_what_to_do(folder: Path, error: Obstacle, said: str) -> None:
    files(folder, {"r/out/run.json": "{}"})

    told = str(cannot_go_on(error, RunFolder(Path("r/out"))))

    assert told.startswith(f"the batch cannot go on ({said}")
    assert told.endswith(KEPT)


def test_a_file_is_no_folder(folder: Path) -> None:
    files(folder, {"out": "a letter", "subs/a.yaml": "1"})

    with pytest.raises(UsageError, match="out is a file; name a folder"):
        run_here()
    assert Path("out").read_text() == "a letter"


def test_a_file_system_without_locks_is_used_without(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(1))

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(lock, "_take", refuse)

    assert run_here().scored == 1


def test_a_lock_is_let_go(folder: Path) -> None:
    for _ in range(2):
        with (
            whole(folder),
            pytest.raises(UsageError, match=rf"{folder} is being written by process {os.getpid()}"),
            whole(folder),
        ):
            pass

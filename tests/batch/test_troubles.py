"""What the system may have against a run: a full disk, a folder that may not be written, no more file handles."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch import lock
from poscheck.batch.lock import whole
from poscheck.errors import PoscheckError, UsageError
from tests.batch.batches import SMALL, files, run_here, several, snapshot
from tests.batch.test_inputs import as_nobody

if TYPE_CHECKING:
    from collections.abc import Callable


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
        assert said.startswith("the batch cannot go on (No space left on device). What is finished is kept")
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
    assert process.stderr.replace("\n       ", " ").endswith("the same command goes on from there.\n")
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
            with as_nobody(), pytest.raises(PoscheckError, match=r"the batch cannot go on .*Permission denied"):
                run_here(str(subs), out=out)
        assert sorted(path.name for path in Path(place).iterdir()) == ["run", "subs"]


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

"""Shards: shares of a run that know nothing of each other, and come to what one run gives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch import lock
from poscheck.batch.cards import Pages
from poscheck.batch.lock import part_of, whole
from poscheck.batch.shard import Shard, shard
from poscheck.batch.store import RunFolder
from poscheck.errors import PoscheckError, UsageError
from tests.batch.batches import files, run_here, run_share, several, snapshot, submission
from tests.batch.test_workers import ended, is_gone, started, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

OUT = Path("out")


def parts(out: Path = OUT) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (out / "parts").iterdir()}


def facts(out: Path = OUT) -> Any:
    return json.loads((out / "run.json").read_bytes())


@pytest.mark.parametrize("of", [1, 2, 5, 16])
def test_every_chunk_is_in_one_shard(of: int) -> None:
    shares = [Shard(number, of) for number in range(1, of + 1)]

    assert [sum(share.has(chunk) for share in shares) for chunk in range(40)] == [1] * 40
    assert [shard(str(share)) for share in shares] == shares


@pytest.mark.parametrize("text", ["0/3", "4/3", "1/0", "-1/3", "1", "a/b", "1/3/5", "", "1.0/3", "1/3\n2/3"])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(UsageError, match=r"is no shard; write it as 1/10"):
        shard(text)


@pytest.mark.parametrize(("of", "order"), [(2, (1, 2)), (3, (3, 1, 2)), (9, (9, 1))])
def test_shards_and_a_last_command_give_what_one_run_gives(folder: Path, of: int, order: tuple[int, ...]) -> None:
    files(folder / "subs", several(20))
    run_here(out=Path("single"), pages=Pages.ALL, documents=True)

    for number in order:
        shared = run_share(f"{number}/{of}", pages=Pages.ALL, documents=True)
        assert shared.chunks == 7
        assert not (OUT / "results.jsonl").exists()
    done = parts()
    assert done == {name: content for name, content in parts(Path("single")).items() if name in done}
    summary = run_here(documents=True)  # --pages stay as they were

    assert summary.reused > 0
    assert (summary.scored == 0) == (of < 9)  # what nobody has scored is scored now
    assert snapshot() == snapshot(Path("single"))
    assert not list(OUT.glob(".lock-*"))


def test_a_shard_says_what_it_was_and_how_many_parts_are_there(folder: Path) -> None:
    files(folder / "subs", several(20))

    first = run_share("2/3")
    second = run_share("1/3")

    assert (first.summary.found, first.summary.failures, first.parts) == (6, 1, 2)
    assert (second.summary.found, second.summary.failures, second.parts) == (8, 0, 5)


def test_shards_without_a_shared_folder_are_put_together(folder: Path) -> None:
    files(folder / "subs", several(20))
    run_here(out=Path("single"))
    for number in (1, 2):
        run_share(f"{number}/2", out=Path(f"out{number}"))

    for number in (1, 2):
        shutil.copytree(f"out{number}", OUT, dirs_exist_ok=True)

    assert run_here().scored == 0
    assert snapshot() == snapshot(Path("single"))


def test_an_interrupted_shard_goes_on(folder: Path) -> None:
    files(folder / "subs", several(20))
    with pytest.raises(KeyboardInterrupt):
        run_share("1/2", chunks=2)

    summary = run_share("1/2").summary

    assert (summary.reused, summary.scored, summary.failures) == (5, 4, 2)  # of the chunks 0, 2, 4 and 6


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")
def test_a_killed_shard_goes_on_while_another_runs(folder: Path) -> None:
    files(folder / "subs", several(24))
    first, second = (started(folder, 1, "--shard", f"{number}/2") for number in (1, 2))
    wait_until(lambda: any((OUT / "parts" / f"part-00000{number}.jsonl").exists() for number in (0, 2)))
    first.kill()
    ended(first)
    code, out, err = ended(second)

    assert (code, err) == (0, "")
    assert "The shard 2/2 is done: 12 submissions" in out
    assert is_gone(first.pid)
    code, out, err = ended(started(folder, 1, "--shard", "1/2"))
    assert (code, err) == (0, "")
    assert "All parts are there." in out
    assert ended(started(folder, 1))[0] == 3
    run_here(out=Path("single"), chunk=2, pages=Pages.BELOW_MEETS)
    assert snapshot() == snapshot(Path("single"))


def test_a_shard_after_the_results_takes_up_a_changed_file_and_says_so(folder: Path) -> None:
    files(folder / "subs", several(20))
    run_here()
    files(folder / "subs", {"004.json": submission("S-4", courses=[])})

    assert run_share("1/2").summary.scored == 0
    assert facts()["finished"] is None
    assert run_share("2/2").summary.scored == 1
    run_here()
    run_here(out=Path("single"))
    assert snapshot() == snapshot(Path("single"))


OTHERS: dict[str, tuple[dict[str, Any], Callable[[], object], str]] = {
    "another chunk": ({"chunk": 4}, lambda: None, "a run with --chunk 3, not 4"),
    "other pages": ({"pages": Pages.NONE}, lambda: None, "--pages all, not none"),
    "scorecards": ({"documents": True}, lambda: None, "--scorecards False, not True"),
    "one more": ({}, lambda: files(Path("subs"), {"x.json": "{}"}), "submissions 5, not 6"),
    "other names": ({}, lambda: Path("subs/001.json").rename("subs/x.json"), "another list of submissions"),
    "decisions": (
        {"decisions": Path("d.csv")},
        lambda: files(Path(), {"d.csv": "source,outcome,rule\nsubs/001.json,met,1.1-a\n"}),
        "decisions 0, not 1",
    ),
}


@pytest.mark.parametrize("what", OTHERS)
def test_a_shard_of_something_else_is_refused(folder: Path, what: str) -> None:
    changes, change, message = OTHERS[what]
    files(folder / "subs", several(5))
    run_share("1/2")
    before = {**parts(), "run.json": (OUT / "run.json").read_bytes()}
    change()

    with pytest.raises(UsageError, match=message) as error:
        run_share("2/2", **changes)

    assert "without --shard takes up what has changed" in str(error.value)
    assert {**parts(), "run.json": (OUT / "run.json").read_bytes()} == before


def test_a_run_that_is_begun_inside_of_its_inputs_does_not_score_its_own_parts(folder: Path) -> None:
    files(folder / "subs", several(5))

    run_share("1/2", out=Path("subs/out"))
    run_share("2/2", out=Path("subs/out"))

    assert facts(Path("subs/out"))["entries"] == 5


def test_who_may_write_at_the_same_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_TRIES", 1)

    with part_of(folder, "1-of-2"), part_of(folder, "2-of-2"):
        with pytest.raises(UsageError, match=r"the shard 1/2 of .* is being written by"), part_of(folder, "1-of-2"):
            pass
        with pytest.raises(UsageError, match=r"the shard 1/2 of .* is being written by"), whole(folder):
            pass
    with whole(folder), pytest.raises(UsageError, match="is being written by"), part_of(folder, "1-of-2"):
        pass
    with part_of(folder, "1-of-2"):
        pass


def test_a_part_that_is_gone_at_the_end_is_noticed(folder: Path) -> None:
    files(folder, {f"parts/part-00000{number}.jsonl": "" for number in (0, 1, 3)})

    with pytest.raises(PoscheckError, match="not those that were written"):
        RunFolder(folder).refuse_incomplete(4)

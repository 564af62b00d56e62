"""A run that was interrupted, or whose inputs have changed, ends as one that was made afresh."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch import prepare
from poscheck.batch.cards import Pages
from poscheck.batch.carry import carry
from poscheck.batch.lock import whole
from poscheck.batch.outputs import Extras
from poscheck.batch.prepare import chunk_size
from poscheck.batch.run import run
from poscheck.batch.store import RunFolder
from poscheck.errors import UsageError
from tests.batch.batches import (
    AS_OF,
    SMALL,
    Here,
    failures,
    files,
    plan,
    results,
    run_here,
    run_share,
    several,
    snapshot,
    submission,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from poscheck.batch.work import Done, Task

FRESH = Path("fresh")


def assert_as_fresh(*inputs: str, **changes: Any) -> None:
    """What is in ``out`` is what a new run gives."""
    shutil.rmtree(FRESH, ignore_errors=True)
    run_here(*inputs, out=FRESH, **changes)
    assert snapshot() == snapshot(FRESH)


def interrupted(chunks: int, **changes: Any) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(plan(**changes), engine=partial(Here, chunks=chunks))


def test_everything_is_answered_and_the_counts_add_up(folder: Path) -> None:
    files(folder / "subs", several(20) | {"notes.txt": "no"})

    summary = run_here()

    assert (summary.found, summary.scored, summary.reused, summary.failures, summary.skipped) == (20, 18, 0, 2, 1)
    assert sum(summary.verdicts.values()) == summary.scored
    assert set(summary.verdicts) == {"meets", "undecided", "does_not_meet"}
    lines = results()
    assert [*lines, *failures()] == [f"subs/{n:03}.json" for n in range(20) if n % 7 != 6] + [
        "subs/006.json",
        "subs/013.json",
    ]
    assert all(line["id"] == f"S-{int(source[5:8])}" for source, line in lines.items())
    facts = json.loads((folder / "out" / "run.json").read_bytes())
    assert facts["finished"] == {
        "results": 18, "failures": 2, "verdicts": summary.verdicts, "idle_decisions": 0,
    }  # fmt: skip
    assert {len(line["outcomes"]) for line in lines.values()} == {len(facts["rules"])}
    assert not list((folder / "out").glob("un*"))


def test_no_output_tells_where_the_files_are(folder: Path) -> None:
    files(folder / "subs", several(8))
    (folder / "subs" / "x.yaml").symlink_to("nowhere")

    run_here(str(folder / "subs"), out=folder / "out", pages=Pages.ALL, documents=True)

    kept = snapshot(folder / "out")
    assert len(kept) > 20
    assert [name for name, content in kept.items() if str(folder) in str(content)] == []


@pytest.mark.parametrize("chunks", [0, 1, 3, 6])
def test_an_interrupted_run_goes_on(folder: Path, chunks: int) -> None:
    files(folder / "subs", several(20))
    interrupted(chunks)
    assert not (folder / "out" / "results.jsonl").exists()
    assert json.loads((folder / "out" / "run.json").read_bytes())["finished"] is None

    summary = run_here()

    assert summary.reused == sum(n % 7 != 6 for n in range(3 * chunks))
    assert_as_fresh()


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _subs: None,
    "a changed file": lambda subs: files(subs, {"004.json": submission("S-4", courses=[])}),
    "a changed file of the same size": lambda subs: files(subs, {"004.json": submission("X-4")}),
    "a mended file": lambda subs: files(subs, {"006.json": submission("S-6")}),
    "a spoiled file": lambda subs: files(subs, {"004.json": "{"}),
    "another way of spoiling it": lambda subs: files(subs, {"006.json": "[]"}),
    "a new first file": lambda subs: files(subs, {"000-.json": submission("new")}),
    "a new last file": lambda subs: files(subs, {"999.json": submission("new")}),
    "a file gone": lambda subs: (subs / "007.json").unlink(),
    "all but one gone": lambda subs: list(map(Path.unlink, sorted(subs.iterdir())[:19])),
    "two files that changed places": lambda subs: files(
        subs, {"002.json": (subs / "003.json").read_bytes(), "003.json": (subs / "002.json").read_bytes()}
    ),
    "a line for each": lambda subs: [
        files(subs, {"x.jsonl": "".join(f"{submission(f'L-{n}')}\n" for n in range(12))}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("pages", [Pages.ALL, Pages.NONE])
@pytest.mark.parametrize("change", CHANGES)
def test_a_run_after_a_change_is_as_one_made_afresh(folder: Path, change: str, pages: Pages) -> None:
    files(folder / "subs", several(20))
    run_here(pages=pages)

    CHANGES[change](folder / "subs")
    summary = run_here(pages=pages)

    assert summary.found == summary.scored + summary.reused + summary.failures
    assert summary.scored <= 2 or change == "a line for each"
    assert_as_fresh(pages=pages)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"chunk": 3}, {"chunk": 7}),
        ({"chunk": 7}, {"chunk": 1}),
        ({"pages": Pages.ALL, "documents": True}, {"pages": Pages.NONE}),
        ({"pages": Pages.NONE}, {"pages": Pages.BELOW_MEETS, "documents": True}),
    ],
    ids=str,
)
def test_other_options_give_what_they_would_give_afresh(folder: Path, before: Any, after: Any) -> None:
    files(folder / "subs", several(10))
    run_here(**before)
    run_here(**after)

    assert_as_fresh(**after)


def test_only_the_options_that_are_given_change(folder: Path) -> None:
    files(folder / "subs", several(5))
    run_here(pages=Pages.BELOW_MEETS, chunk=2)

    assert run_here(pages=None, chunk=None).reused == 5
    assert [number for number, _ in RunFolder(Path("out")).parts()] == [0, 1, 2]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_on_the_way(folder: Path, seed: int) -> None:
    """Files come, go and change, sizes of chunks change, runs are interrupted; the last run is as one made afresh."""
    chance = random.Random(seed)  # noqa: S311 -- the same numbers every time
    files(folder / "subs", several(12))
    for step in range(5):
        names = sorted(file.name for file in (folder / "subs").iterdir())
        for name in chance.sample(names, k=3):
            kind = chance.randrange(3)
            if kind == 0:
                (folder / "subs" / name).unlink()
            else:
                new = f"{chance.randrange(30):03}-.json" if kind == 1 else name
                files(folder / "subs", {new: submission(f"{step}", courses=[])})
        chunk = chance.choice([2, 3])
        if chance.random() < 0.7:
            interrupted(chance.randrange(3), chunk=chunk)
        else:
            run_here(chunk=chunk)
    run_here(chunk=3)

    assert_as_fresh(chunk=3)


@pytest.mark.parametrize("name", ["mkdir", "rename", "unlink", "rmdir"])
def test_a_run_that_dies_while_it_lays_down_earlier_lines_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Lines move to other chunks when files come; whichever step of it is the last one, nothing is lost or mixed."""
    files(folder / "subs", several(9))
    run_here(out=FRESH, pages=Pages.NONE)
    shutil.copytree(FRESH, "before")
    files(folder / "subs", {"000-.json": submission("new")})
    run_here(out=Path("with"), pages=Pages.NONE)
    for last in count():
        out = Path(shutil.copytree("before", f"out-{last}"))
        with monkeypatch.context() as patched:
            if not dies_laying_down(out, name, last, patched):
                break
        if last % 2:  # what was new is gone again
            (folder / "subs" / "000-.json").unlink()
        run_here(out=out)
        assert snapshot(out) == snapshot(FRESH if last % 2 else Path("with"))
        files(folder / "subs", {"000-.json": submission("new")})
    assert last > 0


def dies_laying_down(out: Path, name: str, last: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a run dies at the call with that number of a function of ``os`` while it carries lines over."""
    real, calls = getattr(os, name), count()

    def dying(*args: Any, **named: Any) -> Any:
        if next(calls) == last:
            raise KeyboardInterrupt
        return real(*args, **named)

    def dying_carry(*args: Any) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(os, name, dying)
            carry(*args)

    monkeypatch.setattr(prepare, "carry", dying_carry)
    try:
        run_here(out=out)
    except KeyboardInterrupt:
        return True
    return False


@pytest.mark.parametrize(("number", "size"), [(1, 20), (64 * 21, 21), (1_000_000, 200)])
def test_a_small_batch_is_cut_into_smaller_chunks(number: int, size: int) -> None:
    assert chunk_size(number) == size


# ---- what else may be in the folder --------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [["."], ["*"], ["*/**/*.json"], ["subs", "out"]], ids=str)
def test_a_run_folder_among_its_own_inputs_changes_nothing(folder: Path, typed: list[str]) -> None:
    files(folder, {f"subs/{name}": text for name, text in several(4).items()})
    run_here(*typed)
    before = snapshot()

    assert run_here(*typed).reused == 4
    assert snapshot() == before


def test_another_date_is_another_run(folder: Path) -> None:
    files(folder / "subs", several(3))
    run_here()
    before = snapshot()

    with pytest.raises(UsageError, match="holds a run that was judged as of 2026-10-15, not 2026-10-16; name another"):
        run_here(as_of=AS_OF.replace(day=16))
    assert snapshot() == before

    assert run_here(as_of=AS_OF.replace(day=16), again=True).scored == 3
    assert {line["as_of"] for line in results().values()} == {"2026-10-16"}
    assert_as_fresh(as_of=AS_OF.replace(day=16))


def test_a_run_of_other_submissions_is_not_replaced(folder: Path) -> None:
    files(folder / "subs", several(3))
    files(folder / "others", several(2))
    run_here()
    before = snapshot()

    with pytest.raises(UsageError, match="holds a run of other submissions: none of them is in these INPUTs"):
        run_here("others")
    assert snapshot() == before

    assert run_here("others", "subs").gone == 0
    assert run_here("others").gone == 3
    assert run_here("subs", again=True).gone == 0
    assert snapshot() == before


def test_another_ruleset_is_another_run(folder: Path) -> None:
    from poscheck.ruleset import load_ruleset

    files(folder / "subs", several(3))
    run_here()
    shutil.copytree(SMALL, folder / "rules")
    (folder / "rules" / "notes.txt").write_text("not part of it")
    assert run_here(ruleset=load_ruleset(folder / "rules"), ruleset_folder=folder / "rules").reused == 3
    main = folder / "rules" / "ruleset.yaml"
    main.write_text(main.read_text().replace("min_age", "x").replace("weight: 2", "weight: 3"))
    changed = {"ruleset": load_ruleset(folder / "rules"), "ruleset_folder": folder / "rules"}

    with pytest.raises(UsageError, match=r"by the ruleset small 1\.0\.0 as it was before its files were changed"):
        run_here(**changed)
    main.write_text(main.read_text().replace("version: 1.0.0", "version: 1.0.1"))
    changed["ruleset"] = load_ruleset(folder / "rules")
    with pytest.raises(UsageError, match=r"by the ruleset small 1\.0\.0, not small 1\.0\.1"):
        run_here(**changed)

    assert run_here(**changed, again=True).scored == 3


def test_a_ruleset_that_is_changed_during_a_run_stops_it(folder: Path) -> None:
    files(folder / "subs", several(3))
    shutil.copytree(SMALL, folder / "rules")
    (folder / "rules" / "ruleset.yaml").write_text((SMALL / "ruleset.yaml").read_text() + "\n# changed\n")

    with pytest.raises(UsageError, match=r"the ruleset .*rules was changed .*, or is another one on this computer"):
        run_here(ruleset_folder=folder / "rules")


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize(
    ("there", "message"),
    [
        ({"letter.txt": "dear"}, r"out holds other files \(letter.txt\); name another folder"),
        ({"run.json": "{}"}, "run.json is damaged, or of another version of poscheck"),
        ({"run.json": "no"}, "run.json is damaged, or of another version of poscheck"),
        ({"run.json": '{"format": "poscheck-run/9"}'}, "run.json is damaged, or of another version of poscheck"),
        ({"results.csv": "1"}, "holds other files"),
        ({"unfinished/thesis.txt": "1", "unfinished/manifest.sqlite": ""}, r"other files \(unfinished/thesis.txt\)"),
        ({"unfinished": "1"}, r"holds other files \(unfinished\)"),
        ({"parts/nut.txt": "1"}, r"holds other files \(parts\)"),
    ],
    ids=str,
)
def test_other_peoples_files_are_left_alone(folder: Path, there: dict[str, str], message: str, *, again: bool) -> None:
    files(folder / "subs", several(1))
    files(folder / "out", there)

    with pytest.raises(UsageError, match=message):
        run_here(again=again)
    out = folder / "out"
    assert {file.relative_to(out).as_posix(): file.read_text() for file in out.rglob("*") if file.is_file()} == there


def test_cards_that_a_power_cut_has_emptied_are_written_again(folder: Path) -> None:
    files(folder / "subs", several(7))
    run_here(documents=True)
    before = snapshot()
    for card in sorted(Path("out/scorecards").iterdir())[::3]:
        card.write_bytes(b"")

    run_here(documents=True)
    assert snapshot() == before


def test_what_somebody_puts_beside_the_scorecards_stays(folder: Path) -> None:
    files(folder / "subs", several(2))
    run_here()
    files(
        folder / "out" / "scorecards", {"sent/letter.txt": "1", "my-notes.html": "2", "old-0123456789abcdef.html": "3"}
    )

    run_here()

    assert len(list(Path("out/scorecards").iterdir())) == 4
    run_here(pages=Pages.NONE)
    assert sorted(path.name for path in Path("out/scorecards").iterdir()) == ["my-notes.html", "sent"]


def test_again_keeps_what_is_not_of_the_run(folder: Path) -> None:
    files(folder / "subs", several(3))
    run_here()
    files(folder / "out", {"my-notes.txt": "mine"})

    assert run_here(again=True).scored == 3
    assert (folder / "out" / "my-notes.txt").read_text() == "mine"


def test_a_folder_in_which_nothing_was_begun_is_not_left_behind(folder: Path) -> None:
    files(folder / "subs", {"notes.txt": "no"})
    (folder / "there").mkdir()

    for out in ("out", "there"):
        with pytest.raises(UsageError, match="there is no submission in subs"):
            run_here(out=Path(out))

    assert not (folder / "out").exists()
    assert {file.name for file in (folder / "there").iterdir()} == {".lock"}


def test_nothing_is_begun_for_a_table_that_could_not_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    files(folder / "subs", several(1))

    with pytest.raises(UsageError, match=r"pip install 'poscheck\[parquet\]'"):
        run_here(extras=Extras(parquet=True))

    assert not (folder / "out").exists()
    run_share("1/1", extras=Extras(parquet=True))  # which leaves tables to the whole run, perhaps on another computer


def test_a_folder_that_another_run_has_just_taken_is_left_to_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(1))
    out = Path("out")
    with ExitStack() as other:

        def begin(*_: object) -> None:
            out.mkdir()
            other.enter_context(whole(out))

        monkeypatch.setattr("poscheck.batch.run.refuse_to_lose", begin)
        with pytest.raises(UsageError, match="out is being written by process"):
            run_here()
        assert out.exists()


def test_a_failed_listing_leaves_the_run_as_it_was(folder: Path) -> None:
    files(folder / "subs", several(3))
    run_here()
    before = snapshot()

    with pytest.raises(UsageError, match="there is no file or folder nothing"):
        run_here("nothing")
    assert snapshot() == before
    assert run_here().reused == 3


def test_half_written_files_of_a_killed_run_are_taken_away(folder: Path) -> None:
    files(folder / "subs", several(6))
    interrupted(1)
    for name in (
        "parts/.part-000001.jsonl.99.fresh",
        ".run.json.99.fresh",
        "scorecards/.x.html.99.fresh",
        "carrying/x",
        "unfinished/beside/x",
    ):
        files(folder / "out", {name: "half"})

    run_here()

    assert_as_fresh()


def test_lines_that_are_none_are_not_used(folder: Path) -> None:
    files(folder / "subs", several(6))
    run_here()
    part = folder / "out" / "parts" / "part-000001.jsonl"
    part.write_bytes(b'{"resu\nnonsense\n[]\n{"result":{"source":3}}\n')

    assert run_here().reused == 3
    assert_as_fresh()


def test_failures_that_may_pass_are_tried_again(folder: Path) -> None:
    files(folder / "subs", several(2))
    (folder / "subs" / "link.yaml").symlink_to("later.txt")
    run_here()
    assert failures() == {"subs/link.yaml": ["missing-file"]}
    files(folder / "subs", {"later.txt": submission("later")})

    assert run_here().failures == 0
    assert results()["subs/link.yaml"]["id"] == "later"


class Littering(Here):
    """An engine of which a worker is killed while it writes."""

    def run(self, tasks: Iterable[Task]) -> Generator[Done | None]:
        for name in ("parts/.part-000001.jsonl.99.fresh", "scorecards/.x.html.99.fresh"):
            Path("out", name).write_bytes(b"half")
        yield from super().run(tasks)


def test_what_a_killed_worker_leaves_is_not_in_the_finished_run(folder: Path) -> None:
    files(folder / "subs", several(4))

    run(plan(), engine=Littering)

    assert_as_fresh()

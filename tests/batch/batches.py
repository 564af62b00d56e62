"""Small batches: submissions made of one that is right, a small ruleset, and an engine that needs no processes."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poscheck.batch.outputs import Extras
from poscheck.batch.run import Plan, Summary, run
from poscheck.batch.shard import Shared, run_shard, shard
from poscheck.batch.work import Done, Job, Task, Worker
from poscheck.reading import read_file, resolve
from poscheck.ruleset import load_ruleset

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from poscheck.ruleset import Ruleset

SMALL = Path(__file__).parents[1] / "ruleset" / "good" / "small"
AS_OF = date(2026, 10, 15)
NOT_COMPARED = {"manifest.sqlite", "decisions.sqlite", ".lock", "results.sqlite"}


@cache
def small() -> Ruleset:
    """The small ruleset."""
    return load_ruleset(SMALL)


@cache
def _base() -> str:
    return json.dumps(resolve(read_file(SMALL / "fixtures" / "base.yaml").tree))


def submission(number: str, **changes: Any) -> str:
    """A submission as one line of JSON; ``changes`` replace sections, or take them away where they are None."""
    data = {**json.loads(_base()), "submission": {"id": number}, **changes}
    return json.dumps({name: section for name, section in data.items() if section is not None})


def files(folder: Path, contents: Mapping[str, str | bytes]) -> Path:
    """Write files below ``folder``."""
    for name, content in contents.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def several(number: int) -> dict[str, str]:
    """So many submissions, of several verdicts; one in seven cannot be read."""
    expired = [
        {"title": "Memorandum", "parties": ["district"], "effective_on": "2020-07-01", "expires_on": "2021-06-30"}
    ]
    kinds: list[dict[str, Any]] = [
        {},
        {"memoranda": expired},
        {"courses": []},
        {"memoranda": None},
        {"program": {"title": "Ñandú 🐦"}},
    ]
    made = {f"{n:03}.json": submission(f"S-{n}", **kinds[n % len(kinds)]) for n in range(number)}
    return made | {name: "format: [" for n, name in enumerate(made) if n % 7 == 6}


def plan(*inputs: str, **changes: Any) -> Plan:
    """A plan for the folder ``subs`` and the small ruleset, in chunks of three, without a spreadsheet."""
    usual: dict[str, Any] = {
        "out": Path("out"),
        "ruleset": small(),
        "ruleset_folder": SMALL,
        "as_of": AS_OF,
        "chunk": 3,
        "extras": Extras(spreadsheet=False),
    }
    return Plan(inputs=inputs or ("subs",), **{**usual, **changes})


class Here:
    """An engine in this process; it is interrupted after some chunks where that is asked for."""

    under_way = 0

    def __init__(self, job: Job, chunks: int | None = None) -> None:
        self._worker = Worker(job)
        self._chunks = chunks

    def run(self, tasks: Iterable[Task]) -> Generator[Done | None]:
        """Every chunk, one after the other."""
        with closing(self._worker):
            for number, task in enumerate(tasks):
                if number == self._chunks:
                    raise KeyboardInterrupt
                yield self._worker.chunk(task, lambda _place: None)


def run_share(share: str, *inputs: str, chunks: int | None = None, **changes: Any) -> Shared:
    """Run a shard of a plan in this process, interrupted after so many chunks if that is asked for."""
    return run_shard(plan(*inputs, shard=shard(share), **changes), engine=partial(Here, chunks=chunks))


def run_here(*inputs: str, **changes: Any) -> Summary:
    """Run a plan in this process."""
    return run(plan(*inputs, **changes), engine=Here)


def results(out: Path = Path("out")) -> dict[str, dict[str, Any]]:
    """The result lines of a run by source."""
    lines = map(json.loads, (out / "results.jsonl").read_bytes().splitlines())
    return {line["source"]: line for line in lines}


def failures(out: Path = Path("out")) -> dict[str, list[str]]:
    """The codes of the problems of what could not be read, by source."""
    lines = [json.loads(line) for part in sorted(out.glob("parts/*")) for line in part.read_bytes().splitlines()]
    found = [line["failure"] for line in lines if "failure" in line]
    return {failure["source"]: [problem["code"] for problem in failure["problems"]] for failure in found}


def snapshot(out: Path = Path("out")) -> dict[str, Any]:
    """Everything in a run folder: the bytes of files, the rows of the database."""
    kept = {
        file.relative_to(out).as_posix(): file.read_bytes()
        for file in out.rglob("*")
        if file.is_file() and file.name not in NOT_COMPARED
    }
    with closing(sqlite3.connect(out / "results.sqlite")) as connection:
        rows = sorted(line for line in connection.iterdump() if "sqlite_stat" not in line)
    return {**kept, "results.sqlite": rows}

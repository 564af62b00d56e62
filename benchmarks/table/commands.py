"""The figures of whole commands: a cold check, batches with one and two workers, and the memory that a batch takes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.generator import AS_OF, line, make_up
from benchmarks.output import write_files
from benchmarks.table.stages import SEED, Row
from benchmarks.table.timing import Measured
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SAMPLE = "typical-construction.yaml"
_TRY, _LONG_ENOUGH, _TOO_LONG = 40, 30.0, 60.0
_DISTINCT = 500
# The highest memory of the coordinating process alone. Where the system tells it (Linux), the mark of this very
# program, since the figure of getrusage also counts the process that started it.
_PEAK = """
import sys
from poscheck.cli import main
try:
    main(sys.argv[1:], standalone_mode=False)
finally:
    try:
        with open("/proc/self/status") as status:
            peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak {peak}", file=sys.stderr)
"""


def cold_check(rounds: int) -> Row:
    """A check of one file in a new process, by processor time; the cache of rulesets is warm."""
    check = ["-m", "poscheck", "check", str(data_dir("sample_submissions") / _SAMPLE)]
    floor = ["-c", "import click, yaml"]
    pairs = [(_processor_time(check), _processor_time(floor)) for _ in range(rounds + 1)][1:]
    measured = Measured(
        statistics.median(mine for mine, _ in pairs), statistics.median(mine / theirs for mine, theirs in pairs)
    )
    return Row("cold check of one file", None, measured, "import click, yaml")


def batches(size: int) -> Iterator[Row]:
    """Batches with one and two workers, long enough for what happens once not to count."""
    with tempfile.TemporaryDirectory() as place:
        tried = _batch_seconds(_lines(place, _TRY, size), 1)
        count = max(_TRY, int(_TRY * _LONG_ENOUGH / tried))
        files = Path(place, "files")
        write_files(
            ((made.name, made.content) for made in (make_up(SEED, n, size, "mixed") for n in range(count))), files
        )
        one, two = _batch_seconds(files, 1), _batch_seconds(files, 2)
    yield Row(f"batch of {count:,}, 1 worker", size, Measured(one / count, 1), "1 worker")
    yield Row("two workers against one", size, Measured(two / count, one / two), "1 worker")


def memory(counts: Sequence[int], *, insist: bool) -> Iterator[Row | str]:
    """The memory of the coordinating process for so many submissions; the ratio is to the first count.

    Without ``insist``, counts that would take too long are left out, and a text says so.
    """
    first = 0
    with tempfile.TemporaryDirectory() as place:
        each = _batch_seconds(_lines(place, _TRY, 8), 2) / _TRY
        for count in counts:
            if not insist and each * count > _TOO_LONG:
                yield f"memory at {count:,}: left out, it would take {each * count:,.0f} s; see table --memory"
                continue
            start = time.perf_counter()
            peak = _peak(_lines(place, count, 8))
            each = (time.perf_counter() - start) / count
            first = first or peak
            yield Row(f"memory at {count:,}: {peak / 1024:.0f} MB", 8, Measured(each, peak / first), "the first count")


def _lines(place: str, count: int, size: int) -> Path:
    """A file of so many submissions; from some number on the same ones come again."""
    path = Path(place, f"{count}.jsonl")
    distinct = [line(SEED, number, size) for number in range(min(count, _DISTINCT))]
    write_files((("", distinct[number % len(distinct)]) for number in range(count)), path)
    return path


def _batch(source: Path, workers: int) -> list[str]:
    """The arguments of a batch of ``source`` into a new folder beside it."""
    out = tempfile.mkdtemp(dir=source.parent, prefix="out-")
    options = [
        "--as-of",
        AS_OF.isoformat(),
        "--workers",
        str(workers),
        "--chunk",
        "20",
        "--pages",
        "none",
        "--no-spreadsheet",
    ]
    return ["batch", str(source), "--out", out, *options]


def _batch_seconds(source: Path, workers: int) -> float:
    arguments = _batch(source, workers)
    start = time.perf_counter()
    _run(["-m", "poscheck", *arguments])
    return time.perf_counter() - start


def _peak(source: Path) -> int:
    told = _run(["-c", _PEAK, *_batch(source, 2)])
    return int(told.rsplit("peak ", 1)[1])


def _processor_time(arguments: list[str]) -> float:
    before = os.times()
    _run(arguments)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def _run(arguments: list[str]) -> str:
    """Run Python with ``arguments``; what it said on standard error."""
    command = [sys.executable, *arguments]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # nobody waits for the compiler at each start
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 -- our own
    assert done.returncode in {0, 1, 3}, done.stderr  # 1 and 3 are answers too
    return done.stderr

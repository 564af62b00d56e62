"""The run folder: what is in it, and how files get into it whole or not at all."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck.errors import PoscheckError

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN_FILE = "run.json"
MANIFEST = "manifest.sqlite"
DECISIONS = "decisions.sqlite"
LOCK = ".lock"
RESULTS = "results.jsonl"
CARDS = "scorecards"
OUTPUTS = (
    RESULTS, "results.csv", "failures.csv", "queue.csv", "decisions.csv", "results.xlsx", "results.parquet",
    "results.sqlite", "index.html", "pages", CARDS,
)  # fmt: skip
"""What people get; everything else in the folder is there to go on with."""

WORK = ("unfinished", "carrying", "carried", "parts", MANIFEST, DECISIONS)
_PART = re.compile(r"part-([0-9]{6,})\.jsonl")
_FRESH = ".fresh"


class RunFolder:
    """The folder of one run, and the names in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run_file = path / RUN_FILE
        self.manifest = path / MANIFEST
        self.decisions = path / DECISIONS
        self.parts_folder = path / "parts"
        self.carried = path / "carried"
        self.cards = path / CARDS
        self.results = path / RESULTS

    def part(self, number: int) -> Path:
        """The part that a chunk becomes."""
        return self.parts_folder / part_name(number)

    def parts(self) -> Iterator[tuple[int, Path]]:
        """The parts that are there, in order."""
        return numbered(self.parts_folder)


def part_name(number: int) -> str:
    """The name of a part; it depends on the chunk's number alone."""
    return f"part-{number:06}.jsonl"


def numbered(folder: Path) -> Iterator[tuple[int, Path]]:
    """The numbers and files of the parts in a folder, in order; nothing where there is no such folder."""
    names = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208 -- short names, not long paths
    found = sorted(int(match[1]) for name in names if (match := _PART.fullmatch(name)))
    return ((number, folder / part_name(number)) for number in found)


def write(target: Path, content: bytes, *, lasting: bool = True) -> None:
    """Write a file under a name of its own, and let it take its place when it is complete.

    ``lasting`` waits until the disk has it, so that nothing that counts as done is lost with the power.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}{_FRESH}")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        fresh.replace(target)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def tidy(folder: Path) -> None:
    """Take away what a killed process left half-written in ``folder``."""
    if folder.is_dir():
        for file in folder.glob(f".*{_FRESH}"):
            with suppress(OSError):
                file.unlink()


def cannot_go_on(error: OSError) -> PoscheckError:
    """What the system has against the run itself: a full disk, a folder that may not be written, no more handles."""
    where = f"{Path(error.filename).name}: " if isinstance(error.filename, str) else ""
    return PoscheckError(
        f"the batch cannot go on ({where}{error.strerror or error}). What is finished is kept; when this is mended, "
        "the same command goes on from there."
    )

"""The run folder: what is in it, and how files get into it whole or not at all."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from poscheck.errors import PoscheckError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUN_FILE = "run.json"
MANIFEST = "manifest.sqlite"
DECISIONS = "decisions.sqlite"
LOCK = ".lock"
TICKET = ".ticket"
PARTS = "parts"
RESULTS = "results.jsonl"
CARDS = "scorecards"
OUTPUTS = (
    RESULTS, "results.csv", "failures.csv", "queue.csv", "decisions.csv", "results.xlsx", "results.parquet",
    "results.sqlite", "index.html", "pages", CARDS,
)  # fmt: skip
"""What people get; everything else in the folder is there to go on with."""

WORK = ("unfinished", "carrying", "carried", PARTS, MANIFEST, DECISIONS)
_PART = re.compile(r"part-([0-9]{6,})\.jsonl")
FRESH = ".fresh"
"""What names end in while a file is written; before it are a dot, the file's own name and twelve digits."""


class RunFolder:
    """The folder of one run, and the names in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run_file = path / RUN_FILE
        self.manifest = path / MANIFEST
        self.decisions = path / DECISIONS
        self.parts_folder = path / PARTS
        self.ticket = path / TICKET
        self.carried = path / "carried"
        self.cards = path / CARDS
        self.results = path / RESULTS

    @property
    def begun(self) -> bool:
        """Whether a run was begun in it; False also where nobody may look."""
        return os.path.exists(self.run_file)  # noqa: PTH110 -- a path says so by an error

    def part(self, number: int) -> Path:
        """The part that a chunk becomes."""
        return self.parts_folder / part_name(number)

    def parts(self) -> Iterator[tuple[int, Path]]:
        """The parts that are there, in order."""
        return numbered(self.parts_folder)

    def refuse_unwanted(self, ticket: str | None) -> None:
        """Raise :class:`~poscheck.errors.PoscheckError` where the run that has given out this ticket is over.

        A worker on another computer may wake up long after its run has ended, and another one begun.
        """
        if ticket is None:
            return
        try:
            wanted = self.ticket.read_text(encoding="ascii")
        except OSError as error:
            raise PoscheckError(f"the run folder {self.path} is not there ({error.strerror}).") from None
        if wanted != ticket:
            raise PoscheckError(f"{self.path} is being written by another run, or is another folder of that name.")

    def refuse_incomplete(self, chunks: int) -> None:
        """Raise :class:`~poscheck.errors.PoscheckError` unless the parts of so many chunks are there, and no others."""
        if [number for number, _ in self.parts()] != list(range(chunks)):
            raise PoscheckError(
                f"the parts in {self.parts_folder} are not those that were written; another program has taken some "
                "away, or a shared folder shows them late. Run the same command again."
            )


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
    fresh = _fresh(target)
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


def write_first(target: Path, content: bytes) -> None:
    """Write a file unless it is there: of several computers that do so at once, the first one's stays."""
    if target.exists():
        return
    fresh = _fresh(target)
    write(fresh, content)
    try:
        os.link(fresh, target)
    except FileExistsError:
        pass
    except OSError:  # a file system without links: whoever comes last has said the same, or is told otherwise
        write(target, content)
    finally:
        fresh.unlink(missing_ok=True)


def _fresh(target: Path) -> Path:
    """A name that no other process takes, on no other computer."""
    return target.with_name(f".{target.name}.{os.urandom(6).hex()}{FRESH}")


def tidy(folder: Path) -> None:
    """Take away what a killed process left half-written in ``folder``."""
    if folder.is_dir():
        for file in folder.glob(f".*{FRESH}"):
            with suppress(OSError):
                file.unlink()

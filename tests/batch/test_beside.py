"""Tables that a process of its own writes: the same files, and its troubles are those of the run."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poscheck.batch import outputs
from poscheck.batch.beside import Beside
from poscheck.batch.outputs import Extras
from poscheck.batch.processes import BugError
from poscheck.errors import PoscheckError
from tests.batch.batches import files, run_here, several, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.batch.outputs import Writer

BOTH = Extras(spreadsheet=True)


class Harmful:
    """A writer that does not come to its end."""

    def __init__(self, harm: Callable[[], object]) -> None:
        self._harm = harm

    def part(self, number: int, file: Path) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Do harm."""
        self._harm()

    def close(self) -> None:
        """Nothing."""


def harmful(harm: Callable[[], object]) -> Writer:
    return Harmful(harm)


def no_room() -> None:
    raise OSError(28, "No space left on device")


def open_elsewhere() -> None:
    raise PoscheckError("results.csv may not be replaced")


def bug() -> None:
    raise ValueError("a bug of ours")


def test_the_files_are_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(9))
    run_here(extras=BOTH, workers=2)
    one = snapshot()
    monkeypatch.setattr(outputs, "BESIDE_FROM", 1)

    run_here(extras=BOTH, workers=2, again=True)

    assert snapshot() == one
    assert not Path("out/unfinished").exists()


@pytest.mark.parametrize(
    ("harm", "kind", "words"),
    [
        (no_room, OSError, "No space left"),
        (open_elsewhere, PoscheckError, r"results\.csv may not be replaced"),
        (bug, BugError, "a bug of ours"),
        (partial(os._exit, 9), PoscheckError, r"ended \(exit code 9\)\. Run the same command again"),
    ],
)
def test_its_troubles_are_told(folder: Path, harm: Callable[[], object], kind: type[Exception], words: str) -> None:
    writer = Beside(folder, partial(harmful, harm))
    writer.finish()

    with pytest.raises(kind, match=words):
        writer.wait()

    writer.close()
    assert not (folder / "unfinished").exists()


def test_pages_do_not_take_their_place_before_the_tables(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(folder / "subs", several(4))
    run_here()
    Path("out/index.html").unlink()
    Path("out/results.csv").unlink()
    Path("out/results.csv").mkdir()  # which no file can replace
    monkeypatch.setattr(outputs, "BESIDE_FROM", 1)

    with pytest.raises(PoscheckError, match=r"results\.csv"):
        run_here(workers=2)

    assert not Path("out/index.html").exists()

"""Where outputs are written until they are complete: a folder beside them, from which they are then moved."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from poscheck.errors import PoscheckError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "unfinished"


def place_for(folder: Path) -> Path:
    """The folder for what is being written into ``folder``; it is there afterwards."""
    place = folder / NAME
    place.mkdir(parents=True, exist_ok=True)
    return place


def put(fresh: Path, target: Path) -> None:
    """Let a finished file take its place, once the disk has all of it.

    Raises :class:`~poscheck.errors.PoscheckError` where another program keeps the old file from being replaced.
    """
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        fresh.replace(target)
    except PermissionError as error:
        raise PoscheckError(
            f"{target} may not be replaced; close it in other programs, then run the same command again."
        ) from error


def tidy(folder: Path) -> None:
    """Take the folder away once nothing is left in it."""
    with suppress(OSError):
        (folder / NAME).rmdir()

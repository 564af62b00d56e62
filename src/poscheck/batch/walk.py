"""The files of a folder and of all folders below it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from poscheck.batch import unfinished
from poscheck.batch.entries import ARCHIVES, LINES, SUBMISSIONS, Entry, trouble, visible
from poscheck.batch.store import MANIFEST, PARTS, RUN_FILE
from poscheck.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.batch.left_out import Skip

_OURS = SUBMISSIONS | ARCHIVES | LINES
_NOT_OURS = {"__MACOSX", "Thumbs.db", "desktop.ini"}  # what macOS adds to archives, and Windows to folders
_OWNER = "~$"  # who has a workbook open in Excel: a file beside it, for as long as that lasts


def suffix(name: str) -> str:
    """The ending of a file's name, in small letters."""
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 -- a million times, and of members of archives


def is_hidden(name: str) -> bool:
    """Whether a name says that it is not meant for people."""
    return (name.startswith((".", _OWNER)) and name not in {".", ".."}) or name in _NOT_OURS


def walk(folder: str, name: str, skip: Skip) -> Iterator[Entry]:
    """The files below ``folder`` that may hold submissions, in no order; ``skip`` is told of each that does not.

    Links to folders are followed, to each folder once, so that links in a circle come to an end.
    """
    linked: set[str] = set()
    ahead = [(folder, name, int(os.path.islink(folder)))]  # noqa: PTH114
    while ahead:
        folder, name, links = ahead.pop()
        real = os.path.realpath(folder)
        if links and real in linked:
            continue
        if links:
            linked.add(real)
        below = []
        try:
            with os.scandir(real) as found:
                for item in found:
                    path = f"{name}/{visible(item.name)}" if name else visible(item.name)
                    further = links + item.is_symlink()
                    if is_hidden(item.name):
                        skip(None)
                    elif _is_folder(item) and suffix(item.name) not in SUBMISSIONS:
                        if is_ours(item.path):
                            skip(path)
                        else:
                            below.append((item.path, path, further))
                    elif suffix(item.name) in _OURS:
                        yield Entry(path, os.path.realpath(item.path) if further > links else item.path, links=further)
                    else:
                        skip(path)
        except OSError as error:
            message = (
                f"This folder cannot be opened ({error.strerror or error}); ask for permission, or go on without it."
            )
            problem = Problem(code="closed-folder", message=message)
            yield trouble(name or visible(os.path.basename(real)), real, problem, links=links)  # noqa: PTH119
        ahead += sorted(below, reverse=True)


def is_run(folder: str) -> bool:
    """Whether a folder holds a batch's outputs, which are nobody's submissions."""
    there = [os.path.exists(f"{folder}/{name}") for name in (RUN_FILE, MANIFEST, PARTS)]  # noqa: PTH110
    return there[0] and any(there[1:])


def is_ours(folder: str) -> bool:
    """Whether a batch has written a folder, or is only listing what it is to judge."""
    return is_run(folder) or os.path.exists(f"{folder}/{unfinished.NAME}/{MANIFEST}")  # noqa: PTH110


def _is_folder(item: os.DirEntry[str]) -> bool:
    with suppress(OSError):  # a link to itself
        return item.is_dir()
    return False

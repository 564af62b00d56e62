"""An entry of a batch: one submission, by its name and by where it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from poscheck.batch.cells import text_cell

if TYPE_CHECKING:
    from poscheck.errors import Problem

SUBMISSIONS = frozenset({".yaml", ".yml", ".json", ".xlsx", ".xlsm"})
ARCHIVES = frozenset({".zip"})
LINES = frozenset({".jsonl", ".ndjson"})

_NUMBERED = re.compile(r"(.*\.(?:jsonl|ndjson))#([0-9]{1,18})", re.DOTALL | re.IGNORECASE)


class Kind(StrEnum):
    """How an entry is read."""

    FILE = "file"
    MEMBER = "member"
    LINE = "line"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission. ``name`` is shown in results and never used as a path; ``path`` never gets into a result.

    ``place`` is the number of an archive's member, or the offset of a line, both from 0. ``links`` counts the links of
    the file system that lead to it. Where ``kind`` is TROUBLE it cannot be read, for the reason in ``code`` and
    ``message``.
    """

    name: str
    path: str
    kind: Kind = Kind.FILE
    place: int = 0
    links: int = 0
    code: str | None = None
    message: str | None = None

    @property
    def first(self) -> int:
        """The number of its first line, from 1, in the file that it is a line of; else 1."""
        return int(self.name.rpartition("#")[2]) if self.kind is Kind.LINE else 1


def trouble(name: str, path: str, problem: Problem, *, place: int = 0, links: int = 0) -> Entry:
    """An entry of which it is known already that it cannot be read."""
    return Entry(name, path, Kind.TROUBLE, place, links, problem.code, problem.message)


def sort_key(name: str) -> tuple[str, int, str]:
    """The order of a batch: by letters, and the lines of a file by their number."""
    numbered = _NUMBERED.fullmatch(name)
    return (numbered[1], int(numbered[2]), name) if numbered else (name, 0, name)


def name_of_input(text: str) -> str:
    """What the entries of an INPUT are called: as it was typed, but never a place outside of the current folder."""
    typed = PurePath(text)
    if typed.is_absolute() or typed.drive or ".." in typed.parts:
        return visible(Path(text).resolve().name if ".." in typed.parts else typed.name)
    return visible("" if typed.as_posix() == "." else typed.as_posix())


def visible(name: str) -> str:
    """A file's name as it can be written anywhere and found again: what cannot be seen is written out.

    Tables and pages lose such characters, and then no reviewer's decision could name the file.
    """
    if name.isprintable():
        return name
    return "".join(one if text_cell(one) == one else one.encode("unicode_escape").decode() for one in name)

"""Which files are watched, and whether any was saved.

They are looked at a few times a second. That takes a fraction of a millisecond, works on every system and on network
drives, and it does not matter whether an editor writes a file in its place or puts another one there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.errors import ReadError, RulesetError
from poscheck.reading import read_file
from poscheck.ruleset.folders import RULESET_FILE, files_of, find_ruleset
from poscheck.submission.load import WORKBOOKS
from poscheck.workbook.tables import table_files

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from pathlib import Path

    from poscheck.contract import Contract

State = tuple[tuple[str, int, int, int], ...]
"""For each file its name, size, time and number on the disk; whoever saves a file changes one of them."""

_MOST_ANCESTORS = 8


def ruleset_folders(folder: Path) -> tuple[Path, ...]:
    """The folder of a ruleset and those of the rulesets that it extends, as far as they can be made out."""
    found = [folder]
    while len(found) < _MOST_ANCESTORS and (parent := _parent(found[-1])) is not None and parent not in found:
        found.append(parent)
    return tuple(found)


def _parent(folder: Path) -> Path | None:
    try:
        name = read_file(folder / RULESET_FILE, RULESET_FILE).tree.get("extends")
        if not isinstance(name, str):
            return None
        beside = folder.parent / name
        return find_ruleset(beside if (beside / RULESET_FILE).is_file() else name)
    except (ReadError, RulesetError):
        return None


def tables_of(submission: Path, contract: Contract) -> tuple[Path, ...]:
    """The files of the tables that a submission names; none as long as it cannot be read."""
    if submission.suffix.lower() in WORKBOOKS:
        return ()
    try:
        return tuple(table_files(read_file(submission), contract, submission.parent))
    except ReadError:
        return ()


def state_of_folders(folders: Iterable[Path]) -> State:
    """The state of all files of rulesets."""
    found: list[tuple[str, int, int, int]] = []
    for folder in folders:
        try:
            found += [_state(entry.path, entry.stat()) for entry in files_of(folder)]
        except OSError:  # just being replaced
            found.append((str(folder), -1, 0, 0))
    return tuple(sorted(found))


def state_of_file(file: Path) -> State:
    """The state of one file; of one that is not there, too."""
    try:
        return (_state(str(file), file.stat()),)
    except OSError:
        return ((str(file), -1, 0, 0),)


def _state(name: str, found: os.stat_result) -> tuple[str, int, int, int]:
    return name, found.st_size, found.st_mtime_ns, found.st_ino

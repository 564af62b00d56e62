"""The folders of rulesets: found by name, and digested."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck.errors import Problem, RulesetError, did_you_mean
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

RULESET_FILE = "ruleset.yaml"


def find_ruleset(name: str | Path) -> Path:
    """The folder of a shipped ruleset, or of one given by its path. Raises RulesetError where there is none."""
    given = Path(name)
    if (given / RULESET_FILE).is_file():
        return given
    shipped = data_dir("rules")
    if given.name == str(name) and (shipped / given / RULESET_FILE).is_file():
        return shipped / given
    known = sorted(folder.parent.name for folder in shipped.glob(f"*/{RULESET_FILE}"))
    what = f"the folder {name} holds no {RULESET_FILE}" if given.is_dir() else f"there is no ruleset {name}"
    raise RulesetError([
        Problem(
            code="no-ruleset",
            message=what,
            allowed=f"{', '.join(known)}, or a folder with a {RULESET_FILE}",
            suggestion=did_you_mean(str(name), known),
        )
    ])  # fmt: skip


def is_inside(folder: Path, name: str) -> bool:
    """Whether a file that a ruleset names is one of its own: rulesets of strangers read nothing else."""
    return (folder / name).resolve().is_relative_to(folder.resolve())


def ruleset_digest(folders: list[Path]) -> str:
    """SHA-256 over the sorted paths and contents (line ends as LF) of all files, ancestors included."""
    total = hashlib.sha256()
    for number, folder in enumerate(folders):
        files = (Path(found) for found in files_below(folder, ".yaml", ".yml", ".json"))
        for name, file in sorted((file.relative_to(folder).as_posix(), file) for file in files):
            content = file.read_bytes()
            if b"\r" in content:
                content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            total.update(f"{number}/{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()


def rule_files(folder: Path) -> list[Path]:
    """The YAML files that stand in a folder itself, by name; hidden ones are left out."""
    found = (file for file in folder.glob("*.y*ml") if file.suffix in {".yaml", ".yml"})
    return sorted(file for file in found if not file.name.startswith("."))


def files_below(folder: Path | str, *endings: str) -> Iterator[os.DirEntry[str]]:
    """The files in a folder and all below it whose names end so; pathlib would take five times as long.

    What is hidden is none of ours: editors and systems leave locks and notes of their own under such names.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from files_below(entry.path, *endings)
            elif entry.name.endswith(endings) and entry.is_file():
                yield entry

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
_YAML = (".yaml", ".yml")
_NAMED_BY_AN_EDITOR = (".yaml.txt", ".yml.txt")
"""How names end where an editor on Windows has added what its folders do not show."""


def find_ruleset(name: str | Path) -> Path:
    """The folder of a shipped ruleset, or of one given by its path. Raises RulesetError where there is none."""
    given = Path(name)
    if (given / RULESET_FILE).is_file():
        return given
    shipped = data_dir("rules")
    if given.name == str(name) and (shipped / given / RULESET_FILE).is_file():
        return shipped / given
    known = sorted(folder.parent.name for folder in shipped.glob(f"*/{RULESET_FILE}"))
    what = no_ruleset_in(given) if given.is_dir() else f"there is no ruleset {name}"
    raise RulesetError([
        Problem(
            code="no-ruleset",
            message=what,
            allowed=f"{', '.join(known)}, or a folder with a {RULESET_FILE}",
            suggestion=did_you_mean(str(name), known),
        )
    ])  # fmt: skip


def no_ruleset_in(folder: Path) -> str:
    """What to say of a folder without the file by which a ruleset is known, also where this has another name."""
    alike = sorted(file.name for file in folder.glob("*.*") if file.name.lower().startswith("ruleset.y"))
    instead = f"; if {alike[0]} is meant to be it, give it that name" if alike else ""
    return f"the folder {folder} holds no {RULESET_FILE}{instead}"


def is_inside(folder: Path, name: str) -> bool:
    """Whether a file that a ruleset names is one of its own: rulesets of strangers read nothing else."""
    return (folder / name).resolve().is_relative_to(folder.resolve())


def ruleset_digest(folders: list[Path]) -> str:
    """SHA-256 over the sorted paths and contents (line ends as LF) of all files, ancestors included."""
    total = hashlib.sha256()
    for number, folder in enumerate(folders):
        files = map(Path, files_of(folder))
        for name, file in sorted((file.relative_to(folder).as_posix(), file) for file in files):
            content = file.read_bytes()
            if b"\r" in content:
                content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            total.update(f"{number}/{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()


def rule_files(folder: Path) -> list[Path]:
    """The YAML files that stand in a folder itself, by name; hidden ones are left out."""
    found = (file for file in folder.glob("*.*") if file.suffix.lower() in _YAML)
    return sorted(file for file in found if not file.name.startswith("."))


def misnamed(folder: Path) -> Iterator[Problem]:
    """A problem for each file that was meant to be YAML, and whose name says that it is not."""
    for path in sorted(entry.path for entry in files_below(folder, *_NAMED_BY_AN_EDITOR)):
        file = Path(path)
        message = (
            f"the name of this file ends with {file.suffix}, so it would not be read; call it {file.stem} "
            "(Windows shows the ends of names under View, Show, File name extensions)"
        )
        shown = f"{folder.name}/{file.relative_to(folder).as_posix()}"
        yield Problem(code="misnamed-file", message=message, file=shown)


def files_of(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The files of a ruleset, also those that are refused for their names: there, one that is kept does not do."""
    return files_below(folder, *_YAML, ".json", *_NAMED_BY_AN_EDITOR)


def files_below(folder: Path | str, *endings: str) -> Iterator[os.DirEntry[str]]:
    """The files in a folder and all below it whose names end so, in small letters or capitals.

    Pathlib would take five times as long. What is hidden is none of ours: editors and systems leave
    locks and notes of their own under such names.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from files_below(entry.path, *endings)
            elif entry.name.lower().endswith(endings) and entry.is_file():
                yield entry

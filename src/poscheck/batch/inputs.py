"""What a batch is made of: every submission in files, folders, archives and JSON Lines."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from glob import has_magic, iglob
from typing import TYPE_CHECKING

from poscheck.batch.archives import members
from poscheck.batch.entries import ARCHIVES, LINES, Entry, name_of_input, trouble
from poscheck.batch.fetch import not_a_file
from poscheck.batch.json_lines import lines
from poscheck.batch.refusals import from_system
from poscheck.batch.walk import is_run, suffix, walk
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_ANY_DEPTH = "**"


class Inputs:
    """The inputs of a batch, as they were typed. ``skipped`` counts what was left out while they were listed."""

    def __init__(self, typed: Sequence[str]) -> None:
        self.typed = tuple(typed)
        self.skipped = 0

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Every entry with the number of the input that it is from, in no order; one file may come several times.

        Raises :class:`~poscheck.errors.UsageError` for an input that does not exist.
        """
        for number, text in enumerate(self.typed):
            for entry in self._input(text):
                yield from ((number, found) for found in self._inside(entry))

    def _input(self, text: str) -> Iterator[Entry]:
        if os.path.lexists(text):
            yield from _listed(text, self._skip)
        elif _ANY_DEPTH in text.replace(os.sep, "/").split("/"):
            yield from _at_any_depth(text, self._skip)
        elif has_magic(text) and (matches := sorted(iglob(text))):  # noqa: PTH207 -- keeps what was typed
            for match in matches:
                yield from _listed(match, self._skip)
        else:
            what = "nothing matches" if has_magic(text) else "there is no file or folder"
            raise UsageError(f"{what} {text}.")

    def _inside(self, entry: Entry) -> Iterator[Entry]:
        """The entry, or what is in it."""
        ending = suffix(entry.path)
        if entry.code is not None or ending not in ARCHIVES | LINES:
            yield entry
            return
        try:
            if refusal := not_a_file(os.stat(entry.path).st_mode):  # noqa: PTH116 -- as the file system spells it
                yield trouble(entry.name, entry.path, refusal, links=entry.links)
            else:
                yield from members(entry, self._skip) if ending in ARCHIVES else lines(entry)
        except OSError as error:
            yield trouble(entry.name, entry.path, from_system(error), links=entry.links)

    def _skip(self) -> None:
        self.skipped += 1


def _listed(text: str, skip: Callable[[], None]) -> Iterator[Entry]:
    """A file as it is, whatever its name; the files of a folder."""
    name = name_of_input(text)
    if os.path.isdir(text):  # noqa: PTH112
        if is_run(text):
            raise UsageError(f"{text} is what a batch has written; name the folder of the submissions.")
        yield from walk(text, name, skip)
    else:
        yield Entry(name, os.path.realpath(text), links=int(os.path.islink(text)))  # noqa: PTH114


def _at_any_depth(text: str, skip: Callable[[], None]) -> Iterator[Entry]:
    """What matches a pattern with ``**``: :mod:`glob` itself would walk in circles where links do."""
    parts = text.replace(os.sep, "/").split("/")
    place = parts.index(_ANY_DEPTH)
    before = "/".join(parts[:place]) or ("/" if place else ".")
    found = False
    for folder in sorted(iglob(before)) if has_magic(before) else [before]:  # noqa: PTH207
        name = name_of_input(folder)
        for entry in walk(folder, name, skip):
            if _matches(entry.name.removeprefix(name).strip("/").split("/"), parts[place:]):
                found = True
                yield entry
    if not found:
        raise UsageError(f"nothing matches {text}.")


def _matches(names: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not names
    if pattern[0] == _ANY_DEPTH:
        return any(_matches(names[start:], pattern[1:]) for start in range(len(names) + 1))
    return bool(names) and fnmatchcase(names[0], pattern[0]) and _matches(names[1:], pattern[1:])

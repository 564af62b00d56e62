"""What a batch is made of: every submission in files, folders, archives and JSON Lines."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from glob import has_magic, iglob
from typing import TYPE_CHECKING

from poscheck.batch import addresses
from poscheck.batch.addresses import is_address, shown
from poscheck.batch.archives import members
from poscheck.batch.entries import ARCHIVES, LINES, Entry, name_of_input, trouble
from poscheck.batch.fetch import not_a_file
from poscheck.batch.json_lines import lines
from poscheck.batch.left_out import LeftOut
from poscheck.batch.refusals import from_system
from poscheck.batch.walk import is_ours, suffix, walk
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from poscheck.batch.left_out import Skip
    from poscheck.errors import Problem

_ANY_DEPTH = "**"
_MEMBERS_OF = re.compile(r"zip://(.*?)::(.+)", re.DOTALL)


class Inputs:
    """The inputs of a batch, ``typed`` as they may be shown.

    ``out`` is the run folder: a shell that writes out ``*`` names it too. ``left_out`` is what was left
    out while they were listed.
    """

    def __init__(self, typed: Sequence[str], out: Path | None = None) -> None:
        self._typed, self._out = tuple(typed), out
        self.typed = tuple(map(shown, typed))
        self.left_out = LeftOut()

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Every entry with the number of the input that it is from, in no order; one file may come several times.

        Raises :class:`~poscheck.errors.UsageError` for an input that does not exist.
        """
        addresses.forget()
        for number, text in enumerate(self._typed):
            if len(self._typed) > 1 and self._is_out(text):
                continue
            members_of = _MEMBERS_OF.fullmatch(text)
            pattern, place = members_of.groups() if members_of else (None, text)
            found = 0
            for entry in self._input(place):
                for inside in self._inside(entry, pattern):
                    found += 1
                    yield number, inside
            if pattern and not found:
                raise UsageError(f"nothing matches {shown(text)}.")

    def _input(self, text: str) -> Iterator[Entry]:
        if os.path.lexists(text):
            yield from _listed(text, self.left_out.add)
        elif is_address(text):
            if "::" in text:
                raise UsageError(f"{shown(text)}: only zip:// may stand before another address.")
            if text.startswith("zip://"):
                raise UsageError(
                    f"{shown(text)} names no archive; write its address after ::, as in "
                    "zip://*.yaml::s3://bucket/state.zip."
                )
            yield from addresses.listed(text, self.left_out.add)
        elif _ANY_DEPTH in text.replace(os.sep, "/").split("/"):
            yield from _at_any_depth(text, self.left_out.add)
        elif has_magic(text) and (matches := sorted(iglob(text))):  # noqa: PTH207 -- keeps what was typed
            for match in matches:
                if is_ours(match):
                    self.left_out.add(name_of_input(match))
                else:
                    yield from _listed(match, self.left_out.add)
        else:
            what = "nothing matches" if has_magic(text) else "there is no file or folder"
            raise UsageError(f"{what} {text}.")

    def _inside(self, entry: Entry, pattern: str | None) -> Iterator[Entry]:
        """The entry, or what is in it, of an archive what matches ``pattern``."""
        ending = suffix(entry.name)
        if entry.code is not None or (ending not in ARCHIVES | LINES and pattern is None):
            yield entry
            return
        try:
            if refusal := _not_a_file(entry.path):
                yield trouble(entry.name, entry.path, refusal, links=entry.links)
            elif ending in LINES and pattern is None:
                yield from lines(entry)
            else:
                yield from members(entry, self.left_out.add, _chosen(pattern))
        except OSError as error:
            yield trouble(entry.name, entry.path, from_system(error), links=entry.links)

    def _is_out(self, text: str) -> bool:
        return self._out is not None and is_ours(text) and os.path.samefile(text, self._out)  # noqa: PTH121


def _not_a_file(path: str) -> Problem | None:
    return None if is_address(path) else not_a_file(os.stat(path).st_mode)  # noqa: PTH116 -- as it is spelt there


def _chosen(pattern: str | None) -> Callable[[str], bool] | None:
    """Whether a member's name matches a pattern; nothing after ``zip://`` takes all."""
    return (lambda name: _matches(name.split("/"), pattern.split("/"))) if pattern else None


def _listed(text: str, skip: Skip) -> Iterator[Entry]:
    """A file as it is, whatever its name; the files of a folder."""
    name = name_of_input(text)
    if os.path.isdir(text):  # noqa: PTH112
        if is_ours(text):
            raise UsageError(f"{text} is what a batch has written; name the folder of the submissions.")
        yield from walk(text, name, skip)
    else:
        yield Entry(name, os.path.realpath(text), links=int(os.path.islink(text)))  # noqa: PTH114


def _at_any_depth(text: str, skip: Skip) -> Iterator[Entry]:
    """What matches a pattern with ``**``: :mod:`glob` itself would walk in circles where links do."""
    parts = text.replace(os.sep, "/").split("/")
    place = parts.index(_ANY_DEPTH)
    before = "/".join(parts[:place]) or ("/" if place else ".")
    found = False
    for folder in sorted(iglob(before)) if has_magic(before) else [before]:  # noqa: PTH207
        name = name_of_input(folder)
        if is_ours(folder):
            skip(name)
            continue
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

"""Lines of an earlier list of entries, laid down where the chunks of a new list look for them."""

from __future__ import annotations

import shutil
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING

from poscheck.batch.entries import sort_key
from poscheck.batch.lines import source_of
from poscheck.batch.store import numbered, part_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poscheck.batch.manifest import Manifest
    from poscheck.batch.store import RunFolder

_Keyed = tuple[tuple[str, int, str], bytes]


def carry(folder: RunFolder, manifest: Manifest, chunk: int) -> None:
    """Move the lines of all parts to ``folder.carried``, by the new list's chunks of ``chunk`` entries.

    Both lists are sorted, so one pass is enough. Where this is stopped half-way, nothing but time is lost: whoever uses
    a line compares its digest.
    """
    fresh = folder.path / "carrying"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for number, lines in groupby(_wanted(folder, manifest), key=lambda found: found[0] // chunk):
        with (fresh / part_name(number)).open("wb") as file:
            file.writelines(line for _, line in lines)
    shutil.rmtree(folder.carried, ignore_errors=True)
    fresh.rename(folder.carried)
    shutil.rmtree(folder.parts_folder, ignore_errors=True)


def _wanted(folder: RunFolder, manifest: Manifest) -> Iterator[tuple[int, bytes]]:
    """The lines of entries that the new list has, with the entry's number; a newer line after an older one."""
    old = merge(_lines(folder.carried), _lines(folder.parts_folder), key=lambda keyed: keyed[0])
    line = next(old, None)
    for number, name in enumerate(manifest.names()):
        key = sort_key(name)
        while line is not None and line[0] < key:
            line = next(old, None)
        while line is not None and line[0] == key:
            yield number, line[1]
            line = next(old, None)


def _lines(folder: Path) -> Iterator[_Keyed]:
    for _, file in numbered(folder):
        with file.open("rb") as opened:
            for line in opened:
                name = source_of(line)
                if name is not None:
                    yield sort_key(name), line

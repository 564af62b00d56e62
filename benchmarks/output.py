"""Many files into a folder, a zip archive or a file of JSON lines, as the name of the output says."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_STAMP = (2026, 10, 15, 0, 0, 0)
LINES = ".jsonl"


def write_files(files: Iterable[tuple[str, bytes]], out: Path) -> tuple[int, list[str]]:
    """Write ``files`` (name, bytes) to ``out``, which must not exist; how many were written, and the names left out.

    Everything is written beside ``out`` first and renamed at the end, so that ``out`` is either whole or not there.
    A name that this system does not allow is left out.
    """
    unfinished = out.with_name(f".{out.name}.unfinished")
    _remove(unfinished)
    out.parent.mkdir(parents=True, exist_ok=True)
    write = _to_lines if out.suffix == LINES else _to_zip if out.suffix == ".zip" else _to_folder
    try:
        result = write(files, unfinished)
        unfinished.rename(out)
    finally:
        _remove(unfinished)
    return result


def _to_folder(files: Iterable[tuple[str, bytes]], folder: Path) -> tuple[int, list[str]]:
    written, left_out, made = 0, [], set()
    folder.mkdir()
    for name, content in files:
        path = folder / name
        try:
            if path.parent not in made:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            path.write_bytes(content)
            written += 1
        except (OSError, ValueError):
            left_out.append(name)
    return written, left_out


def _to_zip(files: Iterable[tuple[str, bytes]], path: Path) -> tuple[int, list[str]]:
    written = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED, compresslevel=1)
            written += 1
    return written, []


def _to_lines(files: Iterable[tuple[str, bytes]], path: Path) -> tuple[int, list[str]]:
    written = 0
    with path.open("wb") as lines:
        for _, content in files:
            lines.write(content + b"\n")
            written += 1
    return written, []


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

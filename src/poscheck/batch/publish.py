"""The outputs of a finished run, copied to an address: complete as soon as ``run.json`` is there, and not before."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poscheck.batch.addresses import in_words, limit, located, refuse_password, shown
from poscheck.batch.manifest import Manifest
from poscheck.batch.runfile import FORMAT, refuse_other_run
from poscheck.batch.store import OUTPUTS, RUN_FILE, RunFolder
from poscheck.errors import PoscheckError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MARK = "copying.json"
"""Says that a copy was begun; it is there from the first file until the last."""

_AT_A_TIME = 64


class Publication:
    """A place for the outputs of one run."""

    def __init__(self, address: str) -> None:
        refuse_password(address)
        self._address = address
        try:
            self._storage, path = located(address)
        except OSError as error:
            raise self._cannot(error) from None
        self._root = path.rstrip("/")

    def refuse_within(self, folder: Path) -> None:
        """Raise :class:`~poscheck.errors.UsageError` where the place is in the folder of the run itself."""
        if getattr(self._storage, "local_file", False) and Path(self._root).resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"{shown(self._address)} is in the folder of the run itself; name another with --publish.")

    def refuse_other(self, wanted: Mapping[str, Any], *, again: bool = False) -> None:
        """Raise :class:`~poscheck.errors.UsageError` where the place holds something else than that run, or part of it.

        ``again`` lets another run be replaced.
        """
        there = self._there()
        if not there or MARK in there:
            return
        facts = self._facts() if RUN_FILE in there else None
        if facts is None or facts.get("format") != FORMAT:
            raise UsageError(f"{shown(self._address)} holds other files; name another place with --publish.")
        if not again:
            refuse_other_run(self._address, facts, wanted, "name another place with --publish")

    def refuse_other_submissions(self, folder: RunFolder) -> None:
        """Raise :class:`~poscheck.errors.UsageError` where the place holds a run of which nothing is in this folder.

        A run says some of its submissions: where one of them is here, this is a later state of it.
        """
        if RUN_FILE not in self._there():
            return
        with closing(Manifest(folder.manifest)) as manifest:
            some = (self._facts() or {}).get("some", ())
            if some and not any(map(manifest.find, some)):
                raise UsageError(
                    f"{shown(self._address)} holds a run of other submissions; name another place with --publish, or "
                    f"add --again to give up that run and score everything anew. The results are in {folder.path}."
                )

    def put(self, folder: RunFolder) -> int:
        """Copy all outputs, and take away what an earlier copy had and this run has not; gives the number of files.

        Raises :class:`~poscheck.errors.PoscheckError`; then ``run.json`` is missing there, and doing it again mends it.
        """
        files = {name: folder.path / name for name in _outputs(folder.path)}
        before = self._there()
        try:
            with in_words():
                self._make_folders(files)
                self._write(MARK, b"{}\n")
                if RUN_FILE in before:
                    self._remove(RUN_FILE)
                names = sorted(files)
                for start in range(0, len(names), _AT_A_TIME):
                    some = {self._at(name): files[name] for name in names[start : start + _AT_A_TIME]}
                    size = sum(file.stat().st_size for file in some.values())
                    self._storage.put(list(map(str, some.values())), list(some), **limit(self._storage, size))
                for name in sorted(before - {*files, RUN_FILE, MARK}):
                    if name.split("/")[0] in OUTPUTS:
                        self._remove(name)
                self._write(RUN_FILE, folder.run_file.read_bytes())
                self._remove(MARK)
        except OSError as error:
            raise self._cannot(error) from None
        return len(files) + 1

    def _there(self) -> set[str]:
        try:
            with in_words():
                found = self._storage.find(self._root)
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise self._cannot(error) from None
        return {path.removeprefix(self._root).strip("/") for path in found}

    def _facts(self) -> dict[str, Any] | None:
        try:
            with in_words():
                facts = json.loads(self._storage.cat_file(self._at(RUN_FILE)))
        except ValueError:
            return None
        except OSError as error:
            raise self._cannot(error) from None
        return facts if isinstance(facts, dict) else None

    def _make_folders(self, names: Iterable[str]) -> None:
        """Make the folders of those files, except in stores of objects (asynchronous, all of them), which have none."""
        if not getattr(self._storage, "async_impl", False):
            for folder in sorted({self._root, *(self._at(name).rpartition("/")[0] for name in names)}):
                self._storage.makedirs(folder, exist_ok=True)

    def _write(self, name: str, content: bytes) -> None:
        self._storage.pipe_file(self._at(name), content, **limit(self._storage, len(content)))

    def _remove(self, name: str) -> None:
        self._storage.rm_file(self._at(name), **limit(self._storage))

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _cannot(self, error: OSError) -> PoscheckError:
        return PoscheckError(
            f"the results cannot be copied to {shown(self._address)} ({error.strerror}); look whether the address is "
            "right and may be written. They are complete where --out says once the run is done, and the same command "
            "copies them again."
        )


def _outputs(folder: Path) -> Iterator[str]:
    """The names of all files that are outputs, ``run.json`` left out."""
    for name in OUTPUTS:
        item = folder / name
        if item.is_dir():
            yield from (file.relative_to(folder).as_posix() for file in item.rglob("*") if file.is_file())
        elif item.exists():
            yield name

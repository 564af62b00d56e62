"""One submission of a finished run again, with everything that its line leaves out."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from poscheck import __version__
from poscheck.batch.decided import DecisionBook
from poscheck.batch.fetch import fetch
from poscheck.batch.lines import parsed
from poscheck.batch.manifest import Manifest
from poscheck.batch.runfile import earlier_facts
from poscheck.batch.scored import score
from poscheck.batch.store import RunFolder
from poscheck.dates import interval
from poscheck.errors import Problem, ReadError, RulesetError, UsageError, did_you_mean
from poscheck.ruleset import load_ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.batch.entries import Entry
    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Scorecard

_NEAR_AMONG = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of a run with its line."""

    entry: Entry
    line: dict[str, Any]


class FinishedRun:
    """A run that is on the disk. Raises :class:`~poscheck.errors.UsageError` where there is none."""

    def __init__(self, path: Path) -> None:
        self._folder = RunFolder(path)
        there = self._folder.run_file.is_file() and self._folder.manifest.is_file()
        facts = earlier_facts(self._folder) if there else None
        if facts is None:
            raise UsageError(f"there is no run of `poscheck batch` in {path}.")
        self._facts = facts

    def find(self, name: str) -> Found:
        """The submission with that source or that number.

        Raises :class:`~poscheck.errors.UsageError` where there is none or more than one.
        """
        with closing(Manifest(self._folder.manifest)) as manifest:
            sources = [name] if manifest.find(name) else list(islice(self._sources(name), 2))
            if len(sources) > 1:
                both = " and ".join(sources)
                raise UsageError(f"several submissions have the number {name}, such as {both}; name the source.")
            if not sources:
                near = _meant(name, list(islice(manifest.names(), _NEAR_AMONG)))
                where = f"The names are in the column “source” of {self._folder.path / 'results.csv'}."
                more = f"Did you mean {near}?" if near else where
                raise UsageError(f"this run has no submission {name}. {more}")
            number, entry = manifest.find(sources[0]) or (0, None)
            line = self._line(number)
        if entry is None or line is None:
            raise UsageError(f"{sources[0]} is not judged yet; run the same `poscheck batch` command again.")
        return Found(entry, line)

    def scorecard(self, found: Found, ruleset: Path | None) -> Scorecard:
        """The scorecard as it was in the run; ``ruleset`` where the run's own is not where it was.

        Raises :class:`~poscheck.errors.ReadError` for a file that cannot be read, and
        :class:`~poscheck.errors.UsageError` where it, the ruleset or poscheck is not the same as in the run.
        """
        if (failure := found.line.get("failure")) is not None:
            raise ReadError([Problem(**problem, file=found.entry.name) for problem in failure["problems"]])
        if self._facts["poscheck"] != __version__:
            then = self._facts["poscheck"]
            raise UsageError(
                f"this run is of poscheck {then}, and this is {__version__}, which might judge otherwise; install "
                f"poscheck {then} to judge the file again as it was."
            )
        data = _fetched(found.entry)
        if hashlib.sha256(data).hexdigest() != found.line["result"]["digest"]:
            raise UsageError(
                f"{found.entry.name} was changed after this run; run the same `poscheck batch` command again."
            )
        day = (interval(self._facts["as_of"]) or (0, 0))[0]
        if not self._facts["decisions"]:
            return score(self._ruleset(ruleset), found.entry, data, day, None, whole=True).scorecard()
        with closing(DecisionBook(self._folder.decisions)) as book:
            return score(self._ruleset(ruleset), found.entry, data, day, book, whole=True).scorecard()

    def written(self, found: Found) -> Path | None:
        """The page that the run itself has written of the submission, where it is there."""
        page = found.line.get("page")
        return self._folder.path / page if page and (self._folder.path / page).is_file() else None

    def _line(self, number: int) -> dict[str, Any] | None:
        """The line of the entry with that number."""
        part, place = divmod(number, self._facts["chunk"])
        try:
            with self._folder.part(part).open("rb") as lines:
                return parsed(next(islice(lines, place, None), b""))
        except FileNotFoundError:
            return None

    def _sources(self, identity: str) -> Iterator[str]:
        """The sources of all submissions with that number of their own."""
        mark = f'"id":{json.dumps(identity)},'.encode()
        for _, part in self._folder.parts():
            with part.open("rb") as lines:
                for line in lines:
                    if mark in line and (result := (parsed(line) or {}).get("result", {})).get("id") == identity:
                        yield result["source"]

    def _ruleset(self, given: Path | None) -> Ruleset:
        wanted = self._facts["ruleset"]
        with closing(Manifest(self._folder.manifest)) as manifest:
            places = [given] if given else [Path(manifest.fact("ruleset")), wanted["id"]]
        for place in places:
            try:
                found = load_ruleset(place)
            except RulesetError:
                continue
            if found.digest == wanted["digest"]:
                return found
            if given and (found.id, found.version) != (wanted["id"], wanted["version"]):
                raise UsageError(
                    f"this run was judged by the ruleset {wanted['id']} {wanted['version']}, not by {found.id} "
                    f"{found.version}; leave out --ruleset, or name the folder of that one."
                )
        raise UsageError(
            f"the ruleset {wanted['id']} {wanted['version']} is not where it was, or was changed after this run; "
            "name the folder of the right one with --ruleset."
        )


def _meant(name: str, sources: list[str]) -> str | None:
    """The source that was probably meant: people know a file by the end of its name, and seldom by its folders."""
    ends = [source for source in sources if PurePosixPath(source).name == name or PurePosixPath(source).stem == name]
    return ends[0] if len(ends) == 1 else did_you_mean(name, sources)


def _fetched(entry: Entry) -> bytes:
    """The bytes of the entry; where they are gone, it is said where they were looked for, as a run may be moved."""
    try:
        return fetch(entry)
    except ReadError as error:
        if error.problems[0].code != "missing-file":
            raise
        message = (
            f"The file is not there any more: {entry.path}. Put it back. If all files are elsewhere now, run the same "
            "`poscheck batch` command there; it judges nothing anew that is unchanged, and remembers the place."
        )
        raise ReadError([Problem(code="missing-file", message=message)]) from None

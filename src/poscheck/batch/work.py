"""One chunk of a batch becomes one part. This is what a worker does, wherever it runs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from poscheck.batch import addresses, refusals
from poscheck.batch.cards import write_cards, write_error_page
from poscheck.batch.decided import NOTHING, DecisionBook
from poscheck.batch.fetch import Contents
from poscheck.batch.lines import failure, parsed, source_of, unused_decisions, written
from poscheck.batch.runfile import unchanged_ruleset
from poscheck.batch.scored import Scored, score
from poscheck.batch.store import RunFolder, part_name, write
from poscheck.errors import ReadError
from poscheck.reading import MAX_BYTES
from poscheck.reading.sniff import decode
from poscheck.reading.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.batch.cards import Cards
    from poscheck.batch.entries import Entry
    from poscheck.errors import Problem

Score = Callable[..., Scored]
Mark = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker of a run has to know; ``day`` is the ordinal to judge as of. ``score`` is replaced in tests.

    ``ticket`` is what the run folder says for as long as this job is wanted; None where workers end with their run.
    """

    folder: Path
    ruleset: Path
    digest: str
    day: int
    cards: Cards
    decisions: Path | None = None
    score: Score = score
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk: its number and entries. ``given_up`` tells by an entry's place why it is not tried any more.

    A ``trial`` is some entries of a chunk, of which no part is written.
    """

    number: int
    entries: tuple[Entry, ...]
    given_up: dict[int, Problem] = field(default_factory=dict)
    trial: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a chunk, in figures; the lines are in the part.

    ``decisions`` are the rows that were laid, ``unused`` is in how many lines one of them does not count.
    """

    number: int
    scored: int
    reused: int
    failures: int
    verdicts: dict[str, int]
    decisions: tuple[int, ...]
    unused: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a part, with what its chunk is to count; a failure has no verdict."""

    content: bytes
    verdict: str | None
    reused: bool = False
    decisions: tuple[int, ...] = ()
    unused: bool = False


class Worker:
    """Turns chunks into parts; the ruleset is loaded once. Raises whatever keeps all submissions from being scored."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._folder = RunFolder(job.folder)
        self._ruleset = unchanged_ruleset(job.ruleset, job.digest)
        addresses.forget()
        self._book = DecisionBook(job.decisions) if job.decisions else None

    def close(self) -> None:
        """Let go of the decisions."""
        if self._book is not None:
            self._book.close()

    def chunk(self, task: Task, mark: Mark) -> Done:
        """Write the part of a chunk; ``mark`` hears the place of each entry that is looked at, then their number."""
        earlier = self._earlier(task.number)
        lines, contents = [], Contents(task.entries)
        for place, entry in enumerate(task.entries):
            mark(place)
            if (given_up := task.given_up.get(place)) is not None:
                lines.append(self._failed(entry, None, [given_up]))
            else:
                lines.append(self._line(entry, partial(contents.__getitem__, place), earlier.get(entry.name, [])))
        mark(len(task.entries))
        if not task.trial:
            self._keep(task.number, b"".join(line.content for line in lines))
        return Done(
            task.number,
            scored=sum(line.verdict is not None and not line.reused for line in lines),
            reused=sum(line.verdict is not None and line.reused for line in lines),
            failures=sum(line.verdict is None for line in lines),
            verdicts=Counter(line.verdict for line in lines if line.verdict is not None),
            decisions=tuple(row for line in lines for row in line.decisions),
            unused=sum(line.unused for line in lines),
        )

    def _keep(self, number: int, content: bytes) -> None:
        part = self._folder.part(number)
        if not part.is_file() or part.read_bytes() != content:
            self._folder.refuse_unwanted(self._job.ticket)
            write(part, content)

    def _earlier(self, number: int) -> dict[str, list[bytes]]:
        """Lines that were written before for entries of this chunk, by name, the newest first."""
        found: dict[str, list[bytes]] = {}
        for folder in (self._folder.parts_folder, self._folder.carried):
            with suppress(FileNotFoundError), (folder / part_name(number)).open("rb") as lines:
                for line in lines:
                    found.setdefault(source_of(line) or "", []).append(line)
        return found

    def _line(self, entry: Entry, read: Callable[[], bytes], earlier: list[bytes]) -> _Line:
        data = None
        try:
            data = read()
            digest = hashlib.sha256(data).hexdigest()
            for line in earlier:
                if (reused := self._reused(entry, digest, line)) is not None:
                    return reused
            return self._scored(entry, data)
        except ReadError as error:
            return self._failed(entry, data, error.problems)
        except MemoryError:
            return self._failed(entry, data, [refusals.OUT_OF_MEMORY])
        except RecursionError:
            return self._failed(entry, data, [refusals.TOO_NESTED])

    def _reused(self, entry: Entry, digest: str, line: bytes) -> _Line | None:
        """The line, where it says what scoring would say again and its cards are there."""
        kept = parsed(line) or {}
        said = kept.get("failure") or kept.get("result")
        if not said or said["digest"] != digest:
            return None
        verdict = said.get("verdict")
        cards = self._job.cards.names(entry.name, verdict)
        if not all(kept.get(key) == name and self._is_there(name) for key, name in cards.items()):
            return None
        if verdict is None:
            passing = any(problem["code"] in refusals.PASSING for problem in said["problems"])
            return None if passing else _Line(line, None, reused=True)
        laid = self._book.on(entry.name, said["id"]) if self._book else NOTHING
        if kept.get("decided") != laid.digest:
            return None
        return _Line(line, verdict, reused=True, decisions=laid.rows, unused=unused_decisions(said))

    def _is_there(self, card: str | None) -> bool:
        if card is None:
            return True
        with suppress(OSError):
            return (self._folder.path / card).stat().st_size > 0  # after a power cut, a file may be there and empty
        return False

    def _scored(self, entry: Entry, data: bytes) -> _Line:
        scored = self._job.score(self._ruleset, entry, data, self._job.day, self._book, whole=self._job.cards.all)
        verdict = scored.result["verdict"]
        cards = self._job.cards.names(entry.name, verdict)
        if any(cards.values()):
            self._folder.refuse_unwanted(self._job.ticket)
            write_cards(self._folder.path, cards, scored.scorecard)
        line = {
            "result": scored.result,
            "texts": scored.texts,
            "school_program": scored.school_program,
            **cards,
            "decided": scored.laid.digest,
            "evidence": scored.evidence,
        }
        return _Line(written(line), verdict, decisions=scored.laid.rows, unused=unused_decisions(scored.result))

    def _failed(self, entry: Entry, data: bytes | None, problems: list[Problem] | tuple[Problem, ...]) -> _Line:
        digest = None if data is None else hashlib.sha256(data).hexdigest()
        cards = self._job.cards.names(entry.name, None)
        if cards["page"]:
            self._folder.refuse_unwanted(self._job.ticket)
            write_error_page(self._folder.path, cards["page"], entry.name, problems, _line_text(entry, data))
        return _Line(written({"failure": failure(entry.name, digest, problems), **cards}), None)


def _line_text(entry: Entry, data: bytes | None) -> Callable[[int], str] | None:
    """The lines of a file that was no submission; None where it is no text at all."""
    if data is None or len(data) > MAX_BYTES:
        return None
    text, _, problem = decode(data, entry.name)
    return None if problem else Source(entry.name, text, entry.first).line_text

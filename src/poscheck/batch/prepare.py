"""What is done before the first file is scored: entries listed, decisions gathered, earlier lines laid down."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from poscheck.batch import decided, unfinished
from poscheck.batch.cards import Cards, Pages
from poscheck.batch.carry import carry
from poscheck.batch.decided import DecisionBook
from poscheck.batch.inputs import Inputs
from poscheck.batch.manifest import Manifest, build, number_gone
from poscheck.batch.runfile import as_written, earlier_facts, refuse_other_list, write_facts
from poscheck.batch.store import DECISIONS, MANIFEST, tidy, write_first
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from poscheck.batch.plan import Plan
    from poscheck.batch.store import RunFolder

LARGEST_CHUNK, SMALLEST_CHUNK, CHUNKS = 200, 20, 64
"""A batch is cut into so many chunks, as long as they get neither larger nor smaller; so that all workers have some."""

PAGES_UP_TO = 200
"""Up to so many submissions, a page of each is written unless the user says otherwise."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run that is ready: its list, the file of its decisions, what pages it has, and what ``run.json`` says.

    ``gone``, ``dropped`` and ``pageless`` are as in :class:`~poscheck.batch.plan.Summary`.
    """

    manifest: Manifest
    book: Path | None
    cards: Cards
    facts: dict[str, Any]
    gone: int = 0
    dropped: int = 0
    pageless: bool = False

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return int(self.facts["entries"])

    @property
    def chunk(self) -> int:
        """How many entries a chunk has."""
        return int(self.facts["chunk"])

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.entries // self.chunk)

    @property
    def decisions(self) -> int:
        """How many decisions there are."""
        return int(self.facts["decisions"])


def prepare(plan: Plan, folder: RunFolder, wanted: Mapping[str, Any], earlier: Mapping[str, Any] | None) -> Prepared:
    """List everything anew, and keep of an earlier run what can be used; ``wanted`` is the identity of the run.

    Raises :class:`~poscheck.errors.UsageError` and :class:`~poscheck.errors.ReadError` for inputs and decisions that
    cannot be used, and where the earlier run was of other submissions; the folder is then as it was.
    """
    try:
        fresh = _listed(plan, folder)
        gone = _gone(folder, fresh) if earlier is not None else 0
        manifest, book = _put(fresh, _gathered(plan, folder), folder)
    except BaseException:
        for name in (MANIFEST, DECISIONS):
            (folder.path / unfinished.NAME / name).unlink(missing_ok=True)
        unfinished.tidy(folder.path)
        raise
    with _closed_on_failure(manifest):
        prepared = replace(_prepared(plan, manifest, book, wanted, earlier), gone=gone)
        if earlier is not None and any(earlier[key] != prepared.facts[key] for key in ("manifest", "chunk")):
            carry(folder, manifest, prepared.chunk)
        _tidy(folder)
        write_facts(folder, prepared.facts)
        _make_folders(folder, prepared.cards)
    return prepared


def prepare_shard(
    plan: Plan, folder: RunFolder, wanted: Mapping[str, Any], earlier: Mapping[str, Any] | None, work: Path
) -> Prepared:
    """As :func:`prepare`, but lists everything in ``work``, a folder of this process, and changes nothing of the run.

    Raises also where the run in the folder has another list or other settings: only a whole run may change them.
    """
    build(work / MANIFEST, Inputs(plan.inputs, folder.path), {})
    if plan.decisions is not None:
        decided.gather(plan.decisions, work / DECISIONS)
    manifest = Manifest(work / MANIFEST)
    with _closed_on_failure(manifest):
        prepared = _prepared(plan, manifest, work / DECISIONS if plan.decisions else None, wanted, earlier)
        write_first(folder.run_file, as_written(prepared.facts))
        there = earlier_facts(folder) or {}
        refuse_other_list(folder, there, prepared.facts)
        if there["finished"] is not None:  # its outputs are about to be out of date
            write_facts(folder, {**there, "finished": None})
        _make_folders(folder, prepared.cards)
    return prepared


@contextmanager
def _closed_on_failure(manifest: Manifest) -> Iterator[None]:
    try:
        yield
    except BaseException:
        manifest.close()
        raise


def _prepared(
    plan: Plan, manifest: Manifest, book: Path | None, wanted: Mapping[str, Any], earlier: Mapping[str, Any] | None
) -> Prepared:
    chunk = plan.chunk or (earlier or {}).get("chunk") or chunk_size(len(manifest))
    pages = plan.pages or (Pages(earlier["pages"]) if earlier else None)
    pages = pages or (Pages.ALL if len(manifest) <= PAGES_UP_TO else Pages.NONE)
    facts = {
        **wanted,
        "manifest": manifest.digest,
        "entries": len(manifest),
        "some": manifest.fact("some"),
        "skipped": manifest.fact("skipped"),
        "left_out": manifest.fact("left_out"),
        "chunk": chunk,
        "pages": pages,
        "scorecards": plan.documents,
        "decisions": _number_of_decisions(book),
        "finished": None,
    }
    dropped = (earlier or {}).get("decisions", 0) if plan.decisions is None else 0
    pageless = plan.pages is None and pages is Pages.NONE
    book = book if facts["decisions"] else None
    return Prepared(manifest, book, Cards(pages, plan.documents), facts, dropped=dropped, pageless=pageless)


def _number_of_decisions(book: Path | None) -> int:
    if book is None:
        return 0
    with closing(DecisionBook(book)) as opened:
        return len(opened)


def _make_folders(folder: RunFolder, cards: Cards) -> None:
    for place in (folder.parts_folder, *([folder.cards] if cards.any else [])):
        place.mkdir(exist_ok=True)


def chunk_size(entries: int) -> int:
    """How many entries a chunk of a batch has unless the user says otherwise."""
    return min(LARGEST_CHUNK, max(SMALLEST_CHUNK, entries // CHUNKS))


def _listed(plan: Plan, folder: RunFolder) -> Path:
    """The new list, not in its place yet."""
    fresh = unfinished.place_for(folder.path) / MANIFEST
    build(fresh, Inputs(plan.inputs, folder.path), {"ruleset": str(plan.ruleset_folder.resolve())})
    return fresh


def _gone(folder: RunFolder, fresh: Path) -> int:
    """How many submissions of the earlier run are not in the new list; 0 where its list cannot be read any more.

    Raises :class:`~poscheck.errors.UsageError` where it has none of them: somebody's results would be replaced.
    """
    with suppress(sqlite3.Error), closing(Manifest(folder.manifest)) as before, closing(Manifest(fresh)) as now:
        gone = 0 if before.digest == now.digest else number_gone(folder.manifest, fresh)
        if gone < len(before):
            return gone
        raise UsageError(
            f"{folder.path} holds a run of other submissions: none of them is in these INPUTs, by its name; name "
            "another folder with --out, or add --again to give up that run and score everything anew."
        )
    return 0


def _gathered(plan: Plan, folder: RunFolder) -> Path | None:
    """The decisions, not in their place yet."""
    if plan.decisions is None:
        return None
    fresh = unfinished.place_for(folder.path) / DECISIONS
    decided.gather(plan.decisions, fresh)
    return fresh


def _put(fresh_list: Path, fresh_book: Path | None, folder: RunFolder) -> tuple[Manifest, Path | None]:
    """Let both take their places; gives the list and the file of the decisions."""
    unfinished.put(fresh_list, folder.manifest)
    if fresh_book is None:
        folder.decisions.unlink(missing_ok=True)
        return Manifest(folder.manifest), None
    unfinished.put(fresh_book, folder.decisions)
    return Manifest(folder.manifest), folder.decisions


def _tidy(folder: RunFolder) -> None:
    """Take away what a killed run left half-written."""
    for place in (folder.path, folder.parts_folder, folder.cards):
        tidy(place)
    shutil.rmtree(folder.path / "carrying", ignore_errors=True)

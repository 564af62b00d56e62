"""What is done before the first file is scored: entries listed, decisions gathered, earlier lines laid down."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from poscheck.batch import decided, unfinished
from poscheck.batch.cards import Cards, Pages
from poscheck.batch.carry import carry
from poscheck.batch.decided import DecisionBook
from poscheck.batch.inputs import Inputs
from poscheck.batch.manifest import Manifest, build
from poscheck.batch.runfile import write_facts
from poscheck.batch.store import DECISIONS, MANIFEST, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poscheck.batch.run import Plan
    from poscheck.batch.store import RunFolder

LARGEST_CHUNK, SMALLEST_CHUNK, CHUNKS = 200, 20, 64
"""A batch is cut into so many chunks, as long as they get neither larger nor smaller; so that all workers have some."""

PAGES_UP_TO = 200
"""Up to so many submissions, a page of each is written unless the user says otherwise."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folder that is ready: its list, the size of a chunk, the numbers of entries and of decisions, its facts."""

    manifest: Manifest
    chunk: int
    entries: int
    decisions: int
    cards: Cards
    facts: dict[str, Any]


def prepare(plan: Plan, folder: RunFolder, wanted: Mapping[str, Any], earlier: Mapping[str, Any] | None) -> Prepared:
    """List everything anew, and keep of an earlier run what can be used; ``wanted`` is the identity of the run.

    Raises :class:`~poscheck.errors.UsageError` and :class:`~poscheck.errors.ReadError` for inputs and decisions that
    cannot be used; the folder is then as it was.
    """
    try:
        manifest, book = _put(_listed(plan, folder), _gathered(plan, folder), folder)
    except BaseException:
        for name in (MANIFEST, DECISIONS):
            (folder.path / unfinished.NAME / name).unlink(missing_ok=True)
        unfinished.tidy(folder.path)
        raise
    with ExitStack() as on_failure:
        on_failure.callback(manifest.close)
        prepared = _laid(plan, folder, {**wanted, "decisions": book}, earlier, manifest)
        on_failure.pop_all()
    return prepared


def _laid(
    plan: Plan, folder: RunFolder, wanted: Mapping[str, Any], earlier: Mapping[str, Any] | None, manifest: Manifest
) -> Prepared:
    """Write down what the run is, and lay earlier lines where its chunks will look for them."""
    chunk = plan.chunk or (earlier or {}).get("chunk") or chunk_size(len(manifest))
    pages = plan.pages or (Pages(earlier["pages"]) if earlier else None)
    pages = pages or (Pages.ALL if len(manifest) <= PAGES_UP_TO else Pages.NONE)
    facts = {
        **wanted,
        "manifest": manifest.digest,
        "entries": len(manifest),
        "skipped": manifest.fact("skipped"),
        "chunk": chunk,
        "pages": pages,
        "scorecards": plan.documents,
        "finished": None,
    }
    if earlier is not None and any(earlier[key] != facts[key] for key in ("manifest", "chunk")):
        carry(folder, manifest, chunk)
    _tidy(folder)
    write_facts(folder, facts)
    cards = Cards(pages, plan.documents)
    for place in (folder.parts_folder, *([folder.cards] if cards.any else [])):
        place.mkdir(exist_ok=True)
    return Prepared(manifest, chunk, len(manifest), facts["decisions"], cards, facts)


def chunk_size(entries: int) -> int:
    """How many entries a chunk of a batch has unless the user says otherwise."""
    return min(LARGEST_CHUNK, max(SMALLEST_CHUNK, entries // CHUNKS))


def _listed(plan: Plan, folder: RunFolder) -> Path:
    """The new list, not in its place yet."""
    fresh = unfinished.place_for(folder.path) / MANIFEST
    build(fresh, Inputs(plan.inputs), {"ruleset": str(plan.ruleset_folder.resolve())})
    return fresh


def _gathered(plan: Plan, folder: RunFolder) -> Path | None:
    """The decisions, not in their place yet."""
    if plan.decisions is None:
        return None
    fresh = unfinished.place_for(folder.path) / DECISIONS
    decided.gather(plan.decisions, fresh)
    return fresh


def _put(fresh_list: Path, fresh_book: Path | None, folder: RunFolder) -> tuple[Manifest, int]:
    """Let both take their places; gives the list and the number of decisions."""
    unfinished.put(fresh_list, folder.manifest)
    if fresh_book is None:
        folder.decisions.unlink(missing_ok=True)
        return Manifest(folder.manifest), 0
    unfinished.put(fresh_book, folder.decisions)
    with closing(DecisionBook(folder.decisions)) as book:
        return Manifest(folder.manifest), len(book)


def _tidy(folder: RunFolder) -> None:
    """Take away what a killed run left half-written."""
    for place in (folder.path, folder.parts_folder, folder.cards):
        tidy(place)
    shutil.rmtree(folder.path / "carrying", ignore_errors=True)

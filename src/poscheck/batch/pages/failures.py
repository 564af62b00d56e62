"""The files that could not be read: what is wrong with each, where, and what to do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from poscheck.batch.cards import Cards, Pages
from poscheck.batch.failure_table import what_to_do
from poscheck.batch.pages.listing import Listing
from poscheck.report.plain import clipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poscheck.batch.pages.reading import Results

_QUERY = """
SELECT entry, number, source, code, message, line, "column", allowed, suggestion FROM failures ORDER BY entry, number
"""


class Failure(NamedTuple):
    """One thing that is wrong with a file."""

    entry: int
    number: int
    source: str
    code: str
    message: str
    line: int | None
    column: int | None
    allowed: str | None
    suggestion: str | None

    @property
    def to_do(self) -> str:
        """What would fit, or what was probably meant."""
        return what_to_do(self._asdict())


def lists(results: Results, folder: Path, wanted: str) -> Iterator[Listing]:
    """The one list; ``wanted`` says of which submissions pages were written."""
    yield Listing(
        name="failures",
        title="Files that could not be read",
        short="Could not be read",
        told=results.one("SELECT count(DISTINCT entry) FROM failures")[0],
        template="failures",
        rows=lambda: map(Failure._make, results.ask(_QUERY)),
        begins=lambda row: clipped(row.source, 40),
        values={"page_of": partial(_page, folder, Cards(Pages(wanted), documents=False))},
    )


def _page(folder: Path, cards: Cards, source: str) -> str | None:
    """The page of a file, if it is there: a name that was made plain for the database may not be the file's own."""
    page = cards.names(source, None)["page"]
    return page if page and (folder / page).is_file() else None

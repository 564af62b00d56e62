"""All submissions, in three orders."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from poscheck.batch.pages.listing import Listing
from poscheck.batch.pages.reading import COLUMNS, Submission
from poscheck.report import wording
from poscheck.report.plain import clipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poscheck.batch.pages.reading import Results

_ORDERS: dict[str, tuple[str, str, str, Callable[[Submission], str]]] = {
    "by-score": (
        "Submissions by score",
        "By score",
        "score_low IS NULL, score_low DESC, score_high DESC, submissions.entry",
        lambda row: wording.score_short(row.score),
    ),
    "by-district": (
        "Submissions by district",
        "By district",
        "belongs.place",
        lambda row: clipped(row.district or "District not named", 40),
    ),
    "by-name": (
        "Submissions by name of the file",
        "By name",
        "submissions.entry",
        lambda row: clipped(row.source, 40),
    ),
}


def lists(results: Results) -> Iterator[Listing]:
    """The three lists; the entries of a run are in the order of the names of its files."""
    for name, (title, short, order, begins) in _ORDERS.items():
        yield Listing(
            name=name,
            title=title,
            short=short,
            counted=False,
            template="submissions",
            begins=begins,
            rows=partial(_rows, results, order),
        )


def _rows(results: Results, order: str) -> Iterator[Submission]:
    query = f"SELECT {COLUMNS} FROM v_latest AS submissions JOIN belongs USING (entry) ORDER BY {order}"  # noqa: S608
    return map(Submission._make, results.ask(query))

"""The page that lists the scorecards of the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.records import Record
from poscheck.report.as_html import _page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.scorecard import Scorecard


class DemoRow(Record):
    """One sample: ``page`` is its page's file name; ``scorecard`` is None where the sample cannot be read."""

    title: str
    shows: str
    file: str
    page: str
    scorecard: Scorecard | None


def render_demo_index(rows: Sequence[DemoRow], as_of: str) -> str:
    """The list of samples as one self-contained page."""
    cards = [row.scorecard for row in rows if row.scorecard]
    return _page("demo_index.html.j2", rows=rows, as_of=as_of, ruleset=cards[0].ruleset if cards else None)

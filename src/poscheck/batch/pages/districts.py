"""The heat map: each district with the mean of each component."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from poscheck.batch.pages.listing import ROWS, Listing
from poscheck.records import Record
from poscheck.report import wording
from poscheck.report.plain import clipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poscheck.batch.pages.reading import Results
    from poscheck.ruleset import Ruleset

# Scores have four decimals: as whole numbers their sum is exact, whatever the order in which it is made.
_MEAN = "sum(CAST(round(low * 10000) AS INTEGER)) / count(*) / 100"
_ALL = f"SELECT component, {_MEAN} FROM components JOIN v_latest USING (entry) GROUP BY component"  # noqa: S608 -- ours
_EACH = f"""
WITH districts AS (
  SELECT key, name, postal, count(*) AS number, min(place) AS place FROM belongs GROUP BY key
), means AS (
  SELECT key, component, {_MEAN} AS mean FROM belongs JOIN components USING (entry) GROUP BY key, component
)
SELECT name, postal, number, place, component, mean FROM districts LEFT JOIN means USING (key) ORDER BY place
"""  # noqa: S608 -- ours


class District(Record, kw_only=True):
    """A row of the map. ``means`` are percents in the order of the components, None where nothing applies.

    ``file`` is the page that lists its submissions, ``place`` the number of the first of them there.
    """

    district: str | None
    state: str | None
    number: int
    means: list[int | None]
    file: str
    place: int


def lists(results: Results, ruleset: Ruleset) -> Iterator[Listing]:
    """The one list."""
    names = [component.id for component in ruleset.components]
    everywhere = dict(results.ask(_ALL))
    yield Listing(
        name="districts",
        title=f"Districts and their {wording.many(ruleset.component_word)}",
        short="Districts",
        template="districts",
        begins=lambda row: clipped(row.district or "District not named", 40),
        rows=lambda: _rows(results.ask(_EACH), names),
        values={"components": ruleset.components, "everywhere": [everywhere.get(name) for name in names]},
    )


def _rows(rows: Iterable[tuple[Any, ...]], names: list[str]) -> Iterator[District]:
    for (district, state, number, place), group in groupby(rows, itemgetter(0, 1, 2, 3)):
        means = {component: mean for *_, component, mean in group}
        yield District(
            district=district,
            state=state,
            number=number,
            means=[means.get(name) for name in names],
            file=f"by-district-{place // ROWS + 1:04}.html",
            place=place,
        )

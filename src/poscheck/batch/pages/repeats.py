"""What stands in a batch more than once: programs, and long texts. Information, and no judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.batch.likeness import LETTERS
from poscheck.batch.pages.listing import Listing
from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.batch.pages.reading import Results, Submission

_NAMED = 6
"""So many submissions of a group are named."""

_FEW = 20
"""A text in more submissions than these stands for itself: nobody compares so many."""

# Whole groups may be as large as the batch, so they are never listed: groups are the same where their numbers, first
# and last ones and sums are.
_KINDS = ("file", "school and program title", "school and program code")
_SAME = f"""
WITH alike AS (
  SELECT 0 AS kind, digest AS key, entry FROM v_latest
  UNION ALL
  SELECT 1, school_program, entry FROM school_programs
  UNION ALL
  SELECT 2, coalesce(state, '') || '/' || key || '/' || lower(school) || '/' || cip, entry
  FROM v_latest JOIN belongs USING (entry) WHERE school || cip || coalesce(district_id, district) IS NOT NULL
), placed AS (
  SELECT kind, key, entry, row_number() OVER (PARTITION BY kind, key ORDER BY entry) AS place FROM alike
), grouped AS (
  SELECT kind, count(*) AS number, sum(entry) AS sum, max(entry) AS last, min(entry) AS first,
    group_concat(entry) FILTER (WHERE place <= {_NAMED}) AS entries
  FROM (SELECT * FROM placed ORDER BY kind, key, entry) GROUP BY kind, key HAVING number > 1
)
SELECT group_concat(kind), number, entries FROM (SELECT * FROM grouped ORDER BY kind)
GROUP BY entries, number, last, sum ORDER BY number DESC, first, min(kind)
"""  # noqa: S608 -- ours
_TEXTS = f"""
WITH shared AS (
  SELECT hash, count(*) AS number, count(DISTINCT key) AS districts
  FROM texts JOIN belongs USING (entry) GROUP BY hash HAVING districts > 1
), few AS (
  SELECT hash, number, districts, group_concat(entry) AS entries
  FROM (SELECT * FROM shared JOIN texts USING (hash) WHERE number <= {_FEW} ORDER BY hash, entry) GROUP BY hash
), many AS (
  SELECT hash, number, districts, (
    SELECT group_concat(entry)
    FROM (SELECT entry FROM texts WHERE texts.hash = shared.hash ORDER BY entry LIMIT {_NAMED})
  ) AS entries
  FROM shared WHERE number > {_FEW}
)
SELECT times, number, districts, entries FROM (
  SELECT count(*) AS times, number, districts, entries, min(hash) AS first FROM few GROUP BY entries
  UNION ALL
  SELECT 1, number, districts, entries, hash FROM many
)
ORDER BY number > {_FEW}, times DESC, number DESC, first
"""  # noqa: S608 -- ours


class Same(Record, kw_only=True):
    """Submissions that may be one. ``kinds`` is what they have in common; ``named`` are the first of ``number``."""

    kinds: list[str]
    number: int
    named: list[Submission]


class Shared(Record, kw_only=True):
    """So many texts (``times``) that stand in the same submissions of several districts; ``named`` are the first."""

    times: int
    number: int
    districts: int
    named: list[Submission]


def lists(results: Results) -> Iterator[Listing]:
    """Programs that may have been filed twice, then texts that several districts share."""

    def same(row: tuple[Any, ...]) -> Same:
        kinds, number, entries = row
        words = [_KINDS[int(kind)] for kind in kinds.split(",")]
        return Same(kinds=words, number=number, named=_named(results, entries))

    def shared(row: tuple[Any, ...]) -> Shared:
        times, number, districts, entries = row
        return Shared(times=times, number=number, districts=districts, named=_named(results, entries))

    yield Listing(
        name="same",
        title="Perhaps filed twice",
        short="Perhaps filed twice",
        template="same",
        rows=lambda: map(same, results.ask(_SAME)),
        begins=lambda row: f"{row.number} submissions",
    )
    yield Listing(
        name="texts",
        title="The same text in several districts",
        short="Shared texts",
        template="texts",
        rows=lambda: map(shared, results.ask(_TEXTS)),
        begins=lambda row: f"in {row.number} submissions",
        values={"letters": LETTERS, "few": _FEW},
    )


def _named(results: Results, entries: str) -> list[Submission]:
    return results.submissions([int(entry) for entry in entries.split(",")[:_NAMED]])

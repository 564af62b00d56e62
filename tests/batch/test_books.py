"""A batch takes workbooks: they come to what the same submission comes to as JSON, and places are those of cells."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.batch.batches import failures, files, results, run_here, submission
from tests.workbook.books import written

if TYPE_CHECKING:
    from pathlib import Path

SAME = ("digest", "source", "findings", "problems", "notes")


def test_a_workbook_is_judged_like_the_same_in_json(folder: Path) -> None:
    text = submission("one", schools=[{"name": "A", "nces_id": "123"}])
    files(folder / "subs", {"a.json": text, "b.xlsx": written(json.loads(text)), "c.xlsx": b"PK\x03\x04 no more"})

    summary = run_here()

    assert (summary.scored, summary.failures) == (2, 1)
    as_text, as_book = results().values()
    assert {name: each for name, each in as_text.items() if name not in SAME} == {
        name: each for name, each in as_book.items() if name not in SAME
    }
    assert [[code, path] for code, path, *_ in as_text["problems"]] == [
        [code, path] for code, path, *_ in as_book["problems"]
    ]
    assert as_book["problems"] == [["does-not-fit", "schools.0.nces_id", 4, 2, "Schools"]]
    assert [finding[:3] for finding in as_book["findings"]] == [finding[:3] for finding in as_text["findings"]]
    assert all(len(finding) == 6 or finding[3] is None for finding in as_book["findings"])
    assert list(failures().values()) == [["damaged-workbook"]]

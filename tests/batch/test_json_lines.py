"""JSON Lines: what is said of each line, and where it stands in the file."""

from __future__ import annotations

import csv
import json
from html import unescape
from pathlib import Path

from poscheck.batch.cards import Pages, card_name
from tests.batch.batches import files, results, run_here, submission

WHOLE = submission("whole")
BROKEN: list[tuple[str, str, int, str]] = [
    ('{ "format": "poscheck/1",', "not-json-lines", 26, "This line holds only the beginning of a submission. In"),
    ('"x": 1', "not-json-lines", 1, "This line holds a piece of a submission. In"),
    ("}", "not-json-lines", 1, "This line holds a piece of a submission. In"),
    (WHOLE[:40], "not-json-lines", 39, "This line holds only the beginning of a submission. In"),
    (f"{WHOLE},", "not-json-lines", len(WHOLE) + 1, "This line holds more than a submission. In"),
    (f"{WHOLE} {WHOLE}", "not-json-lines", len(WHOLE) + 2, "This line holds more than a submission. In"),
    (f"[{WHOLE}]", "not-json-lines", 1, "This line holds a list. In"),
    ("[" * 200, "not-json-lines", 1, "This line holds a list. In"),
    ("null", "not-json-lines", 1, "This line holds nothing. In"),
    ("\xef\xbb\xbf", "not-json-lines", 1, "This line holds nothing. In"),
    ("-1.5e3", "not-json-lines", 1, "This line holds a single value. In"),
    (r'"a \" b"', "not-json-lines", 1, "This line holds a single value. In"),
    ("\x01 stray", "not-json-lines", 1, "This line holds no JSON. In"),
    ('{"a": 1,}', "trailing-comma", 8, "There is a comma before"),
    ('{"a": {"b": 1}', "unclosed-bracket", 15, 'This line ends before the "{" on line 15 is closed'),
    ('{"a": 1, "a": 2}', "duplicate-key", 10, 'The name "a" is written twice on line 16,'),
    ("%PDF-1.7 {", "file-kind", 1, "This is a PDF file"),
    ("caf\xe9", "encoding", 4, "This line is not saved as UTF-8"),
    ('{"format": "poscheck/9", "program": {}}', "unknown-format", 12, "the format"),
]
"""A line, the code of its one problem, its column, and how the reason begins."""


def test_each_broken_line_says_what_it_is_and_where_in_the_file(folder: Path) -> None:
    lines = [line for line, *_ in BROKEN]
    files(folder / "subs", {"x.jsonl": "\n".join([*lines, "", WHOLE]).encode("latin-1")})

    assert run_here(pages=Pages.ALL).scored == 1
    with Path("out", "failures.csv").open(encoding="utf-8-sig", newline="") as rows:
        told = list(csv.DictReader(rows))
    assert [(row["source"], row["code"], row["line"], row["column"]) for row in told] == [
        (f"subs/x.jsonl#{number}", code, str(number), str(column))
        for number, (_, code, column, _) in enumerate(BROKEN, 1)
    ]
    for row, (line, _, _, message) in zip(told, BROKEN, strict=True):
        assert row["message"].startswith(message), line
    page = Path("out", "scorecards", f"{card_name('subs/x.jsonl#16')}.html").read_text(encoding="utf-8")
    assert all(text in unescape(page) for text in ("<h3>Line 16, column 10: ", '>{"a": 1, "a": 2}<'))


def test_what_is_found_in_a_line_is_told_with_the_line_of_the_file(folder: Path) -> None:
    text = submission("S", program={"titel": "Nursing"})
    files(folder / "subs", {"x.jsonl": f"\n{text}\n", "y.json": f"\n{text}\n"})

    run_here(documents=True)

    of_line, of_file = results().values()
    for part in ("problems", "findings"):
        assert of_line[part] == of_file[part] != []
    cards = [json.loads(card.read_bytes()) for card in sorted(Path("out", "scorecards").glob("*.json"))]
    assert cards[0]["problems"] == cards[1]["problems"]
    assert {problem["line"] for problem in cards[0]["problems"]} == {2}

"""Tables say what the scorecards say, are whole or as before, and run nothing that a stranger wrote."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch.cells import CELL_LIMIT, cut, harmless, text_cell
from poscheck.batch.columns import reasons_text
from poscheck.batch.tables import NAMES, Tables, submissions_table
from poscheck.errors import PoscheckError, UsageError
from poscheck.report.wording import VERDICT
from tests.batch.made import FILES, card, facts, failed, lay, many, rules, sample, samples
from tests.report.cards import HOSTILE
from tests.rulesets import ruleset, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from poscheck.scorecard import RatingRange

ATTACKS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    '"=1+1"',
    "' =1+1",
    "“=1+1”",
    "\x00=1+1",
    "\x1b[31m=1+1",
    "\u202e=1+1",
    "\uff1d1+1",
    "fine;=1+1",
    'fine, and; "=1+1',
    "fine\t=1+1",
]


def written(folder: Path, lines: Sequence[dict[str, Any]], **options: bool) -> Path:
    lay(folder, lines)
    tables = Tables(folder, rules(), facts(), **{"workbook": False, **options})
    tables.finish()
    tables.close()
    return folder


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def as_csv(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def rating_text(rating: RatingRange | None) -> str:
    if rating is None:
        return ""
    return str(rating.low) if rating.low == rating.high else f"{rating.low} to {rating.high}"


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    folder = written(tmp_path_factory.mktemp("run"), samples())
    return {row["source"]: row for row in read(folder / "results.csv")}


def test_there_is_a_row_for_each_submission_in_order(rows: dict[str, dict[str, str]]) -> None:
    assert list(rows) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_row_says_what_the_scorecard_says(rows: dict[str, dict[str, str]], name: str) -> None:
    row, of = rows[name], card(name)

    assert (row["verdict"], row["ready"]) == (of.verdict, str(of.readiness.ready).lower())
    assert (row["district"], row["program"]) == (of.submission.district or "", of.submission.program or "")
    assert of.score is not None
    assert (row["score_low"], row["score_high"]) == (str(of.score.low), str(of.score.high))
    assert {outcome: int(row[outcome]) for outcome in ("met", "not_met", "incomplete", "needs_review")} == {
        "met": of.counts.met,
        "not_met": of.counts.not_met,
        "incomplete": of.counts.incomplete,
        "needs_review": of.counts.needs_review,
    }
    assert int(row["problems"]) == len(of.problems)
    assert row["near"] == ", ".join(of.near)
    for part in of.components:
        figures = (row[f"component_{part.number}_low"], row[f"component_{part.number}_high"])
        assert figures == ((str(part.score.low), str(part.score.high)) if part.score else ("", ""))
        for criterion in part.criteria:
            if criterion.responsible == "state":
                assert f"criterion_{criterion.id}" not in row
            else:
                assert row[f"criterion_{criterion.id}"] == rating_text(criterion.rating)
    mentioned = {reason.criterion for reason in of.verdict_reasons if reason.criterion}
    assert all(criterion in row["reasons"] for criterion in mentioned)
    assert bool(row["reasons"]) == bool(of.verdict_reasons)


def test_what_a_reviewer_changed_stands_beside_the_machines_verdict(rows: dict[str, dict[str, str]]) -> None:
    decided = {name: row for name, row in rows.items() if row["verdict_without_decisions"]}

    assert [name.split("-")[0] for name in decided] == ["startup"]
    assert all(int(row["decisions"]) > 0 for row in decided.values())
    assert {row["decisions"] for name, row in rows.items() if name not in decided} == {"0"}


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_ruleset_has_columns_of_different_names(name: str) -> None:
    columns = submissions_table(ruleset(name)).columns

    assert len({column.name for column in columns}) == len({column.title for column in columns}) == len(columns)
    assert sum(column.name.startswith("criterion_") for column in columns) == sum(
        criterion.scored for criterion in ruleset(name).criteria
    )


def test_reasons_are_told_by_kind() -> None:
    reasons = [
        ["not_ready", None, None, False],
        ["not_met", "6.1", None, True],
        ["not_met", None, "partnerships", True],
        ["missing_evidence", "2.1", None, False],
        ["not_met", "7.1", None, False],
    ]

    assert reasons_text(reasons, rules()) == (
        "Not ready to submit. Falls short: 6.1, component 2. Evidence is missing: 2.1. Not confirmed yet: 7.1."
    )


def test_a_file_of_values_has_the_mark_of_utf_8_and_the_line_ends_of_excel(tmp_path: Path) -> None:
    folder = written(tmp_path, [sample(district="Cañon — “Ünïted”"), failed()])

    for name in ("results.csv", "failures.csv"):
        content = (folder / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(b"\r\n") == 2
    assert read(folder / "results.csv")[0]["district"] == "Cañon — “Ünïted”"


def test_what_is_empty_stays_empty(tmp_path: Path) -> None:
    nothing = sample(score=None, components=dict.fromkeys(sample()["result"]["components"]), id=None)

    row = read(written(tmp_path, [nothing]) / "results.csv")[0]

    assert [row[name] for name in ("score_low", "score_high", "component_1_low", "component_10_high", "id")] == [""] * 5


def test_a_number_stays_a_number_where_it_is_negative(tmp_path: Path) -> None:
    line = sample(score={"low": -0.5, "high": 1.0})  # none of ours is; but a figure is never taken for a formula

    assert read(written(tmp_path, [line]) / "results.csv")[0]["score_low"] == "-0.5"


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("attack", [*ATTACKS, *HOSTILE], ids=repr)
def test_no_cell_begins_as_a_formula_or_holds_a_control_character(tmp_path: Path, attack: str, separator: str) -> None:
    line = sample(source=attack, district=attack, program=attack, school=attack, id=attack, near=[attack])
    folder = written(tmp_path, [line, failed(attack, attack)])

    for name in ("results.csv", "failures.csv"):
        text = (folder / name).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        assert all(character.isprintable() or character in "\n\u00ad\u200c\u200d" for character in text)
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            for cell in row:
                assert not cell.lstrip(" \"'“”").startswith(("=", "+", "-", "@", "\uff1d")) or cell.startswith("'")


@pytest.mark.parametrize("text", ["Riverside", "A - B", "a=b", "6.1 to 7", "x@example.org", "1; 2; 3", "", "(=)"])
def test_a_harmless_text_is_left_as_it_is(text: str) -> None:
    assert harmless(text_cell(text)) == text


def test_a_row_of_failures_says_what_where_and_what_to_do(tmp_path: Path) -> None:
    unexplained = failed("b.yaml")
    unexplained["failure"]["problems"][0].update(allowed=None, suggestion=None, line=None, column=None)

    gone = failed("c.yaml")
    gone["failure"]["problems"][0].update(allowed=None, suggestion=None, line=None, column=None, code="missing-file")

    rows = read(written(tmp_path, [failed("a.yaml", "One.", "Two."), sample(), unexplained, gone]) / "failures.csv")

    assert [(row["source"], row["number"], row["message"], row["line"], row["column"]) for row in rows] == [
        ("a.yaml", "1", "One.", "1", "7"),
        ("a.yaml", "2", "Two.", "2", "7"),
        ("b.yaml", "1", "Something is wrong.", "", ""),
        ("c.yaml", "1", "Something is wrong.", "", ""),
    ]
    assert rows[0]["what_to_do"] == "Did you mean format? What would fit: a mapping"
    assert rows[2]["what_to_do"] == "Correct that in the file, and hand it in again."
    assert rows[3]["what_to_do"] == "Then run the same command again."


def test_same_lines_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (written(tmp_path / name, many(20), workbook=True) for name in ("a", "b"))

    for name in ("results.csv", "failures.csv", "results.xlsx"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_a_failure_in_the_middle_leaves_what_was_there(tmp_path: Path) -> None:
    folder = written(tmp_path, samples(), workbook=True)
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}

    def broken() -> Iterator[dict[str, Any]]:
        yield sample()
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="the disk is full"):
        Tables(folder, rules(), facts()).write(broken())

    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before
    assert sorted(file.name for file in folder.iterdir()) == sorted([*before, "parts"])


def test_what_a_killed_run_has_left_is_taken_away(tmp_path: Path) -> None:
    left = tmp_path / "unfinished" / "tables" / "results.xlsx"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")

    written(tmp_path, samples())

    tables = ["decisions.csv", "failures.csv", "queue.csv", "results.csv"]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([*tables, "parts"])


def test_a_format_that_is_not_asked_for_does_not_stay_from_an_earlier_time(tmp_path: Path) -> None:
    written(tmp_path, samples(), workbook=True)
    written(tmp_path, samples()[:2])

    assert not (tmp_path / "results.xlsx").exists()


def test_a_file_that_cannot_be_replaced_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr("pathlib.Path.replace", refuse)

    with pytest.raises(PoscheckError, match=r"results\.csv may not be replaced; close it"):
        written(tmp_path, samples())


def test_a_missing_library_is_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)

    with pytest.raises(UsageError, match=r"pip install 'poscheck\[parquet\]'"):
        Tables(tmp_path, rules(), facts(), parquet=True)


def test_a_parquet_file_holds_what_the_csv_holds(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra poscheck[parquet] is not installed")
    folder = written(tmp_path, [*many(30), sample(district="=1+1\x07")], parquet=True)

    table = parquet.read_table(folder / "results.parquet")
    told = [{name: as_csv(value) for name, value in row.items()} for row in table.to_pylist()]

    expected = read(folder / "results.csv")
    expected[-1]["district"] = "=1+1"  # Parquet is no spreadsheet
    assert told == expected


def test_a_cell_is_cut_where_a_spreadsheet_would() -> None:
    whole, long = "x" * CELL_LIMIT, "\U0001f600" * CELL_LIMIT

    assert cut(whole) == whole
    assert len(cut(long).encode("utf-16-le")) // 2 in {CELL_LIMIT, CELL_LIMIT - 1}
    assert cut(long).endswith("… (cut)")


def test_every_verdict_has_its_words() -> None:
    assert {card(name).verdict for name in FILES} == set(VERDICT)


def test_the_names_of_all_tables_are_known(tmp_path: Path) -> None:
    folder = written(tmp_path, samples(), workbook=True)

    assert {file.name for file in folder.iterdir()} - {"parts"} == set(NAMES) - {"results.parquet"}

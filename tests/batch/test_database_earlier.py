"""A run and the one before it: the same program is found again, or is said to be new."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch.database import Database, run_id
from poscheck.batch.earlier import earlier_run
from poscheck.errors import UsageError
from tests.batch.made import facts, lay, rules, sample
from tests.batch.test_database import ask

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LAST, NOW, NEXT = "2025-10-15", "2026-10-15", "2027-10-15"


def year(folder: Path, as_of: str, lines: Sequence[dict[str, Any]], earlier: Path | None = None) -> Path:
    of = facts(as_of=as_of)
    found = earlier_run(earlier, run_id(of), as_of) if earlier else None
    database = Database(folder, rules(), of, earlier=found)
    for part in lay(folder, lines):
        database.part(*part)
    database.finish()
    return folder / "results.sqlite"


def handed_in(source: str, low: float = 0.5, **named: Any) -> dict[str, Any]:
    known = {"id": None, "district": "Shore", "district_id": "0612345", "state": "CA", "cip": None, **named}
    return sample(source=source, score={"low": low, "high": 1.0}, **known)


CASES: dict[str, tuple[dict[str, Any], dict[str, Any], str | None]] = {
    "its number": ({"id": "a"}, {"id": "a"}, "number, in the same district"),
    "its number, where the district's number is new": (
        {"id": "a", "district_id": None},
        {"id": "a"},
        "number, in the district of the same name",
    ),
    "its code": ({"cip": "51.0899"}, {"cip": "51.0899", "id": "b"}, "program code, in the same district"),
    "its number before its code": (
        {"id": "a", "cip": "51.0899"},
        {"id": "a", "cip": "51.0904"},
        "number, in the same district",
    ),
    "nothing, in another district": ({"id": "a"}, {"id": "a", "district_id": "0699999", "district": "Hills"}, None),
    "nothing, in a district of another state": (
        {"id": "a", "district_id": None},
        {"id": "a", "district_id": None, "state": "NV"},
        None,
    ),
    "nothing, with neither": ({}, {}, None),
}


@pytest.mark.parametrize("case", CASES)
def test_a_program_is_found_again_by(tmp_path: Path, case: str) -> None:
    before, now, told = CASES[case]
    year(tmp_path / "last", LAST, [handed_in("old.yaml", 0.25, **before)])

    file = year(tmp_path / "now", NOW, [handed_in("new.yaml", 0.5, **now)], tmp_path / "last")

    asked = (
        "SELECT source, matched_by, source_before, score_low_before, score_low, score_low_change FROM v_year_on_year"
    )
    same = ("old.yaml", 0.25, 0.5, 0.25) if told else (None, None, 0.5, None)
    assert ask(file, asked) == [("new.yaml", told, *same)]


@pytest.mark.parametrize("twice", ["before", "now"])
def test_what_was_handed_in_twice_is_nobodys_match(tmp_path: Path, twice: str) -> None:
    one, two = [handed_in("a.yaml", id="a")], [handed_in("a.yaml", id="a"), handed_in("b.yaml", id="a")]
    year(tmp_path / "last", LAST, two if twice == "before" else one)

    file = year(tmp_path / "now", NOW, one if twice == "before" else two, tmp_path / "last" / "results.sqlite")

    assert {told for (told,) in ask(file, "SELECT matched_by FROM v_year_on_year")} == {None}


def test_one_program_is_the_match_of_one(tmp_path: Path) -> None:
    year(tmp_path / "last", LAST, [handed_in("a.yaml", id="a", cip="51.0899")])

    now = [handed_in("a.yaml", id="a", cip="51.0904"), handed_in("b.yaml", id="b", cip="51.0899")]
    file = year(tmp_path / "now", NOW, now, tmp_path / "last")

    assert ask(file, "SELECT source, source_before FROM v_year_on_year ORDER BY source") == [
        ("a.yaml", "a.yaml"),
        ("b.yaml", None),
    ]


def test_runs_before_the_one_before_come_along(tmp_path: Path) -> None:
    year(tmp_path / "a", LAST, [handed_in("a.yaml", 0.25, id="a")])
    year(tmp_path / "b", NOW, [handed_in("b.yaml", 0.5, id="a")], tmp_path / "a")

    for _ in range(2):  # the second time it goes on from the finished one
        file = year(tmp_path / "c", NEXT, [handed_in("c.yaml", 0.75, id="a")], tmp_path / "b")

        assert ask(file, "SELECT age, as_of, complete FROM runs ORDER BY age") == [
            (0, NEXT, 1),
            (1, NOW, 1),
            (2, LAST, 1),
        ]
        assert ask(file, "SELECT age, source, entry < 0 FROM submissions ORDER BY age") == [
            (0, "c.yaml", 0),
            (1, "b.yaml", 1),
            (2, "a.yaml", 1),
        ]
        assert ask(file, "SELECT source_before, score_low_change FROM v_year_on_year") == [("b.yaml", 0.25)]
        assert ask(file, "SELECT source FROM v_latest") == [("c.yaml",)]


def test_without_an_earlier_run_none_stays(tmp_path: Path) -> None:
    lines = [handed_in("a.yaml", id="a")]
    year(tmp_path / "last", LAST, lines)
    year(tmp_path / "now", NOW, lines, tmp_path / "last")

    file = year(tmp_path / "now", NOW, lines)

    assert ask(file, "SELECT age FROM runs") == [(0,)]
    assert ask(file, "SELECT source, source_before FROM v_year_on_year") == [("a.yaml", None)]


def incomplete(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "results.sqlite")) as connection, connection:
        connection.execute("UPDATE runs SET complete = 0")


def of_another_version(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "results.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")


def no_database(folder: Path) -> None:
    (folder / "results.sqlite").write_text("something else", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "as_of", "message"),
    [
        (incomplete, NOW, "is not complete; run its command again first"),
        (of_another_version, NOW, r"no results\.sqlite that this version of poscheck can read"),
        (no_database, NOW, r"no results\.sqlite that this version of poscheck can read"),
        (None, "2024-01-01", "as of 2025-10-15, which is after 2024-01-01"),
        (None, LAST, "that is this run itself"),
    ],
)
def test_a_run_that_cannot_be_the_one_before_is_refused(tmp_path: Path, spoil: Any, as_of: str, message: str) -> None:
    year(tmp_path, LAST, [handed_in("a.yaml")])
    if spoil:
        spoil(tmp_path)

    with pytest.raises(UsageError, match=message):
        earlier_run(tmp_path, run_id(facts(as_of=as_of)), as_of)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--previous .*nowhere: there is no results\.sqlite"):
        earlier_run(tmp_path / "nowhere", "0", NOW)

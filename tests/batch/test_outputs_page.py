"""Every column that a batch writes is on the page of outputs, and the questions on it can be asked."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from poscheck.batch.columns import Table
from poscheck.batch.database import schema
from poscheck.batch.failure_table import failures
from poscheck.batch.queue_table import COLUMNS
from poscheck.batch.tables import submissions_table
from tests.batch.made import failed, many, rules, samples
from tests.batch.test_database import ask, load
from tools.batch_outputs import documented

PAGE = (Path(__file__).parents[2] / "docs" / "batch-outputs.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^-- (.+)\n((?:(?!--).+\n)+)", PAGE.split("```sql\n")[1].split("```")[0], re.MULTILINE)


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("`results.csv` and `results.parquet`", submissions_table(rules())),
        ("`failures.csv`", failures()),
        ("`queue.csv`", Table(COLUMNS, lambda _: [])),
    ],
)
def test_every_column_is_on_the_page(title: str, table: Table) -> None:
    names = re.findall(r"^\| `([^`]+)` \|", section(title), re.MULTILINE)
    patterns = [re.compile(re.escape(name).replace("N", "[0-9]+").replace("ID", ".+")) for name in names]

    columns = [column.name for column in table.columns]
    assert [name for name in columns if not any(pattern.fullmatch(name) for pattern in patterns)] == []
    assert [pattern.pattern for pattern in patterns if not any(map(pattern.fullmatch, columns))] == []


def test_every_table_view_and_column_of_the_database_is_on_the_page() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema())
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        ]
        actual = {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}

    told = {name: [column for column, _ in rows] for _, name, _, rows in documented()}
    told["v_latest"] = [*told["submissions"], *told["v_latest"][1:]]
    assert told == actual


@pytest.mark.parametrize(("told", "question"), QUESTIONS, ids=[told for told, _ in QUESTIONS])
def test_a_question_on_the_page_can_be_asked(tmp_path: Path, told: str, question: str) -> None:
    file = load(tmp_path, [*samples(), *many(10), failed()])

    assert bool(ask(file, question)) == ("since the run before" not in told)


def test_there_are_questions() -> None:
    assert len(QUESTIONS) == 5

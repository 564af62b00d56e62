"""The database holds what the parts hold, however often the run was stopped on the way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch import database_file
from poscheck.batch.database import Database, run_id
from poscheck.batch.lines import written
from poscheck.batch.rows import rows_of
from poscheck.errors import PoscheckError
from tests.batch.made import FILES, card, facts, failed, lay, many, rules, sample, samples, without
from tests.report.cards import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.scorecard import Scorecard

Line = dict[str, Any]


def load(folder: Path, lines: Sequence[Line], **options: Any) -> Path:
    """The finished database of ``lines``."""
    database = Database(folder, rules(), facts(), **options)
    try:
        for number, file in lay(folder, lines):
            database.part(number, file)
        database.finish()
    finally:
        database.close()
    return folder / "results.sqlite"


def ask(file: Path, question: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(question, values).fetchall()


def content(file: Path) -> dict[str, list[Any]]:
    """Every table in the order of its key, and every view."""
    found = {}
    for name, kind in ask(file, "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"):
        columns = ask(file, f"PRAGMA table_info({name})")
        keys = [row[1] for row in columns if row[5]] or [row[1] for row in columns]
        order = ", ".join(f'"{key}"' for key in keys)
        if not name.startswith("sqlite_"):
            found[f"{kind} {name}"] = ask(file, f"SELECT * FROM {name} ORDER BY {order}")  # noqa: S608 -- our names
    return found


def figures(of: Scorecard) -> tuple[float, float]:
    assert of.score is not None
    return of.score.low, of.score.high


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load(tmp_path_factory.mktemp("run"), [*samples(), failed("broken.yaml", "One.", "Two.")])


def test_a_submission_is_a_row_with_the_figures_of_its_scorecard(whole: Path) -> None:
    rows = ask(
        whole, "SELECT source, verdict, ready, score_low, score_high, met, problems, near, reviews FROM v_latest"
    )

    cards = [(name, card(name)) for name in FILES]
    assert rows == [
        (
            name,
            of.verdict,
            of.readiness.ready,
            *figures(of),
            of.counts.met,
            *map(len, (of.problems, of.near, of.reviews)),
        )
        for name, of in cards
    ]


def test_components_and_criteria_are_those_of_the_scorecards(whole: Path) -> None:
    components = {
        (name, part.id, part.score.low, part.score.high)
        for name in FILES
        for part in card(name).components
        if part.score
    }
    criteria = {
        (name, result.id, result.title, result.rating.low, result.rating.high, result.top)
        for name in FILES
        for part in card(name).components
        for result in part.criteria
        if result.rating
    }

    found = ask(whole, "SELECT source, component, low, high FROM components JOIN submissions USING (entry)")
    assert set(found) == components
    assert set(ask(whole, "SELECT source, criterion, title, low, high, top FROM v_criteria")) == criteria


def test_outcomes_of_rules_are_counted(whole: Path) -> None:
    expected: Counter[tuple[str, str, str]] = Counter()
    for name in FILES:
        of = card(name)
        groups = [of.readiness.findings, *(result.findings for part in of.components for result in part.criteria)]
        for finding in (finding for group in groups for finding in group):
            expected[finding.rule, finding.outcome, finding.problem or ""] += 1

    found = ask(whole, "SELECT rule, outcome, problem, count FROM rule_outcomes")
    assert {tuple(key): number for *key, number in found} == expected


def test_a_line_is_kept_as_it_is_in_the_results(whole: Path) -> None:
    kept = ask(whole, "SELECT result FROM details ORDER BY entry")

    assert [written({"result": line["result"]}) for line in samples()] == [
        b'{"result":' + text.encode() + b"}\n" for (text,) in kept
    ]


def test_failures_texts_and_pages_are_there(whole: Path) -> None:
    assert ask(whole, 'SELECT source, number, message, line, "column", allowed FROM failures') == [
        ("broken.yaml", 1, "One.", 1, 7, "a mapping"),
        ("broken.yaml", 2, "Two.", 2, 7, "a mapping"),
    ]
    assert ask(whole, "SELECT hash, count(*) FROM texts GROUP BY hash HAVING count(*) > 1") == [("f" * 16, len(FILES))]
    assert ask(whole, "SELECT count(DISTINCT school_program) FROM school_programs") == [(len(FILES),)]
    assert [page is None for (page,) in ask(whole, "SELECT page FROM submissions ORDER BY entry")] == [True, False] * 4


def test_the_rulesets_words_are_there(whole: Path) -> None:
    titles = [(part.id, part.number, part.title) for part in rules().components]

    assert ask(whole, "SELECT component, number, title FROM ruleset_components ORDER BY number") == titles
    assert ask(whole, "SELECT count(*), sum(scored) FROM ruleset_criteria") == [
        (len(rules().criteria), sum(criterion.scored for criterion in rules().criteria))
    ]
    assert ask(whole, "SELECT question FROM ruleset_rules ORDER BY place") == [(r.question,) for r in rules().rules]


def test_the_finished_one_is_a_single_file_in_the_ordinary_mode(whole: Path) -> None:
    assert sorted(file.name for file in whole.parent.iterdir()) == ["parts", "results.sqlite"]
    assert ask(whole, "PRAGMA journal_mode") == [("delete",)]
    assert ask(whole, "PRAGMA integrity_check") == [("ok",)]
    assert ask(whole, "SELECT count(*) FROM sqlite_stat1") != [(0,)]
    assert ask(whole, "SELECT age, as_of, complete FROM runs") == [(0, "2026-10-15", 1)]


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_the_order_of_parts_changes_nothing(tmp_path: Path, whole: Path, journal: Any) -> None:
    database = Database(tmp_path, rules(), facts(), journal=journal)
    parts = lay(tmp_path, [*samples(), failed("broken.yaml", "One.", "Two.")])
    for number, file in [*reversed(parts), *parts]:
        database.part(number, file)
    database.finish()

    assert content(tmp_path / "results.sqlite") == content(whole)


CHANGES = {
    "nothing": many(23),
    "one line": [*many(22), sample(source="00022.yaml", verdict="meets", met=["x"])],
    "one less": without(many(23), 11),
    "parts fewer": many(9),
    "one more": many(24),
    "a failure mended": [sample(source="00006.yaml") if "failure" in line else line for line in many(23)],
}


@pytest.mark.parametrize("change", CHANGES)
def test_loading_again_gives_what_loading_anew_gives(tmp_path: Path, change: str) -> None:
    load(tmp_path / "again", many(23))
    again = load(tmp_path / "again", CHANGES[change])

    assert content(again) == content(load(tmp_path / "anew", CHANGES[change]))


def spied(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the parts that are read into rows from now on."""
    seen: list[int] = []

    def watched(number: int, text: bytes, ids: list[str]) -> object:
        seen.append(number)
        return rows_of(number, text, ids)

    monkeypatch.setattr("poscheck.batch.database.rows_of", watched)
    return seen


def test_only_what_has_changed_is_loaded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, many(23))
    seen = spied(monkeypatch)

    load(tmp_path, [*many(12), sample(source="00012.yaml"), *many(23)[13:]])

    assert seen == [2]


KILLED = """
import os, signal, sys
from pathlib import Path
from poscheck.batch import database, database_file, unfinished
from poscheck.batch.store import RunFolder
from tests.batch.made import facts, rules

def die(*_):
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

folder, journal, where = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
writer = database.Database(folder, rules(), facts(), journal=journal)
for number, file in RunFolder(folder).parts():
    if (number, where) == (7, "in a part"):
        insert = database._insert
        database._insert = lambda at, table, *rows: die() if table == "parts" else insert(at, table, *rows)
    writer.part(number, file)
if where == "before the end":
    database_file.finish = die
unfinished.put = die
writer.finish()
"""


@pytest.mark.parametrize(
    ("journal", "where", "loaded"),
    [
        ("wal", "in a part", range(7)),
        ("delete", "in a part", range(7)),
        ("wal", "before the end", range(12)),
        ("wal", "before its place", range(12)),
    ],
)
def test_a_run_that_is_killed_goes_on_where_it_was(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, journal: Any, where: str, loaded: range
) -> None:
    folder, lines = tmp_path / "run", many(60)
    lay(folder, lines)
    command = [sys.executable, "-c", KILLED, str(folder), journal, where]
    settings = {**os.environ, "POSCHECK_NO_CACHE": "", "XDG_CACHE_HOME": str(cache)}
    root = Path(__file__).parents[2]
    killed = subprocess.run(command, cwd=root, env=settings, capture_output=True, text=True, check=False)
    assert killed.returncode != 0
    assert killed.stderr == ""

    with closing(sqlite3.connect(folder / "unfinished" / "results.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert [number for (number,) in connection.execute("SELECT number FROM parts")] == list(loaded)
        entries = {entry // 1_000_000 for (entry,) in connection.execute("SELECT entry FROM submissions")}
    assert entries == set(loaded)

    seen = spied(monkeypatch)
    resumed = load(folder, lines, journal=journal)
    assert set(seen) == set(range(12)) - set(loaded)
    assert content(resumed) == content(load(tmp_path / "fresh", lines))


def test_others_can_read_while_it_is_written_and_while_it_is_finished(tmp_path: Path) -> None:
    database = Database(tmp_path, rules(), facts())
    work = tmp_path / "unfinished" / "results.sqlite"
    first, *rest = lay(tmp_path, samples(), size=2)
    database.part(*first)
    with closing(sqlite3.connect(work)) as reader:
        assert reader.execute("SELECT count(*) FROM v_latest").fetchall() == [(2,)]
        assert reader.execute("SELECT complete FROM runs").fetchall() == [(0,)]
        for part in rest:
            database.part(*part)
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM submissions").fetchall() == [(8,)]

        database.finish()

    target = tmp_path / "results.sqlite"
    assert ask(target, "PRAGMA journal_mode") == [("delete",)]
    assert ask(target, "PRAGMA integrity_check") == [("ok",)]
    assert ask(target, "SELECT source FROM v_latest ORDER BY entry") == [(name,) for name in FILES]


def test_what_is_not_ours_is_replaced(tmp_path: Path) -> None:
    work = tmp_path / "unfinished" / "results.sqlite"
    work.parent.mkdir()
    work.write_bytes(b"not a database at all, but long enough to be taken for one" * 100)
    (tmp_path / "results.sqlite").write_bytes(b"")
    (tmp_path / "results.sqlite-journal").write_bytes(b"of a file that is gone")

    assert len(ask(load(tmp_path, samples()), "SELECT * FROM v_latest")) == len(FILES)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["parts", "results.sqlite"]


def test_the_database_of_another_list_of_files_is_not_gone_on_with(tmp_path: Path) -> None:
    load(tmp_path, many(23))
    database = Database(tmp_path, rules(), facts(manifest="two"))
    for part in lay(tmp_path, samples()):
        database.part(*part)
    database.finish()

    assert ask(tmp_path / "results.sqlite", "SELECT run_id FROM runs") == [(run_id(facts(manifest="two")),)]
    assert len(ask(tmp_path / "results.sqlite", "SELECT * FROM submissions")) == len(FILES)


def test_an_error_before_the_end_leaves_the_finished_one(tmp_path: Path) -> None:
    before = load(tmp_path, many(23)).read_bytes()
    database = Database(tmp_path, rules(), facts(manifest="two"))
    database.part(*lay(tmp_path, samples())[0])
    database.close()

    assert (tmp_path / "results.sqlite").read_bytes() == before


def test_a_file_that_cannot_be_replaced_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr("pathlib.Path.replace", refuse)

    with pytest.raises(PoscheckError, match=r"results\.sqlite may not be replaced; close it"):
        load(tmp_path, samples())


def test_texts_of_a_stranger_are_plain(tmp_path: Path) -> None:
    lines = [sample(source=f"{number} {text}", district=text) for number, text in enumerate(HOSTILE)]

    found = ask(
        load(tmp_path, [*lines, *(failed(text, text) for text in HOSTILE)]), "SELECT source, district FROM v_latest"
    )

    assert len(found) == len(HOSTILE)
    assert all(sign.isprintable() or sign in "\u00ad\u200c\u200d" for row in found for text in row for sign in text)
    assert found[0][1] == HOSTILE[0]


def test_the_version_of_the_program_is_read_from_the_header(whole: Path) -> None:
    found = database_file.described(whole)

    assert found is not None
    assert (found.run_id, found.as_of, found.complete) == (run_id(facts()), "2026-10-15", True)
    assert database_file.described(whole.parent / "parts" / "part-000000.jsonl") is None
    assert database_file.described(whole.parent / "nothing.sqlite") is None

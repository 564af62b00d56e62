"""``poscheck check``: the answers, their forms and the exit codes."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from poscheck.cli.exits import Code
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (("meets.yaml",), Code.MEETS),
        (("weak.yaml",), Code.DOES_NOT_MEET),
        (("meets.yaml", "weak.yaml"), Code.DOES_NOT_MEET),
        (("weak.yaml", "broken.yaml", "meets.yaml"), Code.UNREADABLE),
        (("no-such-file.yaml",), Code.UNREADABLE),
    ],
)
@pytest.mark.usefixtures("meets", "weak", "broken")
def test_the_exit_code_is_the_worst_of_all_files(run: Run, files: tuple[str, ...], code: Code) -> None:
    assert run("check", *files).exit_code == code


def test_exit_zero_is_for_answers_only(run: Run, weak: Path, broken: Path) -> None:
    assert run("check", weak, "--exit-zero").exit_code == Code.MEETS
    assert run("check", broken, "--exit-zero").exit_code == Code.UNREADABLE


def test_wrong_use_is_2(run: Run, meets: Path) -> None:
    for arguments in (
        ["check"],
        ["check", meets, "--as-of", "yesterday"],
        ["check", meets, "--as-of", "1999-01-01"],
        ["check", meets, "--ruleset", "ten-component"],
        ["check", meets, "--format", "pdf"],
        ["check", meets, "--decisions", "no-such-file.yaml"],
        ["chek", meets],
    ):
        assert run(*arguments).exit_code == Code.USAGE, arguments


def test_a_broken_ruleset_is_4_with_every_place(run: Run, meets: Path, folder: Path) -> None:
    rules = folder / "rules"
    shutil.copytree(data_dir("rules") / "ten-components", rules)
    file = rules / "02-partnerships.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("of: memoranda", "of: memorandums", 1).replace("level: quality", "level: good", 1))
    result = run("check", meets, "--ruleset", rules)
    assert result.exit_code == Code.BROKEN_RULESET
    assert "rules/02-partnerships.yaml:" in result.stderr
    assert "Did you mean: memoranda" in result.stderr
    assert "there is no level `good`" in result.stderr
    assert result.stdout == ""


def test_a_ruleset_that_extends_nothing_is_broken_and_not_wrong_use(run: Run, meets: Path, folder: Path) -> None:
    (folder / "ours").mkdir()
    (folder / "ours" / "ruleset.yaml").write_text(
        "format: poscheck-ruleset/1\nid: ours\ntitle: Ours\nversion: 1.0.0\nextends: ten-component\n"
    )
    assert run("check", meets, "--ruleset", "ours").exit_code == Code.BROKEN_RULESET


def test_names_that_are_nearly_right(run: Run, meets: Path) -> None:
    assert "Did you mean: ten-components" in run("check", meets, "--ruleset", "ten-component").stderr
    assert "Did you mean 2026-10-15?" in run("check", meets, "--as-of", "10/15/2026").stderr
    assert "Did you mean check?" in run("chek", meets).stderr
    assert "Did you mean: meets.yaml" in run("check", "meet.yaml").stderr


def test_text_is_short_and_says_how_to_get_the_page(run: Run, meets: Path, folder: Path) -> None:
    result = run("check", meets)
    assert result.stdout.startswith("Ready to submit, and meets the requirements.\n")
    assert "October 1, 2026, the date on the submission" in result.stdout
    assert "--format html" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert [path.name for path in folder.iterdir()] == ["meets.yaml"], "nothing is written unasked"


def test_the_day_is_always_said_with_where_it_is_from(run: Run, meets: Path, weak: Path) -> None:
    assert "October 15, 2026, the date given" in run("check", meets, "--as-of", "2026-10-15").stdout
    assert "the day of this check" in run("check", weak).stdout


def test_a_submission_from_before_the_ruleset_says_whose_date_that_is(run: Run, folder: Path) -> None:
    (folder / "old.yaml").write_text("format: poscheck/1\nsubmission: {submitted_on: 1999-05-01}\n")
    result = run("check", "old.yaml")
    assert result.exit_code == Code.USAGE
    for part in ("old.yaml", "in force from", "submitted_on", "--as-of"):
        assert part in " ".join(result.stderr.split())


def test_several_files_one_after_the_other(run: Run, meets: Path, weak: Path, broken: Path) -> None:
    result = run("check", meets, broken, weak)
    assert result.stdout.index(f"== {meets}") < result.stdout.index(f"== {weak}")
    assert f"{broken} cannot be read" in " ".join(result.stderr.split())


def test_json_of_one_is_an_object_and_of_several_an_array(run: Run, meets: Path, weak: Path, broken: Path) -> None:
    one = json.loads(run("check", meets, "--format", "json").stdout)
    assert one["format"] == "poscheck-scorecard/1"
    assert one["submission"]["source"] == "meets.yaml", "no folder of this computer is in a scorecard"
    assert one["verdict"] == "meets"
    several = json.loads(run("check", meets, broken, weak, "--format", "json").stdout)
    assert [card["submission"]["source"] for card in several] == ["meets.yaml", "weak.yaml"]
    assert len(json.loads(run("check", broken, meets, "--format", "json").stdout)) == 1
    assert run("check", broken, "--format", "json").stdout == ""


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
def test_documents_have_the_same_bytes_every_time(run: Run, meets: Path, form: str) -> None:
    first = run("check", meets, "--format", form, "--output", "-").stdout_bytes
    assert first == run("check", meets, "--format", form, "--output", "-").stdout_bytes
    assert b"\r" not in first
    assert first.endswith(b"\n")
    run("check", meets, "--format", form, "--output", "file")
    assert (meets.parent / "file").read_bytes() == first


def test_html_writes_a_page_and_says_where(run: Run, weak: Path, folder: Path) -> None:
    result = run("check", weak, "--format", "html")
    assert result.exit_code == Code.DOES_NOT_MEET
    assert "weak.scorecard.html" in result.stdout
    assert result.stdout.startswith("Not ready to submit yet")
    assert "<!DOCTYPE html>" in (folder / "weak.scorecard.html").read_text(encoding="utf-8")


def test_a_page_beside_the_text(run: Run, meets: Path, folder: Path) -> None:
    result = run("check", meets, "--page", "page.html")
    assert "The whole scorecard: page.html" in result.stdout
    assert (folder / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(run("check", meets, "--format", "json", "--page", "page.html").stdout)


def test_a_file_that_cannot_be_read_gets_a_page_with_its_lines(run: Run, broken: Path, folder: Path) -> None:
    result = run("check", broken, "--format", "html")
    assert result.exit_code == Code.UNREADABLE
    page = (folder / "broken.scorecard.html").read_text(encoding="utf-8")
    assert "broken.yaml could not be read" in page
    assert "name: x" in page
    assert "line 3" in result.stderr


def test_the_short_answer_and_longer_ones(run: Run, weak: Path) -> None:
    short, fixes, full = (run("check", weak, *more).stdout for more in ((), ("--fixes",), ("--full",)))
    assert len(short.splitlines()) < 100
    assert "10 Technical skills assessments" in short
    assert "Fix: " not in short
    assert len(fixes) > 4 * len(short)
    assert fixes.count("Fix: ") > 100
    assert len(full) > len(fixes)
    assert short.split("\n\n")[:2] == fixes.split("\n\n")[:2] == full.split("\n\n")[:2], "the answer comes first"


def test_decisions_are_counted_and_shown(run: Run, folder: Path) -> None:
    samples = data_dir("sample_submissions")
    sample = samples / "startup-agriculture.json"
    arguments = ("check", sample, "--as-of", "2026-10-15", "--format", "json")
    card = json.loads(run(*arguments, "--decisions", samples / "decisions-example.yaml").stdout)
    assert card["without_decisions"] is not None
    assert json.loads(run(*arguments).stdout)["without_decisions"] is None
    (folder / "other.yaml").write_text("format: poscheck/1\n")
    assert "no file of decisions" in " ".join(run(*arguments, "--decisions", "other.yaml").stderr.split())
    (folder / "queue.csv").write_text("source,outcome\n")
    assert "goes with poscheck batch" in " ".join(run(*arguments, "--decisions", "queue.csv").stderr.split())


def workbook(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")


UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing.yaml": (lambda _: None, "no such file"),
    "folder.yaml": (lambda file: file.mkdir(), "This is a folder"),
    "book.yaml": (workbook, "Excel"),
    "empty.yaml": (lambda file: file.write_bytes(b""), "poscheck init"),
    "binary.yaml": (lambda file: file.write_bytes(b"format: \x00\xff\xfe\x00"), "cannot be read"),
    "list.json": (lambda file: file.write_bytes(b"[1, 2]"), "a list of 2 entries"),
    "cut-off.json": (lambda file: file.write_bytes(b'{"format": "poscheck/1", '), "line 1"),
    "future.yaml": (lambda file: file.write_bytes(b"format: poscheck/9\n"), "poscheck/1"),
    "bomb.yaml": (lambda file: file.write_bytes(b"[" * 60_000), "cannot be read"),
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_whatever_cannot_be_read_is_said_and_is_3(run: Run, folder: Path, name: str, form: str) -> None:
    make, said = UNREADABLE[name]
    make(folder / name)
    result = run("check", name, "--format", form)
    assert result.exit_code == Code.UNREADABLE
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""

"""``poscheck render``: the scorecard of one submission of a batch, as it was in the run."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.batch.batches import SMALL, files, results, submission

if TYPE_CHECKING:
    from tests.cli.conftest import Run

OPEN = submission("N-1", memoranda=None)


@pytest.fixture
def finished(run: Run, folder: Path) -> Path:
    """A run over a file, an archive, a line, a file that is broken, and two submissions of one number."""
    files(folder, {
        "subs/north.json": OPEN, "subs/broken.json": "{", "subs/e.jsonl": f"\n{submission('E-2')}\n",
        "subs/twin1.json": submission("T"), "subs/twin2.json": submission("T"),
        "d.csv": "source,criterion,outcome,reason,role,decided_on,submission_digest\n",
    })  # fmt: skip
    with zipfile.ZipFile(folder / "subs" / "z.zip", "w") as archive:
        archive.writestr("a.json", submission("Z-1"))
    shutil.copytree(SMALL, folder / "rules")
    assert batch(run) == 3
    return folder / "out"


def batch(run: Run, *options: str) -> int:
    command = ("batch", "subs", "--out", "out", "--as-of", "2026-10-15", "--ruleset", "rules", "--pages", "all")
    return run(*command, "--no-spreadsheet", "--workers", "1", "--scorecards", *options).exit_code


@pytest.mark.parametrize("source", ["subs/north.json", "subs/e.jsonl#2", "subs/z.zip!/a.json"])
def test_the_page_and_the_json_are_those_of_the_run(run: Run, finished: Path, source: str) -> None:
    written = {file.suffix: file for file in finished.glob(f"scorecards/{stem(source)}-*")}

    assert run("render", "out", source, "--output", "page.html").exit_code == 0
    assert Path("page.html").read_bytes() == written[".html"].read_bytes()
    printed = run("render", "out", source, "--format", "json")
    assert printed.stdout_bytes == written[".json"].read_bytes()
    assert run("render", "out", results(finished)[source]["id"], "--format", "json").stdout == printed.stdout


def stem(source: str) -> str:
    return {"subs/north.json": "north", "subs/e.jsonl#2": "e", "subs/z.zip!/a.json": "a"}[source]


@pytest.mark.usefixtures("finished")
def test_without_a_name_the_page_goes_to_the_current_folder(run: Run) -> None:
    result = run("render", "out", "subs/north.json")

    assert (result.exit_code, result.stdout) == (0, "")
    page = next(Path().glob("north-*.scorecard.html"))
    assert result.stderr == f"Written to {page}\n"
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.usefixtures("finished")
@pytest.mark.parametrize(("form", "said"), [("text", "open"), ("markdown", "# ")])
def test_other_forms_are_printed(run: Run, form: str, said: str) -> None:
    result = run("render", "out", "N-1", "--format", form)

    assert (result.exit_code, result.stderr) == (0, "")
    assert said in result.stdout


def test_decisions_of_the_run_count(run: Run, finished: Path) -> None:
    digest = results(finished)["subs/north.json"]["digest"]
    with Path("d.csv").open("a") as table:
        table.write(f"subs/north.json,P1,met,seen,reviewer,2026-10-01,{digest}\n")
    assert batch(run, "--decisions", "d.csv") == 3
    Path("d.csv").unlink()

    card = json.loads(run("render", "out", "N-1", "--format", "json").stdout)

    assert card["verdict"] == "meets"
    assert card["without_decisions"]["verdict"] == "undecided"


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("subs/nort.json", 2, "this run has no submission subs/nort.json. Did you mean subs/north.json?"),
        ("north.json", 2, "this run has no submission north.json. Did you mean subs/north.json?"),
        ("broken", 2, "this run has no submission broken. Did you mean subs/broken.json?"),
        ("xyz", 2, "this run has no submission xyz. The names are in the column “source” of out/results.csv."),
        (
            "T",
            2,
            "several submissions have the number T, such as subs/twin1.json and subs/twin2.json; name the source.",
        ),
        ("subs/broken.json", 3, "subs/broken.json cannot be read:"),
    ],
)
@pytest.mark.usefixtures("finished")
def test_what_cannot_be_rendered_is_told(run: Run, name: str, code: int, message: str) -> None:
    result = run("render", "out", name)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in " ".join(result.stderr.split())
    assert not list(Path().glob("*.html"))


@pytest.mark.usefixtures("finished")
def test_a_changed_or_missing_file_is_refused(run: Run) -> None:
    files(Path("subs"), {"north.json": OPEN + "\n"})
    changed = run("render", "out", "N-1")
    Path("subs/north.json").unlink()
    gone = run("render", "out", "N-1")

    assert (changed.exit_code, gone.exit_code) == (2, 3)
    assert "subs/north.json was changed after this run" in changed.stderr
    told = " ".join(gone.stderr.split())
    assert f"The file is not there any more: {Path('subs/north.json').resolve()}. Put it back." in told
    page = next(Path("out/scorecards").glob("north-*.html"))
    for refused in (changed, gone):
        assert f"The page that the run has written is there: {page}\n" in refused.stderr
    page.unlink()
    assert "The page" not in run("render", "out", "N-1").stderr


@pytest.mark.usefixtures("finished")
def test_a_ruleset_that_was_changed_or_moved_is_asked_for(run: Run) -> None:
    Path("rules").rename("elsewhere")
    missing = run("render", "out", "N-1")
    given = run("render", "out", "N-1", "--ruleset", "elsewhere", "--format", "json")
    with Path("elsewhere/ruleset.yaml").open("a") as main:
        main.write("\n# changed\n")
    changed = run("render", "out", "N-1", "--ruleset", "elsewhere")

    assert (missing.exit_code, given.exit_code, changed.exit_code) == (2, 0, 2)
    for refused in (missing, changed):
        assert "the ruleset small 1.0.0 is not where it was" in refused.stderr
    assert run("render", "out", "N-1", "--ruleset", "nothing").exit_code == 2


@pytest.mark.usefixtures("finished")
@pytest.mark.parametrize(
    ("old", "new", "other"), [("id: small", "id: little", "little 1.0.0"), ("1.0.0", "2.0.0", "small 2.0.0")]
)
def test_another_ruleset_is_told_from_the_one_of_the_run(run: Run, old: str, new: str, other: str) -> None:
    shutil.copytree("rules", "others")
    main = Path("others/ruleset.yaml")
    main.write_text(main.read_text("utf-8").replace(old, new, 1), "utf-8")

    refused = run("render", "out", "N-1", "--ruleset", "others")

    assert refused.exit_code == 2
    told = f"this run was judged by the ruleset small 1.0.0, not by {other}; leave out --ruleset"
    assert told in " ".join(refused.stderr.split())


@pytest.mark.usefixtures("finished")
def test_the_input_is_never_written_over(run: Run) -> None:
    result = run("render", "out", "N-1", "--output", "subs/north.json")

    assert result.exit_code == 2
    assert Path("subs/north.json").read_text() == OPEN


def test_another_version_does_not_pretend_to_know(run: Run, finished: Path) -> None:
    facts = (finished / "run.json").read_text()
    (finished / "run.json").write_text(facts.replace('"poscheck": "', '"poscheck": "9'))

    result = run("render", "out", "N-1")

    assert result.exit_code == 2
    assert "this run is of poscheck 9" in result.stderr
    assert "to judge the file again as it was" in " ".join(result.stderr.split())
    assert "The page that the run has written is there: out/scorecards/north-" in result.stderr


@pytest.mark.parametrize("there", ["nothing", "empty", "letters"])
def test_a_folder_without_a_run_is_refused(run: Run, folder: Path, there: str) -> None:
    (folder / "empty").mkdir()
    files(folder, {"letters/a.txt": ""})

    result = run("render", there, "N-1")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: there is no run of `poscheck batch` in {there}.\n"


def test_a_submission_that_was_not_reached_is_told(run: Run, finished: Path) -> None:
    for part in (finished / "parts").iterdir():
        part.unlink()

    assert "subs/north.json is not judged yet" in run("render", "out", "subs/north.json").stderr

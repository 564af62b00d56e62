"""Files are written whole or not at all, and never over something that must not be lost."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poscheck.cli.exits import Code
from poscheck.cli.outputs import WriteError, refuse_target, write_file
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from tests.cli.conftest import Run

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX")


def test_new_and_old_files(folder: Path) -> None:
    write_file(folder / "new", "one “two”\n")
    write_file(folder / "new", "three\n")
    assert (folder / "new").read_bytes() == b"three\n"
    assert [path.name for path in folder.iterdir()] == ["new"]


def test_a_failure_keeps_what_was_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "page.html").write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(WriteError, match=r"page\.html cannot be written \(No space left on device\)"):
        write_file(folder / "page.html", "new")
    assert (folder / "page.html").read_text() == "old"
    assert [path.name for path in folder.iterdir()] == ["page.html"]


def test_a_file_that_another_program_holds(run: Run, meets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", held)
    result = run("check", meets, "--format", "html")
    assert result.exit_code == Code.USAGE
    assert "close it in other programs" in " ".join(result.stderr.split())


@posix_only
def test_rights_and_links_stay(folder: Path) -> None:
    write_file(folder / "fresh", "x")
    assert (folder / "fresh").stat().st_mode & stat.S_IRUSR
    (folder / "real").write_text("old")
    (folder / "real").chmod(0o640)
    (folder / "link").symlink_to("real")
    write_file(folder / "link", "new")
    assert (folder / "link").is_symlink()
    assert (folder / "real").read_text() == "new"
    assert stat.S_IMODE((folder / "real").stat().st_mode) == 0o640


@posix_only
def test_a_device_is_written_to_and_not_replaced() -> None:
    write_file(Path("/dev/null"), "gone")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_targets_that_are_refused(folder: Path, meets: Path) -> None:
    for target, said in ((folder, "is a folder"), (folder / "no" / "page.html", "no folder"), (meets, "destroy")):
        with pytest.raises(UsageError, match=said):
            refuse_target(target, [meets])
    (folder / "link").hardlink_to(meets)
    with pytest.raises(UsageError, match="destroy"):
        refuse_target(folder / "link", [meets])
    refuse_target(folder / "new.html", [meets, folder / "missing.yaml"])
    refuse_target(Path("-"), [meets])


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "json", "--output", "meets.yaml"],
        ["--format", "html", "--output", "."],
        ["--page", "meets.yaml"],
        ["--page", "no/such/folder.html"],
        ["--page", "-"],
        ["--page", "page.html", "--format", "html"],
        ["weak.yaml", "--page", "page.html"],
        ["weak.yaml", "--format", "html", "--output", "page.html"],
        ["sub/meets.yaml", "--format", "html"],
    ],
)
@pytest.mark.usefixtures("weak")
def test_refused_before_anything_is_judged(run: Run, meets: Path, folder: Path, arguments: list[str]) -> None:
    before = meets.read_bytes()
    result = run("check", "meets.yaml", *arguments)
    assert result.exit_code == Code.USAGE
    assert result.stdout == ""
    assert meets.read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["meets.yaml", "weak.yaml"]


def test_several_pages(run: Run, folder: Path, meets: Path, weak: Path, broken: Path) -> None:
    result = run("check", meets, weak, broken, "--format", "html")
    assert result.exit_code == Code.UNREADABLE
    assert sorted(path.name for path in folder.glob("*.html")) == [
        "broken.scorecard.html",
        "meets.scorecard.html",
        "weak.scorecard.html",
    ]
    assert len(result.stdout.splitlines()) == 2


def test_text_and_markdown_into_a_file(run: Run, folder: Path, meets: Path, broken: Path) -> None:
    run("check", meets, broken, "--output", "answer.txt", FORCE_COLOR="1")
    text = (folder / "answer.txt").read_text(encoding="utf-8")
    assert text.startswith("== ")
    assert "\x1b" not in text
    run("check", broken, "--format", "markdown", "--output", "answer.md")
    assert not (folder / "answer.md").exists(), "without an answer there is no file"

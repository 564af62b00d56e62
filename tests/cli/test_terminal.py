"""What reaches the terminal: color only where it is wanted, and nothing that a file could do to it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poscheck import __main__ as poscheck_main
from poscheck.cli.exits import Code
from tests.cli.conftest import HOSTILE, assert_harmless

if TYPE_CHECKING:
    from tests.cli.conftest import Run

FULL = Path("/dev/full")


def poscheck(*args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own."""
    command = [sys.executable, "-W", "error", "-m", "poscheck", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, **env}
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "hostile.json"],
        ["check", "hostile.json", "--full"],
        ["check", "hostile.json", "--format", "markdown"],
        ["check", "hostile.json", "meets.yaml"],
        ["explain", "hostile.json", "1.3"],
        ["explain", "hostile.json", "2.1"],
        ["explain", "hostile.json", "6.1"],
        ["what-if", "hostile.json", "--unset", "program.title"],
        ["what-if", "hostile.json", "--set", f"program.title={HOSTILE[:-4]}"],
        ["what-if", "hostile.json", "--set", f"{HOSTILE}=1"],
        ["compare", "hostile.json", "meets.yaml"],
        ["compare", "meets.yaml", "hostile.json", "--format", "markdown"],
        ["explain", "meets.yaml", HOSTILE],
        ["rules", "show", HOSTILE],
        ["init", "form.yaml", "--cluster", HOSTILE],
    ],
)
@pytest.mark.usefixtures("hostile", "meets")
def test_no_text_of_a_file_reaches_the_terminal_raw(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code in set(Code) - {Code.BUG}
    assert_harmless(result.stdout)
    assert_harmless(result.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("content", ["format: poscheck/1\n", "\t"])
def test_the_name_of_a_file_is_text_of_a_stranger_too(run: Run, folder: Path, content: str) -> None:
    name = "\x1b[31m\n::set-output name=a::b.yaml"
    (folder / name).write_text(content)
    for arguments in (["check", name], ["check", name, name, "--format", "html"], ["explain", name, "1.3"]):
        result = run(*arguments)
        assert_harmless(result.stdout + result.stderr)


def test_color_where_it_is_wanted(run: Run, meets: Path) -> None:
    assert "\x1b[" not in run("check", meets).stdout, "no color into a pipe"
    assert "\x1b[" in run("check", meets, FORCE_COLOR="1").stdout
    assert "\x1b[" not in run("check", meets, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert "\x1b[" not in run("check", meets, FORCE_COLOR="0").stdout
    assert "\x1b[" in run("explain", meets, "2.1", FORCE_COLOR="1").stdout
    assert "\x1b[" in run("check", "nothing.yaml", FORCE_COLOR="1").stderr
    assert "\x1b[" not in run("check", "nothing.yaml", NO_COLOR="1", FORCE_COLOR="1").stderr


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
def test_documents_never_have_color(run: Run, meets: Path, form: str) -> None:
    assert "\x1b[" not in run("check", meets, "--format", form, "--output", "-", FORCE_COLOR="1").stdout


def test_the_width_of_the_window(run: Run, meets: Path) -> None:
    for columns, widest in (("50", 50), ("90", 90), ("300", 100)):
        lines = run("explain", meets, "2.1", COLUMNS=columns).stdout.splitlines()
        assert widest - 20 < max(map(len, lines)) <= widest


def test_a_terminal_without_the_letters(meets: Path) -> None:
    done = poscheck("explain", meets, "2.1", PYTHONIOENCODING="cp437")
    assert done.returncode == 0
    assert "  + One of the ?Memoranda of understanding? has to show this" in done.stdout
    assert poscheck("explain", meets, "2.1", PYTHONIOENCODING="utf-8").stdout.count("✓") > 3


def test_a_terminal_without_the_letters_gets_whole_documents(meets: Path) -> None:
    done = poscheck("check", meets, "--format", "json", PYTHONIOENCODING="cp437", PYTHONHASHSEED="1")
    other = poscheck("check", meets, "--format", "json", PYTHONIOENCODING="utf-8", PYTHONHASHSEED="2")
    assert done.stdout == other.stdout
    assert "“" in done.stdout


def test_python_m_and_version() -> None:
    assert poscheck("--version").stdout == "poscheck 0.1.0\n"
    assert "Begin here" in poscheck("--help").stdout


@pytest.mark.parametrize(
    ("stream", "arguments", "code"),
    [
        ("stdout", ["--help"], Code.MEETS),
        ("stdout", ["check", "meets.yaml", "--format", "json"], Code.MEETS),
        ("stdout", ["check", "weak.yaml"], Code.DOES_NOT_MEET),
        ("stdout", ["batch", "meets.yaml", "--out", "out", "--as-of", "2026-10-15"], Code.MEETS),
        ("stderr", ["check", "nothing.yaml"], Code.UNREADABLE),
        ("stderr", ["check", "meets.yaml", "--nonsense"], Code.USAGE),
    ],
    ids=str,
)
@pytest.mark.usefixtures("meets", "weak")
def test_a_reader_who_leaves_early_changes_nothing(stream: str, arguments: list[str], code: Code) -> None:
    done = with_closed(stream, arguments)

    assert done.returncode == code
    assert b"Broken" not in (done.stderr or b"")


def test_a_reader_who_leaves_early_changes_nothing_without_a_buffer(weak: Path) -> None:
    done = with_closed("stdout", ["check", str(weak)], PYTHONUNBUFFERED="1")

    assert (done.returncode, done.stderr) == (Code.DOES_NOT_MEET, b"")


def with_closed(stream: str, arguments: list[str], **env: str) -> subprocess.CompletedProcess[bytes]:
    """The program, with nobody who reads that stream of it."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "", **env}
    read, left = os.pipe()
    os.close(read)
    stdout, stderr = (left if name == stream else subprocess.PIPE for name in ("stdout", "stderr"))
    command = [sys.executable, "-m", "poscheck", *arguments]
    try:
        return subprocess.run(command, check=False, stdout=stdout, stderr=stderr, env=environment)
    finally:
        os.close(left)


def test_a_bug_says_that_it_is_one(run: Run, meets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poscheck.cli.checking.judge", lambda *_: 1 / 0)
    monkeypatch.delenv("POSCHECK_DEBUG")
    result = run("check", meets)
    assert result.exit_code == Code.BUG
    assert "This is a bug in poscheck" in " ".join(result.stderr.split())
    assert "POSCHECK_DEBUG" in result.stderr
    assert result.stdout == ""
    monkeypatch.setenv("POSCHECK_DEBUG", "1")
    with pytest.raises(AssertionError):  # of `run`, which lets no stack trace pass
        run("check", meets)


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_a_pipe_is_said(meets: Path) -> None:
    with FULL.open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "poscheck", "check", str(meets), "--format", "json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, text=True)
    assert done.returncode == Code.USAGE
    assert done.stderr == "Error: the answer cannot be printed (No space left on device)\n"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX shell")
@pytest.mark.parametrize(("name", "code"), [("meets.yaml", Code.MEETS), ("missing.yaml", Code.UNREADABLE)])
def test_a_program_without_a_console(meets: Path, name: str, code: Code) -> None:
    command = f'"{sys.executable}" -m poscheck check "{meets.with_name(name)}" >&- 2>&-'
    assert subprocess.run(["/bin/sh", "-c", command], check=False).returncode == code


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names of files are UTF-8 in every locale")
def test_a_locale_changes_no_result(folder: Path) -> None:
    (folder / "Übersicht.pdf").touch()
    (folder / "Ä.yaml").write_text("format: poscheck/1\nevidence: [{id: one, file: Übersicht.pdf}]\n", "utf-8")
    command = ["check", "Ä.yaml", "--as-of", "2026-10-15", "--format", "json"]

    scorecard = poscheck(*command, LC_ALL="C.UTF-8").stdout
    assert "Ä.yaml" in scorecard
    assert "file-absent" not in scorecard
    assert poscheck(*command, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").stdout == scorecard


def test_a_terminal_keeps_its_letters_where_names_are_read_in_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "iso8859-1")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "iso8859-1"))
    monkeypatch.setattr(os, "execv", lambda program, _: sys.exit(program))
    for name in ("PYTHONUTF8", "PYTHONIOENCODING"):
        monkeypatch.setenv(name, "")  # so that it is as it was afterwards
        monkeypatch.delenv(name)
    with pytest.raises(SystemExit, match=sys.executable):
        poscheck_main.run()
    assert os.environ["PYTHONIOENCODING"] == "iso8859-1"
    assert os.environ["PYTHONUTF8"] == "1"

"""Running the command line as a person does: in a folder of one's own, with files that can be spoiled."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from click.testing import CliRunner

from poscheck.cli import main
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

BASE = data_dir("rules") / "ten-components" / "fixtures" / "base.yaml"


class Run(Protocol):
    """Runs ``poscheck`` with arguments."""

    def __call__(self, *args: str | Path, **env: str) -> Result: ...


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder for compiled rulesets that is not the user's."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to run in, with a plain terminal."""
    monkeypatch.delenv("POSCHECK_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("POSCHECK_DEBUG", "1")  # a bug shows its stack trace
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    left = [path.name for path in tmp_path.rglob("*.part")]
    assert left == [], "a half-written file was left behind"


@pytest.fixture
def run() -> Run:
    """``poscheck`` in this process; whatever it raises but does not tell is raised here."""

    def run_(*args: str | Path, **env: str) -> Result:
        result = CliRunner().invoke(main, [str(arg) for arg in args], env=env, catch_exceptions=False)
        assert "Traceback" not in result.output, result.output
        return result

    return run_


@pytest.fixture
def meets(folder: Path) -> Path:
    """A submission that meets everything."""
    return Path(shutil.copy(BASE, folder / "meets.yaml"))


@pytest.fixture
def weak(folder: Path) -> Path:
    """A submission that is readable and says next to nothing."""
    file = folder / "weak.yaml"
    file.write_text("format: poscheck/1\nprogram:\n  title: Welding\n", encoding="utf-8")
    return file


@pytest.fixture
def broken(folder: Path) -> Path:
    """A file that is no YAML."""
    file = folder / "broken.yaml"
    file.write_text("format: poscheck/1\ndistrict:\n\tname: x\nschools: [\n", encoding="utf-8")
    return file


HOSTILE = "\x1b]0;owned\x07\x1b[31mred\x1b[0m\n::set-output name=a::b\n##[error]no\n\u202etxt.exe\x9b2J"


@pytest.fixture
def hostile(folder: Path) -> Path:
    """A submission whose every text tries to reach the terminal or the CI runner."""
    data: dict[str, Any] = {
        "format": "poscheck/1",
        "submission": {"id": HOSTILE, "submitted_on": "2026-10-01", "status": HOSTILE},
        "district": {"name": HOSTILE, "state": "WI", "nces_id": HOSTILE, "contact": {"name": HOSTILE}},
        "program": {"title": HOSTILE, "cluster": HOSTILE, "admission_rules": HOSTILE, "entry_points": [HOSTILE]},
        "courses": [{"title": HOSTILE, "kind": "cte", "prerequisites": [HOSTILE + "x"]}],
        "memoranda": [{"title": HOSTILE, "parties": ["district", HOSTILE], "expires_on": "2020-01-01"}],
        HOSTILE: HOSTILE,
    }
    file = folder / "hostile.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def assert_harmless(text: str) -> None:
    """No control code, no direction override, no line that is a command to a CI runner."""
    assert not set(text) & set("\x1b\x07\x9b\u202e\x00\r"), repr(text)
    for line in text.splitlines():
        assert not line.lstrip().startswith(("::", "##[")), line

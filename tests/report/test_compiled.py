"""Compiled templates on disk: the page is the same with them, without them, and whatever has become of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poscheck.report import as_html, compiled
from poscheck.report.as_html import render_error_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EXPECTED = render_error_html("a.yaml", [])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder of our own, in a folder that is not there yet, as on a computer that poscheck is new to."""
    kept = tmp_path / "new" / "poscheck"
    monkeypatch.delenv("POSCHECK_NO_CACHE")
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: str(kept))
    yield kept
    as_html._environment.cache_clear()


def rendered_anew() -> str:
    as_html._environment.cache_clear()
    return render_error_html("a.yaml", [])


def test_what_is_compiled_is_kept_and_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered_anew() == EXPECTED
    kept = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert len(kept) == 3  # the page, what it extends and what it imports

    def compile_again(*_: object, **__: object) -> None:
        pytest.fail("compiled again")

    monkeypatch.setattr("jinja2.Environment.compile", compile_again)
    assert rendered_anew() == EXPECTED
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == kept


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "foreign": lambda _: b"?",
    "half": lambda data: data[: len(data) // 2],
    "one wrong byte": lambda data: data[:-300] + bytes([data[-300] ^ 1]) + data[-299:],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_an_entry_that_is_broken_is_written_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    rendered_anew()
    whole = {file: file.read_bytes() for file in folder.iterdir()}
    for file, data in whole.items():
        file.write_bytes(damage(data))

    assert rendered_anew() == EXPECTED
    assert {file: file.read_bytes() for file in folder.iterdir()} == whole


def test_other_source_has_entries_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered_anew()
    before = {file.name for file in folder.iterdir()}
    monkeypatch.setattr(compiled, "_state", lambda: "another version")
    rendered_anew()

    after = {file.name for file in folder.iterdir()}
    assert before < after
    assert len(after) == 2 * len(before)


def test_only_so_many_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_KEPT", 2)
    rendered_anew()

    assert len(list(folder.iterdir())) == 2


def test_a_folder_that_cannot_be_written_does_no_harm(folder: Path) -> None:
    folder.parent.write_text("a file where the folder should be", "utf-8")

    assert rendered_anew() == EXPECTED


def test_no_cache_is_made_where_it_is_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSCHECK_NO_CACHE", "1")

    assert rendered_anew() == EXPECTED
    assert not folder.exists()


def test_without_a_home_there_is_no_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> str:
        raise RuntimeError("could not determine home directory")

    monkeypatch.setattr("platformdirs.user_cache_dir", homeless)

    assert rendered_anew() == EXPECTED
    assert not folder.exists()

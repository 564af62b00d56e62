"""A ruleset out of the cache is the ruleset of its files, whatever has become of the cache."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from poscheck.errors import RulesetError
from poscheck.ruleset import load_ruleset

SMALL = Path(__file__).parent / "good" / "small"
TITLE = "Rules for a small state"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of our own."""
    monkeypatch.delenv("POSCHECK_NO_CACHE")
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: str(tmp_path))
    return tmp_path


def test_an_entry_in_which_a_word_was_changed_is_not_used(folder: Path) -> None:
    assert load_ruleset(SMALL).title == TITLE
    [file] = folder.iterdir()
    whole = file.read_bytes()
    assert whole.count(TITLE.encode()) == 1
    file.write_bytes(whole.replace(b"small state", b"large state"))

    assert load_ruleset(SMALL).title == TITLE
    assert file.read_bytes() == whole


def test_an_entry_that_is_whole_is_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_ruleset(SMALL)
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr("poscheck.ruleset.load._load", lambda _: pytest.fail("loaded again"))

    assert load_ruleset(SMALL).title == TITLE


@pytest.mark.usefixtures("folder")
def test_no_entry_is_used_where_a_file_is_called_a_text(tmp_path_factory: pytest.TempPathFactory) -> None:
    rules = shutil.copytree(SMALL, tmp_path_factory.mktemp("rules") / "small")
    load_ruleset(rules)
    (rules / "02-more.yaml.txt").write_text("component: more", encoding="utf-8")

    with pytest.raises(RulesetError, match=r"call it 02-more\.yaml"):
        load_ruleset(rules)

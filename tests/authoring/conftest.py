"""A ruleset as `rules new` writes it, in which tests change things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poscheck.authoring.skeleton import new_ruleset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """The files below a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The folder of a new ruleset."""
    return write(tmp_path / "my-state", new_ruleset("my-state", None))

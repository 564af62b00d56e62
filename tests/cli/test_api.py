"""The names that ``import poscheck`` offers."""

from __future__ import annotations

import doctest
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import poscheck

if TYPE_CHECKING:
    from pathlib import Path


def test_the_example_in_the_docstring(meets: Path, folder: Path) -> None:
    meets.rename(folder / "my-program.yaml")
    found = doctest.testmod(poscheck)
    assert found.attempted >= 5
    assert found.failed == 0


@pytest.mark.parametrize("name", poscheck.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(poscheck, name).__doc__


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        poscheck.nothing  # noqa: B018
    assert set(poscheck.__all__) <= set(dir(poscheck))


def test_importing_poscheck_loads_next_to_nothing() -> None:
    code = "import sys; before = set(sys.modules); import poscheck; print(sorted(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "poscheck." not in loaded
    assert "click" not in loaded

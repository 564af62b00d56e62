"""Golden files: what a report looked like when somebody last approved it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def assert_golden(path: Path, actual: str) -> None:
    """Compare with the approved file; POSCHECK_APPROVE=1 writes it instead, for a review with git diff."""
    if os.environ.get("POSCHECK_APPROVE") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(actual, "utf-8", newline="\n")
    expected = path.read_text("utf-8")

    assert expected == actual, f"{path.name} has changed; approve with POSCHECK_APPROVE=1 if that is right"

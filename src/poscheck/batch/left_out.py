"""What was left out while inputs were listed: whoever has sent it believes that it is judged."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable

Skip = Callable[[str | None], None]
"""Told the name of each file or folder that is left out; None where it is hidden, and so nobody's submission."""

_NAMED = 200


class LeftOut:
    """How many, and the first of their names in order, so that memory does not grow with what lies beside."""

    def __init__(self) -> None:
        self.number = 0
        self.names: list[str] = []

    def add(self, name: str | None) -> None:
        """Count one more."""
        self.number += 1
        if name is not None and (len(self.names) < _NAMED or name < self.names[-1]):
            insort(self.names, name)
            del self.names[_NAMED:]

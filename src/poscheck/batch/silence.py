"""What a run waits for, told once it has waited for long: nobody should have to guess whether it goes on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE_SECONDS = 30.0


class Silence:
    """Nothing comes back; ``tell`` is called with the reason, with each reason once until something has come."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told: set[str] = set()
        self._since = time.monotonic()

    def ends(self) -> None:
        """Something has come back."""
        self._told.clear()
        self._since = time.monotonic()

    def because(self, reason: str, *, now: bool = False) -> None:
        """Nothing has come, for that reason; told when it has lasted, or at once where it is plain by ``now``."""
        if reason not in self._told and (now or time.monotonic() - self._since > _PATIENCE_SECONDS):
            self._told.add(reason)
            self._tell(reason)

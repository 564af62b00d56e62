"""The page as it is now, and those who wait for the next one."""

from __future__ import annotations

import hashlib
from threading import Condition

TOKEN = 'data-token=""'  # noqa: S105 - no secret: it names the page
"""Where the name of a page stands in it."""


class Stage:
    """Holds the page; whoever has an older one may wait for it. ``token`` names it by what it says."""

    def __init__(self) -> None:
        self._changed = Condition()
        self.page = b""
        self.token = ""

    def show(self, html: str) -> None:
        """Show this page from now on."""
        token = hashlib.sha256(html.encode()).hexdigest()[:32]
        page = html.replace(TOKEN, f'data-token="{token}"', 1).encode()
        with self._changed:
            self.page, self.token = page, token
            self._changed.notify_all()

    def wait(self, seen: str, seconds: float) -> str:
        """The name of the page, as soon as it is not ``seen``; else after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.token != seen, seconds)
            return self.token

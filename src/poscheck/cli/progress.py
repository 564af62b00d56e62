"""A bar that shows how far a long piece of work is: on a terminal only, and only where it takes more than a second."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import click

from poscheck.cli import terminal

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_PATIENCE_SECONDS = 1.0
_WIDEST = 36
_BESIDE = "  []    1d 00:00:00  12345 a second "
"""What stands beside a bar, besides label and numbers, at its longest; a full line would go on in the next."""


class Progress:
    """Call it with what is done and what there is; a bar with rate and remaining time is drawn on standard error."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._start = time.monotonic()
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._bar: ProgressBar[Any] | None = None
        self.done = self.all = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    def __call__(self, done: int, all_: int) -> None:
        """Show that ``done`` of ``all_`` are done; what was begun and has to be done again does not go back."""
        seconds = time.monotonic() - self._start
        self.all = all_
        if not self._shown or seconds < _PATIENCE_SECONDS:
            self.done = max(self.done, done)
            return
        if self._bar is None:
            self._bar = self._begun(all_)
            self._bar.update(self.done)
        if done > self.done:
            self._bar.update(done - self.done, f"{done / seconds:.0f} a second")
            self.done = done

    def _begun(self, all_: int) -> ProgressBar[Any]:
        """A bar that stays on its line; where there is no room for rate and remaining time, they are left out.

        Without color click does not hide the cursor either, which would stay hidden where a signal ends the process.
        """
        room = _columns() - len(f"{self._label}{_BESIDE}{all_}/{all_}")
        return click.progressbar(
            length=all_, label=self._label, show_pos=True, file=sys.stderr, color=False,
            width=max(1, min(room, _WIDEST)), show_eta=room > 0, item_show_func=lambda rate: rate if room > 0 else None,
        )  # fmt: skip


def _columns() -> int:
    """How wide the terminal is that shows standard error."""
    with suppress(OSError):
        return os.get_terminal_size(sys.stderr.fileno()).columns or terminal.width()
    return terminal.width()

"""An end that is asked for: by Ctrl-C, or by a job system, which asks with SIGTERM before it kills."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Never

if TYPE_CHECKING:
    from collections.abc import Iterator


class Ended(KeyboardInterrupt):
    """Somebody has sent SIGTERM; whatever tidies up after Ctrl-C does so now as well."""


@contextmanager
def ends_like_an_interrupt() -> Iterator[None]:
    """Raise :class:`Ended` where SIGTERM comes, unless whoever started the program has it ignored. Main thread only."""
    before = signal.getsignal(signal.SIGTERM)
    if before is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(*_: object) -> Never:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would cut the tidying short
    raise Ended

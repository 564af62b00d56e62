"""Processes that work for this one: started alike on every system, deaf to Ctrl-C, and gone when it is gone."""

from __future__ import annotations

import gc
import os
import signal
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process, resource_tracker
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTEXT = get_context("spawn")  # the same on every system, and no state of a parent's threads is copied
_MANY = 50_000
"""More objects than scoring a submission makes."""


class BugError(Exception):
    """A bug in poscheck: scoring ``source`` raised an error of the kind ``kind``; ``trace`` is for developers."""

    def __init__(self, kind: str, source: str | None, trace: str) -> None:
        super().__init__(kind, source, trace)  # so that one process can send it to another
        self.kind = kind
        self.source = source
        self.trace = trace


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Ctrl-C goes to every process of a terminal; a worker must not see it, not even while it starts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # which lets go of Ctrl-C once it has started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def live_with_parent() -> None:
    """In the new process: hear nothing of Ctrl-C, and end when the one that started it is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def collect_seldom() -> None:
    """Look for objects that only hold each other seldom, and never among those that are there by now.

    Scoring leaves none behind, and looking through a ruleset again and again takes a tenth of a worker's time.
    """
    gc.freeze()
    gc.set_threshold(_MANY)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)

"""An output that is finished by a process of its own, while the coordinating process goes on with the others."""

from __future__ import annotations

import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from poscheck.batch import unfinished
from poscheck.batch.processes import CONTEXT, BugError, interrupts_held, live_with_parent
from poscheck.errors import PoscheckError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from poscheck.batch.outputs import Writer

_KEPT = "beside"  # an empty folder; while it is there, nobody takes away what it is in


class Beside:
    """A writer that another process makes, by ``make``, and finishes; it takes no parts before.

    ``finish`` only begins; ``wait`` ends it, and raises what went wrong there.
    """

    def __init__(self, folder: Path, make: Callable[[], Writer]) -> None:
        self._folder, self._make = folder, make
        self._process: Any = None

    def part(self, number: int, file: Path) -> None:
        """Nothing: it reads the parts once all are there."""

    def finish(self) -> None:
        """Begin."""
        self._kept().mkdir(exist_ok=True)
        self._pipe, far_end = CONTEXT.Pipe(duplex=False)
        self._process = CONTEXT.Process(target=_finish, args=(far_end, self._make), daemon=True)
        with interrupts_held():
            self._process.start()
        far_end.close()

    def wait(self) -> None:
        """Return when it is finished. Raises what the writer raised, or BugError; PoscheckError where it was killed."""
        if self._process is None:
            return
        try:
            trouble = self._pipe.recv()
        except EOFError:
            self._process.join()
            trouble = PoscheckError(
                f"the tables could not be written: the process that did it was ended (exit code "
                f"{self._process.exitcode}). Run the same command again."
            )
        self.close()
        if trouble is not None:
            raise trouble

    def close(self) -> None:
        """End it, finished or not."""
        if self._process is None:
            return
        self._process.kill()
        self._process.join()
        self._process.close()
        self._process = None
        self._pipe.close()
        with suppress(OSError):
            self._kept().rmdir()
        unfinished.tidy(self._folder)

    def _kept(self) -> Path:
        return unfinished.place_for(self._folder) / _KEPT


def _finish(pipe: Any, make: Callable[[], Writer]) -> None:
    """The life of the other process: it sends what went wrong, or None."""
    live_with_parent()
    pipe.send(_trouble(make))


def _trouble(make: Callable[[], Writer]) -> Exception | None:
    try:
        make().finish()
    except PoscheckError as error:
        return PoscheckError(str(error))
    except (OSError, MemoryError) as error:
        return error
    except Exception as error:
        return BugError(type(error).__name__, None, traceback.format_exc())
    return None

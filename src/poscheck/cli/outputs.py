"""Writing files whole or not at all, and never over something that must not be lost."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck.errors import PoscheckError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poscheck.report.pen import Pen

STDOUT = Path("-")


class WriteError(PoscheckError):
    """A file cannot be written."""


def refuse_target(target: Path, sources: Iterable[Path]) -> None:
    """Raise :class:`~poscheck.errors.UsageError` where writing ``target`` would be a mistake."""
    if target == STDOUT:
        return
    try:
        folder = target.is_dir()
    except OSError as error:  # a name that is too long
        raise UsageError(f"no file can be called {target} ({error.strerror}); choose another name.") from error
    if folder:
        raise UsageError(f"{target} is a folder; name a file to write.")
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder {target.parent} to write {target.name} to.")
    for source in sources:
        with suppress(OSError):
            if target.samefile(source):
                raise UsageError(f"{target} is a file that is read here; writing to it would destroy it.")


def write_file(target: Path, content: str | bytes) -> None:
    """Write ``content``, text as UTF-8: into a new file beside ``target``, which then takes its place.

    Raises :class:`WriteError`; what was there before is then still there, and nothing else is left behind.
    """
    with place_of(target) as place:
        place.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def place_of(target: Path) -> Iterator[Path]:
    """Where to write what is to become ``target``: a new file beside it, which then takes its place.

    Raises :class:`WriteError` for what the system has against it; what was there before is then still there, and
    nothing else is left behind.
    """
    import shutil

    try:
        real = target.resolve()  # a link stays a link
        if real.exists() and not stat.S_ISREG(real.stat().st_mode):
            yield real  # a device or pipe such as /dev/null, which must not be replaced
            return
        fresh = real.with_name(f".{real.name[:100]}.{os.getpid()}.part")
        try:
            fresh.open("xb").close()
            yield fresh
            if real.exists():
                shutil.copymode(real, fresh)
            fresh.replace(real)
        except BaseException:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise
    except PermissionError as error:
        raise WriteError(
            f"{target} may not be written; close it in other programs, or choose another folder with --output."
        ) from error
    except OSError as error:
        raise WriteError(f"{target} cannot be written ({error.strerror or error}).") from error


def page_beside(file: Path, ending: str) -> Path:
    """The page of that ending for a submission, in the current folder."""
    return Path(f"{file.stem or file.name}.{ending}")


def target_of(form: str, output: Path | None, page: Path, sources: Iterable[Path]) -> Path:
    """Where an answer goes: the file named, else ``page`` for a page and standard output for the rest.

    Raises :class:`~poscheck.errors.UsageError` where writing there would be a mistake.
    """
    target = output or (page if form == "html" else STDOUT)
    refuse_target(target, sources)
    return target


def pen_for(target: Path) -> Pen:
    """A pen for the terminal, or for a file that an answer is written to."""
    from poscheck.cli import terminal
    from poscheck.report.pen import Pen

    return terminal.new_pen() if target == STDOUT else Pen()


def write_answer(target: Path, form: str, answer: str) -> None:
    """Print the answer, or write it to its file."""
    from poscheck.cli import terminal

    if target != STDOUT:
        write_file(target, answer)
        terminal.say(f"Written to {target}", err=True)
    elif form == "text":
        terminal.show(answer)
    else:
        terminal.show_document(answer)

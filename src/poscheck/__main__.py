"""The program: the command line in a process of its own. Also ``python -m poscheck``."""

from __future__ import annotations

import gc
import os
import sys

_MANY = 200_000
"""More objects than a check of one file makes."""
_UTF8 = "PYTHONUTF8"
_STOPPED = 130
"""The exit code after Ctrl-C, as in ``cli.exits``, which is not there yet while it is imported."""


def run() -> None:
    """Run the command line, whose process ends with it.

    Python looks through all objects for those that only hold each other, several times on the way and again at the
    end. That takes as long as judging a submission, and so it waits until there are very many.
    """
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get(_UTF8) != "1":
        _begin_anew()
    gc.set_threshold(_MANY)
    try:
        from poscheck.cli import main
    except KeyboardInterrupt:
        sys.exit(_STOPPED)
    try:
        main()
    finally:
        gc.freeze()


def _begin_anew() -> None:
    """Run the same command in Python's UTF-8 mode, in this process; what is printed stays in the terminal's letters.

    A name of a file is bytes. By an older locale they would be other letters, in a result too, and the evidence files
    that a submission names would not be found.
    """
    if sys.stdout is not None:
        os.environ.setdefault("PYTHONIOENCODING", sys.stdout.encoding)
    os.environ[_UTF8] = "1"
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 -- ourselves, without a shell


if __name__ == "__main__":
    run()

"""The program: the command line in a process of its own. Also ``python -m poscheck``."""

from __future__ import annotations

import gc
import sys

_MANY = 200_000
"""More objects than a check of one file makes."""
_STOPPED = 130
"""The exit code after Ctrl-C, as in ``cli.exits``, which is not there yet while it is imported."""


def run() -> None:
    """Run the command line, whose process ends with it.

    Python looks through all objects for those that only hold each other, several times on the way and again at the
    end. That takes as long as judging a submission, and so it waits until there are very many.
    """
    gc.set_threshold(_MANY)
    try:
        from poscheck.cli import main
    except KeyboardInterrupt:
        sys.exit(_STOPPED)
    try:
        main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    run()

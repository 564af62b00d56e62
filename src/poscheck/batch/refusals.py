"""Why an entry cannot be read: the problems that its file has nothing to do with, or does not get as far as."""

from __future__ import annotations

import errno

from poscheck.errors import Problem
from poscheck.reading import MAX_BYTES

CHANGED = Problem(
    code="changed-meanwhile", message="The file was changed while it was read; run the same command again."
)
TOO_LARGE = Problem(
    code="too-large",
    message=f"This is larger than {MAX_BYTES // 1_000_000} MB, far more than a submission needs; "
    "keep documents in files of their own and name them under `evidence`.",
)
NOT_A_FILE = Problem(
    code="not-a-file", message="This is a pipe or device, not a file; save the submission as a file first."
)
IS_FOLDER = Problem(
    code="is-folder", message="This is a folder; give it another name, or name it as an INPUT of its own."
)
DUPLICATE_MEMBER = Problem(
    code="duplicate-member",
    message="Several members of the archive have this name; pack them under names of their own.",
)
LOCKED = Problem(code="bad-archive", message="This needs a password; make the archive again without one.")
NESTED = Problem(
    code="nested-archive",
    message="An archive or a file of lines inside of an archive is not opened; unpack it, and name it as an INPUT.",
)
_JSON_LINES = (
    "In JSON Lines each submission stands on one line, from { to }, and nothing else; write it so, or give each "
    "submission a file of its own (.json)."
)
SPREAD_OUT = Problem(
    code="not-json-lines", message=f"The first line holds nothing but an opening bracket. {_JSON_LINES}"
)
WIDE_LINES = Problem(
    code="encoding",
    message="This is UTF-16 text (Windows calls it Unicode), and JSON Lines are UTF-8; save the file again as UTF-8.",
)
KILLER = Problem(
    code="worker-killed",
    message="Scoring this file ended the worker twice; look at the file on its own with `poscheck check`.",
)
OUT_OF_MEMORY = Problem(
    code="out-of-memory",
    message="There was not enough memory to score this file; use fewer workers (--workers), or make the file smaller.",
)
TOO_NESTED = Problem(code="too-nested", message="This file is nested too deeply to be scored.")

PASSING = frozenset({
    "missing-file", "no-permission", "unreadable", "not-a-file", "is-folder", "closed-folder", "bad-archive",
    "changed-meanwhile", "worker-killed", "out-of-memory", "time-limit",
})  # fmt: skip
"""Codes of what may be otherwise the next time, though the bytes are the same."""

SILENT = errno.ENOTCONN
"""The number of the error where a storage at an address says nothing: it does not answer, or knows not who asks."""

_FOR_ANY_FILE = {errno.EMFILE, errno.ENFILE, SILENT}


def no_submission(found: str, line: int, column: int) -> Problem:
    """The problem of a line in which something else was found."""
    return Problem(code="not-json-lines", message=f"This line holds {found}. {_JSON_LINES}", line=line, column=column)


def time_limit(seconds: float) -> Problem:
    """The problem of a file that took too long."""
    return Problem(
        code="time-limit",
        message=f"Scoring this file took longer than {seconds:g} seconds; allow more with --time-limit, or look at the "
        "file on its own with `poscheck check`.",
    )


def from_system(error: OSError) -> Problem:
    """What the system has against reading a file. What it has against reading any file is raised again."""
    if error.errno in _FOR_ANY_FILE:
        raise error
    if isinstance(error, FileNotFoundError):
        return Problem(code="missing-file", message="The file is not there any more. Put it back, or go on without it.")
    if isinstance(error, PermissionError):
        message = "The file may not be read by this user; ask for permission, or copy it to a folder of your own."
        return Problem(code="no-permission", message=message)
    return Problem(
        code="unreadable",
        message=f"The file cannot be opened ({error.strerror or error}); copy it anew, or go on without it.",
    )


def damaged(error: Exception) -> Problem:
    """What is wrong with an archive, as Python's reader of archives says it."""
    if isinstance(error, OSError):
        return from_system(error)
    message = f"The archive cannot be read ({str(error) or type(error).__name__}); make it again, or send it again."
    return Problem(code="bad-archive", message=message)

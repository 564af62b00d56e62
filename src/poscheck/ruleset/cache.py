"""A loaded ruleset kept on disk, so that checking one file does not parse three thousand lines of rules each time.

The key holds the digest of the ruleset's files, of the submission contract and of poscheck's own source, so a stale
entry is never found. An entry is a pickle. Whatever goes wrong here, the ruleset is simply loaded.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck import __version__, kept
from poscheck.resources import data_dir
from poscheck.ruleset.folders import files_below

if TYPE_CHECKING:
    from poscheck.ruleset.model import Ruleset

_KEPT = 16


def entry(digest: str) -> Path | None:
    """The file for a ruleset with that digest; None where there is to be no cache."""
    if (folder := kept.folder()) is None:
        return None
    try:
        key = hashlib.sha256(f"{digest} {__version__} {sys.version} {_source_state()}".encode()).hexdigest()
    except OSError:
        return None
    return folder / f"ruleset-{key[:40]}.pickle"


def load(file: Path | None) -> Ruleset | None:
    """The ruleset kept in ``file``, or None."""
    if file is None:
        return None
    try:
        return pickle.loads(kept.read(file))  # type: ignore[no-any-return]  # noqa: S301 -- as we wrote it
    except Exception:
        return None


def store(file: Path | None, ruleset: Ruleset) -> None:
    """Keep ``ruleset`` in ``file``."""
    if file is None:
        return
    try:
        content = pickle.dumps(ruleset, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, RecursionError):
        return
    kept.write(file, content, "ruleset-*.pickle", _KEPT)


def _source_state() -> str:
    """What changes whenever the contract or the program does: name, size and time of every file."""
    files = [*files_below(Path(__file__).parents[1], ".py"), *files_below(data_dir("schemas"), "")]
    states = sorted((file.path, file.stat().st_size, file.stat().st_mtime_ns) for file in files)
    return hashlib.sha256(repr(states).encode()).hexdigest()

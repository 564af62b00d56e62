"""A loaded ruleset kept on disk, so that checking one file does not parse three thousand lines of rules each time.

The key holds the digest of the ruleset's files, of the submission contract and of poscheck's own source, so a stale
entry is never found. An entry is a pickle in the user's own cache folder; whoever can write there can already run code
as that user. Whatever goes wrong here, the ruleset is simply loaded. ``POSCHECK_NO_CACHE=1`` switches the cache off.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck import __version__
from poscheck.resources import data_dir
from poscheck.ruleset.folders import files_below

if TYPE_CHECKING:
    from poscheck.ruleset.model import Ruleset

SWITCH = "POSCHECK_NO_CACHE"
_KEPT = 16


def entry(digest: str) -> Path | None:
    """The file for a ruleset with that digest; None where there is to be no cache."""
    if os.environ.get(SWITCH):
        return None
    try:
        import platformdirs

        folder = Path(platformdirs.user_cache_dir("poscheck", appauthor=False))
        key = hashlib.sha256(f"{digest} {__version__} {sys.version} {_source_state()}".encode()).hexdigest()
    except (OSError, RuntimeError):
        return None
    return folder / f"ruleset-{key[:40]}.pickle"


def load(file: Path | None) -> Ruleset | None:
    """The ruleset kept in ``file``, or None."""
    if file is None:
        return None
    try:
        with file.open("rb") as stream:
            return pickle.load(stream)  # type: ignore[no-any-return]  # noqa: S301 -- our own file; see above
    except Exception:
        return None


def store(file: Path | None, ruleset: Ruleset) -> None:
    """Keep ``ruleset`` in ``file``, written whole or not at all."""
    if file is None:
        return
    import tempfile

    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as stream:
            stream.write(pickle.dumps(ruleset, pickle.HIGHEST_PROTOCOL))
        Path(stream.name).replace(file)
        for old in sorted(file.parent.glob("ruleset-*.pickle"), key=lambda kept: kept.stat().st_mtime)[:-_KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, pickle.PicklingError, RecursionError):
        return


def _source_state() -> str:
    """What changes whenever the contract or the program does: name, size and time of every file."""
    files = [*files_below(Path(__file__).parents[1], ".py"), *files_below(data_dir("schemas"), "")]
    states = sorted((file.path, file.stat().st_size, file.stat().st_mtime_ns) for file in files)
    return hashlib.sha256(repr(states).encode()).hexdigest()

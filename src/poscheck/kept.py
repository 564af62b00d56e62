"""Files in the user's own cache folder: there as they were written, or not there at all.

Each begins with a digest of the rest: a ruleset with one wrong byte could judge otherwise, and a compiled template end
the process. Whoever can write there can already run code as that user. Whatever goes wrong here, what would have been
kept is simply made. ``POSCHECK_NO_CACHE=1`` switches the cache off.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_SWITCH = "POSCHECK_NO_CACHE"
_DIGEST = 32


def folder() -> Path | None:
    """The cache folder, which may not be there yet; None where there is to be no cache."""
    if os.environ.get(_SWITCH):
        return None
    try:
        import platformdirs

        return Path(platformdirs.user_cache_dir("poscheck", appauthor=False))
    except (OSError, RuntimeError):
        return None


def read(file: Path) -> bytes:
    """What was kept in ``file``. Raises :class:`OSError` or :class:`ValueError` where that is not there any more."""
    content = file.read_bytes()
    if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        raise ValueError(f"{file} is damaged")
    return content[_DIGEST:]


def write(file: Path, content: bytes, alike: str, most: int) -> None:
    """Keep ``content`` in ``file``, whole or not at all; of the files that match ``alike`` the ``most`` newest stay."""
    import tempfile

    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as stream:
            stream.write(hashlib.sha256(content).digest() + content)
        Path(stream.name).replace(file)
        for old in sorted(file.parent.glob(alike), key=lambda found: found.stat().st_mtime)[:-most]:
            old.unlink(missing_ok=True)
    except OSError:
        return

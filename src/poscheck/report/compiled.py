"""Compiled templates kept on disk, so that a single page does not wait for Jinja2's compiler, a tenth of a second.

The name of an entry holds the state of the source that decides what a template compiles to, ours and Jinja2's; Jinja2
adds the digest of the template and the version of Python. Entries are in the user's own cache folder; whoever can write
there can already run code as that user. Whatever goes wrong here, the template is simply compiled.
``POSCHECK_NO_CACHE=1`` switches the cache off.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, compiler

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

_SWITCH = "POSCHECK_NO_CACHE"
_KEPT = 64


def compiled() -> BytecodeCache | None:
    """The cache of compiled templates; None where there is to be none."""
    if os.environ.get(_SWITCH):
        return None
    try:
        import platformdirs

        return _Compiled(Path(platformdirs.user_cache_dir("poscheck", appauthor=False)), _state())
    except (OSError, RuntimeError):
        return None


class _Compiled(BytecodeCache):
    """One file for each template, in ``folder``; ``state`` changes with whatever compiles them."""

    def __init__(self, folder: Path, state: str) -> None:
        self._folder = folder
        self._state = state

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket``, if what is kept is whole and of this template."""
        try:
            bucket.bytecode_from_string(self._file(bucket).read_bytes())
        except Exception:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in ``bucket``, written whole or not at all."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as stream:
                stream.write(bucket.bytecode_to_string())
            Path(stream.name).replace(self._file(bucket))
            for old in sorted(self._folder.glob("template-*"), key=lambda kept: kept.stat().st_mtime)[:-_KEPT]:
                old.unlink(missing_ok=True)
        except OSError:
            return

    def _file(self, bucket: Bucket) -> Path:
        key = hashlib.sha256(f"{self._state} {bucket.key}".encode()).hexdigest()
        return self._folder / f"template-{key[:40]}"


def _state() -> str:
    """What changes whenever a template might compile to something else: name, size and time of what compiles it."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), Path(compiler.__file__)]
    return repr([(file.as_posix(), file.stat().st_size, file.stat().st_mtime_ns) for file in files])

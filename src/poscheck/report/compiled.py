"""Compiled templates kept on disk, so that a single page does not wait for Jinja2's compiler, a tenth of a second.

The name of an entry holds the state of the source that decides what a template compiles to, ours and Jinja2's; Jinja2
adds the digest of the template and the version of Python. Whatever goes wrong here, the template is simply compiled.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, compiler

from poscheck import kept

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

_KEPT = 64


def compiled() -> BytecodeCache | None:
    """The cache of compiled templates; None where there is to be none."""
    if (folder := kept.folder()) is None:
        return None
    try:
        return _Compiled(folder, _state())
    except OSError:
        return None


class _Compiled(BytecodeCache):
    """One file for each template, in ``folder``; ``state`` changes with whatever compiles them."""

    def __init__(self, folder: Path, state: str) -> None:
        self._folder = folder
        self._state = state

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket``, if what is kept is whole and of this template."""
        try:
            bucket.bytecode_from_string(kept.read(self._file(bucket)))
        except Exception:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in ``bucket``."""
        kept.write(self._file(bucket), bucket.bytecode_to_string(), "template-*", _KEPT)

    def _file(self, bucket: Bucket) -> Path:
        key = hashlib.sha256(f"{self._state} {bucket.key}".encode()).hexdigest()
        return self._folder / f"template-{key[:40]}"


def _state() -> str:
    """What changes whenever a template might compile to something else: name, size and time of what compiles it."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), Path(compiler.__file__)]
    return repr([(file.as_posix(), file.stat().st_size, file.stat().st_mtime_ns) for file in files])

"""How the database of a run is kept whole while it is written: by what the run folder is on."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal

Journal = Literal["wal", "delete"]
"""``wal`` lets others read meanwhile, ``delete`` works on network file systems, where ``wal`` must not be used."""

MOUNTS = Path("/proc/self/mounts")
_NETWORK = frozenset({
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs",
    "nfs4", "ocfs2", "orangefs", "panfs", "pvfs2", "smb3", "smbfs", "virtiofs", "wekafs",
})  # fmt: skip
_FUSE = "fuse."  # such as fuse.sshfs and fuse.s3fs: most of them are of another computer
_ESCAPED = re.compile(r"\\([0-7]{3})")


def journal_for(folder: Path, mounts: Path = MOUNTS) -> Journal:
    """The journal for a database in ``folder``; ``mounts`` lists what is mounted where, as Linux does."""
    try:
        listed = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # another system, where nobody tells
        return "wal"
    kind = file_system(listed, os.path.realpath(folder))
    return "delete" if kind in _NETWORK or kind.startswith(_FUSE) else "wal"


def file_system(mounts: str, folder: str) -> str:
    """The kind of the file system that ``folder`` is on: of the last of the longest places that lead to it."""
    longest, found = "", ""
    for line in mounts.splitlines():
        _, place, kind, *_ = [*line.split(" "), "", "", ""]
        place = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), place)
        if (f"{folder}/".startswith(f"{place.rstrip('/')}/")) and len(place) >= len(longest):
            longest, found = place, kind
    return found

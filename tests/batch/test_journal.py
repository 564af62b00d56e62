"""Which journal a database gets: by what the run folder is on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poscheck.batch.database import Database
from poscheck.batch.journal import Journal, file_system, journal_for
from poscheck.batch.outputs import Extras
from tests.batch.batches import files, run_here, several

if TYPE_CHECKING:
    from typing import Any

MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
server:/export /mnt/shared nfs4 rw,vers=4.2 0 0
/dev/sdb1 /mnt/shared/local xfs rw 0 0
server:/other /mnt/with\040space nfs rw 0 0
state@host:/ /home/me/far fuse.sshfs rw 0 0
//server/share /srv/smb cifs rw 0 0
overlay /srv/over overlay rw 0 0
server:/late /srv/over nfs rw 0 0
broken
"""
KINDS = {
    "/home/me/results": ("ext4", "wal"),
    "/tmp/results": ("tmpfs", "wal"),  # noqa: S108 -- a name only
    "/mnt/shared/results": ("nfs4", "delete"),
    "/mnt/shared": ("nfs4", "delete"),
    "/mnt/sharedelse": ("ext4", "wal"),
    "/mnt/shared/local/results": ("xfs", "wal"),
    "/mnt/with space/results": ("nfs", "delete"),
    "/home/me/far/results": ("fuse.sshfs", "delete"),
    "/srv/smb/results": ("cifs", "delete"),
    "/srv/over/results": ("nfs", "delete"),
}


@pytest.mark.parametrize("folder", KINDS)
def test_the_file_system_of_a_folder(folder: str, tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)

    assert (file_system(MOUNTS, folder), journal_for(Path(folder), tmp_path / "mounts")) == KINDS[folder]


def test_where_nobody_tells(tmp_path: Path) -> None:
    assert journal_for(tmp_path, tmp_path / "nothing") == "wal"


USED: list[tuple[Journal | None, Journal, Journal]] = [
    (None, "delete", "delete"),
    (None, "wal", "wal"),
    ("wal", "delete", "wal"),
    ("delete", "wal", "delete"),
]


@pytest.mark.parametrize(("asked", "detected", "used"), USED)
def test_the_journal_that_is_used(
    folder: Path, asked: Journal | None, detected: Journal, used: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(folder / "subs", several(3))
    given: list[str] = []

    class Watched(Database):
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            given.append(self._connection.execute("PRAGMA journal_mode").fetchone()[0])

    monkeypatch.setattr("poscheck.batch.outputs.Database", Watched)
    monkeypatch.setattr("poscheck.batch.outputs.journal_for", lambda _folder: detected)

    run_here(extras=Extras(spreadsheet=False, journal=asked))

    assert given == [used]

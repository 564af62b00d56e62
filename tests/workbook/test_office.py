"""LibreOffice opens the workbook, somebody changes it there, and what LibreOffice saves is read.

Without LibreOffice the test is skipped with the reason; POSCHECK_REQUIRE_OFFICE=1 (set by .ci/run) makes that a
failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from poscheck.submission import load_document, load_submission
from tests.workbook.books import CONTRACT, DATA, plain, written

if TYPE_CHECKING:
    from pathlib import Path

OFFICE = shutil.which("soffice")


def saved_as(form: str, file: Path, folder: Path) -> Path:
    """The file as LibreOffice saves it in another form."""
    assert OFFICE
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(folder), str(file)], check=True, capture_output=True, timeout=240)
    target = folder / f"{file.stem}.{form}"
    assert target.is_file()
    return target


def test_what_libreoffice_saves_is_read(tmp_path: Path) -> None:
    if OFFICE is None:
        if os.environ.get("POSCHECK_REQUIRE_OFFICE") == "1":
            pytest.fail("LibreOffice is not installed (Debian: apt-get install libreoffice-calc-nogui)")
        pytest.skip("LibreOffice is not installed (Debian: apt-get install libreoffice-calc-nogui)")
    book = tmp_path / "program.xlsx"
    book.write_bytes(written(DATA))

    flat = saved_as("fods", book, tmp_path)
    text = flat.read_text(encoding="utf-8")
    assert text.count(">Example Valley<") == 1
    flat.write_text(text.replace(">Example Valley<", ">Sample Ridge<"), encoding="utf-8")
    book.unlink()
    changed = saved_as("xlsx", flat, tmp_path)

    submission = load_submission(changed)
    expected = load_document(plain({**DATA, "district": {**DATA["district"], "name": "Sample Ridge"}}), CONTRACT)
    assert submission.problems == ()
    assert submission.data == expected.data
    assert {note.code for note in submission.notes} <= {"default"}
    place = submission.document.position(("courses", 1, "grades"))
    assert place is not None
    assert (place.sheet, place.cell) == ("Courses", "E5")

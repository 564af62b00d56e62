"""Loading a submission: read, convert, validate, link, note."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from poscheck import paths
from poscheck.contract import SUBMISSION_FORMAT, Contract, Kind, standard_contract
from poscheck.errors import Problem, ReadError, did_you_mean
from poscheck.reading import Document, Syntax, read_bytes
from poscheck.reading.files import bytes_of, too_large
from poscheck.submission import fitting
from poscheck.submission.conform import Conformer
from poscheck.submission.link import Linker
from poscheck.submission.model import Submission
from poscheck.submission.observations import observe_cluster, observe_few, observe_files, observe_privacy
from poscheck.submission.remarks import Remarks, quoted

if TYPE_CHECKING:
    from typing import Any


WORKBOOKS = (".xlsx", ".xlsm")
"""What the names of workbooks end in."""
_MAY_NAME_TABLES = re.compile(rb"t\0*a\0*b\0*l\0*e[\"'\0\\s]*:")
_OTHER_FORMATS = {
    "poscheck-decisions": "these are a reviewer's decisions, which belong to a submission: "
    "poscheck check SUBMISSION --decisions DECISIONS",
    "poscheck-ruleset": "this is a ruleset, which judges submissions: poscheck check SUBMISSION --ruleset FOLDER",
}
"""What a file of another format of ours is, and how to use it."""


def load_submission(file: str | Path, contract: Contract | None = None) -> Submission:
    """The submission in ``file`` (YAML, JSON or an Excel workbook), with its problems and notes.

    ``contract`` is a ruleset's, where it adds words or fields of its own; the standard one otherwise. Raises
    :class:`~poscheck.errors.ReadError` only where the file cannot be parsed, is no mapping, or has an unknown format
    or nothing of a submission in it.
    """
    path = Path(file)
    contract = contract or standard_contract()
    return load_document(read_submission(path, contract), contract, folder=path.parent)


def read_submission(path: Path, contract: Contract) -> Document:
    """The document in a file; how it is written is told by its name's ending."""
    return read_submission_bytes(bytes_of(path, str(path)), str(path), contract, folder=path.parent)


def read_submission_bytes(
    data: bytes,
    name: str,
    contract: Contract,
    syntax: Syntax | None = None,
    folder: Path | None = None,
    first: int = 1,
) -> Document:
    """The document in bytes that were found under that name; tables that it names are looked for in ``folder``.

    ``first`` is the number of its first line. Raises :class:`~poscheck.errors.ReadError`.
    """
    if syntax is not None or not name.lower().endswith(WORKBOOKS):
        document = read_bytes(data, name, syntax, first)
        if not _MAY_NAME_TABLES.search(data):
            return document
        from poscheck.workbook.tables import with_tables

        return with_tables(document, contract, folder)
    from poscheck.workbook.read import read_workbook

    if problem := too_large(data, name):
        raise ReadError([problem])
    return read_workbook(data, name, contract)


def load_document(document: Document, contract: Contract, folder: Path | None = None) -> Submission:
    """The submission that a document holds; with ``folder``, whether its evidence files are there is noted."""
    _refuse_another_file(document, contract)
    _refuse_unknown_format(document)
    remarks = Remarks(document)
    conformer = Conformer(contract, remarks, document.syntax)
    data = conformer.convert(document.tree)
    if not fitting.fits(data, contract):
        from poscheck.submission.validate import set_aside_misfits

        set_aside_misfits(data, contract, remarks)
    Linker(data, contract, remarks).link()
    observe_cluster(data, remarks)
    if conformer.private:
        observe_privacy(data, contract, remarks)
    else:
        observe_few(data, conformer.few, remarks)
    if folder is not None:
        observe_files(data, folder, remarks)
    to_follow = _to_follow(data, contract, remarks)
    return Submission(document, data, remarks.problems(), remarks.note_count(), to_follow, cache(remarks.notes))


def _refuse_unknown_format(document: Document) -> None:
    written = document.tree.get("format")
    if not isinstance(written, str) or written == SUBMISSION_FORMAT or not written.strip():
        return
    place = document.position(("format",))
    raise ReadError([
        Problem(
            code="unknown-format",
            message=f"the format {quoted(written)} is not known to this version of poscheck",
            path="format",
            line=place.line if place else None,
            column=place.column if place else None,
            allowed=SUBMISSION_FORMAT,
            suggestion=f"format: {SUBMISSION_FORMAT}",
            file=document.name,
        )
    ])  # fmt: skip


def _refuse_another_file(document: Document, contract: Contract) -> None:
    """A file of another format of ours, or without any and with no section, was never meant to be a submission."""
    message = _another_file(document.tree, contract)
    if message is None:
        return
    place = document.position(("format",))
    raise ReadError([
        Problem(
            code="not-a-submission",
            message=message,
            line=place.line if place else None,
            column=place.column if place else None,
            allowed=f"a file that begins with format: {SUBMISSION_FORMAT}",
            file=document.name,
        )
    ])  # fmt: skip


def _another_file(tree: dict[str, Any], contract: Contract) -> str | None:
    """What the file is, in a sentence; None where it may be a submission."""
    written = tree.get("format")
    if isinstance(written, str):
        return _OTHER_FORMATS.get(written.split("/")[0])
    if not tree or "format" in tree or any(name in contract.root.members for name in tree):
        return None
    if isinstance(tree.get("samples"), list):
        return "this is a list of samples, and no submission: check the files that it names"
    return "this does not look like a submission: none of its names is a section of one"


def _to_follow(data: dict[str, Any], contract: Contract, remarks: Remarks) -> frozenset[str]:
    found: set[str] = set()
    for number, text in enumerate(data.get("to_follow", ())):
        if text is None:
            continue
        static = ".".join(str(part) for part in paths.parse(text) if not isinstance(part, int))
        field = contract.root
        for part in static.split("."):
            owner = field.item if field.kind is Kind.LIST and field.item else field
            following = owner.members.get(part)
            if following is None:
                remarks.problem(
                    "unknown-path",
                    f"{quoted(text)} is no section or list of a submission",
                    ("to_follow", number),
                    suggestion=did_you_mean(part, owner.members),
                )
                break
            field = following
        else:
            found.add(static)
    return frozenset(found)

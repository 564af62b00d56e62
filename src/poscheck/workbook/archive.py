"""Looks at the archive that a workbook is, before any library opens it, and at what no library tells of."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from poscheck.errors import Problem, ReadError
from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_MEMBERS = 1_000
MOST_BYTES = 40_000_000
"""Unpacked: ten times what a workbook with all sheets and thousands of rows has."""
MOST_ROWS = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "open it in the program that it comes from, and save it as an Excel workbook (.xlsx)"
_OTHER = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("Index/Document.iwa", "a file of Apple Numbers or Pages"),
    ("content.xml", "an OpenDocument file (.ods)"),
    ("word/document.xml", "a Word document (.docx)"),
    ("ppt/presentation.xml", "a PowerPoint presentation (.pptx)"),
)
_DOCTYPE = tuple(
    text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_HIDDEN = re.compile(rb'<row (?=[^>]*\bhidden="(?:1|true)")[^>]*\br="([0-9]{1,7})"')
_ROW = re.compile(rb'<row [^>]*\br="([0-9]{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class SheetFacts(Record):
    """What a sheet has besides values: merged cells, hidden rows, formulas, and rows below those that are read."""

    merged: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    formulas: bool = True
    long: bool = False


class Archive(Record):
    """A workbook that may be opened: its bytes, what its sheets have, and whether it holds what is never looked at."""

    data: bytes
    sheets: Mapping[str, SheetFacts]
    macros: bool
    links: bool
    comments: bool


def opened(data: bytes, name: str) -> Archive:
    """The archive, once it is known to be harmless. Raises :class:`ReadError` with what is wrong."""
    _refuse_other_kinds(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            _refuse_other_archives(names, name)
            members = dict(_unpacked(archive, name))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise damaged(name) from error
    return Archive(
        data,
        _facts(members),
        macros=any(each.endswith("vbaProject.bin") for each in names),
        links=any(each.startswith("xl/externalLinks/") for each in names),
        comments=any(re.match(r"xl/(?:comments|threadedComments)", each) for each in names),
    )


def damaged(name: str) -> ReadError:
    """The error for what begins as a workbook and is none."""
    message = (
        "The workbook is damaged and cannot be opened; open it in Excel or LibreOffice, which may repair it, and save "
        "it again, or send it again."
    )
    return ReadError([Problem(code="damaged-workbook", message=message, file=name)])


def _refused(name: str, code: str, message: str) -> ReadError:
    return ReadError([Problem(code=code, message=message, allowed="an Excel workbook (.xlsx)", file=name)])


def _refuse_other_kinds(data: bytes, name: str) -> None:
    if data.startswith(_OLE) and _ENCRYPTED in data:
        message = "The workbook is protected by a password; take the protection off, and save it again."
        raise _refused(name, "password", message)
    if data.startswith(_OLE):
        raise _refused(name, "file-kind", f"This is a workbook of an older Excel (.xls); {_SAVE_AS}.")
    if not data.strip(b"\0 \t\r\n"):
        raise _refused(name, "empty", "The file is empty; `poscheck init --workbook` writes a form to fill in.")
    if not data.startswith(b"PK"):
        message = (
            "The file is named like an Excel workbook and is none; give it the ending of what it is, or save it anew."
        )
        raise _refused(name, "file-kind", message)


def _refuse_other_archives(names: list[str], name: str) -> None:
    if "xl/workbook.xml" in names:
        return
    kind = next((kind for inside, kind in _OTHER if inside in names), None)
    if kind:
        raise _refused(name, "file-kind", f"This is {kind} under the name of an Excel workbook; {_SAVE_AS}.")
    raise damaged(name)


def _unpacked(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, bytes]]:
    """The members that a workbook is read from; refuses what is too much, locked or hostile."""
    room = MOST_BYTES
    if len(archive.infolist()) > MOST_MEMBERS:
        raise _refused(name, "too-large", f"The workbook has more than {MOST_MEMBERS:,} parts, far more than a form.")
    for info in archive.infolist():
        if info.flag_bits & 1:
            raise _refused(name, "password", "The workbook is locked by a password; take it off, and save it again.")
        with archive.open(info) as member:
            content = member.read(room + 1)
        room -= len(content)
        if room < 0:
            message = (
                f"The workbook unpacks to more than {MOST_BYTES // 1_000_000} MB, far more than a form; take pictures "
                "and other sheets out of it."
            )
            raise _refused(name, "too-large", message)
        if info.filename.endswith((".xml", ".rels", ".vml")):
            if any(mark in content for mark in _DOCTYPE):
                message = "The workbook defines entities, which no spreadsheet program writes; it was not opened."
                raise _refused(name, "hostile-workbook", message)
            yield info.filename, content


def _facts(members: Mapping[str, bytes]) -> dict[str, SheetFacts]:
    """By the name of each sheet what it has; of a sheet that cannot be found here nothing is known."""
    try:
        targets = {
            str(each.get("Id")): str(each.get("Target"))
            for each in ElementTree.fromstring(members["xl/_rels/workbook.xml.rels"])  # noqa: S314 - it has no entities
        }
        found = ElementTree.fromstring(members["xl/workbook.xml"]).iter(_SHEETS)  # noqa: S314 - likewise
        paths = {str(each.get("name")): targets.get(str(each.get(_ID)), "") for each in found}
    except (LookupError, ElementTree.ParseError, ValueError):
        return {}
    return {name: _sheet_facts(members[path]) for name, target in paths.items() if (path := _member(target)) in members}


def _member(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _sheet_facts(content: bytes) -> SheetFacts:
    below = next((match.start() for match in _ROW.finditer(content) if int(match[1]) > MOST_ROWS), None)
    return SheetFacts(
        merged=tuple(match.decode() for match in _MERGED.findall(content)),
        hidden=tuple(int(match) for match in _HIDDEN.findall(content)),
        formulas=_FORMULA.search(content) is not None,
        long=below is not None and (content.find(b"<v", below) >= 0 or content.find(b"<is", below) >= 0),
    )

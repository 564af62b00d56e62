"""Which kind of file some bytes are, and their text."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from poscheck.errors import Problem
from poscheck.reading.messages import counted, quote

if TYPE_CHECKING:
    from collections.abc import Iterable

READABLE = ".xlsx, .yaml, .yml, .json"

_WORKBOOK = "an .xlsx file (an Excel workbook)"
_OPEN_SHEET = "an .ods file (an OpenDocument spreadsheet)"
_APPLE = "a file of Apple Pages or Numbers"
_OLDER = "a .doc or .xls file (older Word or Excel)"
_SHEETS = frozenset({_OPEN_SHEET, _APPLE, _OLDER})

# The first bytes of a kind of file, and what people call it.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF file"),
    (b"{\\rtf", "an .rtf file (formatted text)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLDER),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"SQLite format 3", "a database file"),
)
# Names that stand in a zip file as they are, so nothing has to be unpacked.
_INSIDE_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a .docx file (a Word document)"),
    (b"xl/", _WORKBOOK),
    (b"ppt/", "a .pptx file (a PowerPoint presentation)"),
    (b"opendocument.spreadsheet", _OPEN_SHEET),
    (b"opendocument.text", "an .odt file (an OpenDocument text)"),
    (b"Index/Document.iwa", _APPLE),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml|!--|[a-z]+[\s>])", re.IGNORECASE)
_BYTE_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_WORD = re.compile(r"[^\s\"':,\[\]{}]+")


def mistaken_kind(data: bytes, name: str) -> Problem | None:
    """A problem where ``data`` is a file of another program."""
    kind = next((kind for start, kind in _MAGIC if data.startswith(start)), None)
    if kind is None and data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind = next((kind for inside, kind in _INSIDE_ZIP if inside in data), "a zip archive")
    if kind is None and _MARKUP.match(data.removeprefix(codecs.BOM_UTF8), 0, 200):
        kind = "a web page (HTML) or XML file"
    if kind is None:
        return None
    if kind in {"a zip archive", "a gzip archive", "a 7z archive", "a RAR archive", "a bzip2 archive"}:
        advice = "take the submission out of it first"
    elif kind.startswith("a web page"):
        advice = "download the file itself instead of the page that shows it"
    elif kind == _WORKBOOK:
        advice = "give its name the ending .xlsx if it is a submission"
    elif kind in _SHEETS:
        advice = "save the submission as an Excel workbook (.xlsx), if it is one"
    else:
        advice = "save the submission as text in one of these"
    message = f"This is {kind}; poscheck reads .xlsx, .yaml, .yml and .json, so {advice}."
    return Problem(code="file-kind", message=message, allowed=READABLE, line=1, column=1, file=name)


def decode(data: bytes, name: str) -> tuple[str, str | None, Problem | None]:
    """The text of ``data``, the name of its encoding where that is not UTF-8, and what is wrong with it."""
    marked = (entry for entry in _BYTE_MARKS if data.startswith(entry[0]))
    mark, encoding, shown = next(marked, (b"", "utf-8", "UTF-8"))
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        if shown != "UTF-8":
            message = f"The file begins as {shown} text but goes on as something else; save it again as UTF-8."
            problem = Problem(code="encoding", message=message, line=1, column=1, file=name)
            return "", None, problem
        return "", None, _not_utf8(body, error.start, name)
    if encoding == "utf-8" and _looks_like_utf16(body):
        return "", None, _utf16_without_mark(name)
    return text, None if shown == "UTF-8" else shown, None


def is_utf16(data: bytes) -> bool:
    """Whether the bytes begin as UTF-16 or UTF-32 does, with its mark or without."""
    marked = any(data.startswith(mark) for mark, _, shown in _BYTE_MARKS if shown != "UTF-8")
    return marked or _looks_like_utf16(data)


def _looks_like_utf16(body: bytes) -> bool:
    start = body[:200]
    even, odd = start[::2].count(0), start[1::2].count(0)
    return len(start) > 1 and min(even, odd) * 8 < len(start) < 3 * (even + odd)


def _utf16_without_mark(name: str) -> Problem:
    message = "This looks like UTF-16 text (Windows calls it Unicode) without its mark; save the file again as UTF-8."
    return Problem(code="encoding", message=message, line=1, column=1, file=name)


def _not_utf8(body: bytes, at: int, name: str) -> Problem:
    """What to say of the first byte that is not UTF-8."""
    if _looks_like_utf16(body):
        return _utf16_without_mark(name)
    before = body[:at].decode("utf-8")
    lines = re.split(r"\r\n?|\n", before)
    bad = _bad_lines(body)
    more = f" ({counted(bad - 1, 'more line')} like it)" if bad > 1 else ""
    message = f"The file is not saved as UTF-8: the byte 0x{body[at]:02x} stands here{more}; save it again as UTF-8."
    word = _word(body, at)
    if word is not None:
        message = (
            f"The file is not saved as UTF-8 but probably as older Windows text; the word {quote(word)} "
            f"stands here{more}. Save it again as UTF-8."
        )
    return Problem(
        code="encoding",
        message=message,
        line=len(lines),
        column=len(lines[-1]) + 1,
        suggestion=word,
        file=name,
    )


def _bad_lines(body: bytes) -> int:
    return sum(1 for line in _split(body) if not _is_utf8(line))


def _split(body: bytes) -> Iterable[bytes]:
    return re.split(rb"\r\n?|\n", body)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _word(body: bytes, at: int) -> str | None:
    """The word around a byte, read as Windows-1252; None where it does not read so."""
    start = max(body.rfind(b"\n", 0, at), body.rfind(b"\r", 0, at), at - 60) + 1
    line = re.split(rb"[\r\n]", body[start : at + 60], maxsplit=1)[0]
    try:
        text = line.decode("cp1252")
    except UnicodeDecodeError:
        return None
    for match in _WORD.finditer(text):
        if match.start() <= at - start < match.end():
            return match[0] if match[0].isprintable() else None
    return None

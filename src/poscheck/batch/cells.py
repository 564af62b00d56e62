"""Text of a submission as the cell of a table: on one line, and never a formula.

Excel, LibreOffice and Sheets run a cell that begins with ``=``, ``+``, ``-`` or ``@``, also after spaces and quotation
marks. Where the list separator is a semicolon, as in most of Europe, a comma-separated file is cut at semicolons, so
that what follows one begins a cell as well.
"""

from __future__ import annotations

import re

from poscheck.report.plain import plain

CELL_LIMIT = 32_767
"""The most that a cell of a spreadsheet holds, in the units of UTF-16."""

_FORMULA = re.compile("(^|;)(?=[\\s\"'`\u2018\u2019\u201c\u201d]*[=+@\uff1d\uff0b\uff0d\uff20\u2212-])")
_MADE_HARMLESS = re.compile(_FORMULA.pattern.replace(")(", ")'(", 1))
_CUT = "… (cut)"


def text_cell(text: str) -> str:
    """``text`` on one line, without control characters and terminal codes."""
    return plain(text).replace("\n", " ")


def begins_formula(line: str) -> bool:
    """Whether a spreadsheet might run ``line`` if it were typed into a cell."""
    return _FORMULA.match(line) is not None


def harmless(line: str) -> str:
    """``line`` with an apostrophe before whatever might be run: a spreadsheet then shows it as text."""
    if line[:1].isalnum() and ";" not in line:  # nearly all are
        return line
    return _FORMULA.sub(r"\1'", line)


def as_written(cell: str) -> str:
    """The line of which :func:`harmless` made ``cell``."""
    return _MADE_HARMLESS.sub(r"\1", cell)


def cut(line: str) -> str:
    """``line``, or as much of it as a cell holds and a mark that it was cut."""
    if len(line) <= CELL_LIMIT // 2 or len(line.encode("utf-16-le")) <= 2 * CELL_LIMIT:
        return line
    kept = line.encode("utf-16-le")[: 2 * (CELL_LIMIT - len(_CUT))]
    return kept.decode("utf-16-le", errors="ignore") + _CUT

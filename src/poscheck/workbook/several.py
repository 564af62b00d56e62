"""Several values in one cell: how they are put together and taken apart again.

``safety; project`` holds two values. One that would be misread, such as a text with a semicolon in it, stands in
quotation marks, which are doubled inside; ``none`` alone says that there is no value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poscheck.workbook.layout import NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATOR = ";"
NOTHING_YET = "-"
"""Keeps the place of a value that is blank: a filler, so it is read as missing."""

_PART = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?=[;\n]|$)|([^;\n]*))(?:[;\n]|$)')
_CAREFUL = re.compile(r'[;\n"]')


def joined(values: Sequence[str], *, commas: bool = False) -> str:
    """The values as the text of one cell; ``commas`` separate them too when they are read, so these are quoted."""
    if not values:
        return NONE
    alone = len(values) == 1
    return f"{SEPARATOR} ".join(_quoted(value, alone=alone, commas=commas) for value in values)


def parted(text: str, *, commas: bool = False) -> list[str]:
    """The values of a cell; blanks around them and empty ones between separators mean nothing."""
    if text.strip().casefold() == NONE:
        return []
    values, place = [], 0
    while place < len(text):
        match = _PART.match(text, place)
        assert match is not None  # the second half takes anything
        place = match.end()
        if match[1] is not None:
            values.append(match[1].replace('""', '"'))
        else:
            values += [part.strip() for part in (match[2].split(",") if commas else [match[2]])]
    return [value for value in values if value]


def _quoted(value: str, *, alone: bool, commas: bool) -> str:
    if not value.strip():
        return NOTHING_YET
    misread = _CAREFUL.search(value) or (commas and "," in value) or (alone and value.strip().casefold() == NONE)
    return '"' + value.replace('"', '""') + '"' if misread else value.strip()

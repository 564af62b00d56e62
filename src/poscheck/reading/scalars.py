"""What an unquoted scalar stands for where no contract says so (rulesets, decisions).

Much narrower than YAML 1.1, which reads ``NO`` as false, ``010`` as 8 and ``1:30`` as 90.
"""

from __future__ import annotations

import re
from typing import Any

from poscheck.reading.document import Plain

# More digits than any count, amount or code needs; beyond 4,300 Python itself refuses.
MAX_DIGITS = 30

_EXPONENT_LENGTH = 3  # with its sign; none that is longer fits into the digits

_WORDS: dict[str, bool | None] = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    "null": None,
    "~": None,
    "": None,
}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_EXPONENT = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?[eE]([+-]?[0-9]+)")


def resolve_scalar(text: str) -> bool | int | float | str | None:
    """The value of an unquoted scalar: null, true, false, an integer, a simple decimal, else its text."""
    if text in _WORDS:
        return _WORDS[text]
    match = _NUMBER.fullmatch(text)
    if match is None or too_long(text):
        return str(text)
    return float(text) if match[1] else int(text)


def resolve(tree: Any) -> Any:
    """A copy of ``tree`` in which every :class:`Plain` is None, bool, int, float or str."""
    if isinstance(tree, dict):
        return {key: resolve(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [resolve(value) for value in tree]
    return resolve_scalar(tree) if isinstance(tree, Plain) else tree


def too_long(text: str) -> bool:
    """Whether ``text`` is a number with more digits than :data:`MAX_DIGITS`."""
    return len(text) > MAX_DIGITS and is_number(text) and sum(map(text.count, "0123456789")) > MAX_DIGITS


def is_number(text: str) -> bool:
    """Whether ``text`` is written as an integer or simple decimal."""
    return _NUMBER.fullmatch(text) is not None


def without_exponent(number: str) -> str | None:
    """A JSON number such as ``1.5e3`` written out exactly (``1500``); None where that would be too long."""
    match = _EXPONENT.fullmatch(number)
    if match is None:
        return number
    sign, whole, fraction = match[1], match[2], match[3] or ""
    digits = whole + fraction
    if not digits.strip("0"):
        return f"{sign}0"
    if len(match[4]) > _EXPONENT_LENGTH or len(digits) > MAX_DIGITS:
        return None
    point = len(whole) + int(match[4])
    padded = digits.ljust(point, "0") if point > 0 else "0" * (1 - point) + digits
    point = max(point, 1)
    whole, fraction = padded[:point].lstrip("0") or "0", padded[point:].rstrip("0")
    written = f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
    return None if too_long(written) else written

"""Text from a submission, made safe to show: no control characters, no terminal codes, no reordering.

A submission is a stranger's file. On a terminal an escape code could hide a finding; in a CI log a line that
begins with ``::`` is a command; on a page a bidirectional override could make a date read backwards.
"""

from __future__ import annotations

import re
import unicodedata

_TERMINAL_CODE = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]?")
_JOINERS = "\u00ad\u200c\u200d"  # soft hyphen, and the two that Persian, Indic scripts and emoji need
_CI_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
_OLD_CI_COMMAND = re.compile(r"#(?=#\w*\[)")


def plain(text: str) -> str:
    """``text`` without terminal codes, control characters and direction overrides."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in _TERMINAL_CODE.sub("", text))


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS or character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"  # half of a character; no file could be written with it
    if category in {"Zs", "Co"}:
        return character
    return " " if character in "\t\r\v\f\x85\u2028\u2029" else ""


def one_line(text: str) -> str:
    """``text`` made plain, on one line, with single spaces."""
    return " ".join(plain(text).split())


def clipped(text: str, limit: int) -> str:
    """``text`` on one line, cut where it is longer than ``limit`` letters; the JSON has all of it."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    head = line[:limit].rsplit(" ", 1)[0] if " " in line[limit // 2 : limit] else line[:limit]
    return head + "…"


def without_ci_commands(text: str) -> str:
    """``text`` in which no line is a command to a CI runner (``::error``, ``##[group]``, ``##vso[``)."""
    return _OLD_CI_COMMAND.sub("# ", _CI_COMMAND.sub(r"\1: ", text))

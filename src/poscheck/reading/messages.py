"""How messages quote text that somebody else wrote: short, on one line, and without control characters."""

from __future__ import annotations

QUOTED_LENGTH = 60
_LINE_LENGTH = 200
_LAST_OF_ONE_BYTE = 0xFF


def printable(text: str) -> str:
    r"""``text`` with every control, direction or invisible character written as ``\xNN`` or ``\uNNNN``.

    Escape sequences could rewrite a terminal; direction marks and odd spaces could make a message lie.
    """
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _escaped(character) for character in text)


def quote(text: str) -> str:
    """``text`` in double quotes, made printable, cut after about sixty characters."""
    cut = text if len(text) <= QUOTED_LENGTH else text[: QUOTED_LENGTH - 3] + "..."
    return f'"{printable(cut)}"'


def line_suggestion(line: str) -> str | None:
    """``line`` as a suggestion, without its indentation; None where it is too long or could not be typed."""
    line = line.strip()
    return line if len(line) <= _LINE_LENGTH and line.isprintable() else None


def counted(number: int, noun: str) -> str:
    """``1 line``, ``2 lines``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _escaped(character: str) -> str:
    number = ord(character)
    if number <= _LAST_OF_ONE_BYTE:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}"

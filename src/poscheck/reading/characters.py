"""Characters that a person cannot see, or that an office program put in place of the typed ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poscheck.reading.document import Note
from poscheck.reading.messages import quote

if TYPE_CHECKING:
    from poscheck.errors import Problem
    from poscheck.reading.builder import Builder
    from poscheck.reading.source import Source

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"  # no meaning in text: soft hyphen, zero-width space, word joiner, byte mark
_MARKS = "\u200c-\u200f\u202a-\u202e\u2066-\u2069"  # these join letters or set direction: dropped at the ends only

#: Whether a document needs a closer look at each of its scalars at all.
ODD = re.compile(f"[{_SPACES}{_INVISIBLE}{_MARKS}“”„\u2018\u2019\u201a«»]")
_ENDS = re.compile(f"^[\\s{_SPACES}{_MARKS}]+|[\\s{_SPACES}{_MARKS}]+$")
_ANYWHERE = re.compile(f"[{_INVISIBLE}]")
UNSEEN = re.compile(f"[{_SPACES}{_INVISIBLE}{_MARKS}]")
_WRAPPED = re.compile('[“”„«]([^“”„«»"]*)[“”»"]|[\u2018\u201a]([^\u2018]*)[\u2019\']|\u2019([^\u2019]*)\u2019')

#: Quote marks that word processors put in place of the typed ones.
CURLY = "“”\u2018\u2019"

#: Lines indented with something that looks like spaces; tabs are looked for on their own.
NBSP_INDENT = re.compile(f"^([ \t]*)([{_SPACES}][ \t{_SPACES}]*)", re.MULTILINE)

#: Half of a character that UTF-16 writes in two parts; no text holds one.
SURROGATE = re.compile("[\ud800-\udfff]")

# YAML 1.1 takes these three for line ends; editors and word processors do not show them as such.
_LINE_SEPARATORS = re.compile("[\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MOST_CONTROLS = 20


def without_line_separators(source: Source) -> tuple[str, list[Note]]:
    """The text with a space for every line end that only YAML takes for one; each is noted."""
    notes = []
    for match in _LINE_SEPARATORS.finditer(source.text):
        place = source.position(match.start())
        message = f"An invisible line separator (U+{ord(match[0]):04X}) was read as a space."
        notes.append(Note("line-separator", message, None, place.line, place.column))
    return _LINE_SEPARATORS.sub(" ", source.text), notes


def without_controls(source: Source) -> tuple[str, list[Problem]]:
    """The text with a space for every character that YAML does not allow; each is a problem."""
    problems = []
    for match in list(_CONTROL.finditer(source.text))[:_MOST_CONTROLS]:
        message = (
            f"The invisible control character U+{ord(match[0]):04X} stands here, often left over from "
            "copying; delete it (retype the line if it cannot be seen)."
        )
        problems.append(source.problem("control-character", message, match.start()))
    return _CONTROL.sub(" ", source.text), problems


def cleaned(text: str, builder: Builder, offset: int, *, is_key: bool = False) -> tuple[str, bool]:
    """``text`` of an unquoted scalar without invisible characters and wrapping curly quotes, each noted.

    The second value says whether it was in curly quotes, which means that its author meant text.
    """
    kept = _ENDS.sub("", _ANYWHERE.sub("", text))
    if kept != text:
        unseen = ", ".join(sorted({f"U+{ord(character):04X}" for character in UNSEEN.findall(text)}))
        message = f"Invisible characters ({unseen}) were left out of {quote(kept)}."
        builder.note("invisible-character", message, offset, for_value=not is_key)
    inner = unwrapped(kept)
    if inner != kept:
        message = f"The curly quotes around {quote(inner)} were taken for straight ones."
        builder.note("smart-quote", message, offset, for_value=not is_key)
        return inner, True
    if kept.startswith(("“", "„")):
        message = (
            f"The text {quote(kept)} begins with a curly quote that is not closed in it; curly quotes hold "
            'nothing together in YAML, so type straight ones (").'
        )
        builder.note("smart-quote", message, offset, for_value=not is_key)
    return kept, False


def unwrapped(text: str) -> str:
    """``text`` without the curly quotes around it, if there are any."""
    match = _WRAPPED.fullmatch(text)
    return next(group for group in match.groups() if group is not None) if match else text


def note_unseen(text: str, builder: Builder, offset: int) -> None:
    """Note invisible characters at the ends of quoted text, which is kept as it is."""
    if not text.isascii() and (_ENDS.search(text.strip(" \t\r\n")) or _ANYWHERE.search(text)):
        message = f"The quoted text {quote(text)} has invisible characters in it, which were kept."
        builder.note("invisible-character", message, offset)

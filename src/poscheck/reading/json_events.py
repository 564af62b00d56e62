"""JSON as RFC 8259 has it: a small tokenizer that feeds the builder.

It holds no recursion, so depth costs nothing, and after a mistake it goes on where it is plain what is meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poscheck.reading import json_mistakes as mistakes
from poscheck.reading.characters import SURROGATE, UNSEEN, note_unseen
from poscheck.reading.document import Plain
from poscheck.reading.messages import quote
from poscheck.reading.scalars import MAX_DIGITS, too_long, without_exponent

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.reading.builder import Builder

_SPACE = re.compile(r"[ \t\r\n]*")
_COMMENT = re.compile(r"//[^\r\n]*|/\*.*?\*/|#[^\r\n]*", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]++|\\[^\x00-\x1f])*+)"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9A-Za-z_.+/-]|:[0-9])")
_WORD = re.compile(r"(?:true|false|null)(?![0-9A-Za-z_])")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PAIR = re.compile("([\ud800-\udbff])([\udc00-\udfff])")
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class JsonBuild:
    """Feeds one JSON text to a builder."""

    __slots__ = ("_builder", "_comma", "_opened", "_pos", "_seen_unseen", "_state", "_text")

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._text = builder.source.text
        self._seen_unseen = not self._text.isascii() and UNSEEN.search(self._text) is not None
        self._pos = 0
        self._comma: int | None = None  # where the comma just read stands
        self._opened: list[int] = []  # where the containers that are open began
        self._state: Callable[[], None] | None = self._value

    def run(self) -> None:
        """Build everything; raises StopReading where going on is useless."""
        while self._state is not None:
            self._skip()
            if self._pos >= len(self._text) and self._state != self._end:
                raise mistakes.unfinished(self._builder, self._opened)
            self._state()

    def _skip(self) -> None:
        """Pass over white space; comments are reported and passed over."""
        while True:
            self._pos = _SPACE.match(self._text, self._pos).end()  # type: ignore[union-attr]  # matches always
            comment = _COMMENT.match(self._text, self._pos)
            if comment is None:
                return
            mistakes.comment(self._builder, self._pos)
            self._pos = comment.end()

    def _value(self) -> None:
        builder, start = self._builder, self._pos
        sign = self._text[start]
        if sign == '"':
            builder.add_value(self._string(), start)
        elif sign == "{":
            self._open({}, self._key)
            return
        elif sign == "[":
            self._open([], self._value)
            return
        elif sign == "]" and isinstance(builder.container, list) and self._opened:
            self._close()
            return
        else:
            match = _NUMBER.match(self._text, start) or _WORD.match(self._text, start)
            if match is None:
                value, self._pos = mistakes.value(builder, start, self._comma)
            else:
                value, self._pos = Plain(self._number(match[0])), match.end()
            builder.add_value(value, start)
        self._comma = None
        self._state = self._next if self._opened else self._end

    def _key(self) -> None:
        builder, start = self._builder, self._pos
        sign = self._text[start]
        if sign == "}":
            self._close()
            return
        if sign == '"':
            key = self._string()
        else:
            key, self._pos = mistakes.key(builder, start, self._opened[-1])
            self._comma = None
        builder.add_key(key, start)
        self._state = self._colon

    def _colon(self) -> None:
        self._comma = None
        if self._text[self._pos] == ":":
            self._pos += 1
        else:
            mistakes.missing_colon(self._builder, self._pos)
        self._state = self._value

    def _next(self) -> None:
        """After a member: a comma, or the end of the container."""
        sign = self._text[self._pos]
        in_list = isinstance(self._builder.container, list)
        if sign == ",":
            self._comma = self._pos
            self._pos += 1
            self._state = self._value if in_list else self._key
        elif sign == ("]" if in_list else "}"):
            self._close()
        else:
            mistakes.missing_comma(self._builder, self._pos, self._opened[-1])
            self._state = self._value if in_list else self._key

    def _end(self) -> None:
        if self._pos < len(self._text):
            mistakes.after_end(self._builder, self._pos)
        self._state = None

    def _open(self, container: list[object] | dict[str, object], state: Callable[[], None]) -> None:
        self._builder.open(container, self._pos)
        self._opened.append(self._pos)
        self._comma = None
        self._pos += 1
        self._state = state

    def _close(self) -> None:
        if self._comma is not None:
            mistakes.trailing_comma(self._builder, self._comma, self._text[self._pos])
            self._comma = None
        self._builder.close()
        self._opened.pop()
        self._pos += 1
        self._state = self._next if self._opened else self._end

    def _string(self) -> str:
        builder, start = self._builder, self._pos
        self._comma = None
        match = _STRING.match(self._text, start)
        if match is None:
            text, self._pos = mistakes.string(builder, start)
            return text
        self._pos = match.end()
        text = match[1]
        if "\\" in text:
            text = self._unescaped(text, start + 1)
        if self._seen_unseen:
            note_unseen(text, builder, start)
        return text

    def _unescaped(self, text: str, offset: int) -> str:
        def character(match: re.Match[str]) -> str:
            if match[1]:
                return chr(int(match[1], 16))
            if match[2] not in _ESCAPED:
                mistakes.bad_escape(self._builder, offset + match.start(), match[0])
                return ""
            return _ESCAPED[match[2]]

        text = _PAIR.sub(_paired, _ESCAPE.sub(character, text))
        if SURROGATE.search(text):
            mistakes.lone_surrogate(self._builder, offset - 1)
        return text

    def _number(self, token: str) -> str:
        """A number without an exponent; a word as it is."""
        self._comma = None
        written = token if token in ("true", "false", "null") else without_exponent(token)
        if written is None or too_long(written):
            message = (
                f"The number {quote(token)} needs more than {MAX_DIGITS} digits; "
                "if it is an identifier, put it in quotes."
            )
            self._builder.problem("long-number", message, self._pos)
        return written or "0"


def _paired(match: re.Match[str]) -> str:
    return chr(0x10000 + (ord(match[1]) - 0xD800) * 0x400 + (ord(match[2]) - 0xDC00))

"""Reads JSON: the standard library's parser for what is as it should be, our own for everything else.

Our own explains. A test keeps the two in agreement, and also the places of values, which in a good file are looked for
only when one of them is asked for.
"""

from __future__ import annotations

import re
from contextlib import suppress
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any

from poscheck.reading.builder import MAX_DEPTH, Builder, StopReading
from poscheck.reading.characters import UNSEEN
from poscheck.reading.document import Plain
from poscheck.reading.json_events import JsonBuild
from poscheck.reading.offsets import offsets_of
from poscheck.reading.scalars import too_long, without_exponent

if TYPE_CHECKING:
    from poscheck.reading.document import Offsets
    from poscheck.reading.source import Source

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_TOKEN = re.compile(r'([\[{])|([\]}])|"(?:[^"\\]++|\\.)*+"|[^\s"\[\]{},:]++')
_TRUE, _FALSE, _NULL = Plain("true"), Plain("false"), Plain("null")
_OTHER_THAN_TEXT = frozenset({bool, type(None), list, dict})


class _NeedsCare(Exception):  # noqa: N818 - never leaves this module
    """Something that only the slower reader reads as it should."""


def read_json(source: Source) -> Builder:
    """The builder with everything that ``source`` holds; its problems say what is wrong."""
    builder = Builder(source)
    with suppress(StopReading):
        JsonBuild(builder).run()
    return builder


def offsets_of_good_json(text: str) -> Offsets:
    """The offsets of a text that :func:`read_good_json` has read."""
    return offsets_of(_TOKEN, text, 0, len(text))


def read_good_json(text: str) -> dict[str, Any] | None:
    """The tree of a JSON object in which there is nothing to report; None where there may be something."""
    if _SURROGATE_ESCAPE.search(text) or (not text.isascii() and UNSEEN.search(text)):
        return None
    try:
        tree = _FastBuild().decode(text)
    except (JSONDecodeError, RecursionError, _NeedsCare):
        return None
    return tree if isinstance(tree, dict) else None


class _FastBuild:
    """The hooks of one decoding, which keep numbers as text and look for duplicate keys and depth."""

    __slots__ = ("_depths",)

    def __init__(self) -> None:
        self._depths: dict[int, int] = {}

    def decode(self, text: str) -> Any:
        decoder = JSONDecoder(
            object_pairs_hook=self._members, parse_int=_integer, parse_float=_decimal, parse_constant=_refuse
        )
        return decoder.decode(text)

    def _members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) != len(pairs):
            raise _NeedsCare
        depth = 1
        for key, value in pairs:
            if value.__class__ in _OTHER_THAN_TEXT:
                members[key], below = self._plain(value)
                if below >= depth:
                    depth = below + 1
        if depth > MAX_DEPTH:
            raise _NeedsCare
        self._depths[id(members)] = depth
        return members

    def _plain(self, value: Any) -> tuple[Any, int]:
        """A value other than text as the tree has it, and how deep it is nested."""
        if value is True:
            return _TRUE, 0
        if value is False:
            return _FALSE, 0
        if value is None:
            return _NULL, 0
        if value.__class__ is dict:
            return value, self._depths[id(value)]
        depth = 1
        for place, member in enumerate(value):
            if member.__class__ in _OTHER_THAN_TEXT:
                value[place], below = self._plain(member)
                if below >= depth:
                    depth = below + 1
        return value, depth


def _integer(token: str) -> Plain:
    if too_long(token):
        raise _NeedsCare
    return Plain(token)


def _decimal(token: str) -> Plain:
    written = without_exponent(token)
    if written is None or too_long(written):
        raise _NeedsCare
    return Plain(written)


def _refuse(_: str) -> Plain:
    raise _NeedsCare

"""Lists and mappings that stand in brackets in plain YAML."""

from __future__ import annotations

import re
from functools import partial
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any

from poscheck.reading.offsets import offsets_of
from poscheck.reading.plain_texts import FIRST, KEY, QUOTES, Table, Unusual, plain, quoted

if TYPE_CHECKING:
    from poscheck.reading.document import Offsets

_INNERMOST = r"[\[{][^\[\]{}]*+[\]}]"
_INNER = rf"[\[{{][^\[\]{{}}]*+(?:{_INNERMOST}[^\[\]{{}}]*+)*+[\]}}]"
_OUTER = rf"[\[{{][^\[\]{{}}]*+(?:{_INNER}[^\[\]{{}}]*+)*+[\]}}]"
BRACKETS = rf"[\[{{][^\[\]{{}}]*+(?:{_OUTER}[^\[\]{{}}]*+)*+[\]}}]"

# A text that ends where brackets or commas begin.
_REST = r"[^\n:\#,\[\]{}?]*+(?:(?::(?=[A-Za-z0-9/])|(?<![\s])\#)[^\n:\#,\[\]{}?]*+)*+"
# What stands in brackets: a text, with the key before it, where it has one.
_TEXT = rf"(?:{QUOTES}|{FIRST}{_REST}(?:\n\ ++{FIRST}{_REST})*+)"
_MEMBER = re.compile(rf"""(?<![A-Za-z0-9_.'"-])((?:{KEY}:\ ++)?+)({_TEXT})""")
_NAMED = re.compile(r"""(["'])?([A-Za-z0-9_][A-Za-z0-9_.\ -]*+)(?<!\ )(?(1)\1):(?=\ )""")
_TOKEN = re.compile(rf"([\[{{])|([\]}}])|{KEY}(?=:\ )|{_TEXT}")
_OUTDENTED = re.compile(r"\n(?![ \[{])")


def in_brackets(written: list[str]) -> list[Any]:
    """The lists and mappings that are written in brackets.

    With every text replaced by a number they are JSON, or else they are left to the parser. The JSON decoder asks for
    the value of each number in turn, and gets what was written in its place.
    """
    joined = "[" + ",\n".join(written) + "]"
    if "\\" in joined or ("\n" in joined and _OUTDENTED.search(joined)):
        raise Unusual
    parts = _MEMBER.split(joined)  # what is no text, a key or nothing, a text; and so on
    texts = map(_TEXTS.__getitem__, parts[2::3])
    parts[0::3] = map(_NAMES.__getitem__, parts[0::3])
    parts[1::3] = map(_NAMES.__getitem__, parts[1::3])
    parts[2::3] = [" 0"] * (len(parts) // 3)
    decoder = JSONDecoder(object_pairs_hook=_mapping, parse_int=partial(next, texts), parse_constant=_refuse)
    try:
        values: list[Any] = decoder.decode("".join(parts))
    except JSONDecodeError:
        raise Unusual from None
    if len(values) != len(written) or next(texts, None) is not None:
        raise Unusual
    return values


def _refuse(_: str) -> None:
    raise Unusual


def _mapping(members: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(members)
    if len(mapping) != len(members):
        raise Unusual
    return mapping


def offsets_in_brackets(text: str, start: int, end: int) -> Offsets:
    """The offsets of the list or mapping from ``start`` to ``end``, which has been read."""
    return offsets_of(_TOKEN, text, start, end)


def _text(written: str) -> str:
    """A text in brackets."""
    return quoted(written) if written[0] in "\"'" else plain(written)


def _names(written: str) -> str:
    """What stands between two texts in brackets, with the keys in it as JSON has them."""
    return _NAMED.sub(r'"\2":', written)


_TEXTS, _NAMES = Table(_text), Table(_names)

"""Keys by which a batch finds texts and programs that were handed in more than once."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LETTERS = 60
"""Shorter texts are alike by chance."""

_DIGITS = 16
_GROUPS = (dict, list)
_WORDS = re.compile(r"\w+").findall
_ASCII = "".join([chr(code).lower() if _WORDS(chr(code)) else " " for code in range(256)]).encode("latin-1")


def text_keys(data: Mapping[str, Any]) -> list[str]:
    """A key for each free text of a submission that is long enough to be nobody else's, sorted.

    Two texts have the same key if they differ only in case, spaces and punctuation.
    """
    found = set(map(_normal, _long_texts(data)))
    return sorted(_key(text) for text in found if len(text.replace(" ", "")) >= LETTERS)


def school_program_key(data: Mapping[str, Any]) -> str | None:
    """A key for the program at its schools; None where the district or the program is not named."""
    district, program = data.get("district", {}), data.get("program", {})
    who = district.get("nces_id") or district.get("name")
    if not who or not program.get("title"):
        return None
    schools = sorted(str(school.get("nces_id") or school.get("name")) for school in data.get("schools", ()) if school)
    parts = (str(district.get("state")), str(who), *schools, str(program["title"]))
    return _key("\n".join(map(_normal, parts)))


def _long_texts(data: Mapping[str, Any]) -> Iterator[str]:
    waiting: list[Any] = [data]
    for group in waiting:  # it grows meanwhile
        for value in group.values() if isinstance(group, dict) else group:
            if isinstance(value, str):
                if len(value) >= LETTERS:
                    yield value
            elif isinstance(value, _GROUPS):
                waiting.append(value)


def _normal(text: str) -> str:
    if text.isascii():
        return b" ".join(text.encode().translate(_ASCII).split()).decode()  # the same, in a third of the time
    return " ".join(_WORDS(unicodedata.normalize("NFKC", text).casefold()))


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]

"""What a single written value becomes, by the kind of its field.

Only what can be read in one way is converted. Everything else stays as written, and validation says what is wrong.
The same titles, words and dates come again and again, within a document and from one to the next, so what a text
becomes is kept in tables, one for all fields that read alike.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.contract import Field, Kind, folded_word, is_filler
from poscheck.reading import Plain, resolve, resolve_scalar
from poscheck.submission.observations import may_be_private

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_KEPT = 1 << 12
"""Texts that a table keeps before it begins anew, so that a batch of any length needs little memory."""
_LONGEST_KEPT = 60
"""Longer texts hardly ever come again."""

_TRUE = frozenset({"true", "yes", "on"})
_FALSE = frozenset({"false", "no", "off"})

# What a YAML 1.1 reader would have made something else of: octal, hexadecimal, underscores, base 60, words, decimals.
_YAML_WORD = re.compile(r"(?i:yes|no|on|off|true|false|null)|~")
_YAML_INTEGER = re.compile(
    r"[-+]?(0[0-7_]+|0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(:[0-5]?[0-9])+|[0-9]*_[0-9_]*)|\+[0-9]+"
)
_YAML_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]*([eE][-+][0-9]+)?")
_LONGEST_YAML_WORD = len("false")
_BEGINS_A_NUMBER = frozenset("+-0123456789")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.0+")
_TEXTS = frozenset({Kind.TEXT, Kind.WORD, Kind.DATE, Kind.EXPIRY, Kind.PERIOD})
_FREE = frozenset({Kind.TEXT, Kind.OPEN})


class Said(NamedTuple):
    """A value about which there is something to say: calls of ``Remarks``, by name, that still lack the path."""

    value: Any
    remarks: tuple[tuple[str, ...], ...]
    private: bool


class Table(dict[str, Any]):
    """What texts become, each worked out when it is first met."""

    __slots__ = ("_convert",)

    def __init__(self, convert: Callable[[str], Any]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, raw: str) -> Any:
        value = self._convert(raw)
        if len(raw) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[raw] = value
        return value


class Writing:
    """Converts what is written for one field, or for others like it."""

    __slots__ = ("_fillers", "_kept", "_may_be_private", "_said", "_value_of", "field")

    def __init__(self, field: Field, fillers: frozenset[str], *, kept: bool, counts: bool) -> None:
        self.field = field
        self._fillers = fillers
        self._kept = kept
        self._may_be_private = counts or field.kind in _FREE
        self._value_of = {Kind.OPEN: self._open, Kind.WORD: self._word}.get(field.kind, self._value)
        self._said: list[tuple[str, ...]] = []

    def __call__(self, raw: str) -> Any:
        """The value, or :class:`Said`; None where ``raw`` says nothing."""
        self._said = []
        value = self._value_of(raw)
        private = self._may_be_private and may_be_private(value)
        return Said(value, tuple(self._said), private) if self._said or private else value

    def _word(self, raw: str) -> Any:
        words = self.field.words
        if raw in words:
            return str(raw)
        if (word := _folded_words(words).get(folded_word(raw))) is not None:
            self._said.append(("note", "read-as", f"“{raw.strip()}” is read as {word}"))
            return word
        return self._value(raw)

    def _value(self, raw: str) -> Any:
        if len(raw) <= len("null") and isinstance(raw, Plain) and resolve_scalar(raw) is None:
            return None
        if is_filler(raw, self._fillers):
            if raw.strip():
                self._said.append(("note", "filler", f"“{raw.strip()}” is read as: nothing yet"))
            return None
        return self._scalar(raw)

    def _open(self, raw: str) -> Any:
        return None if is_filler(raw, self._fillers) else resolve(raw)

    def _scalar(self, raw: str) -> Any:
        text, kind = str(raw), self.field.kind
        if kind in _TEXTS:
            if self._kept:
                self._note_kept_text(text)
            return "never" if text.casefold() == "never" and kind is Kind.EXPIRY else text
        if kind is Kind.NUMBER:
            return self._number(raw)
        if kind is Kind.BOOLEAN:
            word = text.strip().casefold()
            return True if word in _TRUE else False if word in _FALSE else text
        value = resolve(raw)
        return str(value) if isinstance(value, str) else value

    def _number(self, raw: str) -> Any:
        text = raw.strip()
        value = resolve_scalar(text)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return text
        if not isinstance(raw, Plain):
            said = f"“{text}” is read as a number; it needs no quotation marks"
            self._said.append(("note", "quoted-number", said))
        if self.field.whole and isinstance(value, float) and _WHOLE_DECIMAL.fullmatch(text):
            return int(value)
        return value

    def _note_kept_text(self, text: str) -> None:
        if len(text) > _LONGEST_YAML_WORD and text[0] not in _BEGINS_A_NUMBER:
            return
        if _DAY.fullmatch(text):
            self._said.append(("kept_date",))
        elif (
            _YAML_WORD.fullmatch(text)
            or _YAML_INTEGER.fullmatch(text)
            or (_YAML_DECIMAL.fullmatch(text) and repr(float(text)) != text)
        ):
            self._said.append(("kept_text", text))


@lru_cache(maxsize=1 << 8)
def _folded_words(words: tuple[str, ...]) -> dict[str, str]:
    """The words as they are compared where they differ in case, spaces, hyphens or underscores only."""
    folded = {folded_word(word): word for word in words}
    return folded if len(folded) == len(words) else {}

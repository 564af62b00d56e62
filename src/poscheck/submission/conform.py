"""From what was written to values of the kinds that the contract asks for, before anything is validated.

Only what can be read in one way is converted. Everything else stays as written, and validation says what is wrong.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from poscheck.contract import Contract, Field, Kind, folded_word, is_filler
from poscheck.reading import Plain, Syntax, resolve, resolve_scalar

if TYPE_CHECKING:
    from poscheck.paths import Path
    from poscheck.submission.remarks import Remarks

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


class Conformer:
    """Converts one document; what it notices goes to ``remarks``."""

    def __init__(self, contract: Contract, remarks: Remarks, syntax: Syntax) -> None:
        self.fillers = contract.fillers
        self.remarks = remarks
        self.yaml = syntax is Syntax.YAML

    def value(self, raw: Any, field: Field, path: Path) -> Any:
        """``raw`` as a value of ``field``; None where it says nothing."""
        kind = field.kind
        if isinstance(raw, str):
            return self._open(raw) if kind is Kind.OPEN else self._written(raw, field, path)
        if kind is Kind.OPEN:
            return resolve(raw)
        if isinstance(raw, dict):
            if kind is Kind.RECORD:
                return self._record(raw, field, path)
            if kind is Kind.MAP and field.item:
                values = {key: self.value(value, field.item, (*path, key)) for key, value in raw.items()}
                return {key: value for key, value in values.items() if value is not None}
        elif kind is Kind.LIST and field.item:
            return self._list(raw, field.item, path)
        return raw

    def _written(self, raw: str, field: Field, path: Path) -> Any:
        """A single value, as a value of ``field``."""
        if field.kind is Kind.WORD:
            if raw in field.words:
                return str(raw)
            if (word := _folded_words(field.words).get(folded_word(raw))) is not None:
                self.remarks.note("read-as", f"“{raw.strip()}” is read as {word}", path)
                return word
        if len(raw) <= len("null") and isinstance(raw, Plain) and resolve_scalar(raw) is None:
            return None
        if is_filler(raw, self.fillers):
            if raw.strip():
                self.remarks.note("filler", f"“{raw.strip()}” is read as: nothing yet", path)
            return None
        return self._scalar(raw, field, path)

    def _record(self, raw: dict[str, Any], field: Field, path: Path) -> dict[str, Any]:
        members = field.members
        result = {}
        for key, value in raw.items():
            member = members.get(key)
            if member is None:
                converted = resolve(value)
            elif isinstance(value, str) and member.kind is not Kind.OPEN:
                converted = self._written(value, member, (*path, key))  # the same as below, and quicker
            else:
                converted = self.value(value, member, (*path, key))
            if converted is not None or member is None:
                result[key] = converted
        return result

    def _list(self, raw: list[Any], item: Field, path: Path) -> list[Any] | None:
        """The items; None where nobody has filled in any of them, as in a form that is still blank."""
        values = [self.value(value, item, (*path, number)) for number, value in enumerate(raw)]
        if item.kind is Kind.RECORD:
            if values and all(map(_blank, values)):
                return None
            return [{} if value is None else value for value in values]
        return values

    def _open(self, raw: str) -> Any:
        return None if is_filler(raw, self.fillers) else resolve(raw)

    def _scalar(self, raw: str, field: Field, path: Path) -> Any:
        text = str(raw)
        match field.kind:
            case Kind.NUMBER:
                return self._number(raw, field, path)
            case Kind.BOOLEAN:
                word = text.strip().casefold()
                return True if word in _TRUE else False if word in _FALSE else text
            case Kind.TEXT | Kind.WORD | Kind.DATE | Kind.EXPIRY | Kind.PERIOD:
                if self.yaml and isinstance(raw, Plain):
                    self._note_kept_text(text, path)
                return "never" if field.kind is Kind.EXPIRY and text.casefold() == "never" else text
            case _:
                value = resolve(raw)
                return str(value) if isinstance(value, str) else value

    def _number(self, raw: str, field: Field, path: Path) -> Any:
        text = raw.strip()
        value = resolve_scalar(text)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return text
        if not isinstance(raw, Plain):
            self.remarks.note("quoted-number", f"“{text}” is read as a number; it needs no quotation marks", path)
        if field.whole and isinstance(value, float) and _WHOLE_DECIMAL.fullmatch(text):
            return int(value)
        return value

    def _note_kept_text(self, text: str, path: Path) -> None:
        if len(text) > _LONGEST_YAML_WORD and text[0] not in _BEGINS_A_NUMBER:
            return
        if _DAY.fullmatch(text):
            self.remarks.kept_date(path)
        elif (
            _YAML_WORD.fullmatch(text)
            or _YAML_INTEGER.fullmatch(text)
            or (_YAML_DECIMAL.fullmatch(text) and repr(float(text)) != text)
        ):
            self.remarks.kept_text(text, path)


@lru_cache(maxsize=1 << 8)
def _folded_words(words: tuple[str, ...]) -> dict[str, str]:
    """The words as they are compared where they differ in case, spaces, hyphens or underscores only."""
    folded = {folded_word(word): word for word in words}
    return folded if len(folded) == len(words) else {}


def _blank(value: Any) -> bool:
    """Whether a converted record says nothing at all; of fields that do not exist, the mention says something."""
    return value is None or (
        isinstance(value, dict) and all(isinstance(member, dict) and _blank(member) for member in value.values())
    )

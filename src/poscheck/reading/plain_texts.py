"""The single texts of plain YAML: how they begin, and what they become."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poscheck.reading.document import Plain
from poscheck.reading.scalars import MAX_DIGITS, too_long

if TYPE_CHECKING:
    from collections.abc import Callable

# An unquoted text begins with a sign that means nothing else, and holds neither `: ` nor ` #`.
# (All letters above \xa0 are said by what they are not: a set of a million letters takes 2 ms to compile.)
FIRST = r"(?:[A-Za-z0-9_(/$~]|[^\x00-\xa0]|-(?=[0-9]))"
KEY = r"""(?:[A-Za-z0-9_][A-Za-z0-9_.\ -]{0,99}+(?<!\ )|"[A-Za-z0-9_.\ -]{1,99}+"|'[A-Za-z0-9_.\ -]{1,99}+')"""


def quotes(margin: str) -> str:
    """The expression for a text in quotation marks, whose further lines begin with at least ``margin`` and a space."""
    further = rf"\n{margin}\ ++(?=[^\s\"\\])"
    return rf"""(?:"[^"\\\n]*+(?:{further}[^"\\\n]*+)*+"|'(?:[^'\n]|'')*+(?:{further}(?:[^'\n]|'')*+)*+')"""


QUOTES = quotes("")

_FOLD = re.compile(r"\ *+\n\ ++")
_MOST_KEPT = 1 << 13
_LONGEST_KEPT = 60


class Unusual(Exception):  # noqa: N818 - never leaves the reader of plain YAML
    """Something that is left to the parser."""


class Table(dict[str, Any]):
    """What written texts become, each looked at when it is first met; it begins anew when it has grown large."""

    __slots__ = ("_become",)

    def __init__(self, become: Callable[[str], Any]) -> None:
        super().__init__()
        self._become = become

    def __missing__(self, written: str) -> Any:
        value = self._become(written)
        if len(written) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[written] = value
        return value


def plain(written: str) -> Plain:
    """An unquoted text, of one line or several."""
    text = " ".join(line.strip(" ") for line in written.split("\n")) if "\n" in written else written.rstrip(" ")
    if len(text) > MAX_DIGITS and too_long(text):
        raise Unusual
    return Plain(text)


def quoted(written: str) -> str:
    """A text in quotation marks, of one line or several."""
    inside = written[1:-1]
    if "\n" in inside:
        inside = _FOLD.sub(" ", inside)
    return inside if written[0] == '"' else inside.replace("''", "'")

"""A syntax error of a YAML file, and what the rules that explain it need to see of the text around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from poscheck.reading.characters import CURLY, unwrapped
from poscheck.reading.messages import line_suggestion

if TYPE_CHECKING:
    from poscheck.reading.source import Source

_ITEM = r"\s*(?:- +)*"
_NAME = r"[A-Za-z_][\w -]*?"
_MEMBER = re.compile(rf"({_ITEM}{_NAME}\s*:\s+|\s*(?:- +)+)(\S.*?)(\s*|\s+#.*)")
_NO_SPACE = re.compile(rf"({_ITEM}{_NAME}):([^\s:/\\].*)")
# A longer line was not typed by hand, and looking at it closely would take long.
_LONGEST_LINE = 1000


class Mistake(NamedTuple):
    """An explained syntax error; from ``repaired``, a text without it, reading goes on to the next."""

    code: str
    message: str
    offset: int
    suggestion: str | None = None
    repaired: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Where the parser gave up: an offset, the offset at which the construct began, and what it was at."""

    source: Source
    offset: int
    start: int
    context: str
    problem: str

    @property
    def line(self) -> int:
        """The line of the failure, from 1."""
        return self.source.position(self.offset).line

    @property
    def start_line(self) -> int:
        """The line where the construct began, from 1."""
        return self.source.position(self.start).line

    def text(self, line: int) -> str:
        """A source line."""
        return self.source.line_text(line)

    def previous(self) -> int:
        """The last line before the failure that has something on it; 0 if there is none."""
        line = self.line - 1
        while line > 0 and (not self.text(line).strip() or self.text(line).lstrip().startswith("#")):
            line -= 1
        return line

    def replaced(self, line: int, new: str) -> str:
        """The whole text with another line."""
        start = self.source.starts[line - 1]
        return self.source.text[:start] + new + self.source.text[start + len(self.text(line)) :]

    def at(self, line: int, column: int = 1) -> int:
        """The offset of a place."""
        return self.source.starts[line - 1] + column - 1

    def member(self, line: int) -> re.Match[str] | None:
        """A line that gives a value: what comes before the value, the value, and a comment after it."""
        return self._match(_MEMBER, line)

    def without_space(self, line: int) -> re.Match[str] | None:
        """A line with a colon and no space after it: the name, and the value."""
        return self._match(_NO_SPACE, line)

    def _match(self, pattern: re.Pattern[str], line: int) -> re.Match[str] | None:
        text = self.text(line) if line else ""
        return pattern.fullmatch(text) if len(text) <= _LONGEST_LINE else None


def line_mistake(failure: Failure, code: str, message: str, offset: int, fixed: str | None) -> Mistake:
    """A mistake whose line can be given as it should be, where ``fixed`` is known."""
    if fixed is None:
        return Mistake(code, message, offset)
    repaired = failure.replaced(failure.source.position(offset).line, fixed)
    return Mistake(code, message, offset, line_suggestion(fixed), repaired)


def closed(text: str, mark: str) -> str:
    """A line with its closing quote, in place of a curly one if it ends with that."""
    text = text.rstrip()
    return (text[:-1] if text[-1] in CURLY else text) + mark


def curly_remark(text: str) -> str:
    """A remark for a line that has curly quotes in it."""
    return " (a curly quote does not close a straight one)" if any(sign in text for sign in CURLY) else ""


def in_quotes(text: str) -> str:
    """``text`` as a quoted YAML value."""
    text = unwrapped(text.strip())
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"

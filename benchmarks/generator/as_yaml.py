"""Data as YAML that looks written by hand, in one of many habits: dictionaries, lists, text, numbers, yes and no."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.generator.dice import Dice

# What may stand without quotation marks, on a line of its own or between brackets; not what only looks like a number.
_BARE = re.compile(
    r"(?!(?i:true|false|yes|no|on|off|null)$)[A-Za-z][^\n:#\"'\\]*(?<! )|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|https://\S+"
)
_BARE_IN_BRACKETS = re.compile(
    r"(?!(?i:true|false|yes|no|on|off|null)$)[A-Za-z][^\n:#\"'\\,\[\]{}]*(?<! )|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"
)
_CODE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LINE = re.compile(r"(\S.{0,88})(?: |$)")
_LONG, _WIDE = 90, 116
_FEW, _SEVERAL, _MANY = 6, 16, 16
_CONTAINERS = (dict, list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How somebody writes YAML."""

    indent: int
    list_indent: int
    yes: str
    no: str
    mark: str
    quote_all: bool
    quote_codes: bool
    brackets: bool
    wrap: bool
    long_text: str
    comments: float
    blank_lines: bool
    first_lines: str
    line_end: str


def habits(dice: Dice, *, brief: bool) -> Habits:
    """The habits of one author; short files are mostly written close together."""
    yes, no = dice.pick((("true", "false"), ("true", "false"), ("yes", "no"), ("Yes", "No"), ("TRUE", "FALSE")))
    return Habits(
        indent=4 if dice.chance(0.15) else 2,
        list_indent=0 if dice.chance(0.25) or brief else 2,
        yes=yes,
        no=no,
        mark='"' if dice.chance(0.75) else "'",
        quote_all=dice.chance(0.12),
        quote_codes=dice.chance(0.9),
        brackets=dice.chance(0.5) or brief,
        wrap=dice.chance(0.7),
        long_text=dice.pick((">-", ">-", ">", "|", "same line", "quoted")),
        comments=0.0 if dice.chance(0.5) else dice.random() * 0.04,
        blank_lines=dice.chance(0.85),
        first_lines=dice.pick(("", "", "", "---\n", "%YAML 1.1\n---\n")),
        line_end="\r\n" if dice.chance(0.08) else "\n",
    )


def as_yaml(data: dict[str, Any], dice: Dice, remarks: Sequence[str]) -> bytes:
    """``data`` as YAML in habits drawn from ``dice``, with ``remarks`` as comments here and there."""
    author = habits(dice, brief=len(data.get("courses", ())) < _MANY)
    writer = _Writer(author, dice, remarks)
    for name, value in data.items():
        if author.blank_lines and writer.lines:
            writer.lines.append("")
        writer.members({name: value}, 0)
    text = author.first_lines + f"# {remarks[0]}\n" + "\n".join(writer.lines) + "\n"
    return (text if author.line_end == "\n" else text.replace("\n", author.line_end)).encode()


class _Writer:
    """Collects lines."""

    def __init__(self, author: Habits, dice: Dice, remarks: Sequence[str]) -> None:
        self.author = author
        self.dice = dice
        self.remarks = remarks
        self.lines: list[str] = []
        written = (author.mark, author.yes, author.no, author.quote_all, author.quote_codes)
        self.in_lines = _scalar(*written, _BARE)
        self.in_brackets = _scalar(*written, _BARE_IN_BRACKETS)

    def members(self, record: dict[str, Any], depth: int, start: str | None = None) -> None:
        """The names and values of a record; ``start`` is what its first line begins with, where that is a dash."""
        spaces = " " * depth
        write, lines, comments = self.in_lines, self.lines, self.author.comments
        for name, value in record.items():
            head = f"{start or spaces}{name if _is_name(name) else write(name)}:"
            start = None
            kind = type(value)
            if kind is dict:
                self._record(head, value, depth)
            elif kind is list:
                self._list(head, value, depth)
            elif kind is str and len(value) > _LONG:
                self._long(head, value, depth)
            else:
                lines.append(f"{head} {write(value)}{self._comment() if comments else ''}")

    def in_braces(self, record: dict[str, Any]) -> str:
        """A record between braces."""
        write, inner = self.in_brackets, self._inner
        parts = [
            f"{name if _is_name(name) else write(name)}: {inner(value) if type(value) in _CONTAINERS else write(value)}"
            for name, value in record.items()
        ]
        return "{" + ", ".join(parts) + "}"

    def _inner(self, value: Any) -> str:
        if type(value) is dict:
            return self.in_braces(value)
        return (
            "["
            + ", ".join([self._inner(item) if type(item) in _CONTAINERS else self.in_brackets(item) for item in value])
            + "]"
        )

    def _record(self, head: str, record: dict[str, Any], depth: int) -> None:
        author = self.author
        if not record:
            self.lines.append(f"{head} {{}}")
        elif author.brackets and depth and len(record) <= _FEW and len(text := self.in_braces(record)) < _WIDE:
            self.lines.append(f"{head} {text}")
        else:
            self.lines.append(head)
            self.members(record, depth + author.indent)

    def _list(self, head: str, items: list[Any], depth: int) -> None:
        first = items[0] if items else None
        if type(first) is not dict and (type(first) is not str or len(first) < _LONG // 2):
            self.lines.append(f"{head} {self._inner(items)}{self._comment()}")
            return
        self.lines.append(head)
        inner = depth + self.author.list_indent
        start = " " * inner + "- "
        for item in items:
            if type(item) is not dict or not item:
                self.lines.append(start + (self.in_lines(item) if type(item) is str else "{}"))
            elif self.author.brackets and _short(item):
                text = start + self.in_braces(item)
                self.lines.extend(self._wrapped(text, inner + 3) if self.author.wrap else [text])
            else:
                self.members(item, inner + 2, start)

    def _wrapped(self, line: str, depth: int) -> list[str]:
        """A long line broken after commas, also within a text: a break there reads as the space that it replaces."""
        lines = []
        while len(line) > _WIDE and (at := line.rfind(", ", depth + 30, _WIDE)) > 0:
            lines.append(line[: at + 1])
            line = " " * depth + line[at + 2 :]
        return [*lines, line]

    def _long(self, head: str, value: str, depth: int) -> None:
        how = self.author.long_text
        if how in {"same line", "quoted"}:
            self.lines.append(f"{head} {_quoted(value, self.author.mark) if how == 'quoted' else self.in_lines(value)}")
            return
        self.lines.append(f"{head} {how}")
        space = " " * (depth + self.author.indent)
        self.lines.extend([space + line for line in ([value] if how == "|" else _LINE.findall(value))])

    def _comment(self) -> str:
        if self.author.comments and self.dice.random() < self.author.comments:
            return f"    # {self.dice.pick(self.remarks)}"
        return ""


# The same few names and words come again and again, and looking them up is quicker than looking at them.
_is_name = lru_cache(maxsize=1 << 10)(str.isidentifier)


@cache
def _scalar(
    mark: str, yes: str, no: str, quote_all: bool, quote_codes: bool, bare: re.Pattern[str]
) -> Callable[[Any], str]:
    """What writes one value, in habits."""

    @lru_cache(maxsize=1 << 10, typed=True)
    def write(value: Any) -> str:
        if type(value) is str:
            if bare.fullmatch(value):
                return _quoted(value, mark) if quote_all else value
            return value if not quote_codes and _CODE.fullmatch(value) else _quoted(value, mark)
        if value is True or value is False:
            return yes if value else no
        return repr(value)

    return write


def _quoted(text: str, mark: str) -> str:
    if mark == "'":
        return "'" + text.replace("'", "''") + "'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _short(record: dict[str, Any]) -> bool:
    """Whether a record reads well between braces: a few values, and no record or long text within."""
    for value in record.values():
        kind = type(value)
        if kind is dict or (kind is str and len(value) > _LONG) or (kind is list and value and type(value[0]) is dict):
            return False
    return len(record) <= _SEVERAL

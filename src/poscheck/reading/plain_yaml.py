"""Reads the YAML that people and programs mostly write, and leaves the rest to the parser.

A batch reads very many files, and nearly all hold nothing but keys, texts, lists, mappings and comments, in block style
or in brackets. Two regular expressions read those in a third of the time. Whatever might mean something else (a quoted
text with an escape, an anchor, a tag, a tab, an indentation that does not fit, a key written twice) ends the attempt,
and the whole file goes to :mod:`poscheck.reading.yaml_reader`. So this module explains nothing, and a test holds it to
the same trees and the same positions.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from poscheck.reading.builder import MAX_DEPTH
from poscheck.reading.document import Plain
from poscheck.reading.plain_brackets import BRACKETS, in_brackets, offsets_in_brackets
from poscheck.reading.plain_texts import FIRST, KEY, Table, Unusual, plain, quoted, quotes

if TYPE_CHECKING:
    from poscheck.reading.document import Offsets

_REST = r"[^\n:\#]*+(?:(?::(?=[^\s])|(?<![\s])\#)[^\n:\#]*+)*+"
_QUOTES = quotes(r"\1(?(3)(?(2)\ \ ))")
_HEAD = re.compile(r"(?:%YAML 1\.[12]\n)?+---\n")
_ENTRY = re.compile(
    rf"""
    ^(?:\ *+(?:\#[^\n]*+)?\n)*+                      # blank lines and comments
    (?:
        (\ *+)(-\ )?+(?:({KEY}):(?:\ ++|(?=\n|\Z)))?+  # indentation, the dash of a list, the key of a mapping
        (?:
            ({FIRST}{_REST}(?:\n\1(?(3)(?(2)\ \ ))\ ++{FIRST}{_REST})*+)
            |({_QUOTES})
            |({BRACKETS})
            |([>|]-?\n(?:\1(?(3)(?(2)\ \ ))\ ++[^\ \n][^\n]*+\n)++)
        )?+
        (?:(?<=\n)|\ *+(?:(?<=\ )\#[^\n]*+)?(?:\n|\Z))
        |([^\n]*+\n?+)                               # none of these
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
_INDENT, _DASH, _NAME, _PLAIN, _QUOTED, _FLOW, _BLOCK, _OTHER = range(1, 9)
_SEEN = bytes(range(ord(" "), ord("~") + 1)) + b"\n"
_QUOTE_MARKS = re.compile("[“”„\u2018\u201a«»]|(?<!\\w)\u2019")

SOUND = not re.fullmatch("(?:ab?c)++", "aca")
"""Whether expressions like ours can be trusted: up to Python 3.11.4 they go on behind what did not match."""

_EMPTY = Plain("")
_PLAINS = Table(plain)


def read_plain_yaml(text: str) -> tuple[dict[str, Any], Offsets] | None:
    """The tree of a mapping and its offsets; None where there may be anything to report, or anything unusual."""
    if not SOUND or not _is_plain(text):
        return None
    try:
        return _Lines(text).read()
    except Unusual:
        return None


def _is_plain(text: str) -> bool:
    """Whether nothing is in the text that cannot be seen, and no quotation marks of a word processor."""
    if text.isascii():
        return not text.encode().translate(None, _SEEN)  # in a sixth of the time
    return text.replace("\n", " ").isprintable() and not _QUOTE_MARKS.search(text)


class _Lines:
    """One attempt: the containers that are open, from the outermost."""

    __slots__ = ("_colon", "_container", "_in_brackets", "_level", "_offsets", "_places", "_stack", "_text", "_waiting")

    def __init__(self, text: str) -> None:
        self._text = text
        self._container: Any = {}
        self._offsets: Offsets = [0]
        self._level = 0  # how far the open container is indented
        self._stack: list[tuple[Any, Offsets, int]] = []
        self._waiting: str | None = None  # a key whose value has not come yet
        self._colon = 0
        self._in_brackets: list[str] = []  # what is written in brackets, to be read all at once
        self._places: list[tuple[Any, str | int]] = []  # where it belongs

    def read(self) -> tuple[dict[str, Any], Offsets]:
        """The tree and its offsets, entry by entry: one line, or what belongs to it on the next ones."""
        root, offsets, text = self._container, self._offsets, self._text
        head = _HEAD.match(text)
        for entry in _ENTRY.finditer(text, head.end() if head else 0):
            kind = entry.lastindex
            indent, dash, key = entry.group(_INDENT, _DASH, _NAME)
            if dash is None and key is None:
                if kind == _INDENT and entry.end() == len(text):
                    break
                raise Unusual
            level = len(indent)
            container = self._container
            if dash or level != self._level or self._waiting is not None or container.__class__ is list:
                self._find_level(entry, level, dash, key)
                container = self._container
            if key is None:
                container.append(self._value(entry, kind, len(container)))
                continue
            if key[0] in "\"'":
                key = key[1:-1]
            if container.__class__ is not dict or key in container:
                raise Unusual
            self._offsets.append(entry.start(_NAME))
            if kind == _PLAIN:
                container[key] = _PLAINS[entry[_PLAIN]]
                self._offsets.append(entry.start(_PLAIN))
            elif kind == _NAME:
                self._waiting, self._colon = key, entry.end(_NAME) + 1
            else:
                container[key] = self._value(entry, kind, key)
        if self._waiting is not None:
            self._leave_empty()
        if not root:
            raise Unusual
        offsets[0] = offsets[1]
        for (container, place), value in zip(self._places, in_brackets(self._in_brackets), strict=True):
            container[place] = value
        return root, offsets

    def _find_level(self, entry: re.Match[str], level: int, dash: str | None, key: str | None) -> None:
        """Open and close what the indentation says."""
        if self._waiting is not None:
            if level > self._level or (dash and level == self._level):
                name, self._waiting = self._waiting, None
                new: Any = [] if dash else {}
                self._container[name] = new
                self._open(new, entry.start(_DASH if dash else _NAME), level)
            else:
                self._leave_empty()
        while level < self._level:
            self._close()
        if dash:
            if self._container.__class__ is not list:
                raise Unusual
            if key is not None and level == self._level:
                new = {}
                self._container.append(new)
                self._open(new, entry.start(_NAME), level + 2)
                return
        elif self._container.__class__ is list:
            self._close()
        if level != self._level:
            raise Unusual

    def _open(self, container: Any, offset: int, level: int) -> None:
        """Go into a container that has just been put into the open one."""
        if len(self._stack) > MAX_DEPTH // 2:
            raise Unusual
        offsets: Offsets = [offset]
        self._offsets.append(offsets)
        self._stack.append((self._container, self._offsets, self._level))
        self._container, self._offsets, self._level = container, offsets, level

    def _close(self) -> None:
        self._container, self._offsets, self._level = self._stack.pop()

    def _leave_empty(self) -> None:
        """Nothing follows the key that waits."""
        self._container[self._waiting] = _EMPTY
        self._offsets.append(self._colon)
        self._waiting = None

    def _value(self, entry: re.Match[str], kind: int | None, key: str | int) -> Any:
        """What stands behind a dash or key."""
        if kind is None or kind < _PLAIN or kind == _OTHER:
            raise Unusual
        start = entry.start(kind)
        if kind == _FLOW:
            self._in_brackets.append(entry[kind])
            self._places.append((self._container, key))
            self._offsets.append(partial(offsets_in_brackets, self._text, start, entry.end(kind)))
            return None
        self._offsets.append(start)
        if kind == _PLAIN:
            return _PLAINS[entry[kind]]
        if kind == _QUOTED:
            return quoted(entry[kind])
        return _block(entry[kind], self._level)


def _block(written: str, level: int) -> str:
    """A text on lines of its own, all of them indented alike and deeper than ``level``."""
    head, *lines = written.rstrip("\n").split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    margin = lines[0][:indent]
    if indent <= level or any(
        line[indent:][:1] == " " or line[-1] == " " or not line.startswith(margin) for line in lines
    ):
        raise Unusual
    joined = (" " if head[0] == ">" else "\n").join(line[indent:] for line in lines)
    return joined if head.endswith("-") else f"{joined}\n"

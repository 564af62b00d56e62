"""Data as JSON, as programs write it: on one line, or a line for each value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.generator.dice import Dice

_WRITTEN = json.encoder.encode_basestring
_ASCII = json.encoder.encode_basestring_ascii
_CONTAINERS = (dict, list)


def as_json(data: dict[str, Any], dice: Dice) -> bytes:
    """``data`` as JSON, spaced in one of several ways."""
    if dice.chance(0.15):
        return compact(data).encode()
    indent = dice.pick(("  ", "  ", "    ", "\t", ""))
    text = _ASCII if dice.chance(0.3) else _WRITTEN
    lines: list[str] = []
    _write(data, "\n", indent, text, lines)
    return ("".join(lines) + "\n").encode()


def compact(data: dict[str, Any]) -> str:
    """``data`` on one line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _write(value: Any, start: str, indent: str, text: Callable[[str], str], out: list[str]) -> None:
    """Our own, because the standard library's is slow as soon as it indents."""
    inner = start + indent
    if type(value) is dict:
        between = "{" + inner
        for name, member in value.items():
            if type(member) is str:
                out.append(f"{between}{text(name)}: {text(member)}")
            else:
                out.append(f"{between}{text(name)}: ")
                _write(member, inner, indent, text, out)
            between = "," + inner
        out.append(start + "}" if value else "{}")
    elif type(value) is list and any(type(item) in _CONTAINERS for item in value):
        between = "[" + inner
        for item in value:
            out.append(between)
            _write(item, inner, indent, text, out)
            between = "," + inner
        out.append(start + "]")
    else:
        out.append(text(value) if type(value) is str else json.dumps(value, ensure_ascii=text is _ASCII))

"""Rules as expressions of another language: a YAML file of macros and of rules, each with when it is met and may be."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_MACRO = re.compile(r"@(\w+)\(")
_WORD = re.compile(r"\w+")
_SIDES = {"(": 1, "[": 1, "]": -1, ")": -1}


@cache
def expressions(file: Path) -> dict[str, dict[str, str]]:
    """The expressions of each rule by its id, written out in full: ``met``, ``possible`` and sometimes ``unless``."""
    content: dict[str, Any] = yaml.safe_load(file.read_bytes())
    macros = {}
    for head, text in content["macros"].items():
        name, _, parameters = head.removesuffix(")").partition("(")
        macros[name] = (_WORD.findall(parameters), text)
    return {
        rule: {word: _expanded(text, macros) for word, text in parts.items()}
        for rule, parts in content["rules"].items()
    }


def _expanded(text: str, macros: Mapping[str, tuple[list[str], str]]) -> str:
    found = _MACRO.search(text)
    if not found:
        return text
    end = _closing(text, found.end())
    names, body = macros[found[1]]
    values = dict(zip(names, _arguments(text[found.end() : end]), strict=True))
    filled = _WORD.sub(lambda word: values.get(word[0], word[0]), body)
    return _expanded(f"{text[: found.start()]}{filled}{text[end + 1 :]}", macros)


def _closing(text: str, start: int) -> int:
    """Where the bracket that was opened before ``start`` is closed."""
    depth = 1
    for place in range(start, len(text)):
        depth += _SIDES.get(text[place], 0)
        if not depth:
            return place
    raise ValueError(f"a bracket is not closed: {text}")


def _arguments(text: str) -> Iterator[str]:
    """What stands between the commas that are in no bracket."""
    depth = start = 0
    for place, sign in enumerate(text):
        depth += _SIDES.get(sign, 0)
        if sign == "," and not depth:
            yield text[start:place].strip()
            start = place + 1
    if text[start:].strip():
        yield text[start:].strip()

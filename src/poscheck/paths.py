"""One path syntax everywhere: dotted keys, list positions as numbers (``credit_agreements.0.expires_on``)."""

from __future__ import annotations

from typing import Any

Path = tuple[str | int, ...]


def parse(text: str) -> Path:
    r"""The path that ``text`` writes; a part of digits alone is a list position.

    A full stop or backslash inside a key (a criterion id such as ``7.1``) is written ``\.`` and ``\\``.
    """
    parts: list[str] = [""]
    escaped = False
    for character in text:
        if escaped:
            parts[-1] += character
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == ".":
            parts.append("")
        else:
            parts[-1] += character
    return tuple(int(part) if part.isascii() and part.isdigit() else part for part in parts)


def join(path: Path) -> str:
    """``path`` as text, such that :func:`parse` gives it back."""
    text = ".".join(map(str, path))
    if text.count(".") == len(path) - 1 and "\\" not in text:
        return text  # nothing to escape, as in nearly every path
    return ".".join(
        str(part) if isinstance(part, int) else part.replace("\\", "\\\\").replace(".", "\\.") for part in path
    )


def get(data: Any, path: Path) -> Any:
    """The value at ``path``, or None where nothing is there."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(part) if isinstance(part, str) else data.get(str(part))
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data

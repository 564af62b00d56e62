"""A scorecard as JSON: the fields in their order, indented, the same bytes every time."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import TYPE_CHECKING, Any

from poscheck.scorecard import OF_WORKBOOKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from poscheck.scorecard import Scorecard


def to_json(scorecard: Scorecard | Sequence[Scorecard]) -> str:
    """Return one scorecard as an object, several as an array; indented by 2, with a newline at the end.

    Written here because the json module indents in Python and needs a copy as dicts first, twice the time in
    all. A test holds the result against json.dumps.
    """
    text = _written(scorecard, "\n", encode_basestring) + "\n"
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair in a submission: escaped, so that it can be saved
        text = _written(scorecard, "\n", encode_basestring_ascii) + "\n"
    return text


def _written(value: Any, newline: str, quote: Callable[[str], str]) -> str:
    if isinstance(value, str):
        return quote(value)
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return repr(value)
    inner = newline + "  "
    if isinstance(value, tuple | list):
        items = (_written(item, inner, quote) for item in value)
        return _block("[", items, "]", newline) if value else "[]"
    pairs = value.items() if isinstance(value, dict) else _fields(value)
    items = (f"{quote(name)}: {_written(item, inner, quote)}" for name, item in pairs)
    return _block("{", items, "}", newline) if pairs else "{}"


def _block(start: str, items: Iterable[str], end: str, newline: str) -> str:
    inner = newline + "  "
    return f"{start}{inner}{f',{inner}'.join(items)}{newline}{end}"


_NAMES: dict[type, tuple[str, ...]] = {}


def _fields(value: Any) -> list[tuple[str, Any]]:
    """Names and values of a dataclass, in its order; the fields of workbooks only where there is one."""
    kind = type(value)
    names = _NAMES.get(kind)
    if names is None:
        if not is_dataclass(kind):
            raise TypeError(f"{kind.__name__} does not belong in a scorecard")
        names = _NAMES[kind] = tuple(field.name for field in fields(kind))
    found = [(name, getattr(value, name)) for name in names]
    return [(name, each) for name, each in found if each is not None or name not in OF_WORKBOOKS]

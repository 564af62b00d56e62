"""What has the wrong shape in a ruleset's file: pydantic's errors as problems, with places and in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from poscheck.errors import did_you_mean
from poscheck.ruleset.source import ID, IN_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from poscheck import paths
    from poscheck.errors import Problem
    from poscheck.ruleset.files import SourceFile


_ASKED = {
    "bool_type": "write true or false",
    "int_type": "a whole number is wanted",
    "int_parsing": "a whole number is wanted",
    "float_type": "a number is wanted, such as 2 or 0.5",
    "float_parsing": "a number is wanted, such as 2 or 0.5",
    "string_type": "a text is wanted",
    "tuple_type": "a list is wanted, such as [first, second]",
    "list_type": "a list is wanted, such as [first, second]",
    "dict_type": "names with values are wanted, such as {name: value}",
    "model_type": "names with values are wanted, such as {name: value}",
    "model_attributes_type": "names with values are wanted, such as {name: value}",
    "string_too_short": "it may not be empty",
}
"""What pydantic's errors ask, for people who do not program."""

_LIMITS = {
    "greater_than_equal": "it is at least {ge:g}",
    "less_than_equal": "it is at most {le:g}",
    "string_too_long": "it has at most {max_length} characters",
    "too_short": "it has {min_length} or more entries",
    "literal_error": "write {expected}",
    "enum": "write {expected}",
}
"""What pydantic's errors ask, where it names what is allowed."""


def shape_problems(error: ValidationError, model: type[BaseModel], file: SourceFile[None]) -> Iterator[Problem]:
    """One problem for each place that does not fit ``model``."""
    seen: set[paths.Path] = set()
    for detail in error.errors(include_url=False, include_context=True):
        at = _place(detail["loc"], file.document.tree)
        if at in seen:
            continue
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # only the items that fit are counted; those that do not are told by themselves
        seen.add(at)
        last = str(at[-1]) if at else ""
        if detail["type"] == "extra_forbidden":
            known = _known_keys(model, at[:-1])
            allowed = ", ".join(known) or None
            yield file.problem(
                "unknown-key",
                f"there is no key `{last}` here",
                at,
                allowed=allowed,
                suggestion=did_you_mean(last, known),
            )
        elif detail["type"] == "missing":
            yield file.problem("missing-key", f"`{last}` is missing", at)
        else:
            context = detail.get("ctx", {})
            message = f"`{last}` cannot be {_shown(detail['input'])}: {_asked(detail)}"
            yield file.problem("wrong-value", message, at, suggestion=_meant(str(detail["input"]), context))


def _shown(value: Any) -> str:
    """What was written, in quotes; of a list or mapping only that it is one, and how long."""
    match value:
        case None:
            return "empty"
        case list():
            return f"a list of {len(value)}" if value else "an empty list"
        case dict():
            return "a mapping"
        case _:
            return repr(str(value)[:60])


def _asked(detail: ErrorDetails) -> str:
    """What a value has to be, in words."""
    if pattern := detail.get("ctx", {}).get("pattern"):
        return IN_WORDS[pattern]
    if detail["type"] == "string_type" and isinstance(detail["input"], int | float):
        return "it is read as a number or true/false; a text is wanted, so put it in quotes"
    if limit := _LIMITS.get(detail["type"]):
        return limit.format(**detail["ctx"]).replace("'", "")
    return _ASKED.get(detail["type"]) or detail["msg"].lower()


def _meant(written: str, context: dict[str, Any]) -> str | None:
    """The word of a closed list that is nearest; of an id, the same without what no id may hold."""
    if context.get("pattern") == ID:
        return re.sub(r"[^A-Za-z0-9.\-]+", "-", written).strip("-.")[:80] or None
    choices = str(context.get("expected", "")).replace(" or ", ",").split(",")
    return did_you_mean(written, [word.strip("' ") for word in choices])


def _place(location: tuple[int | str, ...], tree: Any) -> paths.Path:
    """The part of pydantic's location that exists in the file; it also names alternatives of a union."""
    kept: list[int | str] = []
    for number, part in enumerate(location):
        if isinstance(tree, dict) and part in tree:
            tree = tree[str(part)]
        elif isinstance(tree, list) and isinstance(part, int) and part < len(tree):
            tree = tree[part]
        elif (
            number < len(location) - 1
            or (isinstance(tree, dict) and not str(part).isidentifier())
            or not isinstance(tree, dict)
        ):
            continue
        kept.append(part)
    return tuple(kept)


def _known_keys(model: Any, at: paths.Path) -> list[str]:
    """The keys that the model at a place has."""
    current = model
    for part in at:
        if isinstance(part, int):
            continue
        field = getattr(current, "model_fields", {}).get(part)
        if field is None:  # the name of an entry in a mapping
            continue
        current = next(_models(field.annotation), None)
        if current is None:
            return []
    return [info.alias or name for name, info in getattr(current, "model_fields", {}).items()]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)

"""What does not fit the contract: found by a JSON Schema validator, said in the reader's words, and set aside.

A fast validator decides whether there is anything to say; the `jsonschema` library then says what. Where the fast one
is not installed, the slow one alone gives the same answers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from poscheck import paths
from poscheck.errors import did_you_mean
from poscheck.submission.remarks import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jsonschema.exceptions import ValidationError

    from poscheck.contract import Contract
    from poscheck.paths import Path
    from poscheck.submission.remarks import Remarks

_KINDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
    "array": "a list",
    "object": "a group of fields",
}
_DIGITS = re.compile(r"[$\s,%]")
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
_AMERICAN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_LOOSE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_WORDED = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_LONG_SCHOOL_YEAR = re.compile(r"(\d{4})\s*[-\u2013/]\s*(?:\d{2})?(\d{2})")
_MOST_WORDS_LISTED = 16


def set_aside_misfits(data: dict[str, Any], contract: Contract, remarks: Remarks) -> None:
    """Report every value of ``data`` that does not fit, and take it out, so that it counts as missing."""
    if _fits(contract)(data):
        return
    errors = sorted(
        (error for error in _slow(contract).iter_errors(data) if error.instance is not None),
        key=lambda error: [str(part).rjust(9) for part in error.absolute_path],
    )
    for error in errors:
        _report(error, remarks)
    for error in errors:
        _take_out(data, error)


@lru_cache(maxsize=8)
def _fits(contract: Contract) -> Callable[[Any], bool]:
    """A quick yes or no. A missing member of a list (None) is a no, which costs time and changes no answer."""
    try:
        from jsonschema_rs import Draft202012Validator
    except ImportError:
        return lambda _data: False
    return Draft202012Validator(dict(contract.schema)).is_valid


@lru_cache(maxsize=8)
def _slow(contract: Contract) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(contract.schema)


def _report(error: ValidationError, remarks: Remarks) -> None:
    path: Path = tuple(error.absolute_path)
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    named = [part for part in path if isinstance(part, str)]  # an item of a plain list goes by the list's name
    title = schema.get("title") or (named[-1] if named else "the file")
    match error.validator:
        case "additionalProperties":
            _report_unknown_keys(error, path, schema, remarks)
        case "propertyNames":
            words = schema.get("propertyNames", {}).get("enum", ())
            allowed = ", ".join(words) or schema.get("propertyNames", {}).get("x-allowed")
            remarks.problem(
                "unknown-key",
                f"a name in “{title}” is not known: {quoted(error.instance)}",
                path,
                allowed=allowed,
            )
        case "enum" | "const":
            words = [str(word) for word in schema.get("enum", [schema.get("const")])]
            remarks.problem(
                "unknown-word",
                f"{quoted(error.instance)} is not one of the words for “{title}”",
                path,
                allowed=", ".join(words)
                if len(words) <= _MOST_WORDS_LISTED
                else f"{words[0]}, {words[1]}, … {words[-1]}",
                suggestion=_near_word(str(error.instance), words),
            )
        case "required":
            remarks.problem("missing-key", "the line `format: poscheck/1` is missing at the top of the file", path)
        case "type":
            _report_type(error, path, schema, str(title), remarks)
        case _:
            _report_limit(error, path, schema, str(title), remarks)


def _report_unknown_keys(error: ValidationError, path: Path, schema: Mapping[str, Any], remarks: Remarks) -> None:
    known = list(schema.get("properties", {}))
    where = f"“{schema.get('title', path[-1])}”" if path else "a submission"
    for key in cast("dict[str, Any]", error.instance):
        if key not in known:
            remarks.problem(
                "unknown-key",
                f"{quoted(key)} is not a field of {where}; nothing will read it",
                (*path, key),
                allowed=", ".join(known),
                suggestion=did_you_mean(key, known),
                key=True,
            )


def _report_type(error: ValidationError, path: Path, schema: Mapping[str, Any], title: str, remarks: Remarks) -> None:
    wanted = schema.get("type", "")
    value = error.instance
    suggestion = None
    if wanted in {"integer", "number"} and isinstance(value, str):
        bare = _DIGITS.sub("", value)
        suggestion = bare if re.fullmatch(r"-?\d{1,15}(\.\d+)?", bare) else None
    elif wanted == "integer" and isinstance(value, float):
        suggestion = None
    elif wanted == "array" and not isinstance(value, dict):
        suggestion = f"[{value}]"
    shown = "a list" if isinstance(value, list) else "a group of fields" if isinstance(value, dict) else quoted(value)
    remarks.problem(
        "wrong-kind",
        f"“{title}” is {shown}, where {_KINDS.get(wanted, wanted)} is expected",
        path,
        allowed=schema.get("x-allowed") or _KINDS.get(wanted),
        suggestion=suggestion,
    )


def _report_limit(error: ValidationError, path: Path, schema: Mapping[str, Any], title: str, remarks: Remarks) -> None:
    value = error.instance
    match error.validator:
        case "minimum":
            said = f"is less than {error.validator_value}"
        case "maximum":
            said = f"is more than {error.validator_value}"
        case "maxLength":
            said = f"is longer than {error.validator_value} characters"
        case "pattern":
            said = "is not written as it has to be"
        case _:
            said = f"does not fit ({error.validator})"
    allowed = schema.get("x-allowed")
    if allowed is None and ("minimum" in schema or "maximum" in schema):
        ends = (
            f"at least {schema['minimum']}" if "minimum" in schema else "",
            f"at most {schema['maximum']}" if "maximum" in schema else "",
        )
        allowed = " and ".join(end for end in ends if end)
    suggestion = date_as_it_should_be(str(value), schema.get("x-kind", "")) if schema.get("x-kind") else None
    remarks.problem("does-not-fit", f"“{title}”: {quoted(value)} {said}", path, allowed=allowed, suggestion=suggestion)


def date_as_it_should_be(text: str, kind: str) -> str | None:
    """The date or school year that ``text`` most likely means, or None."""
    if kind == "period":
        found = _LONG_SCHOOL_YEAR.fullmatch(text.strip())
        return f"{found[1]}-{found[2]}" if found else None
    if found := _AMERICAN.fullmatch(text.strip()):
        year, month, day = found[3], int(found[1]), int(found[2])
    elif found := _LOOSE.fullmatch(text.strip()):
        year, month, day = found[1], int(found[2]), int(found[3])
    elif found := _WORDED.fullmatch(text.strip()):
        year, month, day = found[3], _MONTHS.get(found[1].casefold(), 0), int(found[2])
    else:
        return None
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None  # noqa: PLR2004


def _near_word(text: str, words: list[str]) -> str | None:
    """The word that ``text`` most likely means: spaces and hyphens count as underscores."""
    written = re.sub(r"[\s-]+", "_", text.strip().casefold())
    exact = {word.casefold(): word for word in words}
    return exact.get(written) or did_you_mean(written, words)


def _take_out(data: dict[str, Any], error: ValidationError) -> None:
    path: Path = tuple(error.absolute_path)
    if error.validator in {"additionalProperties", "propertyNames"}:
        target = paths.get(data, path)
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        if error.validator == "propertyNames":
            _drop(paths.get(data, path), str(error.instance))
        elif isinstance(target, dict):
            for key in [key for key in target if key not in known]:
                del target[key]
    elif path and error.validator != "required":
        parent, last = paths.get(data, path[:-1]), path[-1]
        if isinstance(parent, dict):
            _drop(parent, str(last))
        elif isinstance(parent, list) and isinstance(last, int):
            wants_record = isinstance(error.schema, dict) and error.schema.get("type") == "object"
            parent[last] = {} if wants_record else None


def _drop(parent: Any, key: str) -> None:
    if isinstance(parent, dict):
        parent.pop(key, None)

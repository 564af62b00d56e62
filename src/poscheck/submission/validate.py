"""What does not fit the contract: found by a JSON Schema validator, said in the reader's words, and set aside.

A fast validator finds the places; the `jsonschema` library then says what is wrong there.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from poscheck import paths
from poscheck.contract import Kind
from poscheck.errors import did_you_mean
from poscheck.submission import fitting
from poscheck.submission.remarks import quoted
from poscheck.submission.suggest import (
    date_as_it_should_be,
    in_one_line,
    list_meant,
    near_word,
    number_meant,
    word_meant,
    yes_or_no,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jsonschema.exceptions import ValidationError

    from poscheck.contract import Contract, Field
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
_CANNOT_BE_READ = {
    "date": "is not a date that can be read",
    "expiry": "is not a date that can be read",
    "period": "is not a school year that can be read",
}
_MOST_WORDS_LISTED = 16


def set_aside_misfits(data: dict[str, Any], contract: Contract, remarks: Remarks) -> None:
    """Report every value of ``data`` that does not fit, and take it out, so that it counts as missing."""
    errors = sorted(
        _slow(contract).iter_errors(fitting.doubtful(data, contract)),
        key=lambda error: [str(part).rjust(9) for part in error.absolute_path],
    )
    for error in errors:
        _report(error, contract, remarks)
    for error in errors:
        _take_out(data, error)


@lru_cache(maxsize=8)
def _slow(contract: Contract) -> Any:
    """The validator that explains; it passes over None, which stands for what is missing or is known to fit."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    ours = {"items": _each_item, "properties": _each_member}
    return extend(Draft202012Validator, ours)(contract.schema)  # type: ignore[no-untyped-call]  # has no types


def _each_item(validator: Any, schema: Any, values: Any, _: Any) -> Iterator[ValidationError]:
    for number, value in enumerate(values if isinstance(values, list) else ()):
        if value is not None:
            yield from validator.descend(value, schema, path=number)


def _each_member(validator: Any, schemas: Mapping[str, Any], values: Any, _: Any) -> Iterator[ValidationError]:
    for name, value in values.items() if isinstance(values, dict) else ():
        if value is not None and name in schemas:
            yield from validator.descend(value, schemas[name], path=name, schema_path=name)


def _report(error: ValidationError, contract: Contract, remarks: Remarks) -> None:
    path: Path = tuple(error.absolute_path)
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    field = _field_at(contract, path)
    title = _title(field, path, schema)
    if _is_of_name(error):
        words = [str(word) for word in schema.get("enum", ())]
        remarks.problem(
            "unknown-key",
            f"a name in {title} is not known: {quoted(error.instance)}",
            (*path, str(error.instance)),
            allowed=schema.get("x-allowed") or ", ".join(words) or None,
            suggestion=near_word(str(error.instance), words),
            key=True,
        )
        return
    match error.validator:
        case "additionalProperties":
            _report_unknown_keys(error, path, title, remarks)
        case "enum" | "const":
            words = [str(word) for word in schema.get("enum", [schema.get("const")])]
            remarks.problem(
                "unknown-word",
                f"{quoted(error.instance)} is not one of the words for {title}",
                path,
                allowed=_listed(words),
                suggestion=word_meant(str(error.instance), words),
            )
        case "required":
            remarks.problem("missing-key", "the line `format: poscheck/1` is missing at the top of the file", path)
        case "type":
            _report_type(error, path, field, _entry(title, path), remarks)
        case _:
            _report_limit(error, path, schema, _entry(title, path), remarks)


def _is_of_name(error: ValidationError) -> bool:
    """Whether the error is of a name in a mapping: it is then at the mapping's place, and of the name's schema."""
    places = [str(place) for place in error.absolute_schema_path]
    return places[-2:-1] == ["propertyNames"] and places[-3:-2] != ["properties"]


def _field_at(contract: Contract, path: Path) -> Field | None:
    """The contract's field for the value at ``path``; None inside of what the contract leaves open."""
    field: Field | None = contract.root
    for part in path:
        if field is None:
            return None
        field = field.item if isinstance(part, int) else field.members.get(part, field.item)
    return field


def _title(field: Field | None, path: Path, schema: Mapping[str, Any]) -> str:
    """What the value at ``path`` is called; an item of a plain list goes by the list's name."""
    if not path:
        return "a submission"
    named = [part for part in path if isinstance(part, str)]
    return f"“{(field.title if field else None) or schema.get('title') or named[-1]}”"


def _entry(title: str, path: Path) -> str:
    return f"an entry of {title}" if path and isinstance(path[-1], int) else title


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words) if len(words) <= _MOST_WORDS_LISTED else f"{words[0]}, {words[1]}, … {words[-1]}"


def _report_unknown_keys(error: ValidationError, path: Path, title: str, remarks: Remarks) -> None:
    schema = error.schema if isinstance(error.schema, dict) else {}
    known = list(schema.get("properties", {}))
    for key in cast("dict[str, Any]", error.instance):
        if key not in known:
            remarks.problem(
                "unknown-key",
                f"{quoted(key)} is not a field of {title}; nothing will read it",
                (*path, key),
                allowed=", ".join(known),
                suggestion=near_word(key, known) or did_you_mean(key, known),
                key=True,
            )


def _report_type(error: ValidationError, path: Path, field: Field | None, name: str, remarks: Remarks) -> None:
    schema = error.schema if isinstance(error.schema, dict) else {}
    wanted, value = str(schema.get("type", "")), error.instance
    suggestion = None
    if not isinstance(value, dict | list):
        if wanted in {"integer", "number"}:
            suggestion = number_meant(str(value), whole=wanted == "integer")
        elif wanted == "boolean":
            suggestion = yes_or_no(str(value))
        elif wanted == "array" and field and field.item:
            suggestion = list_meant(str(value), field.item)
    both = {"minimum", "maximum"} <= schema.keys()  # one limit alone, such as 0, says little about what is no number
    shown = "a list" if isinstance(value, list) else "a group of fields" if isinstance(value, dict) else quoted(value)
    remarks.problem(
        "wrong-kind",
        f"{name} is {shown}, where {_KINDS.get(wanted, wanted)} is expected",
        path,
        allowed=schema.get("x-allowed") or (_limits(schema) if both else _items(field)),
        suggestion=suggestion,
    )


def _items(field: Field | None) -> str | None:
    """What the items of a list are; that it is a list has been said."""
    item = field.item if field and field.kind is Kind.LIST else None
    if field is None or item is None:
        return None
    if item.kind is Kind.RECORD:
        return "a list with a group of fields for each entry, or [] for none"
    if item.words:
        return f"a list of these words: {_listed(item.words)}"
    example = next((example for example in field.schema.get("examples", ()) if example), ["first", "second"])
    return f"a list such as {in_one_line([str(part) for part in example])}"


def _limits(schema: Mapping[str, Any]) -> str | None:
    least = f"at least {schema['minimum']}" if "minimum" in schema else ""
    most = f"at most {schema['maximum']}" if "maximum" in schema else ""
    return " and ".join(end for end in (least, most) if end) or None


def _report_limit(error: ValidationError, path: Path, schema: Mapping[str, Any], name: str, remarks: Remarks) -> None:
    value, kind = error.instance, schema.get("x-kind", "")
    match error.validator:
        case "minimum":
            said = f"is less than {error.validator_value}"
        case "maximum":
            said = f"is more than {error.validator_value}"
        case "maxLength":
            said = f"is longer than {error.validator_value} characters"
        case "pattern":
            said = _CANNOT_BE_READ.get(kind, "is not written as it has to be")
        case _:
            said = f"does not fit ({error.validator})"
    remarks.problem(
        "does-not-fit",
        f"{name}: {quoted(value)} {said}",
        path,
        allowed=schema.get("x-allowed") or _limits(schema),
        suggestion=date_as_it_should_be(str(value), kind) if kind else None,
    )


def _take_out(data: dict[str, Any], error: ValidationError) -> None:
    path: Path = tuple(error.absolute_path)
    if _is_of_name(error):
        _drop(paths.get(data, path), str(error.instance))
    elif error.validator == "additionalProperties":
        target = paths.get(data, path)
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        if isinstance(target, dict):
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

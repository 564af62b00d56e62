"""The data of a submission written out as YAML with the comments of the form, or as JSON; in the contract's order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from poscheck.cli.template import WIDTH, Form, comment, explained, more_sections, written
from poscheck.contract import Field, Kind
from poscheck.reading import Plain, resolve, resolve_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_YES_NO = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def values(node: Any, field: Field | None) -> Any:
    """What a document has for a field, as plain data: numbers as numbers, codes as texts, a misfit as it is written.

    Members stand in the order of the contract, and those that it does not know after them.
    """
    if isinstance(node, dict) and field is not None and field.kind in {Kind.RECORD, Kind.MAP}:
        known = [name for name in field.members if name in node]
        names = [*known, *(name for name in node if name not in field.members)]
        return {name: values(node[name], field.members.get(name, field.item)) for name in names}
    if isinstance(node, list) and field is not None and field.kind is Kind.LIST:
        return [values(each, field.item) for each in node]
    if not isinstance(node, str) or field is None or field.kind is Kind.OPEN:
        return resolve(node)
    if isinstance(node, Plain) and resolve_scalar(node) is None:
        return None
    if field.kind is Kind.BOOLEAN:
        return _YES_NO.get(node.casefold(), str(node))
    if field.kind is Kind.NUMBER:
        number = resolve_scalar(node.strip())
        return number if isinstance(number, int | float) and not isinstance(number, bool) else str(node)
    return str(node)


def filled_json(data: Mapping[str, Any]) -> str:
    """The data as JSON."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def filled_yaml(data: Mapping[str, Any], root: Field) -> str:
    """The data as YAML; every field that is there has its explanation."""
    form = Form(root, list(data), {})
    lines = [line for name, value in data.items() for line in _section(name, value, root.members.get(name), form)]
    return "\n".join(lines) + "\n" + more_sections(form)


def _section(name: str, value: Any, field: Field | None, form: Form) -> Iterator[str]:
    if name != "format" and field is not None:
        yield f"# ---- {field.title} ".ljust(WIDTH, "-")
        yield from comment(field.description, "")
    yield from _member(name, value, field, "", form)
    yield ""


def _member(name: str, value: Any, field: Field | None, indent: str, form: Form) -> Iterator[str]:
    """A name with its value, on one line or on those below it."""
    key = f"{indent}{written(name)}:"
    match value:
        case None:
            yield key
        case dict() if value and field is not None and field.kind is Kind.OPEN:
            yield key
            for inner, each in value.items():
                yield from _member(inner, each, None, f"{indent}  ", form)
        case _ if field is None or field.kind is Kind.OPEN:  # nobody says what it is, so it is left as it is
            yield f"{key} {json.dumps(value, ensure_ascii=False)}"
        case dict() if value and field.kind is Kind.RECORD:
            yield key
            for inner, each in value.items():
                member = field.members.get(inner)
                if member is not None:
                    yield ""
                    for text in explained(member, title=member.title):
                        yield from comment(text, f"{indent}  ")
                yield from _member(inner, each, member, f"{indent}  ", form)
        case list() if any(isinstance(each, dict) for each in value) and field.item:
            yield from comment("One entry for each, beginning with a hyphen.", indent)
            yield from form.glossary(field.item, indent, 3)
            yield key
            yield from _entries(value, f"{indent}  ")
        case _:
            yield f"{key} {written(value)}"


def _entries(values: list[Any], indent: str) -> Iterator[str]:
    for value in values:
        if not isinstance(value, dict) or not value:
            yield f"{indent}- {written({} if value is None else value)}"
            continue
        start = f"{indent}- "
        for name, each in value.items():
            if isinstance(each, list) and any(isinstance(item, dict) for item in each):
                yield f"{start}{written(name)}:"
                yield from _entries(each, f"{indent}    ")
            else:
                yield f"{start}{written(name)}:" + ("" if each is None else f" {written(each)}")
            start = f"{indent}  "

"""The form that ``poscheck init`` writes: every field of the contract with its explanation and a blank to fill in."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any

from poscheck.contract import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poscheck.contract import Field

WIDTH = 96
CORE = "core"
_MOST_WORDS = 16
_ITEM = "- "
_SAFE = re.compile(r"[A-Za-z][\w ()/;.-]*", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


class Form:
    """A form with the given sections; a section that is not named by itself has its core fields only."""

    def __init__(self, root: Field, sections: Sequence[str], filled: Mapping[str, str]) -> None:
        self.root = root
        self.named = frozenset(sections)
        self.filled = filled

    @property
    def sections(self) -> list[Field]:
        """The sections of the form, in the order in which they can be filled in."""
        return [
            section
            for name, section in self.root.members.items()
            if name in self.named or (CORE in self.named and section.core)
        ]

    @property
    def blanks(self) -> int:
        """How many values there are to fill in."""
        return sum(
            1
            for section in self.sections
            for field in section.walk()
            if self.has(field) and not _inner(field) and field.static not in self.filled
        )

    def yaml(self) -> str:
        """The sections as commented YAML."""
        return "\n".join("\n".join(self._section(section)) for section in self.sections) + "\n"

    def json(self) -> str:
        """The sections as JSON, which has no room for explanations."""
        whole = {section.static: self._blank(section) for section in self.sections}
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"

    def has(self, field: Field) -> bool:
        """Whether a field belongs in the form: all of a section named, else what is core."""
        return field.core or field.static.split(".")[0] in self.named

    def _members(self, field: Field) -> list[tuple[str, Field]]:
        return [(name, member) for name, member in field.members.items() if self.has(member)]

    def tree(self) -> dict[str, Any]:
        """What is filled in already, as the data of a submission."""
        tree: dict[str, Any] = {}
        for static, value in self.filled.items():
            *groups, name = static.split(".")
            group = tree
            for each in groups:
                group = group.setdefault(each, {})
            group[name] = value
        return tree

    def _blank(self, field: Field) -> Any:
        if field.kind is Kind.RECORD:
            return {name: self._blank(member) for name, member in self._members(field)}
        if field.kind is Kind.LIST and field.item and field.item.kind is Kind.RECORD:
            return [self._blank(field.item)]
        return self.filled.get(field.static)

    # ---- YAML --------------------------------------------------------------------------------------------------

    def _section(self, section: Field) -> Iterator[str]:
        name = section.static
        if name == "format":
            yield f"format: {self._value(section)}"
            yield ""
            return
        yield f"# ---- {section.title} ".ljust(WIDTH, "-")
        match section.kind:
            case Kind.RECORD:
                yield from comment(section.description, "")
                yield f"{name}:"
                yield from self._record(section, "  ")
            case Kind.LIST if section.item and section.item.kind is Kind.RECORD:
                yield from comment(section.description, "")
                yield from self._entries(name, section.item, "")
            case _:
                for text in explained(section, title=None):
                    yield from comment(text, "")
                yield f"{name}: {self._value(section)}"
        yield ""

    def _record(self, record: Field, indent: str) -> Iterator[str]:
        """The fields of a single record, each below its explanation."""
        for name, field in self._members(record):
            yield ""
            for text in explained(field, title=field.title):
                yield from comment(text, indent)
            if field.kind is Kind.RECORD:
                yield f"{indent}{name}:"
                yield from self._record(field, indent + "  ")
            elif field.kind is Kind.LIST and field.item and field.item.kind is Kind.RECORD:
                yield from self._entries(name, field.item, indent)
            else:
                yield f"{indent}{name}: {self._value(field)}"

    def _entries(self, name: str, item: Field, indent: str) -> Iterator[str]:
        """A list: all explanations above it, so that an entry is short enough to be copied."""
        yield from comment("One entry for each, beginning with a hyphen. For another one, copy all its lines.", indent)
        yield f"{indent}#"
        yield from self.glossary(item, indent, 3)
        yield f"{indent}{name}:"
        yield from self._entry(item, indent + "  ")

    def glossary(self, record: Field, indent: str, depth: int) -> Iterator[str]:
        """An explanation of each member, as comments."""
        for name, field in self._members(record):
            said = field.title.casefold() == name.replace("_", " ")
            text, *example = explained(field, title=None if said else field.title)
            yield from comment(f"{name}: {text}", indent, depth, hang=4)
            for line in example:
                yield from comment(line, indent, depth + 4, hang=4)
            inner = field.item if field.kind is Kind.LIST else field
            if inner and inner.kind is Kind.RECORD:
                yield from self.glossary(inner, indent, depth + 4)

    def _entry(self, item: Field, indent: str) -> Iterator[str]:
        start = indent + _ITEM
        for name, field in self._members(item):
            inner = field.item if field.kind is Kind.LIST else field
            if inner and inner.kind is Kind.RECORD:
                yield f"{start}{name}:"
                below = indent + "    "
                yield from self._entry(inner, below) if inner is not field else self._lines(inner, below)
            else:
                yield f"{start}{name}: {self._value(field)}"
            start = indent + "  "

    def _lines(self, record: Field, indent: str) -> Iterator[str]:
        """A single record inside of an entry."""
        for line in self._entry(record, indent):
            yield line.replace(indent + _ITEM, indent, 1) if line.startswith(indent + _ITEM) else line[2:]

    def _value(self, field: Field) -> str:
        """What stands after the colon; the blank behind it stays, so that a value typed there is one."""
        return written(self.filled[field.static]) if field.static in self.filled else ""


def written(value: Any, *, flow: bool = False) -> str:
    """A value as one writes it in YAML: quoted wherever a reader could take it for something else."""
    match value:
        case None:
            return "null"
        case bool():
            return "yes" if value else "no"
        case list():
            return f"[{', '.join(written(item, flow=True) for item in value)}]"
        case dict():
            pairs = (f"{written(key, flow=True)}: {written(item, flow=True)}" for key, item in value.items())
            return f"{{{', '.join(pairs)}}}"
        case str():
            safe = _DATE.fullmatch(value) or (
                _SAFE.fullmatch(value if flow else value.replace(",", "").replace("&", ""))
                and value.casefold() not in _WORDS
                and value[-1:].strip()
            )
            return value if safe else json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _inner(field: Field) -> bool:
    """Whether a field only holds others; the items of a plain list are written as one value."""
    return (
        field.kind is Kind.RECORD
        or not field.title
        or (field.kind is Kind.LIST and field.item is not None and field.item.kind is Kind.RECORD)
    )


def explained(field: Field, *, title: str | None) -> list[str]:
    """All that a person needs to know to fill in a field, and an example where there is one."""
    parts = [f"{title}." if title else "", field.description]
    value = field.item if field.kind is Kind.LIST and field.item else field
    if 1 < len(value.words) <= _MOST_WORDS:
        parts.append(f"{'Any' if value is not field else 'One'} of: {', '.join(value.words)}.")
    elif value.kind is Kind.BOOLEAN:
        parts.append("Write yes or no.")
    elif value.kind is Kind.EXPIRY:
        parts.append("A date, or the word never.")
    elif value.allowed and value.kind is Kind.TEXT:
        parts.append(f"Written as {value.allowed}.")
    elif value is not field and value.kind is Kind.RECORD:
        parts.append("One entry for each, beginning with a hyphen.")
    if value.reference:
        named = "id or name" if value.reference != "evidence" else "id"
        own = ", or the word district for your own side" if value.party else ""
        parts.append(f"Use the {named} from “{value.reference}”{own}.")
    text = " ".join(part for part in parts if part)
    example = next((each for each in field.schema.get("examples", ()) if each not in ([], {})), None)
    return [text] if example is None or _inner(field) else [text, f"Example: {written(example)}"]


def comment(text: str, indent: str, depth: int = 1, hang: int = 0) -> list[str]:
    """``text`` as lines of comments."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"{indent}#{' ' * depth}",
        subsequent_indent=f"{indent}#{' ' * (depth + hang)}",
        break_long_words=False,
        break_on_hyphens=False,
    )


def more_sections(form: Form) -> str:
    """What a form does not have yet, as comments at its end; nothing where it has everything."""
    there = {section.static for section in form.sections}
    missing = [section for name, section in form.root.members.items() if name not in there]
    if not missing:
        return ""
    widest = max(len(section.static) for section in missing)
    lines = [
        "# ---- More, when you get to it ".ljust(WIDTH, "-"),
        *comment(
            "These sections are not in this file yet. What is left out counts as missing evidence. To print one "
            "with its explanations, so that you can copy it in here:",
            "",
        ),
        f"#   poscheck init - --sections {missing[0].static}",
        "#",
        *(f"#   {section.static.ljust(widest)}  {section.title}" for section in missing),
    ]
    return "\n".join(lines) + "\n"

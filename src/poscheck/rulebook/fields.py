"""The fields that checks read, by the headings under which a submission has them: the evidence to file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.checks import nodes
from poscheck.checks.walk import descend
from poscheck.checks.words import IN_FORCE_MEMBERS
from poscheck.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poscheck.contract import Field


class FieldGroup(Record):
    """A section of the submission, or a list in it, and the titles of its fields."""

    heading: str
    titles: tuple[str, ...]


def fields_read(checks: Sequence[nodes.Check], root: Field) -> tuple[FieldGroup, ...]:
    """The fields that ``checks`` read, in the order of the contract."""
    read = {static for check in checks for static in _read(check)}
    groups: dict[str, list[str]] = {}
    for section in root.members.values():
        for field in section.walk():
            if field.static in read and not any(other.startswith(f"{field.static}.") for other in read):
                titles = _titles(field.static, root)
                heading = ", ".join(titles[:-1]) if len(titles) > 1 else titles[0]
                listed = groups.setdefault(heading, [])
                if len(titles) > 1 and titles[-1] not in listed:
                    listed.append(titles[-1])
    return tuple(FieldGroup(heading, tuple(titles)) for heading, titles in groups.items())


def _read(check: nodes.Check) -> Iterator[str]:
    for part in descend(check):
        match part:
            case nodes.On(path, nodes.Compare(nodes.Word.IN_FORCE_ON)):
                yield from (f"{path.field.static}.{member}" for member in IN_FORCE_MEMBERS)
            case nodes.Path(field=field) if field.static:
                yield field.static


def _titles(static: str, root: Field) -> list[str]:
    """The headings on the way to a field."""
    titles: list[str] = []
    field = root
    for key in static.split("."):
        while field.item is not None and key not in field.members:
            field = field.item
            if key == "*":
                break
        else:
            field = field.members[key]
        titles.append(field.title or key)
    return titles

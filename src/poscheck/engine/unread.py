"""What a district has filled in and no rule reads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poscheck.contract import Field
    from poscheck.ruleset import Ruleset
    from poscheck.submission import Submission


def unread_fields(ruleset: Ruleset, submission: Submission) -> tuple[str, ...]:
    """Filled-in fields that no rule reads, as far up as whole sections, by name."""
    found: set[str] = set()
    _collect(submission.data, ruleset.contract.root, *_read(ruleset.read_fields), found)
    return tuple(sorted(found))


@lru_cache(maxsize=8)
def _read(fields: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The fields that a ruleset or poscheck itself reads; and these with all that they stand in."""
    read = fields | {"format", "to_follow", "self_ratings", "not_applicable_claims"}
    return read, frozenset(".".join(path.split(".")[:end]) for path in read for end in range(1, path.count(".") + 2))


def _collect(value: Any, field: Field, read: frozenset[str], entered: frozenset[str], found: set[str]) -> None:
    if field.static in read and not isinstance(value, dict):
        return
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict) and field.item:
                _collect(item, field.item, read, entered, found)
        if not any(isinstance(item, dict) for item in value) and field.static not in read:
            found.add(field.static)
    elif isinstance(value, dict):
        for name, member in value.items():
            below = field.members.get(name) or field.item
            if below is None:
                continue
            container = isinstance(member, (dict, list))
            if not container and below.default is not None and member == below.default:
                continue
            if container and below.static not in entered:
                found.add(below.static)
            else:
                _collect(member, below, read, entered, found)
    elif field.static not in read:
        found.add(field.static)

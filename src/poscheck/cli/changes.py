"""Changes given on the command line: their paths held against the contract, their values read as in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.contract import Field, Kind
from poscheck.errors import ReadError, UsageError, did_you_mean
from poscheck.reading import Plain, Syntax, read_bytes
from poscheck.submission.patch import ADD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poscheck.submission import Submission

FLOW = ("[", "{", '"', "'")


def parse_changes(
    settings: Iterable[str], removals: Iterable[str], submission: Submission, root: Field
) -> dict[str, Any]:
    """Path → new value in the form of a file's tree, for :func:`poscheck.submission.changed`; None takes a value away.

    Raises :class:`~poscheck.errors.UsageError` for a path that the contract does not have or a value that is not
    written as in YAML.
    """
    changes: dict[str, Any] = {}
    for setting in settings:
        path, sign, value = setting.partition("=")
        if not sign:
            raise UsageError(
                f"--set {setting}: write the path, an equals sign and the value, such as program.fees_usd=0"
            )
        changes[resolved(path.strip(), submission, root)[0]] = parsed("--set", path, value.strip())
    taken = [resolved(path.strip(), submission, root)[0] for path in removals]
    # Later items of a list first, so that taking one away does not move the next.
    for path in sorted(taken, key=_backwards, reverse=True):
        changes[path] = None
    return changes


def _backwards(path: str) -> list[tuple[int, int, str]]:
    return [(1, part, "") if isinstance(part, int) else (0, 0, part) for part in paths.parse(path)]


def parsed(option: str, path: str, text: str) -> Any:
    """A list, group or quoted text as YAML writes it; everything else as the text that it is."""
    if not text.startswith(FLOW):
        return Plain(text)
    try:
        return read_bytes(f"value: {text}\n".encode(), "value", Syntax.YAML).tree["value"]
    except ReadError as error:
        raise UsageError(f"{option} {path}: the value cannot be read. {error.problems[0].message}") from error


def resolved(text: str, submission: Submission, root: Field) -> tuple[str, Field | None]:
    """``text`` with the place of every item that it names by id or title; and its field, where the contract has it."""
    field: Field | None = root
    value: Any = submission.data
    done: list[str | int] = []
    for part in paths.parse(text):
        key: str | int = part
        if field is None or field.kind is Kind.OPEN:
            field = value = None
        elif field.kind is Kind.RECORD:
            key = str(part)
            field, value = _member(text, key, field), value.get(key) if isinstance(value, dict) else None
        elif field.kind is Kind.MAP:
            key = str(part)
            field, value = field.item, value.get(key) if isinstance(value, dict) else None
        elif field.kind is Kind.LIST and field.item:
            key = part if isinstance(part, int) or part == ADD else _place(text, part, field.item, value)
            items = value if isinstance(value, list) else []
            if isinstance(key, int) and not isinstance(value, list):
                raise UsageError(f"{text}: the file has no “{field.title}” yet, so there is no {key}; + adds one")
            field, value = field.item, items[key] if isinstance(key, int) and key < len(items) else None
        else:
            raise UsageError(f"{text}: “{field.title or done[-1]}” is a single value; there is nothing inside of it")
        done.append(key)
    return paths.join(tuple(done)), field


def _member(text: str, name: str, field: Field) -> Field:
    if name in field.members:
        return field.members[name]
    owner = f"“{field.title}” has" if field.title and field.static else "a submission has"
    near = did_you_mean(name, field.members)
    hint = f"did you mean {near}?" if near else f"it has {', '.join(field.members)}."
    raise UsageError(f"{text}: {owner} no field `{name}`; {hint}")


def _place(text: str, name: str, item: Field, items: Any) -> int:
    """The place of the item of that id, title or other name."""
    listed = items if isinstance(items, list) else []
    keys = [key for key in (item.id_key, item.name_key, "title", "name", "role", "code", "school_year") if key]
    for key in keys:
        places = [place for place, entry in enumerate(listed) if isinstance(entry, dict) and entry.get(key) == name]
        if len(places) == 1:
            return places[0]
        if places:
            where = ", ".join(map(str, places))
            raise UsageError(f"{text}: several items are called `{name}`; name one by its place: {where}")
    known = {
        entry[key] for entry in listed if isinstance(entry, dict) for key in keys if isinstance(entry.get(key), str)
    }
    near = did_you_mean(name, known)
    hint = f"; did you mean {near}?" if near else f"; the list has {len(listed)} items, named by their place from 0."
    raise UsageError(f"{text}: no item is called `{name}`{hint}")

"""Which values differ between two submissions: items of lists are matched by id or title, then by what they hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from poscheck.checks import phrases
from poscheck.contract import Kind
from poscheck.report.comparison import ChangeKind, ValueChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from poscheck.contract import Field
    from poscheck.submission import Submission

Pair = tuple[dict[str, Any], dict[str, Any]]

_ALIKE = 0.5
"""Items that share less than this part of their values are two different items."""
_MOST_PAIRS = 100_000
"""Beyond this, items without a name are not matched by content; the time would grow with the square."""


def value_changes(old: Submission, new: Submission, root: Field) -> tuple[ValueChange, ...]:
    """What differs, in the order of the contract; a value that did not fit counts as not there."""
    return tuple(_record(old.data, new.data, root, ""))


def _record(old: Mapping[str, Any], new: Mapping[str, Any], field: Field, path: str) -> Iterator[ValueChange]:
    names = {**field.members, **old, **new}
    for name in names:
        member = field.members.get(name) or field.item
        here = f"{path}.{name}" if path else name
        if old.get(name) != new.get(name):
            yield from _value(old.get(name), new.get(name), member, here)


def _value(old: Any, new: Any, field: Field | None, path: str) -> Iterator[ValueChange]:
    if isinstance(old, dict | None) and isinstance(new, dict | None) and field and field.kind is not Kind.OPEN:
        yield from _record(old or {}, new or {}, field, path)
    elif isinstance(old, list | None) and isinstance(new, list | None) and field and field.item:
        yield from _list(old, new, field.item, path)
    else:
        yield _change(old, new, field, path)


def _list(old: list[Any] | None, new: list[Any] | None, item: Field, path: str) -> Iterator[ValueChange]:
    if item.kind is not Kind.RECORD:
        if sorted(old or (), key=repr) != sorted(new or (), key=repr):
            yield _change(old, new, item, path)
        return
    if not old and not new:  # an empty list is a real "none", and no list is not
        yield _change(old, new, item, path)
        return
    pairs, gone, added = _matched(old or [], new or [], item)
    for was, now in pairs:
        if _unnamed(was, item) and _unnamed(now, item):
            was, now = ({k: v for k, v in each.items() if k != item.id_key} for each in (was, now))  # noqa: PLW2901
        yield from _record(was, now, item, f"{path}[{_name(now, item)}]")
    for was in gone:
        yield ValueChange(
            path=f"{path}[{_name(was, item)}]", kind=ChangeKind.REMOVED, before=phrases.shown(was), after=None
        )
    for now in added:
        yield ValueChange(
            path=f"{path}[{_name(now, item)}]", kind=ChangeKind.ADDED, before=None, after=phrases.shown(now)
        )


def _unnamed(item: dict[str, Any], field: Field) -> bool:
    """Whether loading gave the item its title for an id."""
    return bool(field.id_key and field.name_key) and item.get(field.id_key or "") == item.get(field.name_key or "")


def _change(old: Any, new: Any, field: Field | None, path: str) -> ValueChange:
    before, after = (None if value is None else phrases.word(value, field) or "an empty list" for value in (old, new))
    kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED if new is None else ChangeKind.CHANGED
    return ValueChange(path=path, kind=kind, before=before, after=after)


def _name(item: dict[str, Any], field: Field) -> str:
    """What an item is called: its title, else its id, else the first thing that it says."""
    label = phrases.label(item, field, -1).strip("“”")
    if label != "entry 0":
        return label
    return next((phrases.shown(value) for value in item.values() if not isinstance(value, dict | list)), "blank")


def _matched(
    old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]], field: Field
) -> tuple[list[Pair], list[dict[str, Any]], list[dict[str, Any]]]:
    """Pairs of one item, in the order of the new list; what is gone; what is new."""
    left = dict(enumerate(old))
    found: dict[int, dict[str, Any]] = {}
    for key in (field.id_key, field.name_key, "title", "name"):
        if key:
            _match_by(lambda item, key=key: item.get(key), left, new, found)  # type: ignore[misc]
    _match_by(lambda item: json.dumps(item, sort_keys=True, default=str), left, new, found)
    if len(left) * (len(new) - len(found)) <= _MOST_PAIRS:
        _match_alike(left, new, found)
    pairs = [(found[number], now) for number, now in enumerate(new) if number in found]
    return pairs, list(left.values()), [now for number, now in enumerate(new) if number not in found]


def _match_by(
    key: Callable[[dict[str, Any]], Any],
    left: dict[int, dict[str, Any]],
    new: Sequence[dict[str, Any]],
    found: dict[int, dict[str, Any]],
) -> None:
    """Match the items that alone have some key on each side, and take them out of ``left``."""
    there: dict[Any, list[int]] = {}
    for place, was in left.items():
        there.setdefault(key(was), []).append(place)
    wanted: dict[Any, list[int]] = {}
    for number, now in enumerate(new):
        if number not in found and key(now) is not None:
            wanted.setdefault(key(now), []).append(number)
    for value, numbers in wanted.items():
        places = there.get(value, [])
        if len(places) == len(numbers) == 1:
            found[numbers[0]] = left.pop(places[0])


def _match_alike(
    left: dict[int, dict[str, Any]], new: Sequence[dict[str, Any]], found: dict[int, dict[str, Any]]
) -> None:
    """Match the most alike first; of equals, in written order."""
    scored = [
        (-likeness, number, place)
        for number, now in enumerate(new)
        if number not in found
        for place, was in left.items()
        if (likeness := _likeness(was, now)) >= _ALIKE
    ]
    for _, number, place in sorted(scored):
        if number not in found and place in left:
            found[number] = left.pop(place)


def _likeness(was: dict[str, Any], now: dict[str, Any]) -> float:
    """The part of their values that two items share, from 0 to 1."""
    keys = {**was, **now}
    return sum(was.get(key) == now.get(key) for key in keys) / len(keys) if keys else 1.0

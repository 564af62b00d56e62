"""What a schema cannot say: days of the calendar, references, unique ids, values that contradict others, defaults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.contract import DISTRICT, Contract, Field, Kind
from poscheck.dates import FIRST_YEAR, LAST_YEAR, interval, period
from poscheck.submission.agreement import compare, compared
from poscheck.submission.remarks import quoted

if TYPE_CHECKING:
    from poscheck.paths import Path
    from poscheck.submission.remarks import Remarks

_DATES = frozenset({Kind.DATE, Kind.EXPIRY, Kind.PERIOD})


_Step = Callable[["Linker", Any, Field, "Path", str | int], Any]


_MOST_COMPARED = 50_000
"""So many names are compared to say what was meant: enough for slips, and no minutes where nothing fits."""


class _Work(NamedTuple):
    """The members of a record, with their names, at which there is something to do."""

    named: tuple[tuple[str, Field], ...]  # that hold lists whose items have ids, at some depth
    visited: tuple[tuple[str, Field, _Step | None], ...]
    compared: tuple[str, ...]  # with other members of the record


@lru_cache(maxsize=1 << 12)
def _work(field: Field) -> _Work:
    members = tuple(field.members.items())
    return _Work(
        tuple((name, member) for name, member in members if _has_ids(member)),
        tuple((name, member, _step(member)) for name, member in members if member.default is not None or _step(member)),
        tuple(name for name, member in members if compared(member)),
    )


def _has_ids(field: Field) -> bool:
    if field.kind is Kind.RECORD:
        return bool(_work(field).named)
    item = field.item if field.kind is Kind.LIST else None
    return item is not None and item.kind is Kind.RECORD and (item.id_key is not None or bool(_work(item).named))


class Linker:
    """Completes one conformed document in place."""

    def __init__(self, data: dict[str, Any], contract: Contract, remarks: Remarks) -> None:
        self.data = data
        self.root = contract.root
        self.remarks = remarks
        self._keys: dict[str, dict[str, str | None]] = {}
        self._compared = 0

    def link(self) -> None:
        """Name the items of every list, then check dates, references and order, and fill in defaults."""
        self._name_items(self.data, self.root, ())
        self._record(self.data, self.root, ())

    def _name_items(self, value: Any, field: Field, path: Path) -> None:
        """Give every item that can be referred to its key: its id, else its name where that is unique.

        An id that is reserved or already used does not fit, and so counts as missing.
        """
        if field.kind is Kind.RECORD:
            for name, member in _work(field).named:
                if name in value:
                    self._name_items(value[name], member, (*path, name))
        elif field.item:
            if field.item.id_key:
                self._unique_ids(value, field.item, path)
            if _work(field.item).named:
                for number, item in enumerate(value):
                    self._name_items(item, field.item, (*path, number))

    def _unique_ids(self, items: list[dict[str, Any]], item: Field, path: Path) -> None:
        id_key, name_key = item.id_key or "", item.name_key or ""
        reserved = DISTRICT if item.static == "partners" else None
        first: dict[str, Path] = {}
        for number, entry in enumerate(items):
            own = entry.get(id_key)
            if own is None:
                continue
            here = (*path, number, id_key)
            if own == reserved:
                del entry[id_key]
                self.remarks.problem(
                    "reserved-id",
                    "the id “district” stands for the district itself",
                    here,
                    allowed="any other short name",
                )
            elif own in first:
                del entry[id_key]
                self.remarks.problem(
                    "duplicate-id",
                    f"the id {quoted(own)} was already used at {self.remarks.where(first[own])}",
                    here,
                    allowed="an id of its own for each entry",
                )
            else:
                first[own] = here
        names = Counter(entry.get(name_key) for entry in items if id_key not in entry)
        for entry in items:
            name = entry.get(name_key)
            if id_key not in entry and name not in {None, reserved} and names[name] == 1 and name not in first:
                entry[id_key] = name

    def _record(self, value: dict[str, Any], field: Field, path: Path) -> None:
        work = _work(field)
        for name, member, look in work.visited:
            if name in value:
                if look is not None:
                    written = value[name]
                    kept = look(self, written, member, path, name)
                    if kept is None:
                        del value[name]
                    elif kept is not written:
                        value[name] = kept
            elif member.default is not None and path:
                value[name] = list(member.default) if isinstance(member.default, list) else member.default
                self.remarks.default(member, path)
        for name in work.compared:
            if name in value:
                compare(value, name, field.members, path, self.remarks)

    # The steps below take a value, its field, and its place: the path of what holds it, and its own name or number.

    def _inside(self, value: dict[str, Any], field: Field, path: Path, name: str | int) -> dict[str, Any]:
        self._record(value, field, (*path, name))
        return value

    def _each(self, value: list[Any], field: Field, path: Path, name: str | int) -> list[Any]:
        item, here = field.item, (*path, name)
        look = _step(item) if item else None
        if item is None or look is None:
            return value
        return [None if entry is None else look(self, entry, item, here, number) for number, entry in enumerate(value)]

    def _records(self, value: list[Any], field: Field, path: Path, name: str | int) -> list[Any]:
        for number, entry in enumerate(value):
            if entry is not None and field.item:
                self._record(entry, field.item, (*path, name, number))
        return value

    def _references(self, value: list[Any], field: Field, path: Path, name: str | int) -> list[Any]:
        known = self._known((field.item and field.item.reference) or "")
        keys = [known.get(entry) for entry in value]
        return self._each(value, field, path, name) if None in keys else keys

    def _date(self, value: str, field: Field, path: Path, name: str | int) -> str | None:
        if _is_date(value, field.kind):
            return value
        year = value[:4]
        if year.isdigit() and not FIRST_YEAR <= int(year) <= LAST_YEAR:
            message = f"the year of {quoted(value)} cannot be right"
        elif field.kind is Kind.PERIOD:
            message = f"{quoted(value)} is no school year: the second year must follow the first"
        else:
            message = f"{quoted(value)} is not a day of the calendar"
        self.remarks.problem("impossible-date", message, (*path, name), allowed=field.allowed)
        return None

    def _reference(self, value: str, field: Field, path: Path, name: str | int) -> str | None:
        target = field.reference or ""
        if field.party and value == DISTRICT:
            return value
        known = self._known(target)
        if (key := known.get(value)) is not None:
            return key
        path = (*path, name)
        title = self.root.members[target].title.lower()
        if value in known:
            self.remarks.problem(
                "ambiguous-reference",
                f"{quoted(value)} names more than one entry of your {title}",
                path,
                allowed="the id of one entry",
            )
            return None
        own_name = self.data.get("district", {}).get("name") if field.party else None
        near = DISTRICT if own_name and value.casefold() == own_name.casefold() else self._near(value, known)
        allowed = f"the id or name of an entry of “{self.root.members[target].title}”" + (
            f", or {DISTRICT}" if field.party else ""
        )
        self.remarks.problem(
            "unknown-reference",
            f"{quoted(value)} is not in your list of {title}",
            path,
            allowed=allowed,
            suggestion=near,
        )
        return None

    def _near(self, value: str, known: dict[str, str | None]) -> str | None:
        """The name that was probably meant, as long as the file is one with slips and not one with thousands."""
        from poscheck.submission.suggest import near_word

        self._compared += len(known)
        one = [name for name, key in known.items() if key is not None]
        return near_word(value, one) if self._compared <= _MOST_COMPARED else None

    def _known(self, target: str) -> dict[str, str | None]:
        """The names that items of a top-level list go by, each with the item's key; None for one that several share."""
        if target not in self._keys:
            item = self.root.members[target].item
            known: dict[str, str | None] = {}
            entries = self.data.get(target, [])
            key = item.key if item else None
            for entry in entries:
                if key in entry:
                    known[entry[key]] = entry[key]
            if item and item.id_key and item.name_key:
                names = Counter(entry[item.name_key] for entry in entries if item.name_key in entry)
                for entry in entries:
                    name = entry.get(item.name_key)
                    if name is not None and name not in known:
                        known[name] = entry.get(item.id_key) if names[name] == 1 else None
            self._keys[target] = known
        return self._keys[target]


@lru_cache(maxsize=1 << 12)
def _step(field: Field) -> _Step | None:
    """How to look at a value of the field; None where nothing of it has to be looked at."""
    if field.kind is Kind.RECORD:
        return Linker._inside if _work(field).visited or _work(field).compared else None
    if field.kind is Kind.LIST:
        return _step_of_list(field.item) if field.item else None
    if field.kind in _DATES:
        return Linker._date
    return Linker._reference if field.reference else None


def _step_of_list(item: Field) -> _Step | None:
    """How to look at a list of such items: the two commonest kinds are worth a way of their own."""
    look = _step(item)
    if look is Linker._inside:
        return Linker._records
    if look is Linker._reference and not item.party:
        return Linker._references
    return Linker._each if look else None


@lru_cache(maxsize=1 << 12)
def _is_date(text: str, kind: Kind) -> bool:
    if text == "never":
        return kind is Kind.EXPIRY
    return bool(period(text) if kind is Kind.PERIOD else interval(text))

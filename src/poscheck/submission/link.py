"""What a schema cannot say: dates of the calendar, references, unique ids, ends after beginnings, defaults."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from poscheck.contract import DISTRICT, Contract, Field, Kind
from poscheck.dates import FIRST_YEAR, LAST_YEAR, interval, period
from poscheck.submission.remarks import quoted
from poscheck.submission.suggest import near_word

if TYPE_CHECKING:
    from poscheck.paths import Path
    from poscheck.submission.remarks import Remarks

_DATES = frozenset({Kind.DATE, Kind.EXPIRY, Kind.PERIOD})
_LINKED = _DATES | {Kind.RECORD, Kind.LIST}


class Linker:
    """Completes one conformed document in place."""

    def __init__(self, data: dict[str, Any], contract: Contract, remarks: Remarks) -> None:
        self.data = data
        self.root = contract.root
        self.remarks = remarks
        self._keys: dict[str, dict[str, str | None]] = {}

    def link(self) -> None:
        """Name the items of every list, then check dates, references and order, and fill in defaults."""
        self._name_items(self.data, self.root, ())
        self._record(self.data, self.root, ())

    def _name_items(self, value: Any, field: Field, path: Path) -> None:
        """Give every item that can be referred to its key: its id, else its name where that is unique.

        An id that is reserved or already used does not fit, and so counts as missing.
        """
        if field.kind is Kind.RECORD:
            for name, member in field.members.items():
                if name in value and member.kind in {Kind.LIST, Kind.RECORD}:
                    self._name_items(value[name], member, (*path, name))
        elif field.item and field.item.kind is Kind.RECORD:
            if field.item.id_key:
                self._unique_ids(value, field.item, path)
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
                line = self.remarks.line(first[own])
                self.remarks.problem(
                    "duplicate-id",
                    f"the id {quoted(own)} was already used at line {line}",
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
        for name, member in field.members.items():
            if name in value:
                if not member.reference and member.kind not in _LINKED:
                    continue
                kept = self._value(value[name], member, (*path, name))
                if kept is None:
                    del value[name]
                else:
                    value[name] = kept
            elif member.default is not None and path:
                value[name] = list(member.default) if isinstance(member.default, list) else member.default
                self.remarks.default(member.title, member.default, path)
        for name, member in field.members.items():
            if member.not_before and name in value and member.not_before in value:
                self._in_order(value, name, member, field, path)

    def _value(self, value: Any, field: Field, path: Path) -> Any:
        match field.kind:
            case Kind.RECORD:
                self._record(value, field, path)
                return value
            case Kind.LIST if field.item:
                item = field.item
                if item.kind in {Kind.RECORD, Kind.LIST} or item.reference or item.kind in _DATES:
                    return [
                        None if entry is None else self._value(entry, item, (*path, number))
                        for number, entry in enumerate(value)
                    ]
                return value
            case Kind.DATE | Kind.EXPIRY | Kind.PERIOD:
                return self._date(value, field, path)
            case _:
                return self._reference(value, field, path) if field.reference else value

    def _date(self, value: str, field: Field, path: Path) -> str | None:
        read = period if field.kind is Kind.PERIOD else interval
        if (value == "never" and field.kind is Kind.EXPIRY) or (value != "never" and read(value)):
            return value
        year = value[:4]
        if year.isdigit() and not FIRST_YEAR <= int(year) <= LAST_YEAR:
            message = f"the year of {quoted(value)} cannot be right"
        elif field.kind is Kind.PERIOD:
            message = f"{quoted(value)} is no school year: the second year must follow the first"
        else:
            message = f"{quoted(value)} is not a day of the calendar"
        self.remarks.problem("impossible-date", message, path, allowed=field.allowed)
        return None

    def _reference(self, value: str, field: Field, path: Path) -> str | None:
        target = field.reference or ""
        if field.party and value == DISTRICT:
            return value
        known = self._known(target)
        if value in known and known[value] is not None:
            return known[value]
        title = self.root.members[target].title.lower()
        if value in known:
            self.remarks.problem(
                "ambiguous-reference",
                f"{quoted(value)} names more than one entry of your {title}",
                path,
                allowed="the id of one entry",
            )
            return None
        one = [name for name, key in known.items() if key is not None]
        own_name = self.data.get("district", {}).get("name") if field.party else None
        near = DISTRICT if own_name and value.casefold() == own_name.casefold() else near_word(value, one)
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

    def _in_order(self, value: dict[str, Any], name: str, member: Field, field: Field, path: Path) -> None:
        end, begin = interval(value[name]), interval(value[member.not_before or ""])
        if end and begin and end[1] < begin[0]:
            first = field.members[member.not_before or ""]
            self.remarks.problem(
                "dates-out-of-order",
                f"“{member.title}” ({value[name]}) is before “{first.title}” ({value[member.not_before or '']})",
                (*path, name),
                allowed="an end that is not before its beginning",
            )

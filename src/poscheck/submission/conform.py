"""From what was written to values of the kinds that the contract asks for, before anything is validated."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from poscheck.contract import Contract, Kind
from poscheck.reading import Plain, Syntax, resolve
from poscheck.records import Entity
from poscheck.submission.observations import STUDENT_COUNTS, may_be_private
from poscheck.submission.written import Said, Table, Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poscheck.contract import Field
    from poscheck.paths import Path
    from poscheck.submission.remarks import Remarks


class Shape(Entity):
    """A field as documents are read: what texts and groups become, and the shapes of what is inside."""

    kind: Kind
    plain: Mapping[str, Any]
    quoted: Mapping[str, Any]
    group: Callable[[Conformer, Any, Shape, Path], Any]
    members: Mapping[str, Shape]
    item: Shape | None


class Conformer:
    """Converts one document; what it notices goes to ``remarks``.

    Then ``private`` says whether some text may be of single students, so that all have to be looked at, and ``few``
    where a count of students is small.
    """

    def __init__(self, contract: Contract, remarks: Remarks, syntax: Syntax) -> None:
        self._shape = _shape(contract, yaml=syntax is Syntax.YAML)
        self._remarks = remarks
        self.private = False
        self.few: list[Path] = []

    def convert(self, tree: dict[str, Any]) -> dict[str, Any]:
        """The values of a whole document."""
        converted: dict[str, Any] = self._record(tree, self._shape, ())
        return converted

    # The steps below take what was written, its shape and its path, and return None where it says nothing.

    def _record(self, raw: Any, shape: Shape, path: Path) -> Any:
        if not isinstance(raw, dict):
            return resolve(raw)  # which will not fit
        members = shape.members
        result = {}
        for key, value in raw.items():
            member = members.get(key)
            if member is None:
                result[key] = resolve(value)
                continue
            kind = type(value)
            if kind is Plain:
                converted = member.plain[value]
            elif kind is str:
                converted = member.quoted[value]
            else:
                converted = member.group(self, value, member, (*path, key))
            if type(converted) is Said:
                converted = self._say(converted, (*path, key))
            if converted is not None:
                result[key] = converted
        return result

    def _map(self, raw: Any, shape: Shape, path: Path) -> Any:
        members = dict.fromkeys(raw, shape.item) if isinstance(raw, dict) else {}
        return self._record(raw, shape.changed(members=members), path)

    def _list(self, raw: Any, shape: Shape, path: Path) -> Any:
        """The items; None where nobody has filled in any of them, as in a form that is still blank."""
        item = shape.item
        if not isinstance(raw, list) or item is None:
            return resolve(raw)
        values = []
        for place, value in enumerate(raw):
            kind = type(value)
            if kind is Plain:
                converted = item.plain[value]
            elif kind is str:
                converted = item.quoted[value]
            else:
                converted = item.group(self, value, item, (*path, place))
            if type(converted) is Said:
                converted = self._say(converted, (*path, place))
            values.append(converted)
        if item.kind is Kind.RECORD:
            if values and all(map(_blank, values)):
                return None
            return [{} if value is None else value for value in values]
        return values

    def _other(self, raw: Any, shape: Shape, _path: Path) -> Any:
        """An open field takes whatever stands there, and a field of a single value takes no group."""
        value = resolve(raw)
        if shape.kind is Kind.OPEN:
            self.private = self.private or may_be_private(value)
        return value

    def _say(self, said: Said, path: Path) -> Any:
        """Pass on what there is to say of the value at ``path``; return the value."""
        for name, *words in said.remarks:
            getattr(self._remarks, name)(*words, path)
        if said.private and type(said.value) is int:
            self.few.append(path)
        elif said.private:
            self.private = True
        return said.value


_GROUPS = {Kind.RECORD: Conformer._record, Kind.MAP: Conformer._map, Kind.LIST: Conformer._list}


@lru_cache(maxsize=16)
def _shape(contract: Contract, *, yaml: bool) -> Shape:
    """The contract's root; ``yaml`` where values may stand without quotation marks."""
    tables: dict[object, Mapping[str, Any]] = {}

    def table(field: Field, *, plain: bool) -> Mapping[str, Any]:
        counts = field.kind is Kind.NUMBER and field.static.rsplit(".", 1)[-1] in {*STUDENT_COUNTS, "*"}
        alike = (field.kind, field.words, field.whole, counts, plain)
        if alike not in tables:
            tables[alike] = Table(Writing(field, contract.fillers, kept=yaml and plain, counts=counts))
        return tables[alike]

    def made(field: Field) -> Shape:
        members = {name: made(member) for name, member in field.members.items()}
        item = made(field.item) if field.item else None
        group = _GROUPS.get(field.kind, Conformer._other)
        return Shape(field.kind, table(field, plain=True), table(field, plain=False), group, members, item)

    return made(contract.root)


def _blank(value: Any) -> bool:
    """Whether a converted record says nothing at all; of fields that do not exist, the mention says something."""
    return value is None or (
        isinstance(value, dict) and all(isinstance(member, dict) and _blank(member) for member in value.values())
    )

"""From what was written to values of the kinds that the contract asks for, before anything is validated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.contract import Contract, Kind
from poscheck.reading import Plain, Syntax, resolve
from poscheck.submission.observations import may_be_private
from poscheck.submission.written import Said, Shape, shape

if TYPE_CHECKING:
    from poscheck.paths import Path
    from poscheck.submission.remarks import Remarks


class Conformer:
    """Converts one document; what it notices goes to ``remarks``.

    Then ``private`` says whether some text may be of single students, so that all have to be looked at, and ``few``
    where a count of students is small.
    """

    def __init__(self, contract: Contract, remarks: Remarks, syntax: Syntax) -> None:
        self._shape = shape(contract, yaml=syntax is Syntax.YAML)
        self._remarks = remarks
        self.private = False
        self.few: list[Path] = []

    def convert(self, tree: dict[str, Any]) -> dict[str, Any]:
        """The values of a whole document."""
        return self._record(tree, self._shape, ())

    def _record(self, raw: dict[str, Any], shape: Shape, path: Path) -> dict[str, Any]:
        members = shape.members
        result = {}
        for key, value in raw.items():
            member = members.get(key)
            if member is None:
                result[key] = resolve(value)
                continue
            kind = value.__class__
            if kind is Plain:
                converted = member.plain[value]
            elif kind is str:
                converted = member.quoted[value]
            else:
                converted = self._group(value, member, (*path, key))
            if converted.__class__ is Said:
                converted = self._say(converted, (*path, key))
            if converted is not None:
                result[key] = converted
        return result

    def _group(self, raw: Any, shape: Shape, path: Path) -> Any:
        """A list or mapping as a value of a field; None where it says nothing."""
        if shape.kind is Kind.OPEN:
            value = resolve(raw)
            self.private = self.private or may_be_private(value)
            return value
        if isinstance(raw, dict):
            if shape.kind is Kind.RECORD:
                return self._record(raw, shape, path)
            if shape.kind is Kind.MAP and shape.item:
                values = zip(raw, self._values(raw.items(), shape.item, path), strict=True)
                return {key: value for key, value in values if value is not None}
        elif shape.kind is Kind.LIST and shape.item:
            return self._list(raw, shape.item, path)
        return resolve(raw)  # which will not fit

    def _list(self, raw: list[Any], item: Shape, path: Path) -> list[Any] | None:
        """The items; None where nobody has filled in any of them, as in a form that is still blank."""
        values = self._values(enumerate(raw), item, path)
        if item.kind is Kind.RECORD:
            if values and all(map(_blank, values)):
                return None
            return [{} if value is None else value for value in values]
        return values

    def _values(self, raw: Any, item: Shape, path: Path) -> list[Any]:
        """What stands at each of some places; ``raw`` gives pairs of place and value."""
        values = []
        for place, value in raw:
            kind = value.__class__
            if kind is Plain:
                converted = item.plain[value]
            elif kind is str:
                converted = item.quoted[value]
            else:
                converted = self._group(value, item, (*path, place))
            if converted.__class__ is Said:
                converted = self._say(converted, (*path, place))
            values.append(converted)
        return values

    def _say(self, said: Said, path: Path) -> Any:
        """Pass on what there is to say of the value at ``path``; return the value."""
        for name, *words in said.remarks:
            getattr(self._remarks, name)(*words, path)
        if said.private and type(said.value) is int:
            self.few.append(path)
        elif said.private:
            self.private = True
        return said.value


def _blank(value: Any) -> bool:
    """Whether a converted record says nothing at all; of fields that do not exist, the mention says something."""
    return value is None or (
        isinstance(value, dict) and all(isinstance(member, dict) and _blank(member) for member in value.values())
    )

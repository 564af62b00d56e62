"""Frozen records: what a frozen dataclass does, with methods that are written once and shared.

`dataclasses` writes and compiles up to six methods for every class, whenever the program starts. A check of one file
needs eighty classes; it would wait for them longer than for its answer.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """A base: the annotations of a class are its fields, in order; those with a default may be left out.

    Records are equal where they are of one class and all of their fields are equal. ``kw_only``: fields are given by
    name.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        fields = cls.__annotations__
        cls.__match_args__ = () if kw_only else tuple(fields)  # type: ignore[misc]  # mypy knows only those it made
        cls._required = frozenset(name for name in fields if not hasattr(cls, name))

    def __init__(self, *values: Any, **named: Any) -> None:
        if values:
            named.update(zip(self.__match_args__, values, strict=len(values) > len(self.__match_args__)))
        fields = self.__annotations__.keys()
        if named.keys() != fields and not self._required <= named.keys() <= fields:
            raise TypeError(f"{type(self).__name__} takes {', '.join(fields)}")
        self.__dict__.update(named)

    def __setstate__(self, fields: dict[str, Any]) -> None:
        self.__dict__.update(fields)  # all at once: a dict that is filled one by one is slower to read, in CPython

    def changed(self, **named: Any) -> Self:
        """This record with other values in some fields; what it worked out of the old ones and kept is left behind."""
        fields = {name: value for name, value in self.__dict__.items() if name in self.__annotations__}
        return type(self)(**{**fields, **named})

    def _values(self) -> tuple[Any, ...]:
        return tuple(map(self.__getattribute__, self.__annotations__))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in zip(self.__annotations__, self._values(), strict=True))
        return f"{type(self).__name__}({', '.join(shown)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"cannot change {name!r} of a {type(self).__name__}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"cannot delete {name!r} of a {type(self).__name__}")


@dataclass_transform(frozen_default=True, eq_default=False)
class Entity(Record):
    """A record that is equal to nothing but itself: a tree takes long to compare and to show."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__
    __repr__ = object.__repr__


class _Fields:
    """Makes a class a dataclass when somebody first asks for its fields, which a check of one file never does."""

    def __get__(self, instance: object, kind: type) -> Any:
        if kind is Part:
            raise AttributeError  # it has no fields
        from dataclasses import dataclass

        dataclass(init=False, repr=False, eq=False, kw_only=True)(kind)
        return vars(kind)["__dataclass_fields__"]


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Part(Record):
    """A part of a result: a record that is a dataclass too, for ``dataclasses.asdict`` and for the schema."""

    __dataclass_fields__ = _Fields()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__(kw_only=True)

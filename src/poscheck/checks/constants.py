"""Operands that do not depend on the submission, worked out for one date and one set of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks import nodes
from poscheck.checks.truth import moved
from poscheck.dates import Duration, Interval, interval
from poscheck.records import Entity, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.checks.nodes import Path

Plain = str | int | float | bool | Duration | tuple[Any, ...]


class Band(Record):
    """A value for numbers up to and including ``up_to`` (None: for all others)."""

    up_to: float | None
    value: Plain


class ParameterValue(Entity):
    """A parameter as it stands on one date: one value, or bands that depend on the field ``by``."""

    kind: str
    by: Path | None
    value: Plain | None
    bands: tuple[Band, ...] = ()

    def for_number(self, number: float | None) -> Plain | None:
        """The value for a submission whose field ``by`` holds ``number``; None where that is missing."""
        if number is None:
            return None
        for band in self.bands:
            if band.up_to is None or number <= band.up_to:
                return band.value
        return None


class Environment(Entity):
    """The date as of which submissions are judged (a day), and the parameters as they stand on it."""

    as_of: int
    parameters: Mapping[str, ParameterValue]

    def banded_value(self, name: str, number: float | None) -> Plain | None:
        """The value of a parameter that depends on a field."""
        return self.parameters[name].for_number(number)


def constant(operand: nodes.Operand, environment: Environment) -> Any:
    """The value of an operand that needs no submission: a day as an interval, everything else as it is."""
    match operand:
        case nodes.Literal(value):
            return interval(value) if isinstance(value, str) else value
        case nodes.AsOf(offset):
            return _moved((environment.as_of, environment.as_of), offset, environment)
        case nodes.ParamOperand(name, offset):
            parameter = environment.parameters[name]
            if parameter.kind == "date" and isinstance(parameter.value, str):
                return _moved(interval(parameter.value), offset, environment)
            return parameter.value
        case nodes.FieldOperand():
            raise AssertionError(operand)


def shown(value: Any) -> str | int | float | bool | list[str] | None:
    """A parameter's value as the scorecard shows it."""
    match value:
        case Duration():
            return str(value)
        case tuple():
            return [str(item) for item in value]
        case _:
            return value  # type: ignore[no-any-return]


def _moved(day: Interval | None, offset: nodes.Offset | None, environment: Environment) -> Interval | None:
    if offset is None or day is None:
        return day
    amount = environment.parameters[offset.amount].value if isinstance(offset.amount, str) else offset.amount
    return moved(day, amount, offset.sign) if isinstance(amount, Duration) else None

"""Values that meet each other often: what random documents hold and random checks ask for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from poscheck.checks.constants import Band, ParameterValue
from poscheck.checks.scope import Scope
from poscheck.contract import DISTRICT, Contract, Field, Kind, standard_contract
from poscheck.dates import duration
from tests.oracle import Banded

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = ("one", "two", "three", "Two  words", "see attached", "See attached.", "the board of one", "AB12", "x" * 1001)
IDS = ("one", "two", "three")
NUMBERS = (0, 1, 2, 3, 0.1, 0.2, 0.3, 9, 10, 12)
WHOLE = (0, 1, 2, 3, 9, 10, 12)
DATES = (
    *("2026-10-15", "2026-10-14", "2026-10-16", "2025-10-15", "2025-10-14", "2024-02-29", "2030-06-30"),
    *("2026-10", "2026-09", "2025-10", "2026", "2025", "2025-26", "2026-27"),
)
PERIODS = ("2024-25", "2025-26", "2026-27")
TIMES = ("12 months", "24 months", "1 months", "1 years", "30 days", "0 days")
PATTERNS = ("[a-z]+", "[A-Z]{2}[0-9]{2}", "one|two", ".*")
PHRASES = ("board", "one", "of one", "two words", "x")
EXTENSION: tuple[Any, ...] = (
    *("one", "2026-10-15", "2025-26", "nobody", 0, 1, 2.5, True, False),
    *([], ["one"], {}, {"effective_on": 3}),
)
FILLERS = frozenset({"see attached"})

PARAMETERS: dict[str, Any] = {
    "few": 2,
    "part": 0.5,
    "a_year": "12 months",
    "a_day": "2026-01-01",
    "flag": True,
    "name": "one",
    "school_year": "2025-26",
    "names": ["one", "english", "cte", "2025-26"],
    "numbers": [9, 10],
    "few_by_size": Banded("district.enrollment", ((1, 1), (None, 2))),
    "part_by_size": Banded("district.enrollment", ((2, 0.5), (None, 1))),
    "time_by_size": Banded("district.enrollment", ((1, "1 months"), (None, "2 years"))),
}
KINDS = {
    "few": "number",
    "part": "number",
    "a_year": "duration",
    "a_day": "date",
    "flag": "true/false",
    "name": "text",
    "school_year": "text",
    "names": "list",
    "numbers": "list",
    "few_by_size": "number",
    "part_by_size": "number",
    "time_by_size": "duration",
}


def of_kind(kind: str) -> list[str]:
    """The names of the parameters of a kind."""
    return [name for name, found in KINDS.items() if found == kind]


@cache
def contract() -> Contract:
    """The real contract; the ``extensions`` section is open in it."""
    return standard_contract()


@cache
def parameter_values() -> dict[str, ParameterValue]:
    """:data:`PARAMETERS` as the compiler and the explainer take them."""
    found: dict[str, ParameterValue] = {}
    for name, value in PARAMETERS.items():
        if isinstance(value, Banded):
            by = Scope(contract().root).path(value.by, (), _unreported)
            bands = tuple(Band(limit, _plain(band)) for limit, band in value.bands)
            found[name] = ParameterValue(KINDS[name], by, None, bands)
        else:
            found[name] = ParameterValue(KINDS[name], None, _plain(value))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return (duration(value) or value) if isinstance(value, str) else value


def _unreported(code: str, message: str, at: Any, *, allowed: str | None = None, suggestion: str | None = None) -> None:
    raise AssertionError((code, message, at, allowed, suggestion))


def values(field: Field) -> list[Any]:
    """Single values that fit ``field``."""
    match field.kind:
        case Kind.NUMBER:
            low, high = field.minimum or 0, field.maximum or max(NUMBERS)
            return [number for number in (WHOLE if field.whole else NUMBERS) if low <= number <= high]
        case Kind.BOOLEAN:
            return [True, False]
        case Kind.DATE:
            return list(DATES)
        case Kind.EXPIRY:
            return [*DATES, "never"]
        case Kind.PERIOD:
            return list(PERIODS)
        case Kind.WORD:
            return list(field.words[:4])
        case _ if field.reference or field.static.endswith(".id"):
            return [*IDS, DISTRICT] if field.party else list(IDS)
        case _:
            return [text for text in TEXTS if fits(field, text)]


def fits(field: Field, text: str) -> bool:
    """Whether a text is not too long."""
    return len(text) <= int(field.schema.get("maxLength", 10_000))


def members(field: Field, depth: int = 0) -> Iterator[tuple[str, Field]]:
    """Every path that may follow a value of ``field`` (through references once or twice), with its field."""
    if field.reference and field.kind in {Kind.TEXT, Kind.WORD} and depth < 2:
        target = contract().root.members[field.reference].item
        assert target is not None
        yield from members(target, depth + 1)
    for name, member in field.members.items():
        yield name, member
        yield from ((f"{name}.{rest}", below) for rest, below in members(member, depth))
    if field.kind is Kind.MAP and field.item is not None:
        names = field.schema.get("propertyNames", {}).get("enum", ["english"])
        yield names[0], field.item
    if field.kind is Kind.OPEN:
        yield "one", Field(static=f"{field.static}.one", kind=Kind.OPEN)

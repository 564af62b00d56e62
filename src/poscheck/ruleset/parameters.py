"""Dated parameters: their kinds, and a value on every day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.checks.constants import Band, ParameterValue, Plain
from poscheck.checks.scope import Scope
from poscheck.contract import Contract, Kind
from poscheck.dates import Duration, duration, interval, iso
from poscheck.errors import did_you_mean
from poscheck.ruleset.model import Parameter
from poscheck.scorecard import Citation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.ruleset.draft import Draft, Placed
    from poscheck.ruleset.source import CitedDocument, ParameterSource, Place


def build_parameters(draft: Draft, contract: Contract, first_day: int) -> dict[str, Parameter]:
    """All parameters that can be built; what is wrong with the others is in the draft's problems."""
    found: dict[str, Parameter] = {}
    for name, (source, placed) in draft.parameters.items():
        parameter = _parameter(name, source, placed, draft, contract)
        if parameter is None:
            continue
        if parameter.values[0][0] > first_day:
            day = iso(first_day)
            draft.report(
                placed,
                "no-value",
                f"the parameter `{name}` has no value on {day}, when the ruleset is in force",
                "values",
            )
        found[name] = parameter
    return found


def _parameter(
    name: str, source: ParameterSource, placed: Placed, draft: Draft, contract: Contract
) -> Parameter | None:
    if not source.ours and source.citation is None:
        draft.report(placed, "no-source", f"the parameter `{name}` needs `ours: true` or a citation")
    if source.citation is not None and source.citation.source not in draft.citations:
        name_of = source.citation.source
        near = did_you_mean(name_of, draft.citations)
        draft.report(placed, "unknown-citation", f"there is no citation `{name_of}`", "citation", suggestion=near)
    by = None
    if source.by is not None:

        def report(
            code: str, message: str, at: Any, *, allowed: str | None = None, suggestion: str | None = None
        ) -> None:
            draft.report(placed, code, message, *at, allowed=allowed, suggestion=suggestion)

        by = Scope(contract.root).path(source.by, ("by",), report)
        if by is None:
            return None
        if by.field.kind is not Kind.NUMBER:
            draft.report(placed, "wrong-kind", f"`by` must be a number; `{source.by}` is a {by.field.kind}", "by")
            return None
    values: list[tuple[int, ParameterValue]] = []
    kinds: set[str] = set()
    for number, dated in enumerate(source.values):
        day = interval(dated.from_)
        if day is None:
            draft.report(
                placed,
                "impossible-date",
                f"{dated.from_} is not a day of the calendar",
                "values",
                number,
                "from",
            )
            return None
        if values and day[0] <= values[-1][0]:
            draft.report(
                placed,
                "overlapping-dates",
                "the values must stand in the order of their dates",
                "values",
                number,
            )
            return None
        if (dated.bands is None) == (dated.value is None) or (dated.bands is not None) != (by is not None):
            message = "give `bands` together with `by`, or one `value`"
            draft.report(placed, "no-value", message, "values", number)
            return None
        bands = tuple(Band(band.up_to, _plain(band.value)) for band in dated.bands or ())
        limits = [band.up_to for band in bands[:-1] if band.up_to is not None]
        if len(limits) < len(bands) - 1 or sorted(set(limits)) != limits:
            message = "each band needs an `up_to` above the one before; only the last has none"
            draft.report(placed, "no-value", message, "values", number)
        elif bands and bands[-1].up_to is not None:
            draft.report(placed, "no-value", "the last band needs no `up_to`: it is for all others", "values", number)
        plain = None if dated.value is None else _plain(dated.value)
        kinds |= {_kind(value) for value in (plain, *(band.value for band in bands)) if value is not None}
        values.append((day[0], ParameterValue(_kind(plain if plain is not None else bands[0].value), by, plain, bands)))
    if len(kinds) != 1:
        draft.report(
            placed,
            "mixed-kinds",
            f"the values of `{name}` are of different kinds: {', '.join(sorted(kinds))}",
            "values",
        )
        return None
    return Parameter(
        name=name,
        title=source.title,
        ours=source.ours,
        kind=kinds.pop(),
        citation=cited(source.citation, draft.citations),
        values=tuple(values),
    )


def cited(place: Place | None, documents: Mapping[str, CitedDocument]) -> Citation | None:
    """The place in a document as pages show it; None where there is no such document."""
    document = None if place is None else documents.get(place.source)
    if place is None or document is None:
        return None
    year = f" ({document.year})" if document.year else ""
    return Citation(
        source=place.source,
        title=document.title + year,
        short=document.short or document.title,
        item=place.item,
        url=document.url,
    )


def _plain(value: Any) -> Plain:
    if isinstance(value, list | tuple):
        return tuple(value)
    if isinstance(value, str) and (length := duration(value)):
        return length
    return value  # type: ignore[no-any-return]


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "true/false"
        case int() | float():
            return "number"
        case Duration():
            return "duration"
        case tuple():
            return "list"
        case str() if interval(value) and len(value) == 10:  # noqa: PLR2004 -- a whole day
            return "date"
        case _:
            return "text"

"""Parameters: which rules use them, and each of their values a step down and a step up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.authoring.alterations import Altered, shown
from poscheck.authoring.steps import steps
from poscheck.checks import nodes
from poscheck.checks.walk import descend
from poscheck.dates import duration
from poscheck.reading import resolve
from poscheck.ruleset.written import spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poscheck.authoring.mutation import Mutant
    from poscheck.checks.constants import ParameterValue
    from poscheck.ruleset import Rule
    from poscheck.ruleset.written import Written


def uses(rules: Sequence[Rule], name: str) -> tuple[Rule, ...]:
    """The rules that use a parameter, as a value, a count or a length of time."""
    return tuple(rule for rule in rules if name in names_in(rule))


def names_in(rule: Rule) -> frozenset[str]:
    """The parameters that a rule uses."""
    logic = rule.logic
    checks = [check for check in (logic.when, logic.check, logic.review_if) if check is not None]
    return frozenset(name for check in checks for part in descend(check) for name in _names(part))


def _names(part: Any) -> Iterator[str]:
    match part:
        case nodes.ParamOperand(name):
            yield name
        case nodes.Offset(_, str() as name) | nodes.Within(str() as name):
            yield name


def _is_share(rules: Sequence[Rule], name: str) -> bool:
    """Whether a parameter is a share of the items of a list."""
    words = (
        part
        for rule in rules
        for part in (descend(rule.logic.check) if rule.logic.check else ())
        if isinstance(part, nodes.Quantified) and part.word is nodes.Quantifier.SHARE_AT_LEAST
    )
    return any(isinstance(part.count, nodes.ParamOperand) and part.count.name == name for part in words)


def parameter_mutants(written: Written, rules: Sequence[Rule]) -> Iterator[Mutant]:
    """Every value of the ruleset's own parameters a step away, or without one of its parts."""
    from poscheck.authoring.mutation import Mutant

    for name, (_, placed) in written.draft.parameters.items():
        using = uses(rules, name)
        if not using or not written.is_own(placed):
            continue
        parameter = written.ruleset.parameters[name]
        tree: Any = placed.file.document.tree["parameters"][name]
        for kind, at, was, becomes, value in _altered(tree["values"], share=_is_share(using, name)):
            number = at[0]
            day, dated = parameter.values[number]
            changed = (*parameter.values[:number], (day, _with(dated, at, value)), *parameter.values[number + 1 :])
            yield Mutant(
                kind=kind,
                spot=spot(placed, "values", *at),
                was=was,
                becomes=becomes,
                rules=using,
                parameters={name: parameter.changed(values=changed)},
            )


def _altered(values: Any, *, share: bool) -> Iterator[tuple[Altered, tuple[Any, ...], str, str | None, Any]]:
    for number, dated in enumerate(values):
        if "value" in dated:
            yield from _value(dated["value"], (number, "value"), share=share)
        for place, band in enumerate(dated.get("bands", ())):
            yield from _value(band["value"], (number, "bands", place, "value"), share=share)
            if "up_to" in band:
                yield from _value(band["up_to"], (number, "bands", place, "up_to"), share=False)


def _value(
    raw: Any, at: tuple[Any, ...], *, share: bool
) -> Iterator[tuple[Altered, tuple[Any, ...], str, str | None, Any]]:
    if isinstance(raw, list):
        for place, part in enumerate(raw):
            if len(raw) > 1:
                rest = tuple(resolve(each) for number, each in enumerate(raw) if number != place)
                yield Altered.WORD, (*at, place), shown(part), None, rest
        return
    for value in steps(raw, share=share):
        yield Altered.THRESHOLD, at, shown(raw), str(value), duration(str(value)) or resolve(value)


def _with(dated: ParameterValue, at: tuple[Any, ...], value: Any) -> ParameterValue:
    """A dated value, altered at the place below the list of values."""
    if at[1] == "value":
        return dated.changed(value=value)
    bands = list(dated.bands)
    bands[at[2]] = bands[at[2]].changed(**{at[3]: value})
    return dated.changed(bands=tuple(bands))

"""The phases in which a guide goes through the components: whose they are, and that all that they name is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.errors import did_you_mean
from poscheck.papers import Phase, PhaseComponent
from poscheck.scorecard import Planning

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.ruleset.draft import Draft, Placed
    from poscheck.ruleset.source import PhaseSource, Place, PlanningSource
    from poscheck.scorecard import Citation


def build_planning(draft: Draft, cite: Callable[[Placed, Place | None], Citation]) -> dict[str, Planning]:
    """The order of work by state; what is wrong with it is in the draft's problems."""
    found: dict[str, Planning] = {}
    for state, (source, placed) in draft.planning.items():
        _check_names(draft, source, placed)
        phases = tuple(_phase(draft, phase, source.names, placed, number) for number, phase in enumerate(source.phases))
        found[state] = Planning(title=source.title, citation=cite(placed, source.citation), phases=phases)
    return found


def _check_names(draft: Draft, source: PlanningSource, placed: Placed) -> None:
    """``names`` is one under which components have an alias."""
    known = {who for component in draft.components.values() for who in component.source.aliases or ()}
    if source.names is not None and source.names not in known:
        message = f"no component has an alias for `{source.names}`"
        allowed = ", ".join(sorted(known)) or None
        near = did_you_mean(source.names, known)
        draft.report(placed, "unknown-alias", message, "names", allowed=allowed, suggestion=near)


def _phase(draft: Draft, source: PhaseSource, names: str | None, placed: Placed, number: int) -> Phase:
    if not source.components and source.note is None:
        message = f"the phase “{source.title}” names no components; say why in `note`"
        draft.report(placed, "missing-key", message, "phases", number)
    found: list[PhaseComponent] = []
    for place, name in enumerate(source.components):
        component = draft.components.get(name)
        if component is None:
            near = did_you_mean(name, draft.components)
            at = ("phases", number, "components", place)
            draft.report(placed, "unknown-component", f"there is no component `{name}`", *at, suggestion=near)
        elif name in source.components[:place]:
            at = ("phases", number, "components", place)
            draft.report(placed, "duplicate-id", f"the component `{name}` stands in this phase already", *at)
        else:
            alias = (component.source.aliases or {}).get(names or "")
            found.append(PhaseComponent(component=name, name=alias))
    return Phase(title=source.title, note=source.note, components=tuple(found))

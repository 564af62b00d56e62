"""A ruleset before its checks are parsed: what its files and those of the rulesets it extends say together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from poscheck.errors import Problem, RulesetError, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

    from poscheck import paths
    from poscheck.ruleset.files import RulesetFiles, SourceFile
    from poscheck.ruleset.source import (
        CitedDocument,
        ComponentSource,
        CriterionSource,
        FixtureSource,
        ParameterSource,
        PlanningSource,
        RulesetSource,
        RuleSource,
        SwitchedOffSource,
        TableRow,
    )

_LOGIC = ("check", "when", "review_if")


@dataclass(slots=True, eq=False)
class Placed:
    """A part of a ruleset with the file and place where it was first written."""

    file: SourceFile[Any]
    at: paths.Path
    changed: dict[str, Placed] = field(default_factory=dict, kw_only=True)
    """Where an overlay wrote a key anew."""

    def placed(self, key: str | int) -> Placed:
        """Where the key was written that counts."""
        return self.changed.get(str(key), self)


@dataclass(slots=True, eq=False)
class DraftRule(Placed):
    """A rule, with the texts of overlays laid over it."""

    source: RuleSource

    def raw(self, key: str) -> Any:
        """The unresolved YAML under ``key``, for the parser of checks."""
        placed = self.placed(key)
        tree: Any = placed.file.document.tree
        for part in placed.at:
            tree = tree[part]
        return tree.get(key)


@dataclass(slots=True, eq=False)
class DraftCriterion(Placed):
    """A criterion and its rules."""

    source: CriterionSource
    rules: dict[str, DraftRule] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class DraftComponent(Placed):
    """A component and its criteria."""

    source: ComponentSource
    criteria: dict[str, DraftCriterion] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Draft:
    """All files laid over each other, ancestors first. ``last`` is the ruleset that was asked for."""

    last: RulesetSource
    folder: Path
    problems: list[Problem] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    citations: dict[str, CitedDocument] = field(default_factory=dict)
    parameters: dict[str, tuple[ParameterSource, Placed]] = field(default_factory=dict)
    table: list[tuple[TableRow, Placed]] = field(default_factory=list)
    vocabulary: dict[str, tuple[tuple[str, ...], Placed]] = field(default_factory=dict)
    fillers: list[str] = field(default_factory=list)
    readiness: dict[str, DraftRule] = field(default_factory=dict)
    components: dict[str, DraftComponent] = field(default_factory=dict)
    switched_off: list[tuple[SwitchedOffSource, Placed]] = field(default_factory=list)
    planning: dict[str, tuple[PlanningSource, Placed]] = field(default_factory=dict)
    fixture: tuple[FixtureSource, Path, Placed] | None = None
    extensions: tuple[str, Path, Placed] | None = None
    own: frozenset[SourceFile[Any]] = frozenset()
    """The files of the ruleset that was asked for, without those of its ancestors."""

    def report(self, placed: Placed, code: str, message: str, *keys: str | int, **hints: str | None) -> None:
        """Keep a problem at a place below ``placed``."""
        placed = placed.placed(keys[0]) if keys else placed
        self.problems.append(placed.file.problem(code, message, (*placed.at, *keys), **hints))


_SETTINGS = ("in_force", "disclaimer", "words", "scale", "required_rating", "full_up_to_required")


def lay(files: list[RulesetFiles]) -> Draft:
    """Lay the rulesets over each other, the ancestor first. Problems are kept in the draft."""
    last = files[-1]
    draft = Draft(last=last.main.content, folder=last.folder, own=frozenset((last.main, *last.components)))
    for layer in files:
        _lay_main(draft, layer)
        for file in layer.components:
            _lay_component(draft, file, first=layer is files[0])
    if not draft.components:
        raise RulesetError([files[-1].main.problem("empty-ruleset", "this ruleset has no components", ())])
    return draft


def _lay_main(draft: Draft, layer: RulesetFiles) -> None:
    source, file = layer.main.content, layer.main
    for name in _SETTINGS:
        if getattr(source, name) is not None:
            draft.settings[name] = getattr(source, name)
    draft.citations.update(source.citations)
    draft.fillers.extend(source.fillers)
    for name, parameter in source.parameters.items():
        draft.parameters[name] = (parameter, Placed(file, ("parameters", name)))
    for number, row in enumerate(source.table):
        draft.table.append((row, Placed(file, ("table", number))))
    for path, words in source.vocabulary.items():
        draft.vocabulary[path] = (words, Placed(file, ("vocabulary", path)))
    for number, off in enumerate(source.switch_off):
        draft.switched_off.append((off, Placed(file, ("switch_off", number))))
    _lay_planning(draft, source.planning, file)
    for number, rule in enumerate(source.readiness):
        _lay_rule(draft, draft.readiness, rule, file, ("readiness", number))
    if source.fixture:
        draft.fixture = (source.fixture, layer.folder, Placed(file, ("fixture",)))
    if source.extensions_schema:
        draft.extensions = (source.extensions_schema, layer.folder, Placed(file, ("extensions_schema",)))


def _lay_planning(draft: Draft, planning: tuple[PlanningSource, ...], file: SourceFile[RulesetSource]) -> None:
    """By state, with an empty name for all others; a later layer's takes the place of an earlier one's."""
    for number, plan in enumerate(planning):
        placed, state = Placed(file, ("planning", number)), plan.state or ""
        before = draft.planning.get(state)
        if before is not None and before[1].file is file:
            whose = plan.state or "all states"
            draft.report(placed, "duplicate-id", f"there is an order of work for {whose} already", "state")
            continue
        draft.planning[state] = (plan, placed)


def _lay_component(draft: Draft, file: SourceFile[ComponentSource], *, first: bool) -> None:
    source = file.content
    here = Placed(file, ("component",))
    component = draft.components.get(source.component)
    if component is None:
        if not first and source.title is None:
            near = did_you_mean(source.component, draft.components)
            draft.report(
                here,
                "unknown-component",
                f"there is no component `{source.component}` to change",
                suggestion=near,
            )
            return
        component = draft.components[source.component] = DraftComponent(file, (), source)
    elif first or component.file is file:
        draft.report(
            here,
            "duplicate-id",
            f"the component `{source.component}` stands in {component.file.document.name} already",
        )
        return
    else:
        _lay_over(component, source, Placed(file, ()), "criteria", "component")
    for number, criterion in enumerate(source.criteria):
        _lay_criterion(draft, component, criterion, Placed(file, ("criteria", number)), first=first)


def _lay_criterion(
    draft: Draft, component: DraftComponent, source: CriterionSource, here: Placed, *, first: bool
) -> None:
    file, at = here.file, here.at
    known = {id_: criterion for other in draft.components.values() for id_, criterion in other.criteria.items()}
    existing = known.get(source.id)
    if existing is None and not first and source.title is None:
        near = did_you_mean(source.id, component.criteria)
        message = f"there is no criterion `{source.id}` to change; a new one needs a title"
        draft.report(here, "unknown-criterion", message, "id", suggestion=near)
        return
    if existing is None:
        existing = component.criteria[source.id] = DraftCriterion(file, at, source)
    elif existing.file is file or source.id not in component.criteria:
        where = existing.file.document.name
        draft.report(
            Placed(file, (*at, "id")),
            "duplicate-id",
            f"the criterion `{source.id}` stands in {where} already",
        )
        return
    else:
        _lay_over(existing, source, Placed(file, at), "rules", "id")
    for number, rule in enumerate(source.rules):
        _lay_rule(draft, existing.rules, rule, file, (*at, "rules", number))


def _lay_rule(
    draft: Draft, rules: dict[str, DraftRule], source: RuleSource, file: SourceFile[Any], at: paths.Path
) -> None:
    existing = rules.get(source.id)
    here = Placed(file, at)
    everywhere = {**draft.readiness}
    for component in draft.components.values():
        for criterion in component.criteria.values():
            everywhere.update(criterion.rules)
    if existing is None:
        if source.id in everywhere:
            draft.report(here, "duplicate-id", f"the rule `{source.id}` is there already", "id")
            return
        if (
            rules
            and source.question is None
            and source.tests is None
            and any(rule.file is not file for rule in rules.values())
        ):
            message = f"there is no rule `{source.id}` to change; a new one needs a question and the rest"
            draft.report(here, "unknown-rule", message, "id", suggestion=did_you_mean(source.id, rules))
            return
        rules[source.id] = DraftRule(file, at, source)
    elif existing.file is file:
        draft.report(here, "duplicate-id", f"the rule `{source.id}` is there already", "id")
    else:
        for key in _LOGIC:
            if getattr(source, key) is not None:
                message = f"`{key}` of an inherited rule cannot be changed; switch the rule off and add your own"
                draft.report(here, "changes-check", message, key)
        _lay_over(existing, source, here, *_LOGIC, "id")


def _lay_over(below: DraftComponent | DraftCriterion | DraftRule, above: BaseModel, placed: Placed, *but: str) -> None:
    """Change every key of ``below`` that ``above`` gives, except ``but``."""
    update = {name: getattr(above, name) for name in above.model_fields_set if name not in but}
    below.source = below.source.model_copy(update=update)
    below.changed |= dict.fromkeys(update, placed)

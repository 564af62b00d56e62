"""A ruleset as a whole: what it has and nobody uses, and what somebody will miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.authoring.lint.remark import Remark, remark
from poscheck.authoring.parameters import names_in
from poscheck.checks import nodes
from poscheck.checks.walk import descend, paths_of, tested_kind
from poscheck.checks.words import IN_FORCE_MEMBERS
from poscheck.contract import Kind
from poscheck.ruleset.draft import Placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.ruleset import Ruleset
    from poscheck.ruleset.written import Written


def on_ruleset(written: Written) -> Iterator[Remark]:
    """Remarks on what stands in ``ruleset.yaml``, and on what should."""
    yield from _levels(written)
    yield from _parameters(written)
    yield from _citations(written)
    yield from _extensions(written)
    main = Placed(written.own.main, ())
    if not written.ruleset.readiness:
        to_do = "Add rules of readiness: at least that the program and the district are named."
        yield remark("no-readiness", "every submission counts as ready to submit: there is no `readiness`", to_do, main)
    if not _is_anything_required(written.ruleset):
        to_do = "Write `required: true` in a criterion, or give a component a `minimum` in the `table`."
        message = "every submission that is ready meets the rules: no criterion is required, no component has a minimum"
        yield remark("nothing-required", message, to_do, main)
    if written.ruleset.fixture_bytes is None:
        to_do = "Add `fixture`, a submission that meets everything."
        yield remark("no-fixture", "there is no `fixture`, so no test can be run", to_do, main)


def _is_anything_required(ruleset: Ruleset) -> bool:
    """Whether the verdict depends on anything but readiness."""
    criteria = any(criterion.required for criterion in ruleset.criteria)
    return criteria or any(component.minimum for component in ruleset.components)


def unread_fields(written: Written) -> tuple[str, ...]:
    """The fields of a submission that no rule reads; of a section that is not read at all, only its name."""
    read = _read(written)
    found: list[str] = []
    for field in written.ruleset.contract.root.walk():
        single = field.kind not in {Kind.RECORD, Kind.LIST, Kind.MAP, Kind.OPEN}
        below = any(path == field.static or path.startswith(f"{field.static}.") for path in read)
        above = any(field.static.startswith(f"{name}.") or field.static == name for name in found)
        if field.static and not below and not above and (single or field.kind is not Kind.OPEN):
            found.append(field.static)
    return tuple(name for name in found if name not in {"format", "extensions"})


def _read(written: Written) -> set[str]:
    """The paths, without list positions, that some rule reads."""
    logics = [rule.logic for rule in written.ruleset.rules]
    checks = [check for logic in logics for check in (logic.when, logic.check, logic.review_if) if check is not None]
    found = {path.field.static for check in checks for path in paths_of(check)} | set(written.ruleset.read_fields)
    for part in (part for check in checks for part in descend(check)):
        if isinstance(part, nodes.On) and tested_kind(part.test) is Kind.RECORD:  # in force or not: by its dates
            found |= {f"{part.path.field.static}.{name}" for name in IN_FORCE_MEMBERS}
    return found


def _levels(written: Written) -> Iterator[Remark]:
    """A level that no rule is asked for, and a criterion that leaves one out."""
    ruleset = written.ruleset
    used = {rule.level for rule in ruleset.rules}
    scale = written.draft.settings.get("scale")
    main = written.own.main
    if main.content.scale is not None and scale is main.content.scale:
        for number, step in enumerate(ruleset.scale):
            if step.rating and step.rating not in used:
                to_do = "Give a rule this level, or take the level out of the scale."
                message = f"no rule is asked for the level `{step.name}`"
                yield remark("unused-level", message, to_do, Placed(main, ()), "scale", number)
    drafts = {criterion.source.id: criterion for criterion in written.criteria}
    for criterion in ruleset.criteria:
        levels = {rule.level for rule in criterion.rules if rule.level}
        gap = sorted(set(range(1, max(levels, default=1))) - levels)
        if gap and written.is_own(drafts[criterion.id]):
            names = ", ".join(ruleset.scale[level].name for level in gap)
            to_do = "Add a rule for it; else the next level is reached in one step."
            message = f"the criterion `{criterion.id}` has no rule for {names}, below its highest level"
            yield remark("level-left-out", message, to_do, drafts[criterion.id])


def _parameters(written: Written) -> Iterator[Remark]:
    used = {name for rule in written.ruleset.rules for name in names_in(rule)}
    for name, (_, placed) in written.draft.parameters.items():
        if name not in used and written.is_own(placed):
            to_do = f"Write `{{param: {name}}}` where a rule means it, or take it away."
            yield remark("unused-parameter", f"no rule uses the parameter `{name}`", to_do, placed)


def _citations(written: Written) -> Iterator[Remark]:
    """A document that nobody cites, and one that nobody could find."""
    ruleset = written.ruleset
    used = {rule.citation.source for rule in ruleset.rules} | {
        criterion.citation.source for criterion in ruleset.criteria
    }
    used |= {source.citation.source for source, _ in written.draft.parameters.values() if source.citation}
    used |= {plan.citation.source for plan in ruleset.planning.values()}
    for name, document in written.own.main.content.citations.items():
        placed = Placed(written.own.main, ("citations", name))
        if name not in used:
            to_do = "Cite it with `citation: {source: …}`, or take it away."
            yield remark("unused-citation", f"nothing cites the document `{name}`", to_do, placed)
        if document.url is None and document.publisher is None:
            to_do = "Give its `url`, or at least its `publisher`."
            yield remark("unfindable-citation", f"a reader cannot find the document `{name}`", to_do, placed)


def _extensions(written: Written) -> Iterator[Remark]:
    """A field that the ruleset adds to submissions and does not read."""
    if not written.own.main.content.extensions_schema:
        return
    read, root = _read(written), written.ruleset.contract.root
    for name, field in root.members["extensions"].members.items():
        if not any(path == field.static or path.startswith(f"{field.static}.") for path in read):
            to_do = "Read it in a rule, or do not ask districts for it."
            message = f"no rule reads the field `extensions.{name}` that this ruleset adds"
            yield remark("unread-extension", message, to_do, Placed(written.own.main, ()), "extensions_schema")

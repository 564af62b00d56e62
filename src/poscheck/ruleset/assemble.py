"""From a draft to a ruleset: every check parsed, every name resolved, everything that must be there insisted on."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from poscheck.checks.logic import Logic
from poscheck.checks.operands import BROKEN
from poscheck.checks.parser import CheckParser
from poscheck.checks.walk import misplaced_not_applicable, paths_of
from poscheck.contract import bare
from poscheck.errors import did_you_mean
from poscheck.ruleset import insist
from poscheck.ruleset.cases import CaseReader, in_force
from poscheck.ruleset.model import Component, Criterion, Rule, Ruleset
from poscheck.ruleset.parameters import build_parameters, cited
from poscheck.ruleset.planning import build_planning
from poscheck.ruleset.widening import widened_contract
from poscheck.scorecard import Citation, Executability, Step, SwitchedOff

if TYPE_CHECKING:
    from poscheck.checks import nodes
    from poscheck.checks.parser import Report
    from poscheck.paths import Path
    from poscheck.ruleset.draft import Draft, DraftComponent, DraftCriterion, DraftRule, Placed
    from poscheck.ruleset.model import Parameter
    from poscheck.ruleset.source import Place

DISCLAIMER = "A self-check, not the state's decision."


class Assembler:
    """Builds one ruleset; what is wrong goes to the draft's problems."""

    def __init__(self, draft: Draft, main: Placed) -> None:
        self.draft = draft
        self.main = main
        self.scale = tuple(
            Step(rating=step.rating, name=step.name, meaning=step.meaning) for step in draft.settings.get("scale", ())
        )
        self.levels = {step.name: step.rating for step in self.scale if step.rating > 0}
        self.contract = widened_contract(draft)
        self.first_day, self.last_day = in_force(draft, main)
        self.parameters: dict[str, Parameter] = build_parameters(draft, self.contract, self.first_day)
        self.kinds = dict.fromkeys(draft.parameters, BROKEN) | {
            name: parameter.kind for name, parameter in self.parameters.items()
        }
        self.values = {name: parameter.everything() for name, parameter in self.parameters.items()}
        self.fillers = self.contract.fillers | {bare(filler) for filler in draft.fillers}
        self.tests = CaseReader(draft, self.contract, self.first_day, self.last_day)
        self.off = {off.rule: off.reason for off, _ in draft.switched_off}

    def assemble(self, digest: str) -> Ruleset:
        """The ruleset; worth having only if the draft has no problems afterwards."""
        draft = self.draft
        insist.on_scale(draft, self.main, self.scale)
        insist.on_known_names(draft)
        insist.on_numbers(draft)
        required = self.levels.get(draft.settings.get("required_rating", ""), 0)
        minimums = {row.component: row.minimum for row, _ in draft.table if row.minimum is not None}
        weights = {
            name: row.weight
            for row, _ in draft.table
            if (name := row.component or row.criterion) and row.weight is not None
        }
        components = [
            self._component(component, weights, minimums, required)
            for component in sorted(draft.components.values(), key=lambda c: c.source.number or 0)
        ]
        readiness = tuple(self._rule(rule, None) for rule in draft.readiness.values() if rule.source.id not in self.off)
        words = draft.settings.get("words")
        fixture = self.tests.fixture()
        ruleset = Ruleset(
            id=draft.last.id,
            title=draft.last.title,
            version=draft.last.version,
            digest=digest,
            disclaimer=draft.settings.get("disclaimer", DISCLAIMER),
            component_word=words.component if words else "component",
            criterion_word=words.criterion if words else "criterion",
            first_day=self.first_day,
            last_day=self.last_day,
            scale=self.scale,
            required_rating=required,
            components=tuple(components),
            readiness=readiness,
            parameters=self.parameters,
            switched_off=tuple(SwitchedOff(rule=rule, reason=reason) for rule, reason in sorted(self.off.items())),
            planning=build_planning(draft, self._citation),
            read_fields=frozenset(),
            contract=self.contract,
            fixture_name=fixture[0],
            fixture_bytes=fixture[1],
            fixture_as_of=fixture[2],
        )
        object.__setattr__(ruleset, "read_fields", _read_fields(ruleset))
        return ruleset

    def _component(
        self, draft: DraftComponent, weights: dict[str, Any], minimums: dict[str | None, Any], required: int
    ) -> Component:
        source = draft.source
        for key in ("number", "title"):
            if getattr(source, key) is None:
                self.draft.report(draft, "missing-key", f"the component `{source.component}` needs `{key}`")
        component = Component(
            id=source.component,
            number=source.number or 0,
            title=source.title or source.component,
            alias=_alias(source.aliases),
            weight=_fraction(weights.get(source.component, 1)),
            minimum=_fraction(minimums.get(source.component, 0)),
            criteria=tuple(self._criterion(criterion, weights, required) for criterion in draft.criteria.values()),
        )
        insist.on_component(self.draft, draft, component)
        return component

    def _criterion(self, draft: DraftCriterion, weights: dict[str, Any], required: int) -> Criterion:
        source = draft.source
        for key in ("title", "citation", "why", "responsible"):
            if getattr(source, key) is None:
                self.draft.report(draft, "missing-key", f"the criterion `{source.id}` needs `{key}`")
        citation = self._citation(draft, source.citation)
        rules = [rule for rule in draft.rules.values() if rule.source.id not in self.off]
        criterion = Criterion(
            id=source.id,
            title=source.title or source.id,
            alias=_alias(source.aliases),
            why=source.why or "",
            required=bool(source.required),
            responsible=source.responsible or "district",
            state_fact=source.state_fact,
            weight=_fraction(weights.get(source.id, 1)),
            citation=citation,
            compares_with=source.compares_with,
            rules=tuple(self._rule(rule, citation) for rule in rules),
        )
        insist.on_comparisons(self.draft, draft)
        full = bool(self.draft.settings.get("full_up_to_required"))
        insist.on_criterion(self.draft, draft, criterion, required, full=full)
        for rule, placed in zip(criterion.rules, rules, strict=True):
            insist.on_rule(self.draft, placed, rule, required=criterion.required)
        return criterion

    def _rule(self, draft: DraftRule, citation: Citation | None) -> Rule:
        source = draft.source
        executability = source.executability or Executability.FULL
        insist.on_keys(self.draft, draft, executability)
        if citation is None and source.citation is None:
            self.draft.report(draft, "missing-key", f"the readiness rule `{source.id}` needs `citation`")
        level = self._level(draft, readiness=citation is None)
        logic = Logic(
            self._check(draft, "check"), self._check(draft, "when"), self._check(draft, "review_if"), executability
        )
        if logic.check and misplaced_not_applicable(logic.check):
            message = "`if_empty: not_applicable` may stand only at the outermost check of a rule"
            self.draft.report(draft, "bad-if-empty", message, "check")
        rule = Rule(
            id=source.id,
            level=level,
            rated=source.rated is not False,
            question=source.question or "",
            met=source.met or "",
            not_met=source.not_met or "",
            incomplete=source.incomplete,
            fix=source.fix or "",
            in_words=source.in_words,
            executability=executability,
            look_for=source.look_for or (),
            ours=bool(source.ours),
            citation=self._citation(draft, source.citation) if source.citation or citation is None else citation,
            logic=logic,
            cases=tuple(self.tests.cases(draft)),
        )
        insist.on_words(self.draft, draft, rule, self.values)
        if citation is None:
            insist.on_rule(self.draft, draft, rule, required=False)
        return rule

    def _level(self, draft: DraftRule, *, readiness: bool) -> int | None:
        name = draft.source.level
        if readiness:
            if name is not None:
                self.draft.report(draft, "unknown-key", "a readiness rule has no level", "level")
            return None
        if name is None:
            if draft.source.rated is not False:
                allowed = ", ".join(self.levels)
                self.draft.report(
                    draft,
                    "missing-key",
                    f"the rule `{draft.source.id}` needs `level`, or `rated: false`",
                    allowed=allowed,
                )
            return None
        if name not in self.levels:
            near = did_you_mean(name, self.levels)
            self.draft.report(
                draft,
                "unknown-level",
                f"there is no level `{name}`",
                "level",
                allowed=", ".join(self.levels),
                suggestion=near,
            )
        return self.levels.get(name)

    def _check(self, draft: DraftRule, key: str) -> nodes.Check | None:
        raw = draft.raw(key)
        if raw is None:
            return None

        def report(
            code: str, message: str, at: Path, *, allowed: str | None = None, suggestion: str | None = None
        ) -> None:
            problem = draft.placed(key).file.problem(code, message, at, allowed=allowed, suggestion=suggestion)
            self.draft.problems.append(problem)

        return self.parser(report).parse(raw, (*draft.placed(key).at, key))

    def parser(self, report: Report) -> CheckParser:
        """A parser of checks that knows the words, parameters and fillers of the ruleset."""
        return CheckParser(self.contract, self.kinds, self.fillers, report, self.values)

    def _citation(self, placed: Placed, place: Place | None) -> Citation:
        if place is None:
            return Citation(source="", title="", short="", item=None, url=None)
        found = cited(place, self.draft.citations)
        if found is None:
            near = did_you_mean(place.source, self.draft.citations)
            allowed = ", ".join(self.draft.citations)
            self.draft.report(
                placed,
                "unknown-citation",
                f"there is no citation `{place.source}`",
                "citation",
                allowed=allowed,
                suggestion=near,
            )
            return Citation(source=place.source, title="", short="", item=place.item, url=None)
        return found


def _alias(aliases: dict[str, str] | None) -> str | None:
    return "; ".join(f"{word} ({who.capitalize()})" for who, word in aliases.items()) if aliases else None


def _fraction(value: str | float) -> Fraction:
    return Fraction(str(value))


def _read_fields(ruleset: Ruleset) -> frozenset[str]:
    found: set[str] = set()
    for rule in ruleset.rules:
        for check in (rule.logic.check, rule.logic.when, rule.logic.review_if):
            if check is not None:
                found |= {path.field.static for path in paths_of(check)}
    found |= {
        value.by.field.static for parameter in ruleset.parameters.values() for _, value in parameter.values if value.by
    }
    return frozenset(found)

"""From a draft to a ruleset: every check parsed, every name resolved, everything that must be there insisted on."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from poscheck.checks.logic import Logic
from poscheck.checks.operands import BROKEN
from poscheck.checks.parser import CheckParser
from poscheck.checks.walk import misplaced_not_applicable, paths_of
from poscheck.contract import WORDING_KEYS, Contract, Kind, bare, load_contract
from poscheck.dates import NEVER, interval, iso
from poscheck.errors import ReadError, did_you_mean
from poscheck.paths import parse
from poscheck.reading import read_bytes
from poscheck.ruleset import insist
from poscheck.ruleset.model import Case, Component, Criterion, Rule, Ruleset
from poscheck.ruleset.parameters import build_parameters, cited
from poscheck.ruleset.planning import build_planning
from poscheck.scorecard import Citation, Executability, Step, SwitchedOff

if TYPE_CHECKING:
    from pathlib import Path as FilePath

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
        self.contract = self._contract()
        self.first_day, self.last_day = self._in_force()
        self.parameters: dict[str, Parameter] = build_parameters(draft, self.contract, self.first_day)
        self.kinds = dict.fromkeys(draft.parameters, BROKEN) | {
            name: parameter.kind for name, parameter in self.parameters.items()
        }
        self.values = {name: parameter.everything() for name, parameter in self.parameters.items()}
        self.fillers = self.contract.fillers | {bare(filler) for filler in draft.fillers}
        self.off = {off.rule: off.reason for off, _ in draft.switched_off}

    def assemble(self, digest: str) -> Ruleset:
        """The ruleset; worth having only if the draft has no problems afterwards."""
        draft = self.draft
        insist.on_scale(draft, self.main, self.scale)
        insist.on_known_names(draft)
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
        fixture = self._fixture()
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

    def _contract(self) -> Contract:
        extensions = None
        if self.draft.extensions:
            name, folder, placed = self.draft.extensions
            extensions, why = _extensions_schema(folder / name) if _inside(folder, name) else (None, _OUTSIDE)
            if why:
                self.draft.report(placed, "bad-extensions", f"{name} cannot be used as a JSON Schema: {why}")
        words: dict[str, tuple[str, ...]] = {}
        for path, (added, placed) in self.draft.vocabulary.items():
            try:
                load_contract({path: added})
                words[path] = added
            except KeyError as error:
                near = did_you_mean(str(error).strip("'"), [])
                self.draft.report(
                    placed, "unknown-path", f"`{path}` is no list of words of the submission", suggestion=near
                )
        return load_contract(words, extensions)

    def _in_force(self) -> tuple[int, int | None]:
        period = self.draft.settings.get("in_force")
        if period is None:
            self.draft.report(
                self.main, "missing-key", "`in_force` is missing: say from which day the ruleset is in force"
            )
            return NEVER, None
        first = interval(period.from_)
        last = interval(period.until) if period.until else None
        if first is None or (period.until and last is None) or (last and last[1] < first[0]):
            self.draft.report(
                self.main,
                "impossible-date",
                "`in_force` must be days of the calendar, the end not before the beginning",
                "in_force",
            )
            return NEVER, None
        return first[0], last[1] if last else None

    def _fixture(self) -> tuple[str | None, bytes | None, str | None]:
        """The fixture's name, bytes and date; it must be readable."""
        if self.draft.fixture is None:
            return None, None, None
        source, folder, placed = self.draft.fixture
        name = f"{folder.name}/{source.file}"
        self._judgeable(source.as_of, placed, "as_of")
        if not _inside(folder, source.file):
            self.draft.report(placed, "bad-fixture", "the fixture must be a file of the ruleset's own folder", "file")
            return None, None, None
        try:
            content = (folder / source.file).read_bytes()
            read_bytes(content, name)
        except ReadError as error:
            self.draft.problems.extend(error.problems)
        except OSError as error:
            message = f"the fixture {source.file} cannot be read: {error.strerror}"
            self.draft.report(placed, "bad-fixture", message, "file")
        else:
            return name, content, source.as_of
        return None, None, None

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
            cases=tuple(self._cases(draft)),
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

    def _cases(self, draft: DraftRule) -> list[Case]:
        raw = draft.raw("tests") or []
        cases: list[Case] = []
        for number, test in enumerate(draft.source.tests or ()):
            given = raw[number].get("given") if number < len(raw) else None
            if test.as_of is not None:
                if draft.placed("tests").file not in self.draft.own and not self._is_in_force(test.as_of):
                    continue  # an ancestor's test of a day before this ruleset: it says nothing here
                self._judgeable(test.as_of, draft, "tests", number, "as_of")
            for path in given or {}:
                self._known_place(path, draft, "tests", number, "given", path)
            cases.append(
                Case(
                    number=number,
                    name=test.name,
                    given=given or {},
                    as_of=test.as_of,
                    expect=test.expect,
                    problem=test.problem,
                )
            )
        return cases

    def _is_in_force(self, day: str) -> bool:
        """Whether the ruleset is in force on a day."""
        days = interval(day)
        return days is not None and self.first_day <= days[0] <= (self.last_day or NEVER)

    def _judgeable(self, day: str, placed: Placed, *keys: str | int) -> None:
        """Report a day of a test that does not exist or on which the ruleset is not in force."""
        days = interval(day)
        if days is None:
            self.draft.report(placed, "impossible-date", f"{day} is not a day of the calendar", *keys)
        elif self.first_day < NEVER and not self._is_in_force(day):
            until = f" to {iso(self.last_day)}" if self.last_day else ""
            message = f"{day} is a day on which the ruleset is not in force, which is from {iso(self.first_day)}{until}"
            self.draft.report(placed, "not-in-force", message, *keys)

    def _known_place(self, path: str, placed: Placed, *keys: str | int) -> None:
        """Report a path of a test that leads to no field of a submission."""
        field = self.contract.root
        for part in parse(path):
            below = field.item if field.kind in {Kind.LIST, Kind.MAP} else field.members.get(str(part))
            if field.kind is Kind.OPEN:
                return
            if below is None or (field.kind is Kind.LIST and not isinstance(part, int) and part != "+"):
                where = f"`{field.static}`" if field.static else "the submission"
                message = f"`{path}`: {where} has no `{part}`"
                near = did_you_mean(str(part), field.members)
                self.draft.report(placed, "unknown-path", message, *keys, suggestion=near)
                return
            field = below

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


_OUTSIDE = "it must be a file of the ruleset's own folder"


def _inside(folder: FilePath, name: str) -> bool:
    """Whether a file that a ruleset names is one of its own: rulesets of strangers read nothing else."""
    return (folder / name).resolve().is_relative_to(folder.resolve())


def _extensions_schema(file: FilePath) -> tuple[dict[str, Any] | None, str | None]:
    """The schema for a submission's extensions, or None and why it cannot be used."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        schema = json.loads(file.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        if not isinstance(schema, dict):
            return None, "it is no JSON Schema of an object"
        contract = load_contract({}, schema)
    except (OSError, ValueError) as error:
        return None, str(error)
    except SchemaError as error:
        return None, f"it is no JSON Schema: {error.message}"
    except (KeyError, RecursionError) as error:
        return None, f"`$ref` may only name one of the submission's own $defs; {error} is none"
    for field in contract.root.members["extensions"].walk():
        for key in field.schema.get("x-wording", ()):
            if key not in WORDING_KEYS:
                near = did_you_mean(key, WORDING_KEYS)
                return None, f"`x-wording` has no key `{key}`" + (f"; did you mean {near}?" if near else "")
    return schema, None


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

"""The mutation check: every alteration of a rule must be noticed by one of its tests.

A rule whose threshold could be another without any test failing has a threshold that nobody has tested. What cannot
make a difference is left out: alterations that the language refuses, and those that are proven to mean the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.authoring.alterations import Altered, alterations
from poscheck.authoring.parameters import parameter_mutants
from poscheck.authoring.sameness import normal
from poscheck.authoring.trials import holds
from poscheck.records import Entity, Record
from poscheck.ruleset.written import Spot, spot

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from poscheck.authoring.alterations import Alteration
    from poscheck.authoring.bench import Bench
    from poscheck.checks import nodes
    from poscheck.paths import Path
    from poscheck.reading import Document
    from poscheck.ruleset import Rule
    from poscheck.ruleset.draft import DraftRule
    from poscheck.ruleset.written import Written

KEYS = ("when", "check", "review_if")
"""The keys of a rule that hold a check."""


class Mutant(Entity, kw_only=True):
    """One alteration of a rule or parameter, with the rules as they would then be and whose tests should notice."""

    kind: Altered
    spot: Spot
    was: str
    becomes: str | None
    rules: tuple[Rule, ...]
    parameters: dict[str, Any]

    @property
    def names(self) -> str:
        """The rules that are concerned."""
        return ", ".join(rule.id for rule in self.rules)


class Mutation(Record):
    """How many alterations of each kind were tried, and those that no test noticed."""

    tried: dict[Altered, int]
    survivors: tuple[Mutant, ...]

    def survived(self, kind: Altered) -> int:
        """How many of a kind no test noticed."""
        return sum(mutant.kind is kind for mutant in self.survivors)


def mutate(
    written: Written,
    bench: Bench,
    rules: Sequence[Rule],
    kinds: Collection[Altered] = tuple(Altered),
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Mutation:
    """Alter ``rules`` in every way, and the parameters that they use; only those that are the ruleset's own."""
    tried = dict.fromkeys(Altered, 0)
    survivors: list[Mutant] = []
    own = [rule for rule in rules if written.is_own(written.rules[rule.id].placed("check"))]
    for number, rule in enumerate([*own, None]):
        progress(number, len(own) + 1)
        for mutant in parameter_mutants(written, rules) if rule is None else rule_mutants(written, rule):
            if mutant.kind in kinds:
                tried[mutant.kind] += 1
                if not noticed(bench, mutant):
                    survivors.append(mutant)
    return Mutation(tried, tuple(survivors))


def rule_mutants(written: Written, rule: Rule) -> Iterator[Mutant]:
    """The rule altered in every way that the language allows and that makes a difference."""
    draft = written.rules[rule.id]
    for key in KEYS:
        raw = draft.raw(key)
        if raw is None:
            continue
        fillers = written.ruleset.contract.fillers
        seen = {normal(getattr(rule.logic, key), fillers)}
        placed = draft.placed(key)
        repeated = repeats(placed.file.document)
        for alteration in alterations(raw):
            if alteration.check is None and key == "check":
                continue  # a rule without a check is none
            at = (*placed.at, key, *alteration.at)
            if any(at[:end] in repeated for end in range(1, len(at))):
                continue  # what is written once is altered where it is written
            check, refused = _parsed(written, draft, key, alteration.check)
            meant = normal(check, fillers)
            if refused or meant in seen:
                continue
            seen.add(meant)
            yield _mutant(rule, draft, key, alteration, check)


def repeats(document: Document) -> frozenset[Path]:
    """The places of a document where something is meant again (``*name``) that is written elsewhere."""
    seen: set[int] = set()
    found: set[Path] = set()

    def look(part: Any, at: Path) -> None:
        if not isinstance(part, dict | list) or not part:
            return
        if id(part) in seen:
            found.add(at)
            return
        seen.add(id(part))
        for key, inner in part.items() if isinstance(part, dict) else enumerate(part):
            look(inner, (*at, key))

    look(document.tree, ())
    return frozenset(found)


def _parsed(written: Written, draft: DraftRule, key: str, raw: Any) -> tuple[nodes.Check | None, bool]:
    """The altered check, and whether the language refuses it."""
    if raw is None:
        return None, False
    refused: list[str] = []

    def report(code: str, *_: Any, **__: Any) -> None:
        refused.append(code)

    check = written.parser(report).parse(raw, (*draft.placed(key).at, key))
    return check, bool(refused) or check is None


def _mutant(rule: Rule, draft: DraftRule, key: str, alteration: Alteration, check: nodes.Check | None) -> Mutant:
    return Mutant(
        kind=alteration.kind,
        spot=spot(draft.placed(key), key, *alteration.at, of_key=alteration.of_key),
        was=alteration.was,
        becomes=alteration.becomes,
        rules=(rule.changed(logic=rule.logic.changed(**{key: check})),),
        parameters={},
    )


def noticed(bench: Bench, mutant: Mutant) -> bool:
    """Whether some test of the altered rules fails."""
    for rule in mutant.rules:
        for case in rule.cases:
            environment = bench.ruleset.environment(bench.day(case))
            if mutant.parameters:
                altered = {name: each.on(environment.as_of) for name, each in mutant.parameters.items()}
                environment = environment.changed(parameters={**environment.parameters, **altered})
            if not holds(case, bench.judged(rule, case, environment)):
                return True
    return False

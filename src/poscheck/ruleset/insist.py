"""What a ruleset must have before anything is judged by it."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from poscheck.checks.figures import disagreement
from poscheck.checks.walk import can_be_false, may_not_apply
from poscheck.errors import did_you_mean
from poscheck.scorecard import Executability, Outcome, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poscheck.ruleset.draft import Draft, DraftComponent, DraftCriterion, DraftRule, Placed
    from poscheck.ruleset.model import Component, Criterion, Rule


def on_scale(draft: Draft, main: Placed, scale: tuple[Step, ...]) -> None:
    """A scale from 0 upwards without gaps, with different names, and a required rating that is one of its levels."""
    if not scale:
        draft.report(main, "missing-key", "`scale` is missing")
    elif [step.rating for step in scale] != list(range(len(scale))) or len({step.name for step in scale}) < len(scale):
        draft.report(
            main,
            "bad-scale",
            "the ratings of the scale must be 0, 1, 2, … in order, with different names",
            "scale",
        )
    wanted = draft.settings.get("required_rating")
    names = [step.name for step in scale if step.rating > 0]
    if wanted is None:
        draft.report(main, "missing-key", "`required_rating` is missing", allowed=", ".join(names))
    elif wanted not in names:
        near = did_you_mean(wanted, names)
        draft.report(
            main,
            "unknown-level",
            f"there is no level `{wanted}`",
            "required_rating",
            allowed=", ".join(names),
            suggestion=near,
        )


def on_known_names(draft: Draft) -> None:
    """Rows of the table and switched-off rules name something that is there."""
    criteria = {id_ for component in draft.components.values() for id_ in component.criteria}
    rules = {*draft.readiness}
    for component in draft.components.values():
        for criterion in component.criteria.values():
            rules |= set(criterion.rules)
    _on_rows_of_one_name(draft)
    for row, placed in draft.table:
        if (row.component is None) == (row.criterion is None):
            draft.report(placed, "bad-row", "a row of the table names one component or one criterion")
        for kind, name, known in (
            ("component", row.component, set(draft.components)),
            ("criterion", row.criterion, criteria),
        ):
            if name is not None and name not in known:
                draft.report(
                    placed,
                    f"unknown-{kind}",
                    f"there is no {kind} `{name}`",
                    kind,
                    suggestion=did_you_mean(name, known),
                )
        if row.minimum is not None and Fraction(str(row.minimum)) > 1:
            draft.report(placed, "bad-row", "a minimum is a share of the highest score, at most 1", "minimum")
        if row.criterion is not None and row.minimum is not None:
            draft.report(placed, "bad-row", "a minimum belongs to a component, not to a criterion", "minimum")
    for off, placed in draft.switched_off:
        if off.rule not in rules:
            draft.report(
                placed,
                "unknown-rule",
                f"there is no rule `{off.rule}`",
                "rule",
                suggestion=did_you_mean(off.rule, rules),
            )


def _on_rows_of_one_name(draft: Draft) -> None:
    """A component or criterion has one row in each file: of two, nobody could tell which counts."""
    seen: set[tuple[str, str | None, str | None]] = set()
    for row, placed in draft.table:
        key = (placed.file.document.name, row.component, row.criterion)
        if key in seen:
            message = f"`{row.component or row.criterion}` has a row of this table already; keep one"
            draft.report(placed, "bad-row", message, "component" if row.component else "criterion")
        elif row.component or row.criterion:
            seen.add(key)


def on_numbers(draft: Draft) -> None:
    """Every component has a number of its own: tables and pages name it by that alone."""
    first: dict[int, str] = {}
    for component in draft.components.values():
        number, name = component.source.number, component.source.component
        if number is not None and first.setdefault(number, name) != name:
            message = f"the component `{first[number]}` has the number {number} already; each has one of its own"
            draft.report(component, "duplicate-number", message, "number")


def on_component(draft: Draft, placed: DraftComponent, component: Component) -> None:
    """At least one rule that counts, unless everything in it is the state's duty."""
    scored = [rule for criterion in component.criteria for rule in criterion.rules if rule.rated]
    if not scored:
        draft.report(placed, "no-rules", f"the component `{component.id}` has no rule that counts")


def on_criterion(draft: Draft, placed: DraftCriterion, criterion: Criterion, required: int, *, full: bool) -> None:
    """A required criterion is the district's, has a rule at the required level, and need not wait for a person."""
    if not criterion.rules:
        draft.report(placed, "no-rules", f"the criterion `{criterion.id}` has no rules")
    if not criterion.required:
        return
    if not criterion.scored:
        draft.report(
            placed,
            "bad-required",
            f"`{criterion.id}` is the state's duty and cannot be required of a district",
            "required",
        )
    if required and not any(rule.rated and rule.level == required for rule in criterion.rules):
        draft.report(
            placed,
            "no-required-level",
            f"the criterion `{criterion.id}` is required and has no rule at the required level",
        )
    for rule in criterion.rules:
        waits = rule.executability is not Executability.FULL and rule.level is not None and rule.level <= required
        if full and waits and rule.rated:
            message = f"`{rule.id}` waits for a person, in a required criterion at or below the required level"
            draft.report(placed, "not-full", message, "rules")


def on_keys(draft: Draft, placed: DraftRule, executability: Executability) -> None:
    """The texts, and a check or what to look for."""
    source = placed.source
    needed = ["question", "fix", "tests"]
    needed += ["look_for"] if executability is not Executability.FULL else []
    needed += ["check"] if executability is not Executability.HUMAN else []
    needed += ["met", "not_met"]
    for key in needed:
        value = getattr(source, key)
        if value is None or (key != "check" and not value):
            draft.report(placed, "missing-key", f"the rule `{source.id}` needs `{key}`")
    if source.question and not source.question.rstrip().endswith("?"):
        draft.report(placed, "no-question", "`question` must end with a question mark", "question")
    if executability is Executability.HUMAN and source.check is not None:
        draft.report(
            placed,
            "bad-check",
            "a rule that a person decides has no check; use `when`, or `partial`",
            "check",
        )
    if executability is Executability.FULL and source.look_for:
        draft.report(placed, "bad-look-for", "`look_for` belongs to rules that a person decides", "look_for")


def on_rule(draft: Draft, placed: DraftRule, rule: Rule, *, required: bool) -> None:
    """Tests for every outcome that the rule can have, and no more; nothing that deleting could improve."""
    logic = rule.logic
    if required and logic.check and may_not_apply(logic.check):
        draft.report(
            placed,
            "bad-if-empty",
            "`if_empty: not_applicable` may not stand in a required criterion",
            "check",
        )
    broken = any(
        getattr(logic, key) is None and getattr(placed.source, key) is not None for key in ("when", "review_if")
    )
    if broken or (logic.check is None) != (rule.executability is Executability.HUMAN) or not rule.cases:
        return  # it has no tests, or one of its checks did not parse or should not be there; that was reported
    if len(rule.cases) < len(placed.source.tests or ()):
        return  # some of its tests are an ancestor's, of a day before this ruleset; the ancestor has them all
    needed, possible = _outcomes(rule)
    tested = {case.expect for case in rule.cases}
    for outcome in Outcome:
        if outcome in needed and outcome not in tested:
            draft.report(placed, "no-test", f"the rule `{rule.id}` has no test that expects `{outcome}`", "tests")
        if outcome in tested and outcome not in possible:
            draft.report(placed, "bad-test", f"the rule `{rule.id}` can never come to `{outcome}`", "tests")


def on_words(draft: Draft, placed: DraftRule, rule: Rule, values: Mapping[str, Sequence[Any]]) -> None:
    """Words of its own name the same numbers, dates and parameters as the check; without a check they have no place."""
    if rule.in_words is None:
        return
    if placed.source.check is None:
        message = "`in_words` says what a check asks, and this rule has none; say it in the question"
        draft.report(placed, "bad-in-words", message, "in_words")
    elif rule.logic.check is not None and (differs := disagreement(rule.in_words, [rule.logic.check], values)):
        draft.report(placed, "words-differ", f"`in_words` {differs}; both have to name the same figures", "in_words")


@cache
def _criteria_of_the_ten_components() -> tuple[str, ...]:
    """Their ids, from the files alone: nothing else of them is needed here."""
    from poscheck.ruleset.files import read_ruleset
    from poscheck.ruleset.folders import find_ruleset

    files = read_ruleset(find_ruleset("ten-components")).components
    return tuple(criterion.id for file in files for criterion in file.content.criteria)


def on_comparisons(draft: Draft, placed: DraftCriterion) -> None:
    """What a criterion is compared with is there, in the ten components."""
    if not placed.source.compares_with:
        return
    known = _criteria_of_the_ten_components()
    for name in placed.source.compares_with:
        if name not in known:
            message = f"the ruleset ten-components has no criterion `{name}`"
            draft.report(placed, "unknown-criterion", message, "compares_with", suggestion=did_you_mean(name, known))


def _outcomes(rule: Rule) -> tuple[set[Outcome], set[Outcome]]:
    """The outcomes that a rule must have tests for, and those that it can have at all."""
    logic = rule.logic
    if logic.check is None:
        needed = {Outcome.NEEDS_REVIEW}
    else:
        good = Outcome.MET if rule.executability is Executability.FULL else Outcome.NEEDS_REVIEW
        needed = {good, Outcome.INCOMPLETE}
        if can_be_false(logic.check):
            needed.add(Outcome.NOT_MET)
        if may_not_apply(logic.check):
            needed.add(Outcome.NOT_APPLICABLE)
    if logic.review_if is not None:
        needed.add(Outcome.NEEDS_REVIEW)
    possible = set(needed)
    if logic.when is not None:
        possible |= {Outcome.INCOMPLETE}
        if can_be_false(logic.when):
            needed.add(Outcome.NOT_APPLICABLE)
            possible.add(Outcome.NOT_APPLICABLE)
    return needed, possible

"""Single rules: their length, name, tests and conditions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poscheck.authoring.lint.remark import Remark, remark
from poscheck.authoring.sameness import normal
from poscheck.checks import nodes
from poscheck.checks.walk import descend
from poscheck.ruleset.written import spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.ruleset import Criterion, Rule
    from poscheck.ruleset.draft import DraftRule

LONGEST_RULE = 40
"""Lines, without the tests at its end."""


def on_rule(rule: Rule, draft: DraftRule, criterion: Criterion | None) -> Iterator[Remark]:
    """Remarks on one rule; ``criterion`` is None for a rule of readiness."""
    yield from _length(draft)
    yield from _tests(rule, draft)
    if criterion is not None and not rule.id.startswith(f"{criterion.id}-"):
        to_do = f"Call it `{criterion.id}-{re.sub(r'^[^-]*-', '', rule.id)}`, so that its place is seen in every list."
        yield remark(
            "rule-id", f"the id `{rule.id}` does not begin with its criterion's, `{criterion.id}-`", to_do, draft, "id"
        )
    if rule.incomplete and _never_unknown(rule):
        to_do = "Take the text away."
        yield remark("unused-text", "`incomplete` is never shown: this rule has no check", to_do, draft, "incomplete")


def on_conditions(rule: Rule, draft: DraftRule, fillers: frozenset[str]) -> Iterator[Remark]:
    """A remark for each check that says something twice or tests that a value is there which is tested anyway."""
    for key in ("when", "check", "review_if"):
        check = getattr(rule.logic, key)
        for part in descend(check) if check is not None else ():
            if isinstance(part, nodes.All) and (needless := _needless(part, fillers)):
                message = f"`{needless}` adds nothing: what is missing makes the other test of it unknown too"
                yield remark("needless-condition", message, "Leave it out.", draft, key, of_key=True)
                break


def _needless(part: nodes.All, fillers: frozenset[str]) -> str | None:
    """The path of a condition without which the others mean the same."""
    for number, check in enumerate(part.checks):
        rest = (*part.checks[:number], *part.checks[number + 1 :])
        presence = isinstance(check, nodes.On) and isinstance(check.test, nodes.Present | nodes.Filled)
        if presence and rest and normal(nodes.All(rest), fillers) == normal(part, fillers):
            return check.path.text if isinstance(check, nodes.On) else None
    return None


def _never_unknown(rule: Rule) -> bool:
    return rule.logic.check is None and rule.logic.when is None


def _length(draft: DraftRule) -> Iterator[Remark]:
    """A remark where a rule is longer than can be read at a glance."""
    first, last = spot(draft).line, _last_line(draft)
    lines = last - first + 1
    if lines > LONGEST_RULE:
        message = f"the rule takes {lines} lines besides its tests; more than {LONGEST_RULE} are hard to follow"
        to_do = "Ask two questions in two rules, or name a part that repeats with `&name`."
        yield remark("long-rule", message, to_do, draft)


def _last_line(draft: DraftRule) -> int:
    """The last line of a rule before its tests, where these come last."""
    value: Any = draft.file.document.tree
    for part in draft.at:
        value = value[part]
    if list(value)[-1] == "tests":
        return spot(draft, "tests", of_key=True).line - 1
    at = draft.at
    while isinstance(value, dict | list) and value:
        key = list(value)[-1] if isinstance(value, dict) else len(value) - 1
        at, value = (*at, key), value[key]
    return spot(draft, *at[len(draft.at) :]).line


def _tests(rule: Rule, draft: DraftRule) -> Iterator[Remark]:
    """Remarks on tests that cannot be told apart."""
    names: set[str] = set()
    given: set[str] = set()
    for case in rule.cases:
        if case.name in names:
            to_do = "Say in the name what is special about this one."
            yield remark(
                "same-test-name",
                f"another test of this rule is called “{case.name}” too",
                to_do,
                draft,
                "tests",
                case.number,
            )
        changes = repr((case.given, case.as_of))
        if changes in given:
            yield remark(
                "same-test",
                "another test of this rule changes just the same",
                "Take one away.",
                draft,
                "tests",
                case.number,
            )
        names.add(case.name)
        given.add(changes)

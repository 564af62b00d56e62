"""All remarks on a ruleset, in the order of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.authoring.lint.remark import Remark
from poscheck.authoring.lint.rules import on_conditions, on_rule
from poscheck.authoring.lint.texts import on_texts, on_why
from poscheck.authoring.lint.whole import on_ruleset, unread_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poscheck.errors import Problem
    from poscheck.ruleset.written import Written

LINT_FORMAT = "poscheck-lint/1"
CODES = {
    "no-yes-or-no": "a question that cannot be answered with yes or no",
    "several-questions": "more than one question in a rule",
    "no-sentence": "a text that does not end like a sentence",
    "same-answers": "`met` and `not_met` say the same",
    "field-name": "a text that names a field instead of saying what it means",
    "long-text": "a text that is too long to be read",
    "long-rule": "a rule that is too long to be followed",
    "rule-id": "the id of a rule that does not begin with its criterion's",
    "unused-text": "a text that is never shown",
    "needless-condition": "a condition without which the rule means the same",
    "same-test-name": "two tests of a rule with one name",
    "same-test": "two tests of a rule that change the same",
    "unused-level": "a level of the scale that no rule is asked for",
    "level-left-out": "a criterion without a rule for a level below its highest",
    "unused-parameter": "a parameter that no rule uses",
    "unused-citation": "a document that nothing cites",
    "unfindable-citation": "a document without address and publisher",
    "unread-extension": "a field that the ruleset adds and no rule reads",
    "no-readiness": "a ruleset without rules of readiness",
    "nothing-required": "a ruleset that every submission meets which is ready",
    "no-fixture": "a ruleset whose tests cannot be run",
}
"""The remarks of style, by code."""


def lint(written: Written) -> tuple[Remark, ...]:
    """What could be better in the ruleset's own files, in their order; what it inherits is not looked at."""
    return tuple(
        sorted(_remarks(written), key=lambda each: (each.file or "", each.line or 0, each.column or 0, each.code))
    )


def errors(problems: Iterable[Problem]) -> tuple[Remark, ...]:
    """What keeps a ruleset from loading, as remarks."""
    return tuple(
        Remark(
            code=problem.code,
            kind="error",
            file=problem.file,
            line=problem.line,
            column=problem.column,
            message=problem.message,
            to_do=_to_do(problem),
        )
        for problem in problems
    )


def _to_do(problem: Problem) -> str:
    parts = [
        f"Did you mean {problem.suggestion}?" if problem.suggestion else "",
        f"Allowed: {problem.allowed}." if problem.allowed else "",
    ]
    return " ".join(filter(None, parts))


def _remarks(written: Written) -> Iterator[Remark]:
    yield from on_ruleset(written)
    for draft in written.criteria:
        if written.is_own(draft.placed("why")):
            yield from on_why(draft)
    home = {rule.id: criterion for criterion in written.ruleset.criteria for rule in criterion.rules}
    loaded = {rule.id: rule for rule in written.ruleset.rules}
    fillers = written.ruleset.contract.fillers
    extensions = written.ruleset.contract.root.members["extensions"].members
    for name, rule in written.rules.items():
        if written.is_own(rule):
            yield from on_rule(loaded[name], rule, home.get(name))
            yield from on_texts(rule, extensions)
            yield from on_conditions(loaded[name], rule, fillers)


__all__ = ["CODES", "LINT_FORMAT", "Remark", "errors", "lint", "unread_fields"]

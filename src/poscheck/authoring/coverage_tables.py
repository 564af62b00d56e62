"""The tables of what is covered, row by row; the same for the terminal, Markdown and ``docs/coverage.md``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.authoring.coverage import REACHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poscheck.authoring.coverage import CriterionCoverage, RuleCoverage

_DECIDES = {"full": "machine", "partial": "partly", "human": "person"}


def criteria(rows: Iterable[CriterionCoverage], word: str, *, marked: bool = False) -> list[list[str]]:
    """Who decides what, one row a criterion, the heads first; ``marked`` for Markdown."""
    heads = [word, "responsible", "by machine", "partly", "by a person", "levels", "fields read"]
    return [heads, *([*_criterion(row, marked=marked)] for row in rows)]


def outcomes(groups: Iterable[Sequence[RuleCoverage]], *, marked: bool = False) -> list[list[str]]:
    """Which outcomes the tests reach, one row a rule, the heads first."""
    heads = ["rule", "decides", "tests", *(name.replace("_", " ") for name in REACHED)]
    return [heads, *(_rule(rule, marked=marked) for rules in groups for rule in rules)]


def markdown(table: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, with a newline after each row."""
    heads, *rows = (f"| {' | '.join(row)} |" for row in table)
    return "\n".join([heads, f"|{'---|' * len(table[0])}", *rows]) + "\n"


def _criterion(row: CriterionCoverage, *, marked: bool) -> list[str]:
    required = (" **required**" if marked else " (required)") if row.required else ""
    return [
        f"{row.id} {row.title}{required}",
        row.responsible,
        *(str(count) if count else "" for count in (row.machine, row.partly, row.person)),
        ", ".join(row.levels),
        ", ".join(f"`{field}`" if marked else field for field in row.fields),
    ]


def _rule(rule: RuleCoverage, *, marked: bool) -> list[str]:
    name = f"`{rule.id}`" if marked else rule.id
    counts = (str(rule.reached[kind]) if rule.reached[kind] else "" for kind in REACHED)
    return [name, _DECIDES[rule.executability], str(rule.tests), *counts]

"""The crosswalk as a table: the criteria of the ten components, and what other rulesets ask that is like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.report.as_markdown import escaped
from poscheck.ruleset import DEFAULT, load_ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poscheck.ruleset import Criterion, Ruleset
    from poscheck.scorecard import Citation


def crosswalk_markdown(others: Sequence[Ruleset]) -> str:
    """The table and, below it, every criterion of ``others`` with its citation, as Markdown that ends in a newline."""
    return "\n".join([*_table(others), *(line for other in others for line in _list(other))]) + "\n"


def _table(others: Sequence[Ruleset]) -> Iterator[str]:
    main = load_ruleset(DEFAULT)
    yield f"| {escaped(main.criterion_word)} | {' | '.join(f'`{other.id}`' for other in others)} |"
    yield "|---" * (len(others) + 1) + "|"
    for criterion in main.criteria:
        named = [
            ", ".join(each.id for each in other.criteria if criterion.id in each.compares_with) for other in others
        ]
        yield f"| {criterion.id} {escaped(criterion.title)} | {' | '.join(named)} |"


def _list(ruleset: Ruleset) -> Iterator[str]:
    yield f"\n## {escaped(ruleset.title)} (`{ruleset.id}`)\n"
    yield "| asks for | source | compares with |"
    yield "|---|---|---|"
    for criterion in ruleset.criteria:
        yield f"| {criterion.id} {escaped(criterion.title)} | {_source(criterion.citation)} | {_compared(criterion)} |"


def _compared(criterion: Criterion) -> str:
    return ", ".join(criterion.compares_with) or "nothing of the ten components"


def _source(cited: Citation) -> str:
    item = f", {cited.item}" if cited.item else ""
    return escaped(f"{cited.short}{item}")

"""A ruleset with the places of its parts, for those who write it; a loaded ruleset alone keeps none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.records import Entity, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poscheck.checks.parser import CheckParser, Report
    from poscheck.ruleset.assemble import Assembler
    from poscheck.ruleset.draft import Draft, DraftCriterion, DraftRule, Placed
    from poscheck.ruleset.files import RulesetFiles
    from poscheck.ruleset.model import Ruleset


class Written(Entity):
    """A ruleset that loads, the draft that it was made of, and its own files (without those that it extends)."""

    ruleset: Ruleset
    draft: Draft
    own: RulesetFiles
    _assembler: Assembler

    def parser(self, report: Report) -> CheckParser:
        """A parser of checks that knows the words, parameters and fillers of this ruleset."""
        return self._assembler.parser(report)

    def is_own(self, part: Placed) -> bool:
        """Whether a part stands in the ruleset's own files and not in those of one that it extends."""
        return part.file in self.draft.own

    @property
    def criteria(self) -> Iterator[DraftCriterion]:
        """All criteria as they are written."""
        for component in self.draft.components.values():
            yield from component.criteria.values()

    @property
    def rules(self) -> Mapping[str, DraftRule]:
        """Every rule that is not switched off, by its id, readiness first."""
        found = dict(self.draft.readiness)
        for criterion in self.criteria:
            found.update(criterion.rules)
        off = {source.rule for source, _ in self.draft.switched_off}
        return {name: rule for name, rule in found.items() if name not in off}


class Spot(Record):
    """A place in a file of a ruleset; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def spot(part: Placed, *keys: str | int, of_key: bool = False) -> Spot:
    """Where the value below ``part`` is written, or with ``of_key`` its key."""
    document = part.file.document
    at = (*part.at, *keys)
    found = document.key_position(at) if of_key else document.position(at)
    return Spot(document.name, found.line, found.column) if found else Spot(document.name, 1, 1)

"""Where in a ruleset's files its parts are written; a loaded ruleset does not keep that."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from poscheck.reading import read_file
from poscheck.ruleset import DEFAULT
from poscheck.ruleset.folders import RULESET_FILE, find_ruleset, rule_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poscheck.paths import Path as Place
    from poscheck.reading import Document

_CHECKS = ("when", "check", "review_if")


class _Written(NamedTuple):
    document: Document
    place: Place
    source: dict[str, Any]


class Places:
    """The files of a ruleset that loads, the ruleset itself first and then those that it extends."""

    def __init__(self, name: str | None) -> None:
        self._name = name or DEFAULT

    def of_rule(self, name: str) -> str | None:
        """File and line of a rule."""
        return self._line(self._found.get(("rule", name)))

    def of_criterion(self, name: str) -> str | None:
        """File and line of a criterion."""
        return self._line(self._found.get(("criterion", name)))

    def of_component(self, name: str) -> str | None:
        """File and line of a component."""
        return self._line(self._found.get(("component", name)))

    def check_of(self, name: str) -> list[str]:
        """The lines on which a rule says what it checks."""
        written = self._found.get(("rule", name))
        if written is None:
            return []
        keys = list(written.source)
        lines: list[str] = []
        for number, key in enumerate(keys):
            start = written.document.key_position((*written.place, key))
            following = keys[number + 1] if number + 1 < len(keys) else None
            end = written.document.key_position((*written.place, following)) if following else None
            if key in _CHECKS and start:
                lines += [
                    written.document.line_text(line) for line in range(start.line, end.line if end else start.line + 1)
                ]
        return lines

    @staticmethod
    def _line(written: _Written | None) -> str | None:
        if written is None:
            return None
        position = written.document.position(written.place)
        return f"{written.document.name}, line {position.line if position else 1}"

    @cached_property
    def _found(self) -> dict[tuple[str, str], _Written]:
        """Every part by its kind and name; where an overlay changes one, the first that was written."""
        found: dict[tuple[str, str], _Written] = {}
        for folder in self._folders():
            for file in rule_files(folder):
                document = read_file(file, f"{folder.name}/{file.name}")
                found.update(_parts(document))
        return found

    def _folders(self) -> Iterator[Path]:
        folder = find_ruleset(self._name)
        while True:
            yield folder
            parent = read_file(folder / RULESET_FILE).tree.get("extends")
            if not parent:
                return
            beside = folder.parent / parent
            folder = find_ruleset(beside if (beside / RULESET_FILE).is_file() else parent)


def _parts(document: Document) -> Iterator[tuple[tuple[str, str], _Written]]:
    tree = document.tree
    for number, rule in enumerate(tree.get("readiness", ())):
        yield ("rule", str(rule["id"])), _Written(document, ("readiness", number), rule)
    if "component" in tree:
        yield ("component", str(tree["component"])), _Written(document, (), tree)
    for number, criterion in enumerate(tree.get("criteria", ())):
        here = ("criteria", number)
        yield ("criterion", str(criterion["id"])), _Written(document, here, criterion)
        for place, rule in enumerate(criterion.get("rules", ())):
            yield ("rule", str(rule["id"])), _Written(document, (*here, "rules", place), rule)

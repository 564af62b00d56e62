"""One part of a run as rows of the database. Texts are plain: someone will read them on a terminal."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from poscheck.batch.cells import text_cell
from poscheck.batch.lines import LETTERS, result_of
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from poscheck.ruleset import Ruleset

    Outcomes = list[tuple[str, str, str, int]]
    Rows = Mapping[str, list[tuple[Any, ...]]]

PART_SPACE = 1_000_000
"""How far the entries of one part are from those of the next; no part has as many lines."""

IDENTITY = (
    "source", "digest", "id", "district", "district_id", "state", "school", "program", "cluster", "cip",
)  # fmt: skip
_identity = itemgetter(*IDENTITY)
_counts = itemgetter(*Outcome)
_finding = itemgetter(0, 1, 2)  # rule, outcome, problem


def rows_of(number: int, content: bytes, rules: Sequence[str]) -> tuple[Rows, Outcomes]:
    """The rows of a part by table, and how often each rule came to each outcome with each problem (or none: empty).

    ``rules`` are the ids of the ruleset's rules, in its order.
    """
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    tally = _Tally(rules)
    for entry, raw in enumerate(content.splitlines(keepends=True), number * PART_SPACE):
        line = json.loads(raw)
        if (written := result_of(raw)) is None:
            rows["failures"] += _failure(entry, line["failure"])
            continue
        result = line["result"]
        tally.add(result)
        rows["submissions"].append(_submission(entry, result, line.get("page")))
        rows["details"].append((entry, written.decode("ascii").rstrip("\n")))
        rows["components"] += [(entry, name, *bounds) for name, bounds in result["components"].items() if bounds]
        rows["texts"] += [(entry, text) for text in line["texts"]]
        if line["school_program"] is not None:
            rows["school_programs"].append((entry, line["school_program"]))
    return rows, tally.outcomes()


def _submission(entry: int, result: Mapping[str, Any], page: str | None) -> tuple[Any, ...]:
    score = result["score"] or {"low": None, "high": None}
    return (
        entry,
        0,  # the age: this run
        *map(_plain, _identity(result)),
        result["ready"],
        result["verdict"],
        score["low"],
        score["high"],
        *_counts(result["counts"]),
        len(result["problems"]),
        len(result["near"]),
        len(result["review"]),
        page,
    )


def _plain(value: str | int | None) -> str | int | None:
    return text_cell(value) if isinstance(value, str) else value


def _failure(entry: int, failure: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    names = ("code", "message", "line", "column", "allowed", "suggestion")
    for number, problem in enumerate(failure["problems"], 1):
        cells = (failure["source"], failure["digest"], *(problem[name] for name in names))
        yield (entry, number, *map(_plain, cells))


class _Tally:
    """Counts how often each rule came to each outcome; kept as the lines say it, because that is counted fastest."""

    def __init__(self, rules: Sequence[str]) -> None:
        self._rules = rules
        self._letters: list[str] = []
        self._found: Counter[tuple[str, str, str | None]] = Counter()

    def add(self, result: Mapping[str, Any]) -> None:
        """Count a result line."""
        self._letters.append(result["outcomes"])
        self._found.update(map(_finding, result["findings"]))

    def outcomes(self) -> Outcomes:
        """The counts, in the order of rules."""
        columns = list(zip(*self._letters, strict=True)) or [()] * len(self._rules)
        alone = [
            (rule, outcome.value, "", column.count(LETTERS[outcome]))
            for rule, column in zip(self._rules, columns, strict=True)
            for outcome in (Outcome.MET, Outcome.NOT_APPLICABLE)
            if LETTERS[outcome] in column
        ]
        return sorted(
            [*alone, *((rule, outcome, problem or "", n) for (rule, outcome, problem), n in self._found.items())]
        )


def words_of(ruleset: Ruleset) -> Rows:
    """The ruleset's own words, so that the database explains itself."""
    components, criteria = ruleset.components, ruleset.criteria
    component_of = {criterion.id: component.id for component in components for criterion in component.criteria}
    criterion_of = {rule.id: criterion.id for criterion in criteria for rule in criterion.rules}
    return {
        "ruleset_components": [(c.id, c.number, c.title, float(c.weight), float(c.minimum)) for c in components],
        "ruleset_criteria": [
            (c.id, component_of[c.id], place, c.title, c.required, c.scored) for place, c in enumerate(criteria, 1)
        ],
        "ruleset_rules": [
            (rule.id, criterion_of.get(rule.id), place, rule.level, rule.rated, rule.question)
            for place, rule in enumerate(ruleset.rules, 1)
        ],
    }

"""The columns of every table: their names, what they mean, and how each is read from a result line.

One description for all formats: ``results.csv``, the spreadsheet, Parquet and the generated documentation. What is no
submission has a module of its own (``failure_table.py``, ``decision_table.py``, ``queue_table.py``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from poscheck.report import wording
from poscheck.scorecard import Outcome, ReasonKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from poscheck.ruleset import Component, Criterion, Ruleset

Cell = str | int | float | bool | None


class Kind(Enum):
    """What a column holds; tells each format its type, number format and width."""

    TEXT = "text"
    LONG = "long text"
    WHOLE = "whole number"
    SHARE = "number from 0 to 1"
    RATING = "rating, as text"
    YES_NO = "true or false"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``name`` for programs, ``title`` for people; ``words`` replaces codes where people read."""

    name: str
    title: str
    kind: Kind
    meaning: str
    value: Callable[[Any], Cell]
    words: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and the items of a result line that are its rows."""

    columns: tuple[Column, ...]
    items: Callable[[Mapping[str, Any]], Sequence[Mapping[str, Any]]]


def plain(name: str, title: str, meaning: str, kind: Kind = Kind.TEXT) -> Column:
    """The column of what an item has under that name."""
    return Column(name, title, kind, meaning, itemgetter(name))


def _number_of(name: str, title: str, meaning: str) -> Column:
    return Column(name, title, Kind.WHOLE, meaning, lambda item: len(item[name]))


SOURCE = plain("source", "Source", "the name of the file, of the archive's member, or of the line")
NAMED = (
    plain("district", "District", "the district's name"),
    plain("program", "Program", "the program's title"),
)
IDENTITY = (
    SOURCE,
    plain("id", "Submission", "the district's own number or short name for the submission"),
    NAMED[0],
    plain("district_id", "District (NCES)", "the federal number of the district"),
    plain("state", "State", "the postal code of the state"),
    plain("school", "School", "the schools that offer the program"),
    NAMED[1],
    plain("cluster", "Cluster", "the career cluster, as the district spells it"),
    plain("cip", "CIP", "the federal program code"),
    plain("digest", "Digest", "SHA-256 of the file"),
    plain("as_of", "As of", "the date judged as of"),
)


def _score(end: str) -> Callable[[Mapping[str, Any]], Cell]:
    return lambda item: item["score"] and item["score"][end]


SCORE = (
    Column("score_low", "Score, confirmed", Kind.SHARE, "the score that is confirmed", _score("low")),
    Column("score_high", "Score, possible", Kind.SHARE, "the score that is still possible", _score("high")),
)


def _count(outcome: Outcome) -> Column:
    word = wording.OUTCOME[outcome]
    return Column(
        outcome.value,
        word,
        Kind.WHOLE,
        f"how many rules came to “{word.lower()}”",
        lambda item: item["counts"][outcome],
    )


def _answers(ruleset: Ruleset) -> tuple[Column, ...]:
    return (
        Column("ready", "Ready", Kind.YES_NO, "whether it may be submitted", itemgetter("ready")),
        Column(
            "verdict",
            "Verdict",
            Kind.TEXT,
            "`meets`, `does_not_meet` or `undecided`; the spreadsheet says it in words",
            itemgetter("verdict"),
            {verdict.value: words for verdict, words in wording.VERDICT.items()},
        ),
        *SCORE,
        *(_count(outcome) for outcome in Outcome),
        _number_of("problems", "Values to correct", "how many values do not fit the contract"),
        plain("notes", "Notes", "how many notes the reader made", Kind.WHOLE),
        _number_of(
            "review",
            "Waiting for a person",
            f"how many {_many(ruleset)}, and questions about readiness, wait for a person",
        ),
        Column(
            "near",
            "Near",
            Kind.TEXT,
            f"each {ruleset.criterion_word} that alone, if all its rules were met, would bring a better verdict",
            lambda item: ", ".join(item["near"]),
        ),
        Column(
            "decisions",
            "Decisions that count",
            Kind.WHOLE,
            "how many decisions of reviewers count",
            lambda item: sum(decision[1] == "counted" for decision in item["decisions"]),
        ),
        Column(
            "verdict_without_decisions",
            "Verdict without decisions",
            Kind.TEXT,
            "the machine's own verdict, where decisions count; else empty",
            lambda item: item["without_decisions"] and item["without_decisions"]["verdict"],
            {verdict.value: words for verdict, words in wording.VERDICT.items()},
        ),
        Column(
            "reasons",
            "Why",
            Kind.LONG,
            "what decided the verdict and what keeps it open, in words",
            lambda item: reasons_text(item["reasons"], ruleset),
        ),
    )


def _many(ruleset: Ruleset) -> str:
    return wording.many(ruleset.criterion_word)


def reasons_text(reasons: Iterable[Sequence[Any]], ruleset: Ruleset) -> str:
    """The gates by kind, as in ``Not ready to submit. Falls short: 6.1, component 8.``."""
    numbers = {component.id: component.number for component in ruleset.components}
    places: dict[str, list[str]] = defaultdict(list)
    for kind, criterion, component, decided in reasons:
        shortfall = ReasonKind(kind) is ReasonKind.NOT_MET and not decided
        found = places["Not confirmed yet" if shortfall else wording.REASON[ReasonKind(kind)]]
        if criterion is not None:
            found.append(criterion)
        elif component is not None:
            found.append(f"{ruleset.component_word} {numbers[component]}")
    return " ".join(f"{reason}: {', '.join(found)}." if found else f"{reason}." for reason, found in places.items())


def component_columns(ruleset: Ruleset) -> tuple[Column, ...]:
    """Two columns for each component: its confirmed and its possible score."""
    return tuple(
        Column(
            f"component_{component.number}_{end}",
            f"{component.number} {component.title}, {word}",
            Kind.SHARE,
            f"the {word} score of {ruleset.component_word} {component.number}, {component.title}",
            _component_score(component, place),
        )
        for component in ruleset.components
        for place, (end, word) in enumerate((("low", "confirmed"), ("high", "possible")))
    )


def _component_score(component: Component, place: int) -> Callable[[Mapping[str, Any]], Cell]:
    def score(item: Mapping[str, Any]) -> Cell:
        bounds = item["components"][component.id]
        return None if bounds is None else bounds[place]

    return score


def criterion_columns(ruleset: Ruleset) -> tuple[Column, ...]:
    """One column for each criterion that is rated: ``2``, or ``1 to 3`` while something is open."""
    return tuple(
        Column(
            f"criterion_{criterion.id}",
            f"{criterion.id} {criterion.title}",
            Kind.RATING,
            f"the rating of {criterion.id} {criterion.title}",
            _rating(criterion),
        )
        for criterion in ruleset.criteria
        if criterion.scored
    )


def _rating(criterion: Criterion) -> Callable[[Mapping[str, Any]], Cell]:
    def rating(item: Mapping[str, Any]) -> Cell:
        found = item["ratings"][criterion.id]
        if found is None:
            return None
        low, high = found[:2]
        return low if low == high else f"{low} to {high}"  # a spreadsheet would take 1-3 for a date

    return rating


def submissions(ruleset: Ruleset) -> Table:
    """One row a submission, without the scores of components and the ratings of criteria."""
    return Table((*IDENTITY, *_answers(ruleset)), _submission)


def _submission(line: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return [line["result"]] if "result" in line else []

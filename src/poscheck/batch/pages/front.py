"""The figures of the front page, which add up: found are judged and could not be read; judged are the verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.checks.constants import shown
from poscheck.records import Record
from poscheck.report import wording
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from poscheck.batch.pages.reading import Results
    from poscheck.checks.constants import ParameterValue
    from poscheck.ruleset import Ruleset

_BAND = 10
_FILES = {
    "results.csv": "one row a submission, for programs",
    "results.xlsx": "the same as a spreadsheet, with the failure rates",
    "results.parquet": "the same for data tools",
    "results.jsonl": "every answer, one line of JSON a submission",
    "results.sqlite": "a database of everything, to ask questions of",
    "failures.csv": "what could not be read, and why",
    "queue.csv": "what waits for a person, to be filled in",
    "decisions.csv": "the decisions of reviewers and what became of them",
}


WAYS = {
    "by-score": "every submission, the strongest first",
    "by-district": "every submission, district by district",
    "by-name": "every submission, in the order of the files",
    "districts": "where each district is strong and where it is weak",
    "criteria": "how often each is in place, and what is most often wrong",
    "rules": "what each question came to",
    "queue": "what a person must judge, the most decisive first",
    "near": "submissions that one thing keeps from a better verdict",
    "decisions": "what reviewers decided, and what no longer counts",
    "same": "the same file, or the same program at the same school",
    "texts": "long texts that are the same in several districts",
    "failures": "what is wrong with each, where, and what to do",
}
"""What each list is for; that of decisions is there only where some were given."""


class Standing(Record):
    """A verdict: how many submissions have it, and how many of these are ready to submit."""

    verdict: Verdict
    number: int
    ready: int


class Band(Record):
    """A stretch of ten points of the confirmed score, and how many submissions are in it, also by verdict."""

    words: str
    number: int
    by_verdict: list[int]


class Totals(Record, kw_only=True):
    """The whole run in figures."""

    standings: list[Standing]
    bands: list[Band]
    failed: int
    districts: int
    decided: int
    turned: int
    idle: int

    @property
    def judged(self) -> int:
        """How many submissions have a verdict."""
        return sum(standing.number for standing in self.standings)

    @property
    def ready(self) -> int:
        """How many are ready to submit."""
        return sum(standing.ready for standing in self.standings)

    @property
    def found(self) -> int:
        """How many files there were."""
        return self.judged + self.failed


def totals(results: Results, idle: int) -> Totals:
    """The figures of a run with so many idle decisions."""
    rows = results.ask("SELECT verdict, count(*), sum(ready) FROM v_latest GROUP BY verdict")
    found = {verdict: (number, ready) for verdict, number, ready in rows}
    return Totals(
        standings=[Standing(verdict, *found.get(verdict.value, (0, 0))) for verdict in Verdict],
        bands=list(_bands(results)),
        failed=results.one("SELECT count(DISTINCT entry) FROM failures")[0],
        districts=results.one("SELECT count(DISTINCT key) FROM belongs")[0],
        decided=results.decided,
        turned=results.turned,
        idle=idle,
    )


def _bands(results: Results) -> Iterator[Band]:
    query = """
    SELECT min(CAST(round(score_low * 10000) AS INTEGER) / 1000, 9), verdict, count(*)
    FROM v_latest GROUP BY 1, 2
    """
    found = {(band, verdict): number for band, verdict, number in results.ask(query)}
    for band in (*reversed(range(_BAND)), None):
        numbers = [found.get((band, verdict.value), 0) for verdict in Verdict]
        if band is not None:
            end = band * 10 + (10 if band == _BAND - 1 else 9)
            yield Band(f"{band * 10} to {end}", sum(numbers), numbers)
        elif any(numbers):
            yield Band("no score", sum(numbers), numbers)


def files(names: Collection[str]) -> dict[str, str]:
    """Of the files of those names, what each is for."""
    return {name: what for name, what in _FILES.items() if name in names}


def thresholds(ruleset: Ruleset, day: int) -> Iterator[tuple[str, str]]:
    """The title of each parameter, and its value on ``day`` as text."""
    parameters = ruleset.environment(day).parameters
    for name, parameter in sorted(ruleset.parameters.items()):
        yield parameter.title, _value(parameters[name])


def _value(value: ParameterValue) -> str:
    if value.by is None:
        return wording.value_text(shown(value.value))
    bands = (
        (wording.value_text(shown(band.value)), "for all others" if band.up_to is None else f"up to {band.up_to:g}")
        for band in value.bands
    )
    return f"by {value.by.text}: " + ", ".join(f"{words} {for_whom}" for words, for_whom in bands)

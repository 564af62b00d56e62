"""The figures of one process: from a file's bytes to its result line, and the scorecard and page of one submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import orjson
import yaml
from jinja2 import DictLoader, Environment

from benchmarks.generator import AS_OF, make_up
from benchmarks.table.by_hand import COMPONENTS, by_hand
from benchmarks.table.timing import Measured, compare
from poscheck.batch.entries import Entry
from poscheck.batch.lines import compact, written
from poscheck.batch.scored import score as score_entry
from poscheck.checks.compiler import compile_rules
from poscheck.engine import evaluate
from poscheck.reading import read_bytes
from poscheck.report import render_html
from poscheck.scoring import score
from poscheck.submission import load_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.ruleset import Ruleset
    from poscheck.submission import Submission

SEED = 1
_DAY = AS_OF.toordinal()


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what, of what size, in milliseconds, and as a ratio to its floor."""

    what: str
    size: int | None
    measured: Measured
    against: str


class Stages:
    """The same few made-up submissions, as YAML and as JSON, at every stage on their way."""

    def __init__(self, ruleset: Ruleset, size: int, rounds: int, files: int = 6) -> None:
        self.ruleset, self.size, self.rounds = ruleset, size, rounds
        some = tuple(component for component in ruleset.components if component.number in COMPONENTS)
        self.some_rules = ruleset.changed(components=some, readiness=())
        self.yaml = [make_up(SEED, number, size, "yaml").content for number in range(files)]
        self.json = [make_up(SEED, number, size, "json").content for number in range(files)]
        self.submissions = [self.load(content, "x.json") for content in self.json]
        self.outcomes = ruleset.compiled.bind(ruleset.environment(_DAY))

    def rows(self) -> Iterator[Row]:
        """All figures, in the order of the way."""
        for form, contents, floor, name in (
            ("YAML", self.yaml, _yaml_floor, "yaml.load with CSafeLoader"),
            ("JSON", self.json, orjson.loads, "orjson.loads"),
        ):
            file = f"x.{form.lower()}"
            for what, work in (
                ("read", lambda content, file=file: read_bytes(content, file)),
                ("read, convert, validate, link", lambda content, file=file: self.load(content, file)),
                ("file to result line", lambda content, file=file: self.line(self.ruleset, content, file)),
                ("39 rules, file to line", lambda content, file=file: self.line(self.some_rules, content, file)),
            ):
                yield self.row(f"{what}, {form}", compare(work, contents, floor, contents, self.rounds), name)
        yield from self._evaluation()
        yield from self._scorecards()

    def _evaluation(self) -> Iterator[Row]:
        compiled, hand = _component_rules(self.some_rules)
        datas = [(submission.data, submission.to_follow) for submission in self.submissions]
        measured = compare(lambda data: compiled(*data), datas, lambda data: hand(*data), datas, 3 * self.rounds)
        yield self.row("outcomes of 39 rules", measured, "the same written by hand")
        measured = compare(lambda data: self.outcomes(*data), datas, orjson.loads, self.json, self.rounds)
        yield self.row("outcomes of all rules", measured, "orjson.loads")
        outcomes = [self.by_id(submission) for submission in self.submissions]
        measured = compare(
            lambda found: score(self.ruleset, found, ready=True), outcomes, orjson.loads, self.json, self.rounds
        )
        yield self.row("ratings, scores, verdict", measured, "orjson.loads")

    def _scorecards(self) -> Iterator[Row]:
        scorecards = [evaluate(self.ruleset, submission, _DAY) for submission in self.submissions]
        lines = [compact(scorecard, "x.json") for scorecard in scorecards]
        measured = compare(lambda card: compact(card, "x.json"), scorecards, orjson.dumps, lines, self.rounds)
        yield self.row("scorecard to result line", measured, "orjson.dumps of the line")
        yield self.row(
            "result line to bytes",
            compare(written, lines, orjson.dumps, lines, self.rounds),
            "orjson.dumps of the line",
        )
        measured = compare(
            lambda one: evaluate(self.ruleset, one, _DAY), self.submissions, _yaml_floor, self.yaml, self.rounds
        )
        yield self.row("explained scorecard", measured, "yaml.load with CSafeLoader")
        pages = [_PlainPage(len(render_html(scorecard))) for scorecard in scorecards]
        measured = compare(render_html, scorecards, _PlainPage.render, pages, self.rounds)
        yield self.row("scorecard page", measured, "default Jinja2")

    def row(self, what: str, measured: Measured, against: str) -> Row:
        """A figure of this size."""
        return Row(what, self.size, measured, against)

    def load(self, content: bytes, name: str) -> Submission:
        """A submission from its bytes."""
        return load_document(read_bytes(content, name), self.ruleset.contract)

    def line(self, ruleset: Ruleset, content: bytes, name: str) -> bytes:
        """The result line of a submission, as a batch writes it."""
        return written(score_entry(ruleset, Entry(name, name), content, _DAY, None).result)

    def by_id(self, submission: Submission) -> dict[str, Any]:
        """The outcomes as scoring wants them."""
        outcomes, unsure = self.outcomes(submission.data, submission.to_follow)
        return {rule.id: (outcomes[place], place in unsure) for place, rule in enumerate(self.ruleset.rules)}


def _component_rules(ruleset: Ruleset) -> tuple[Any, Any]:
    """Two functions for the rules of the ruleset: compiled, and written by hand."""
    rules = [rule.logic for rule in ruleset.rules]
    environment = ruleset.environment(_DAY)
    return compile_rules(rules, environment.parameters).bind(environment), by_hand(ruleset, _DAY)


def _yaml_floor(content: bytes) -> Any:
    return yaml.load(content, Loader=yaml.CSafeLoader)


class _PlainPage:
    """A plain page of some size, rendered by Jinja2 as it comes: a loop over rows of four escaped values."""

    _TEMPLATE = Environment(
        loader=DictLoader(
            {"page": "{% for r in rows %}<tr><td>{{ r.a }}<td>{{ r.b }}<td>{{ r.c }}<td>{{ r.d }}{% endfor %}"}
        ),
        autoescape=True,
    ).get_template("page")
    _ROW: ClassVar = {"a": "7.1", "b": "An agreement is in force", "c": "expires_on 2024-06-30", "d": "line 88"}

    def __init__(self, size: int) -> None:
        self.rows = [self._ROW] * (size // len(self._TEMPLATE.render(rows=[self._ROW])))

    def render(self) -> str:
        """The page."""
        return self._TEMPLATE.render(rows=self.rows)

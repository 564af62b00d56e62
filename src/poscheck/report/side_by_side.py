"""One submission by several rulesets: the answers beside each other, and what each ruleset finds lacking."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from poscheck.records import Record
from poscheck.report import wording
from poscheck.report.pen import DIM, Pen
from poscheck.report.view import View, arrange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Environment

    from poscheck.scorecard import Outcome, Scorecard

HEADS = ("Ruleset", "Ready", "Verdict", "Score of 100")


class Column(Record):
    """The answer by one ruleset; ``page`` is the address of its scorecard."""

    view: View
    tone: Outcome
    page: str

    @property
    def lacking(self) -> tuple[str, ...]:
        """The gates that are closed or open, the most urgent first, and what keeps it from being submitted."""
        return lacking(self.view)


def lacking(view: View) -> tuple[str, ...]:
    """What a ruleset finds lacking, a sentence each."""
    ready = [wording.told(entry.finding) for entry in view.lacking]
    ready += [wording.problem_text(problem, brief=True) for problem in view.problems]
    return (*ready, *(f"{wording.waits_for(gate.kinds)}: {gate.text}" for gate in view.reasons))


def rows(cards: Iterable[Scorecard]) -> list[tuple[str, str, str, str]]:
    """A table of the answers, its heads first."""
    found = [HEADS]
    for card in cards:
        ready = "yes" if card.readiness.ready else "no"
        name = f"{card.ruleset.id} {card.ruleset.version}"
        found.append((name, ready, wording.VERDICT[card.verdict], wording.score_short(card.score)))
    return found


def write_side_by_side(pen: Pen, cards: Sequence[Scorecard]) -> None:
    """The table, and what each ruleset finds lacking, for a terminal."""
    first = cards[0]
    source = f"{first.submission.source} by {len(cards)} rulesets, as of {wording.long_date(first.as_of)}"
    pen.line(f"{source}, {wording.AS_OF_FROM.get(first.as_of_from, first.as_of_from)}", style="1")
    pen.blank()
    pen.table(rows(cards))
    for card in cards:
        texts = lacking(arrange(card))
        pen.heading(f"{card.ruleset.title}: {'what it finds lacking' if texts else 'nothing is lacking'}")
        for text in texts:
            pen.line(text, first="  - ")
    pen.blank()
    pen.line("Self-checks, not the state's decisions.", style=DIM)


def side_by_side_markdown(cards: Sequence[Scorecard]) -> str:
    """The table as Markdown."""
    from poscheck.report.as_markdown import escaped

    head, *body = rows(cards)
    lines = [f"| {' | '.join(map(escaped, row))} |" for row in body]
    return "\n".join([f"| {' | '.join(head)} |", "| --- | --- | --- | --- |", *lines]) + "\n"


def render_side_by_side(cards: Sequence[Scorecard], pages: Sequence[str]) -> str:
    """The page; ``pages`` are the names of the scorecards' pages, in the same folder."""
    from poscheck.report.as_html import tone

    views = [arrange(card) for card in cards]
    columns = [Column(view, tone(view), quote(page)) for view, page in zip(views, pages, strict=True)]
    return _environment().get_template("side_by_side.html.j2").render(columns=columns, card=cards[0])


@cache
def _environment() -> Environment:
    from poscheck.report.as_html import environment

    return environment(("style.css", "print.css", "comparison.css"), "script.js")

"""The page of a turn: the scorecard with what moved since the last save, or with what is wrong above it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from poscheck.reading import place_text
from poscheck.records import Record
from poscheck.report import wording
from poscheck.report.as_html import environment, quoted, shown_of
from poscheck.report.comparison import height
from poscheck.report.comparison_text import changes_made
from poscheck.report.view import arrange

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

    from poscheck.errors import Problem
    from poscheck.report.comparison import Comparison
    from poscheck.scorecard import ScoreRange
    from poscheck.watch.turns import Turn


class Wrong(Record):
    """A problem, where it is, and the line that it is in."""

    place: str
    problem: Problem
    line: str


class Move(NamedTuple):
    """Something that changed, in words; ``way`` is up, down or empty, and ``rule`` leads to the finding."""

    text: str
    way: str
    rule: str | None = None
    more: str = ""


def render_turn(turn: Turn, names: tuple[str, str], line_of: Callable[[Problem], str]) -> str:
    """The page; ``names`` are those of the submission and of the ruleset, ``line_of`` gives the line of a problem."""
    view = None if turn.scorecard is None else arrange(turn.scorecard)
    return (
        _environment()
        .get_template("watch.html.j2")
        .render(
            **(shown_of(view) if view else {"view": None}),
            names=names,
            wrong=[Wrong(_place(each), each, quoted(line_of(each))) for each in turn.problems],
            judged=turn.moved is not None,
            answers=_answers(turn.moved) if turn.moved else [],
            changes=list(changes_made(turn.moved)) if turn.moved else [],
            ratings=_ratings(turn.moved) if turn.moved else [],
            questions=_questions(turn.moved) if turn.moved else [],
        )
    )


def policy() -> str:
    """The Content-Security-Policy of the page, for the header; unlike in a page, it can forbid frames."""
    return f"{_environment().globals['policy']}; frame-ancestors 'none'"


def _place(problem: Problem) -> str:
    parts = [problem.file or ""]
    if problem.line is not None:
        column = f", column {problem.column}" if problem.column is not None and problem.sheet is None else ""
        parts.append(place_text(problem.line, problem.sheet, problem.cell) + column)
    return ", ".join(part for part in parts if part)


def _answers(moved: Comparison) -> list[Move]:
    """The verdict, readiness and score, where they moved."""
    before, after = moved.before, moved.after
    found = []
    if before.verdict is not after.verdict:
        way = {"meets": "up", "does_not_meet": "down"}.get(after.verdict, "")
        found.append(Move(f"{wording.VERDICT[before.verdict]} → {wording.VERDICT[after.verdict].lower()}", way))
    if before.ready is not after.ready:
        words = ("not ready to submit → ready", "up") if after.ready else ("ready to submit → not ready", "down")
        found.append(Move(*words))
    if before.score != after.score:
        low = (before.score.low if before.score else 0, after.score.low if after.score else 0)
        way = "up" if low[1] > low[0] else "down" if low[1] < low[0] else ""
        found.append(Move(f"score {' → '.join(_scores(before.score, after.score))}", way))
    return found


def _scores(*scores: ScoreRange | None) -> tuple[str, ...]:
    """Scores that differ, in short; with a decimal where whole points would hide it."""
    short = tuple(map(wording.score_short, scores))
    if short[0] != short[1]:
        return short
    return tuple(f"{wording.points(each.low, 1)}–{wording.points(each.high, 1)}" for each in scores if each)  # noqa: RUF001


def _ratings(moved: Comparison) -> list[Move]:
    found = []
    for change in moved.criteria:
        before, after = (wording.rating_text(rating, moved.scale) for rating in (change.before, change.after))
        way = "up" if height(change.after) > height(change.before) else "down"
        needed = " (required)" if change.required else ""
        found.append(Move(f"{change.id} {change.title}{needed}: {before} → {after.lower()}", way))
    return found


def _questions(moved: Comparison) -> list[Move]:
    found = []
    for change in moved.rules:
        before, after = (
            wording.OUTCOME[each].lower() if each else "not asked" for each in (change.before, change.after)
        )
        way = "up" if change.after == "met" else "down" if change.before == "met" else ""
        rule = change.rule if change.after else None
        found.append(Move(f"{before} → {after}: {change.question}", way, rule))
    return found


@cache
def _environment() -> Environment:
    return environment(("style.css", "print.css", "watch.css"), "script.js", "watch.js", connects=True)

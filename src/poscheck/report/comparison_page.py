"""Two scorecards side by side as one self-contained page: only what differs is open."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from poscheck.records import Record
from poscheck.report import wording
from poscheck.report.as_html import environment, tone
from poscheck.report.comparison import height
from poscheck.report.comparison_text import changes_made, rules_remark
from poscheck.report.view import Entry, Source, arrange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from poscheck.report.comparison import Comparison, CriterionChange
    from poscheck.report.view import ComponentView, View
    from poscheck.scorecard import Outcome, Scorecard


class RatingRow(Record):
    """A rating that changes, in words; ``way`` is the class of its color, and ``said`` says the same as a word."""

    change: CriterionChange
    before: str
    after: str
    way: str
    said: str


class Pair(Record):
    """A component before and after: the findings whose outcome changes, and the others as they are after."""

    number: int
    title: str
    before: ComponentView | None
    after: ComponentView | None
    differing: tuple[tuple[Entry | None, Entry | None], ...]
    same: tuple[Entry, ...]


class SideBySide(Record):
    """All that the page shows. ``days`` tells that the two are judged as of different days."""

    heading: str
    names: tuple[str, str]
    remark: str
    days: bool
    before: View
    after: View
    tones: tuple[Outcome, Outcome]
    changes: tuple[tuple[str, tuple[str, ...]], ...]
    ratings: tuple[RatingRow, ...]
    readiness: tuple[tuple[Entry | None, Entry | None], ...]
    moved: tuple[Pair, ...]
    still: tuple[Pair, ...]
    sources: tuple[Source, ...]


def render_comparison(
    before: Scorecard, after: Scorecard, comparison: Comparison, *, heading: str, names: tuple[str, str], remark: str
) -> str:
    """The page; ``heading`` says what is compared, ``names`` what each side is, and ``remark`` stands below them."""
    views = arrange(before), arrange(after)
    pairs = _pairs(*views)
    sources = _sources(views)
    more = rules_remark(comparison)
    it = SideBySide(
        heading=heading,
        names=names,
        remark=f"{more} {remark}" if more else remark,
        days=before.as_of != after.as_of,
        before=views[0],
        after=views[1],
        tones=(tone(views[0]), tone(views[1])),
        changes=tuple(changes_made(comparison)),
        ratings=tuple(_row(change, comparison) for change in comparison.criteria),
        readiness=_split(*map(_checks, views))[0],
        moved=tuple(pair for pair in pairs if pair.differing),
        still=tuple(pair for pair in pairs if not pair.differing),
        sources=sources,
    )
    cited = {each.citation.source: Markup('<a href="#s{0}">[{0}]</a>').format(each.number) for each in sources}
    return _environment().get_template("comparison.html.j2").render(it=it, cited=cited)


def _pairs(before: View, after: View) -> list[Pair]:
    """The components in the order of the second, then those that only the first has."""
    old = {view.component.id: view for view in before.components}
    new = {view.component.id: view for view in after.components}
    pairs = []
    for name in {**new, **old}:
        was, now = old.get(name), new.get(name)
        here = now or was
        if here is not None:
            changed, same = _split(_entries(was), _entries(now))
            pairs.append(Pair(here.component.number, here.component.title, was, now, changed, same))
    return pairs


def _checks(view: View) -> dict[str, Entry]:
    return {entry.finding.rule: entry for entry in (*view.lacking, *view.ready_checks)}


def _entries(view: ComponentView | None) -> dict[str, Entry]:
    if view is None:
        return {}
    groups = (view.to_fix, view.to_judge, view.met, view.not_applicable, view.informs)
    found = {entry.finding.rule: entry for group in groups for entry in group}
    order = [finding.rule for row in view.rows for finding in row.criterion.findings]
    return {rule: found[rule] for rule in order}


def _split(
    old: dict[str, Entry], new: dict[str, Entry]
) -> tuple[tuple[tuple[Entry | None, Entry | None], ...], tuple[Entry, ...]]:
    changed, same = [], []
    for rule in {**new, **old}:
        was, now = old.get(rule), new.get(rule)
        if was and now and was.finding.outcome is now.finding.outcome:
            same.append(now)
        else:
            changed.append((was, now))
    return tuple(changed), tuple(same)


def _row(change: CriterionChange, comparison: Comparison) -> RatingRow:
    before, after = (wording.rating_text(rating, comparison.scale) for rating in (change.before, change.after))
    way = height(change.after), height(change.before)
    up, down = ("up", "better") if way[0] > way[1] else ("down", "worse")
    return RatingRow(change, before, after, up, down)


def _sources(views: Iterable[View]) -> tuple[Source, ...]:
    """The documents that either cites, each once."""
    found = {source.citation.source: source.citation for view in views for source in view.sources}
    return tuple(Source(number, citation) for number, citation in enumerate(found.values(), 1))


@cache
def _environment() -> Environment:
    return environment(("style.css", "print.css", "comparison.css"), "script.js")

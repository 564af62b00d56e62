"""What another ruleset would move, in words and as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poscheck.batch import movement_words
from poscheck.batch.movement import rating_text
from poscheck.batch.pages.site import site_environment
from poscheck.report import wording
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poscheck.batch.impact import Group, Impact
    from poscheck.batch.movement import Movement

MOST = 50
"""So many groups are told of each kind; the table has every submission."""


class Grouped(NamedTuple):
    """A heading, the groups below it, and how many more there are."""

    title: str
    groups: Sequence[Group]
    cut_off: int


def grouped(impact: Impact, most: int = MOST) -> list[Grouped]:
    """The groups by rule, then those by each field."""
    named = {"Which answers changed": impact.rules()}
    named |= {f"By {path}": found for path, found in impact.fields().items()}
    return [Grouped(title, found[:most], max(0, len(found) - most)) for title, found in named.items()]


def group_text(group: Group, *, of_all: bool) -> str:
    """A group in one line."""
    number = f"{group.number} of {group.of}" if of_all else f"{group.number}"
    return f"{group.name}: {number}, for example {', '.join(group.examples)}"


def counted(impact: Impact, found: Movement) -> Iterator[str]:
    """How many submissions were judged, and how many moved."""
    judged = wording.count(found.both, "submission")
    yield f"{judged} judged under both; {found.moved} moved: another verdict, score or rating."
    number: int = impact.facts[0]["finished"]["failures"]
    if number:
        yield f"{number} could not be read; the first: {'; '.join(impact.failures)}"


def remarks(impact: Impact) -> Iterator[str]:
    """What one has to know before one compares these rulesets."""
    before, after = impact.left_out()
    if before or after or not (impact.comparable and impact.same_scale):
        yield movement_words.shared(impact, ("the old", "the new"))


def impact_page(impact: Impact, found: Movement) -> str:
    """The page as HTML; the same bytes for the same rulesets and submissions."""
    before, after = impact.facts
    page = site_environment().get_template("batch/impact.html.j2")
    return page.render(
        before=before,
        after=after,
        found=found,
        words=movement_words,
        criterion=movement_words.word(impact),
        remarks=list(remarks(impact)),
        matched=list(counted(impact, found)),
        rating_text=rating_text,
        verdicts=list(Verdict),
        grouped=grouped(impact),
    )

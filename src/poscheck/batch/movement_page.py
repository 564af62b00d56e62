"""What moved between two runs as one self-contained page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.batch import movement_words
from poscheck.batch.movement import rating_text
from poscheck.batch.pages.site import site_environment
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from poscheck.batch.movement import Movement
    from poscheck.batch.pairs import Pair


def movement_page(pair: Pair, found: Movement) -> str:
    """The page as HTML; the same bytes for the same runs."""
    before, after = pair.facts
    return (
        site_environment()
        .get_template("batch/compare.html.j2")
        .render(
            before=before,
            after=after,
            found=found,
            words=movement_words,
            criterion=movement_words.word(pair),
            remarks=list(movement_words.remarks(pair)),
            matched=[*movement_words.matched(found), *movement_words.unread(pair, found)],
            rating_text=rating_text,
            verdicts=list(Verdict),
        )
    )

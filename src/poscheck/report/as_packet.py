"""The packet: the papers that districts know, drawn from a scorecard, as one page to print."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poscheck.papers import Papers
from poscheck.report import papers
from poscheck.report.as_html import environment
from poscheck.report.planning import phases

if TYPE_CHECKING:
    from jinja2 import Environment

    from poscheck.scorecard import Scorecard

_NOTHING = Papers(courses=(), standards=(), college_credit=(), credentials=(), to_follow=())


def render_packet(scorecard: Scorecard) -> str:
    """The packet as one HTML page; the same bytes for an equal scorecard."""
    facts = scorecard.papers or _NOTHING
    return (
        _environment()
        .get_template("packet.html.j2")
        .render(
            card=scorecard,
            facts=facts,
            chart=papers.chart(facts),
            crosswalk=papers.crosswalk(facts),
            levels=papers.levels(facts),
            phases=phases(scorecard, scorecard.planning) if scorecard.planning else (),
        )
    )


@cache
def _environment() -> Environment:
    return environment(("style.css", "print.css", "packet.css"), "script.js")

"""An explanation as one self-contained page, and as JSON."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from poscheck.engine.steps import Mark
from poscheck.report import explanation_words
from poscheck.report.as_html import environment
from poscheck.report.as_json import to_json
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from jinja2 import Environment

    from poscheck.engine.explanation import Explanation

ICON = {
    Mark.HOLDS: Outcome.MET,
    Mark.FAILS: Outcome.NOT_MET,
    Mark.OPEN: Outcome.INCOMPLETE,
    Mark.ASKED: "",
    Mark.ASIDE: "",
}
SAID = {
    Mark.HOLDS: "Holds",
    Mark.FAILS: "Does not hold",
    Mark.OPEN: "Cannot be told",
    Mark.ASKED: "Asked for",
    Mark.ASIDE: "Set aside",
}


def render_explanation(explanation: Explanation) -> str:
    """The explanation as one HTML page; the same bytes for an equal explanation."""
    return _environment().get_template("explanation.html.j2").render(it=explanation)


def explanation_json(explanation: Explanation) -> str:
    """The explanation as JSON, with what was judged and by what, but without the rest of the scorecard."""
    card = explanation.scorecard
    whole: Any = {
        "format": explanation.format,
        "name": explanation.name,
        "as_of": card.as_of,
        "as_of_from": card.as_of_from,
        "ruleset": card.ruleset,
        "submission": card.submission,
        "criterion": explanation.criterion,
        "rules": explanation.rules,
    }
    return to_json(whole)


@cache
def _environment() -> Environment:
    made = environment(("style.css", "print.css", "explanation.css"), "script.js")
    made.globals.update(words=explanation_words, ICON=ICON, SAID=SAID)
    return made

"""A scorecard as one self-contained page, and the page for a file that could not be read.

The page loads nothing and runs nothing but its own script, which a Content-Security-Policy pins by hash:
whatever a submission contains, it is text. All text passes one gate that no template can forget (``gate``): it drops
control characters and direction overrides, and escapes.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from fractions import Fraction
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from poscheck.reading import place_text
from poscheck.report import papers, wording
from poscheck.report.compiled import compiled
from poscheck.report.gate import GatedEnvironment
from poscheck.report.places import MOST_EVIDENCE, looked_at, more_places, places_in_short
from poscheck.report.plain import clipped
from poscheck.report.view import STANDING, View, arrange
from poscheck.report.waiting import near, waiting
from poscheck.resources import data_dir
from poscheck.scorecard import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jinja2 import Environment

    from poscheck.errors import Problem
    from poscheck.scorecard import Counts, Scorecard, Step

_MOST_LETTERS = 300
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class _Wrong(NamedTuple):
    """A problem with the line it stands on, for the page of a file that could not be read."""

    message: str
    where: str
    quoted: str
    allowed: str | None
    suggestion: str | None


class _Part(NamedTuple):
    """A stretch of the counts bar, in percent of its width."""

    outcome: Outcome
    x: str
    width: str


def render_html(scorecard: Scorecard) -> str:
    """The scorecard as one HTML page; the same bytes for an equal scorecard."""
    return _page("scorecard.html.j2", **shown_of(arrange(scorecard)))


def shown_of(view: View) -> dict[str, Any]:
    """What the template of a scorecard shows, by name."""
    made = view.scorecard.papers
    return {
        "view": view,
        "tone": tone(view),
        "cited": cited(view),
        "near": near(view),
        "waiting": waiting(view),
        "chart": papers.chart(made) if made and made.courses else None,
    }


def render_error_html(name: str, problems: Sequence[Problem], line_text: Callable[[int], str] | None = None) -> str:
    """The page for a file that could not be read; ``line_text`` gives a line of it, counted from 1."""
    wrong = [
        _Wrong(
            message=problem.message,
            where=_where(problem),
            quoted=quoted(line_text(problem.line))
            if line_text and problem.line is not None and problem.sheet is None
            else "",
            allowed=problem.allowed,
            suggestion=problem.suggestion,
        )
        for problem in problems
    ]
    return _page("error.html.j2", name=name, problems=wrong)


def cited(view: View) -> dict[str, Markup]:
    """By the name of a source, the number that stands for it on the page, as a link to the list."""
    return {item.citation.source: Markup('<a href="#s{0}">[{0}]</a>').format(item.number) for item in view.sources}


def _page(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(values)


class _Unindented(Extension):
    """Templates without their indentation, which would be a tenth of a page; values are not touched."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        return re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE)


@cache
def _environment() -> Environment:
    return environment(("style.css", "print.css"), "script.js")


def environment(styles: Sequence[str], *scripts: str, connects: bool = False) -> Environment:
    """What renders the templates into pages with these style sheets and scripts, and nothing else, in each.

    With ``connects`` their scripts may ask the server that they came from.
    """
    made = GatedEnvironment(
        loader=FileSystemLoader(data_dir("templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=compiled(),
        extensions=[_Unindented],
    )
    # Templates see objects, never dicts by attribute: the built-in is faster, and a wrong name is an error.
    made.getattr = getattr  # type: ignore[method-assign,assignment]
    style, code = Markup("").join(map(_asset, styles)), Markup("").join(map(_asset, scripts))
    made.globals.update(
        w=wording,
        paper=papers,
        STANDING=STANDING,
        style=style,
        script=code,
        policy=Markup(_policy(style, code, connects=connects)),  # noqa: S704 - built here from hashes
        most_evidence=MOST_EVIDENCE,
        width=_width,
        stacked=_stacked,
        number_word=lambda number: _NUMBERS[number] if number < len(_NUMBERS) else str(number),
        step_name=_step_name,
        link=_link,
    )
    made.filters.update(
        told=wording.told,
        clip=partial(clipped, limit=_MOST_LETTERS),
        looked_at=looked_at,
        places_in_short=places_in_short,
        more_places=more_places,
    )
    parts: Any = made.get_template("_parts.html.j2").make_module()
    made.globals["label"] = {outcome: parts.labelled(outcome) for outcome in Outcome}
    return made


def _asset(name: str) -> Markup:
    return Markup((data_dir("templates") / name).read_text("utf-8"))  # noqa: S704 - our own file


def _policy(style: str, script: str, *, connects: bool) -> str:
    """Nothing may load; one style and one script may run, known by their hashes."""
    connect = "connect-src 'self'; " if connects else ""
    return (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; "
        f"{connect}base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()


def tone(view: View) -> Outcome:
    """The color and icon of the verdict."""
    match view.scorecard.verdict:
        case Verdict.MEETS:
            return Outcome.MET
        case Verdict.DOES_NOT_MEET:
            return Outcome.NOT_MET
        case Verdict.UNDECIDED:
            return Outcome.INCOMPLETE


def _width(share: float | str) -> str:
    """A share of 1 (or exact text such as ``1/3``) as a width in percent."""
    return f"{float(Fraction(str(share))) * 100:.1f}".removesuffix(".0")


def _stacked(counts: Counts) -> list[_Part]:
    """The counts as stretches of one bar, side by side."""
    numbers = wording.counts_list(counts)
    total = sum(number for _, number in numbers) or 1
    parts, before = [], 0
    for outcome, number in numbers:
        if number:
            parts.append(_Part(outcome, _width(before / total), _width(number / total)))
        before += number
    return parts


def _step_name(scale: Sequence[Step], rating: int) -> str:
    return next((step.name for step in scale if step.rating == rating), str(rating))


def _link(url: str | None) -> str | None:
    """The address where it is one of the web; a ruleset from a stranger might hold ``javascript:``."""
    return url if url and url.startswith(("https://", "http://")) else None


def _where(problem: Problem) -> str:
    place = place_text(problem.line, problem.sheet, problem.cell)
    column = f", column {problem.column}" if problem.column and problem.sheet is None else ""
    return wording.capital(f"{place}{column}") if place else ""


def quoted(line: str) -> str:
    """A line of a file, as much of it as a page shows."""
    return clipped(line, _MOST_LETTERS)

"""A scorecard as one self-contained page, and the page for a file that could not be read.

The page loads nothing and runs nothing but its own script, which a Content-Security-Policy pins by hash:
whatever a submission contains, it is text. All text goes through two gates that no template can forget:
autoescape, and ``finalize``, which drops control characters and direction overrides.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from poscheck.report import wording
from poscheck.report.plain import clipped, plain
from poscheck.report.view import STANDING, View, arrange
from poscheck.resources import data_dir
from poscheck.scorecard import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poscheck.errors import Problem
    from poscheck.scorecard import Counts, Evidence, Scorecard, Step

_MOST_EVIDENCE = 6
_MOST_LETTERS = 300
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class _Wrong(NamedTuple):
    """A problem with the line it stands on, for the page of a file that could not be read."""

    message: str
    line: int | None
    column: int | None
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
    view = arrange(scorecard)
    return _page("scorecard.html.j2", view=view, tone=_tone(view))


def render_error_html(name: str, problems: Sequence[Problem], line_text: Callable[[int], str] | None = None) -> str:
    """The page for a file that could not be read; ``line_text`` gives a line of it, counted from 1."""
    wrong = [
        _Wrong(
            message=problem.message,
            line=problem.line,
            column=problem.column,
            quoted=_quoted(line_text(problem.line)) if line_text and problem.line is not None else "",
            allowed=problem.allowed,
            suggestion=problem.suggestion,
        )
        for problem in problems
    ]
    return _page("error.html.j2", name=name, problems=wrong)


def _page(template: str, **values: Any) -> str:
    environment = _environment()
    return environment.get_template(template).render(values)


class _Unindented(Extension):
    """Templates without their indentation, which would be a tenth of a page; values are not touched."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        return re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE)


@cache
def _environment() -> Environment:
    # autoescape=True, not select_autoescape(): that one leaves "*.html.j2" unescaped.
    environment = Environment(
        loader=FileSystemLoader(data_dir("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_final,
        auto_reload=False,
        extensions=[_Unindented],
    )
    # Templates see objects, never dicts by attribute: the built-in is faster, and a wrong name is an error.
    environment.getattr = getattr  # type: ignore[method-assign,assignment]
    style, script = _asset("style.css"), _asset("script.js")
    environment.globals.update(
        w=wording,
        STANDING=STANDING,
        style=style,
        script=script,
        policy=Markup(_policy(style, script)),  # noqa: S704 - built here from hashes
        most_evidence=_MOST_EVIDENCE,
        clip=lambda text: clipped(text, _MOST_LETTERS),
        width=_width,
        stacked=_stacked,
        more_lines=_more_lines,
        number_word=lambda number: _NUMBERS[number] if number < len(_NUMBERS) else str(number),
        step_name=_step_name,
        link=_link,
    )
    return environment


def _final(value: Any) -> Any:
    """What a template prints: our own markup as it is, all other text made plain."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return plain(value)
    return value


def _asset(name: str) -> Markup:
    return Markup((data_dir("templates") / name).read_text("utf-8"))  # noqa: S704 - our own file


def _policy(style: str, script: str) -> str:
    """Nothing may load; one style and one script may run, known by their hashes."""
    return (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _tone(view: View) -> Outcome:
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


def _more_lines(evidence: Sequence[Evidence]) -> str:
    lines = [str(item.line) for item in evidence if item.line is not None]
    return f" (lines {', '.join(lines)})" if lines else ""


def _step_name(scale: Sequence[Step], rating: int) -> str:
    return next((step.name for step in scale if step.rating == rating), str(rating))


def _link(url: str | None) -> str | None:
    """The address where it is one of the web; a ruleset from a stranger might hold ``javascript:``."""
    return url if url and url.startswith(("https://", "http://")) else None


def _quoted(line: str) -> str:
    return clipped(line, _MOST_LETTERS)

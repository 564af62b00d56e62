"""Reports: a scorecard as a page, as text for a terminal, as Markdown, or as JSON.

Reports see only a :class:`~poscheck.scorecard.Scorecard`; if a page needs a fact, the fact goes into the
scorecard. Jinja2 is loaded by the page alone, so that a check on the terminal does not pay for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.report.as_json import to_json
from poscheck.report.as_markdown import render_markdown
from poscheck.report.as_text import render_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poscheck.errors import Problem
    from poscheck.scorecard import Scorecard

__all__ = ["render_error_html", "render_html", "render_markdown", "render_text", "to_json"]


def render_html(scorecard: Scorecard) -> str:
    """The scorecard as one self-contained page."""
    from poscheck.report import as_html

    return as_html.render_html(scorecard)


def render_error_html(name: str, problems: Sequence[Problem], line_text: Callable[[int], str] | None = None) -> str:
    """The page for a file that could not be read: every problem, its line, and the line as it should be."""
    from poscheck.report import as_html

    return as_html.render_error_html(name, problems, line_text)

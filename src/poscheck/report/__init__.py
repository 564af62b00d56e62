"""Reports: a scorecard as a page, as text for a terminal, as Markdown, or as JSON.

Reports see only a :class:`~poscheck.scorecard.Scorecard`; if a page needs a fact, the fact goes into the
scorecard. A form is imported when it is first used, so that a check on the terminal pays for none of the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poscheck.report.as_html import render_error_html, render_html
    from poscheck.report.as_json import to_json
    from poscheck.report.as_markdown import render_markdown
    from poscheck.report.as_packet import render_packet
    from poscheck.report.as_text import render_text

__all__ = ["render_error_html", "render_html", "render_markdown", "render_packet", "render_text", "to_json"]

_HOME = {
    "render_error_html": "as_html",
    "render_html": "as_html",
    "render_markdown": "as_markdown",
    "render_packet": "as_packet",
    "render_text": "as_text",
    "to_json": "as_json",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'poscheck.report' has no attribute {name!r}")
    return getattr(import_module(f"poscheck.report.{_HOME[name]}"), name)

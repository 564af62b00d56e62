"""The pages that every browser test visits. To add one, add a line to PAGES."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.errors import Problem
from poscheck.report import render_error_html, render_html
from tests.report import cards

if TYPE_CHECKING:
    from collections.abc import Callable


def unreadable() -> str:
    """The page for a file that could not be read."""
    problems = [
        Problem(
            code="tab",
            message="A tab stands where blanks must be.",
            line=3,
            column=1,
            suggestion="  name: Riverbend",
        ),
        Problem(
            code="quote",
            message=f"A quotation mark is never closed. {cards.HOSTILE[1]}",
            line=9,
            allowed=cards.HOSTILE[8],
        ),
    ]
    return render_error_html("riverbend.yaml", problems, lambda line: f"\tname: {cards.HOSTILE[line % 9]}")


PAGES: dict[str, Callable[[], str]] = {
    **{name: lambda make=make: render_html(make()) for name, make in cards.ALL.items()},  # type: ignore[misc]
    "unreadable": unreadable,
}

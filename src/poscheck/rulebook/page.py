"""The rulebook as one self-contained page, for the screen and for paper."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from poscheck.report.as_html import environment
from poscheck.rulebook.words import DECIDES, OWN, STATE, citation, until, whose

if TYPE_CHECKING:
    from jinja2 import Environment

    from poscheck.rulebook.book import Book


def book_page(book: Book) -> str:
    """The page as HTML; the same bytes for an equal ruleset."""
    return _environment().get_template("book.html.j2").render(book=book, ruleset=book.ruleset)


@cache
def _environment() -> Environment:
    made = environment(("style.css", "print.css", "book.css"), "script.js")
    made.globals.update(DECIDES=DECIDES, OWN=OWN, STATE=STATE, citation=citation, until=until, whose=whose)
    return made

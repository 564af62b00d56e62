"""A list cut into pages, each a file of its own, with the way to every other."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from poscheck.records import Entity, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROWS = 200
"""So many rows a page: a browser sorts and filters them at once, and a page stays a few hundred kB."""

_JUMPS = 60


class Listing(Entity, kw_only=True):
    """A list: ``rows`` reads it anew, in its order; ``begins`` says with what a page begins, from its first row.

    ``name`` begins the names of its files; ``short`` is its title among the ways to all lists, where ``counted`` says
    whether a number belongs to it: ``told``, else that of its rows. ``values`` are what its template needs besides.
    """

    name: str
    title: str
    short: str
    rows: Callable[[], Iterator[Any]]
    begins: Callable[[Any], str]
    template: str
    counted: bool = True
    told: int | None = None
    values: Mapping[str, Any] = {}


class Jump(Record):
    """The way to a page: its number, its file, and with what it begins."""

    number: int
    file: str
    begins: str


class Page(Record, kw_only=True):
    """One page of a list. ``first`` and ``last`` are the numbers of its rows in the list, from 1."""

    listing: Listed
    number: int
    first: int
    last: int
    rows: list[Any]

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.listing.file(self.number)

    def turn(self, number: int) -> str | None:
        """The file of another page; None where it is this one or is not there."""
        inside = 1 <= number <= self.listing.pages and number != self.number
        return self.listing.file(number) if inside else None


class Listed:
    """A list that was counted: what all of its pages, and the front page, say of it."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.name, self.title, self.short, self.counted = listing.name, listing.title, listing.short, listing.counted
        self.number = pages = 0
        self._begins: list[str] = []  # of every page or, where there are many, of some, evenly apart
        self._step = 1
        for row in listing.rows():
            if self.number % ROWS == 0:
                if pages % self._step == 0:
                    self._note(listing.begins(row))
                pages += 1
            self.number += 1
        self.pages = pages or 1
        self.told = self.number if listing.told is None else listing.told

    def _note(self, begins: str) -> None:
        self._begins.append(begins)
        if len(self._begins) > _JUMPS:
            self._step *= 2
            del self._begins[1::2]

    def file(self, number: int = 1) -> str:
        """The name of a page's file."""
        return f"{self.name}-{number:04}.html"

    @property
    def jumps(self) -> list[Jump]:
        """The ways to all pages, or to some of them, evenly apart, where there are many."""
        numbers = range(1, self.pages + 1, self._step)
        return [Jump(number, self.file(number), text) for number, text in zip(numbers, self._begins, strict=True)]

    def cut(self) -> Iterator[Page]:
        """The pages, one at a time; a list without rows has one page that says so."""
        rows = self.listing.rows()
        for number in range(1, self.pages + 1):
            first = (number - 1) * ROWS
            part = list(islice(rows, ROWS))
            yield Page(listing=self, number=number, first=first + 1, last=first + len(part), rows=part)

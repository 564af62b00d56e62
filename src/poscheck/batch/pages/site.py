"""The folder of pages: written aside, then put in the place of the one before, so that no old page stays."""

from __future__ import annotations

import shutil
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from poscheck.batch import unfinished
from poscheck.errors import PoscheckError
from poscheck.report import wording
from poscheck.report.as_html import environment
from poscheck.report.plain import clipped
from poscheck.scorecard import ScoreRange, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

FRONT = "index.html"
PAGES = "pages"
_STYLES = ("style.css", "print.css", "batch/batch.css")
_KEPT = 1 << 12
_SHORT = {Verdict.MEETS: "Meets", Verdict.DOES_NOT_MEET: "Does not meet", Verdict.UNDECIDED: "Not decided yet"}
_TONE = {Verdict.MEETS: "met", Verdict.DOES_NOT_MEET: "not_met", Verdict.UNDECIDED: "incomplete"}


class Site:
    """Renders pages for the run in ``folder``; ``put`` shows them."""

    def __init__(self, folder: Path, **everywhere: Any) -> None:
        self._folder = folder
        self._work = unfinished.place_for(folder) / "overview"
        self._everywhere = everywhere
        shutil.rmtree(self._work, ignore_errors=True)  # of a run that was killed
        (self._work / PAGES).mkdir(parents=True)

    def write(self, file: str, template: str, **values: Any) -> None:
        """Write a page of the folder of pages; the front page is above it."""
        front = file == FRONT
        page = site_environment().get_template(f"batch/{template}.html.j2")
        html = page.render(
            self._everywhere, file=file, up="" if front else "../", at=f"{PAGES}/" if front else "", **values
        )
        (self._work / ("" if front else PAGES) / file).write_bytes(html.encode())

    def put(self) -> None:
        """Let all pages take their places: those of the run before are then gone, also where there were more."""
        pages, before = self._folder / PAGES, self._work / "before"
        try:
            if pages.exists():
                pages.rename(before)
            (self._work / PAGES).rename(pages)
        except PermissionError as error:  # Windows, with a file of it open
            raise PoscheckError(
                f"{pages} may not be replaced; close it in other programs, then run the same command again."
            ) from error
        unfinished.put(self._work / FRONT, self._folder / FRONT)
        self.close()

    def close(self) -> None:
        """Take away what was not put in place."""
        shutil.rmtree(self._work, ignore_errors=True)
        unfinished.tidy(self._folder)


class Kept:
    """Cells that many rows have in common, each rendered once; ``cells`` are macros."""

    def __init__(self, cells: Any) -> None:
        keep = lru_cache(maxsize=_KEPT)
        self.district = keep(cells.district)
        self.criterion = keep(cells.criterion)
        self.asked = keep(cells.asked)
        self.score = keep(lambda low, high: cells.score(None if low is None else ScoreRange(low=low, high=high)))


@cache
def site_environment() -> Environment:
    """What renders every page about many submissions."""
    made = environment(_STYLES, "batch/batch.js")
    made.globals.update(
        SHORT=_SHORT,
        TONE=_TONE,
        num="{:,}".format,
        many=lambda number, word: f"{number:,} {word if number == 1 else wording.many(word)}",
        cut=clipped,
        percent=percent,
    )
    cells = made.get_template("batch/_parts.html.j2").make_module()
    made.globals["kept"] = Kept(cells)
    return made


def percent(part: int, whole: int) -> str:
    """A share in whole percent, rounded down; what is there at all is never shown as nothing."""
    if not whole:
        return "\u2013"
    return "<1%" if 0 < part * 100 < whole else f"{part * 100 // whole}%"

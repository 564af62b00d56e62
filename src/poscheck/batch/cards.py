"""Scorecards of single submissions, as pages and as JSON, beside the tables of a batch."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from poscheck import report  # its forms are imported when they are used
from poscheck.batch.lines import parsed
from poscheck.batch.store import CARDS, write
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from poscheck.batch.store import RunFolder
    from poscheck.errors import Problem
    from poscheck.scorecard import Scorecard

_LONGEST_SLUG = 40
_DIGITS = 16
_OURS = re.compile(rf"[a-z0-9-]+-[0-9a-f]{{{_DIGITS}}}\.(?:html|json)")


class Pages(StrEnum):
    """Of which submissions a page is written during the run."""

    ALL = "all"
    NONE = "none"
    BELOW_MEETS = "below-meets"


@dataclass(frozen=True, slots=True)
class Cards:
    """What is written of each submission besides its line; a file that cannot be read gets a page like any other."""

    pages: Pages
    documents: bool

    @property
    def any(self) -> bool:
        """Whether a full scorecard may be needed at all."""
        return self.documents or self.pages is not Pages.NONE

    @property
    def all(self) -> bool:
        """Whether the full scorecard of every submission is needed."""
        return self.documents or self.pages is Pages.ALL

    def names(self, source: str, verdict: str | None) -> dict[str, str | None]:
        """Where page and JSON go in the run folder, None where there is none; the verdict of a failure is None."""
        page = self.pages is Pages.ALL or (self.pages is Pages.BELOW_MEETS and verdict != Verdict.MEETS)
        name = f"{CARDS}/{card_name(source)}"
        return {
            "page": f"{name}.html" if page else None,
            "scorecard": f"{name}.json" if self.documents and verdict is not None else None,
        }


def card_name(source: str) -> str:
    """A file name for a submission: readable, unlike any other one's, and without anything of what a path can do."""
    stem = PurePosixPath(source).name.rpartition(".")[0] or source
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-")
    return f"{slug or 'submission'}-{hashlib.sha256(source.encode()).hexdigest()[:_DIGITS]}"


def write_cards(folder: Path, names: dict[str, str | None], scorecard: Callable[[], Scorecard]) -> None:
    """Write the page and the JSON that ``names`` asks for."""
    if page := names["page"]:
        write(folder / page, report.render_html(scorecard()).encode(), lasting=False)
    if document := names["scorecard"]:
        write(folder / document, report.to_json(scorecard()).encode(), lasting=False)


def write_error_page(
    folder: Path, page: str, source: str, problems: Sequence[Problem], line_text: Callable[[int], str] | None
) -> None:
    """Write the page of a file that cannot be read."""
    write(folder / page, report.render_error_html(source, problems, line_text).encode(), lasting=False)


def remove_strays(folder: RunFolder) -> None:
    """Remove the cards that no line of the run names: of files that are gone, or that are not asked for any more.

    What somebody else has put beside them stays.
    """
    if not folder.cards.is_dir():
        return
    strays = {f"{CARDS}/{file.name}" for file in folder.cards.iterdir() if _OURS.fullmatch(file.name)}
    for _, part in folder.parts():
        with part.open("rb") as lines:
            for line in lines:
                kept = parsed(line) or {}
                strays -= {kept.get("page"), kept.get("scorecard")}
    for stray in strays:
        (folder.path / stray).unlink(missing_ok=True)
    if not any(folder.cards.iterdir()):
        folder.cards.rmdir()

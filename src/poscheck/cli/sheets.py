"""The pages that ``poscheck check`` writes: one for each scorecard, and of several rulesets one that leads to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from poscheck.cli import terminal
from poscheck.cli.inputs import lines_of
from poscheck.cli.outputs import STDOUT, write_file
from poscheck.errors import ReadError
from poscheck.records import Entity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.scorecard import Scorecard

PAGE_ENDING = ".scorecard.html"
SUMMARY_ENDING = ".scorecards.html"


class Sheet(Entity):
    """A page to write: of one answer, or of several side by side with the names of their own pages."""

    page: Path
    file: Path
    answers: tuple[Scorecard | ReadError, ...]
    links: tuple[str, ...] = ()

    def write(self) -> None:
        """Print the page, or write it to its file."""
        if self.page == STDOUT:
            terminal.show_document(self._html())
        else:
            write_file(self.page, self._html())

    def say(self) -> None:
        """Tell where the page is, and what it says."""
        from poscheck.report.verdict import headline

        answer = self.answers[0]
        if isinstance(answer, ReadError):
            terminal.say(f"The same with the lines of the file, as a page: {self.page}", err=True)
        elif self.links:
            terminal.say(f"{self.page} has the answers by {len(self.links)} rulesets, and leads to each scorecard.")
        else:
            terminal.say(f"{headline(answer)} The page: {self.page}")

    def _html(self) -> str:
        from poscheck.report import render_error_html, render_html

        answer = self.answers[0]
        if isinstance(answer, ReadError):
            return render_error_html(self.file.name, answer.problems, lines_of(self.file))
        if not self.links:
            return render_html(answer)
        from poscheck.report.side_by_side import render_side_by_side

        return render_side_by_side([card for card in self.answers if not isinstance(card, ReadError)], self.links)


def page_names(page: Path, own: str, rulesets: Sequence[str]) -> list[Path]:
    """``page``, and after it, where several rulesets judge, one for each, called ``own`` and the ruleset's name."""
    if len(rulesets) < 2:  # noqa: PLR2004 - one page has nothing to lead to
        return [page]
    return [page, *(page.with_name(f"{own}.{Path(name).resolve().name}{PAGE_ENDING}") for name in rulesets)]


def sheets(pages: Sequence[Path], file: Path, answers: Sequence[Scorecard | ReadError]) -> list[Sheet]:
    """What to write for a file, whose ``answers`` are by each ruleset; of one that cannot be read, what is wrong."""
    first, *others = pages
    if not others or isinstance(answers[0], ReadError):
        return [Sheet(first, file, tuple(answers[:1]))]
    each = [Sheet(page, file, (answer,)) for page, answer in zip(others, answers, strict=True)]
    return [Sheet(first, file, tuple(answers), tuple(page.name for page in others)), *each]

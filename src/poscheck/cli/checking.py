"""What ``poscheck check`` does, step by step: look at the targets, judge everything, then print or write."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from poscheck.cli import terminal
from poscheck.cli.exits import Code, unreadable
from poscheck.cli.inputs import judge, load_named_decisions, load_named_ruleset
from poscheck.cli.outputs import STDOUT, refuse_target, write_file
from poscheck.cli.sheets import PAGE_ENDING, SUMMARY_ENDING, page_names, sheets
from poscheck.errors import ReadError, UsageError
from poscheck.records import Entity
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.cli.sheets import Sheet
    from poscheck.engine import Decisions
    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Scorecard


class Check(Entity, kw_only=True):
    """One run of the command, with its options."""

    files: tuple[Path, ...]
    rulesets: tuple[str, ...]
    as_of: date | None
    decisions: Path | None
    form: str
    output: Path | None
    page: Path | None
    fixes: bool
    full: bool

    def run(self) -> Code:
        """Judge and show everything; the worst exit code of all. Nothing is written before all is judged."""
        self._refuse_targets()
        match self.form:
            case "html":
                self._write_pages()
            case "text":
                self._show_text()
            case _:
                self._show_document()
        if self.page is not None:
            self._write_sheets(0, self.page)
            terminal.say(f"The page: {self.page}", err=True)
        return self._code()

    @property
    def several(self) -> bool:
        """Whether several rulesets judge."""
        return len(self.rulesets) > 1

    @cached_property
    def answers(self) -> list[Scorecard | ReadError]:
        """What came of each file, by each ruleset, in the order given; all are judged when the first is asked for."""
        rulesets = [load_named_ruleset(name) for name in self.rulesets or (None,)]
        decisions = load_named_decisions(self.decisions, rulesets[0])
        today = date.today()
        return [self._answer(file, ruleset, decisions, today) for file in self.files for ruleset in rulesets]

    @property
    def scorecards(self) -> list[Scorecard]:
        """The scorecards of the files that could be read."""
        return [answer for answer in self.answers if not isinstance(answer, ReadError)]

    @cached_property
    def pages(self) -> tuple[Path, ...]:
        """Where the pages go, one for each file; of several rulesets it is the one that leads to the others."""
        if self.output is not None:
            return (self.output,)
        ending = SUMMARY_ENDING if self.several else PAGE_ENDING
        return tuple(Path(f"{file.stem or file.name}{ending}") for file in self.files)

    @property
    def _printing(self) -> bool:
        return self.output is None or self.output == STDOUT

    def _refuse_targets(self) -> None:
        if len(self.files) > 1 and (self.page or (self.form == "html" and self.output)):
            raise click.UsageError("A page holds one submission; leave its name out, or check one file at a time.")
        if self.page and self.form == "html":
            raise click.UsageError("--format html writes the page already; name it with --output.")
        if self.page == STDOUT:
            raise click.UsageError("Use --format html --output - to print the page.")
        self._refuse_rulesets()
        targets = [target for target in (self.output, self.page) if target is not None]
        if self.form == "html":
            targets = [page for number, page in enumerate(self.pages) for page in self._names(number, page)]
            twice = next((page for page in targets if targets.count(page) > 1), None)
            if twice is not None:
                raise UsageError(f"two of the answers would write {twice}; check them one at a time.")
        elif self.page:
            targets += self._names(0, self.page)[1:]
        for target in targets:
            refuse_target(target, [*self.files, *([self.decisions] if self.decisions else [])])

    def _refuse_rulesets(self) -> None:
        if not self.several:
            return
        twice = next((name for name in self.rulesets if self.rulesets.count(name) > 1), None)
        if twice is not None:
            raise click.UsageError(f"--ruleset {twice} is given twice.")
        if self.decisions:
            raise click.UsageError("Decisions belong to one ruleset; leave out the others, or --decisions.")
        if self.form == "html" and self.output == STDOUT:
            raise click.UsageError("Several rulesets make several pages; name the first with --output FILE.")

    def _names(self, number: int, page: Path) -> list[Path]:
        """The pages of a file, of which ``page`` is the first."""
        own = self.files[number].stem if self.output is None and self.page is None else page.stem
        return page_names(page, own, self.rulesets)

    def _of_file(self, number: int) -> tuple[Scorecard | ReadError, ...]:
        """The answers for a file, one for each ruleset."""
        each = len(self.rulesets) or 1
        return tuple(self.answers[number * each : (number + 1) * each])

    def _answer(self, file: Path, ruleset: Ruleset, decisions: Decisions | None, today: date) -> Scorecard | ReadError:
        from poscheck.submission import load_submission

        try:
            submission = load_submission(file, ruleset.contract)
        except ReadError as error:
            return error
        return judge(submission, ruleset, self.as_of, decisions, today).scorecard

    def _code(self) -> Code:
        if len(self.scorecards) < len(self.answers):
            return Code.UNREADABLE
        meets = all(card.verdict is Verdict.MEETS for card in self.scorecards)
        return Code.MEETS if meets else Code.DOES_NOT_MEET

    # ---- text --------------------------------------------------------------------------------------------------

    def _show_text(self) -> None:
        texts: list[str] = []
        for number in range(len(self.files)):
            self._complain(number)
            for text in self._texts(number):
                if self._printing:
                    terminal.show(("\n" if texts else "") + text)
                texts.append(text)
        if texts and self.output is not None and not self._printing:
            write_file(self.output, "\n".join(texts))
            terminal.say(f"Written to {self.output}", err=True)
        if self.page is None and self.scorecards:
            pen = terminal.new_pen()
            more = "" if self.fixes or self.full else "--fixes to list everything to fix, or "
            pen.blank()
            pen.line(f"Add {more}--format html for the whole scorecard as a page.", style="2")
            terminal.show(pen.text())

    def _texts(self, number: int) -> Iterator[str]:
        """What to print of a file: its scorecards; of several rulesets first what they say side by side."""
        cards = [answer for answer in self._of_file(number) if not isinstance(answer, ReadError)]
        if len(cards) > 1:
            from poscheck.report.pen import Pen
            from poscheck.report.side_by_side import write_side_by_side

            pen = terminal.new_pen() if self._printing else Pen()
            write_side_by_side(pen, cards)
            yield pen.text()
        for card in cards:
            yield self._text(number, card)

    def _text(self, number: int, card: Scorecard) -> str:
        from poscheck.report import render_text
        from poscheck.report.pen import Pen

        text = render_text(
            card,
            color=self._printing and terminal.colored(),
            width=terminal.width() if self._printing else 80,
            page=str(self.page) if self.page else None,
            full=self.full,
            short=not self.fixes and not self.full,
        )
        if len(self.answers) == 1:
            return text
        pen = Pen(width=10_000)
        pen.line(f"== {self.files[number]}" + (f" by {card.ruleset.id}" if self.several else ""))
        return pen.text() + text

    def _complain(self, number: int) -> None:
        answer = self._of_file(number)[0]
        if isinstance(answer, ReadError):
            terminal.show(unreadable(str(self.files[number]), answer).text, err=True)

    # ---- documents and pages -----------------------------------------------------------------------------------

    def _show_document(self) -> None:
        from poscheck.report import to_json

        for number in range(len(self.files)):
            self._complain(number)
        if not self.scorecards:
            return
        if self.form == "markdown":
            text = "\n".join(text for number in range(len(self.files)) for text in self._markdown(number))
        else:  # of several files or rulesets an array, whatever became of them
            text = to_json(self.scorecards[0] if len(self.answers) == 1 else self.scorecards)
        if self.output is None or self.output == STDOUT:
            terminal.show_document(text)
        else:
            write_file(self.output, text)
            terminal.say(f"Written to {self.output}", err=True)

    def _markdown(self, number: int) -> Iterator[str]:
        from poscheck.report import render_markdown

        cards = [answer for answer in self._of_file(number) if not isinstance(answer, ReadError)]
        if len(cards) > 1:
            from poscheck.report.side_by_side import side_by_side_markdown

            yield side_by_side_markdown(cards)
        yield from map(render_markdown, cards)

    def _write_pages(self) -> None:
        for number, page in enumerate(self.pages):
            self._complain(number)
            first = self._write_sheets(number, page)
            if page != STDOUT:
                first.say()

    def _write_sheets(self, number: int, page: Path) -> Sheet:
        """Write the pages of a file, and return what the first of them is."""
        made = sheets(self._names(number, page), self.files[number], self._of_file(number))
        for sheet in made:
            sheet.write()
        return made[0]

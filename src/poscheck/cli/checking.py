"""What ``poscheck check`` does, step by step: look at the targets, judge everything, then print or write."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from poscheck.cli import terminal
from poscheck.cli.exits import Code, unreadable
from poscheck.cli.inputs import judge, lines_of, load_named_decisions, load_named_ruleset
from poscheck.cli.outputs import STDOUT, refuse_target, write_file
from poscheck.errors import ReadError, UsageError
from poscheck.records import Entity
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from datetime import date

    from poscheck.engine import Decisions
    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Scorecard

PAGE_ENDING = ".scorecard.html"


class Check(Entity, kw_only=True):
    """One run of the command, with its options."""

    files: tuple[Path, ...]
    ruleset: str | None
    as_of: date | None
    decisions: Path | None
    form: str
    output: Path | None
    page: Path | None
    fixes: bool
    full: bool

    def run(self) -> Code:
        """Judge and show everything; the worst exit code of all files. Nothing is written before all is judged."""
        self._refuse_targets()
        match self.form:
            case "html":
                self._write_pages()
            case "text":
                self._show_text()
            case _:
                self._show_document()
        if self.page is not None:
            self._write_page(0, self.page)
            terminal.say(f"The page: {self.page}", err=True)
        return self._code()

    @cached_property
    def answers(self) -> list[Scorecard | ReadError]:
        """What came of each file, in the order given; all are judged when the first is asked for."""
        ruleset = load_named_ruleset(self.ruleset)
        decisions = load_named_decisions(self.decisions, ruleset)
        return [self._answer(file, ruleset, decisions) for file in self.files]

    @property
    def scorecards(self) -> list[Scorecard]:
        """The scorecards of the files that could be read."""
        return [answer for answer in self.answers if not isinstance(answer, ReadError)]

    @cached_property
    def pages(self) -> tuple[Path, ...]:
        """Where the pages go, one for each file."""
        if self.output is not None:
            return (self.output,)
        return tuple(Path(f"{file.stem or file.name}{PAGE_ENDING}") for file in self.files)

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
        targets = [target for target in (self.output, self.page) if target is not None]
        if self.form == "html":
            targets = list(self.pages)
            twice = next((page for page in self.pages if self.pages.count(page) > 1), None)
            if twice is not None:
                raise UsageError(f"two of the files would write {twice}; check them one at a time.")
        for target in targets:
            refuse_target(target, [*self.files, *([self.decisions] if self.decisions else [])])

    def _answer(self, file: Path, ruleset: Ruleset, decisions: Decisions | None) -> Scorecard | ReadError:
        from poscheck.submission import load_submission

        try:
            submission = load_submission(file, ruleset.contract)
        except ReadError as error:
            return error
        return judge(submission, ruleset, self.as_of, decisions).scorecard

    def _code(self) -> Code:
        if len(self.scorecards) < len(self.answers):
            return Code.UNREADABLE
        meets = all(card.verdict is Verdict.MEETS for card in self.scorecards)
        return Code.MEETS if meets else Code.DOES_NOT_MEET

    # ---- text --------------------------------------------------------------------------------------------------

    def _show_text(self) -> None:
        texts = []
        for number, answer in enumerate(self.answers):
            if isinstance(answer, ReadError):
                self._complain(number)
            elif self._printing:
                terminal.show(("\n" if number else "") + self._text(number, answer))
            else:
                texts.append(self._text(number, answer))
        if texts and self.output is not None:
            write_file(self.output, "\n".join(texts))
            terminal.say(f"Written to {self.output}", err=True)
        if self.page is None and self.scorecards:
            pen = terminal.new_pen()
            more = "" if self.fixes or self.full else "--fixes to list everything to fix, or "
            pen.blank()
            pen.line(f"Add {more}--format html for the whole scorecard as a page.", style="2")
            terminal.show(pen.text())

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
        pen = Pen(width=10_000)
        pen.line(f"== {self.files[number]}")
        return text if len(self.files) == 1 else pen.text() + text

    def _complain(self, number: int) -> None:
        answer = self.answers[number]
        if isinstance(answer, ReadError):
            terminal.show(unreadable(str(self.files[number]), answer).text, err=True)

    # ---- documents and pages -----------------------------------------------------------------------------------

    def _show_document(self) -> None:
        from poscheck.report import render_markdown, to_json

        for number in range(len(self.answers)):
            self._complain(number)
        if not self.scorecards:
            return
        if self.form == "markdown":
            text = "\n".join(map(render_markdown, self.scorecards))
        else:  # of several files an array, whatever became of them
            text = to_json(self.scorecards[0] if len(self.files) == 1 else self.scorecards)
        if self.output is None or self.output == STDOUT:
            terminal.show_document(text)
        else:
            write_file(self.output, text)
            terminal.say(f"Written to {self.output}", err=True)

    def _write_pages(self) -> None:
        from poscheck.report.verdict import headline

        for number, (page, answer) in enumerate(zip(self.pages, self.answers, strict=True)):
            self._complain(number)
            self._write_page(number, page)
            if page == STDOUT:
                continue
            if isinstance(answer, ReadError):
                terminal.say(f"The same with the lines of the file, as a page: {page}", err=True)
            else:
                terminal.say(f"{headline(answer)} The page: {page}")

    def _write_page(self, number: int, page: Path) -> None:
        from poscheck.report import render_error_html, render_html

        answer, file = self.answers[number], self.files[number]
        if isinstance(answer, ReadError):
            html = render_error_html(file.name, answer.problems, lines_of(file))
        else:
            html = render_html(answer)
        if page == STDOUT:
            terminal.show_document(html)
        else:
            write_file(page, html)

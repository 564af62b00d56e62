"""A scorecard for a terminal: the answer first, then what to do, then what is open."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from poscheck.report import wording
from poscheck.report.plain import one_line, without_ci_commands
from poscheck.report.view import STANDING, ComponentView, Entry, Standing, View, arrange
from poscheck.scorecard import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.scorecard import Scorecard

_BOLD, _DIM = "1", "2"
_COLOR = {
    Outcome.MET: "32",
    Outcome.NOT_MET: "31",
    Outcome.INCOMPLETE: "33",
    Outcome.NEEDS_REVIEW: "35",
    Outcome.NOT_APPLICABLE: _DIM,
}
_NARROWEST = 40


def render_text(
    scorecard: Scorecard, *, color: bool = False, width: int = 80, page: str | None = None, full: bool = False
) -> str:
    """The scorecard as lines of at most ``width`` letters (one long word may stick out); ends in a newline.

    ``page`` says where the HTML page is. Met findings, those for a person, and evidence are listed only where
    ``full``. No line is a command to a CI runner, and no control code of the submission reaches the terminal.
    """
    pen = _Pen(color=color, width=max(width, _NARROWEST))
    view = arrange(scorecard)
    _answer(pen, view)
    _to_do(pen, view)
    if page:
        pen.blank()
        pen.line(f"The whole scorecard: {page}")
    _findings(pen, view, full=full)
    return without_ci_commands("\n".join(pen.lines)) + "\n"


class _Pen:
    """Collects wrapped lines; color is put on after wrapping, so that it takes no room."""

    def __init__(self, *, color: bool, width: int) -> None:
        self.color = color
        self.width = width
        self.lines: list[str] = []

    def line(self, text: str, *, style: str = "", first: str = "", hang: int = 0) -> None:
        """``text`` wrapped; ``first`` stands before it, and later lines begin ``hang`` further in."""
        wrapped = textwrap.wrap(
            without_ci_commands(one_line(text)),
            self.width,
            initial_indent=first,
            subsequent_indent=" " * (len(first) + hang),
            break_long_words=False,
            break_on_hyphens=False,
        )
        self.lines += [self._styled(line, style) for line in wrapped]

    def heading(self, text: str) -> None:
        self.blank()
        self.line(text, style=_BOLD)

    def blank(self) -> None:
        self.lines.append("")

    def _styled(self, line: str, style: str) -> str:
        if not (self.color and style):
            return line
        text = line.lstrip()
        return f"{line[: len(line) - len(text)]}\x1b[{style}m{text}\x1b[0m"


def _answer(pen: _Pen, view: View) -> None:
    card = view.scorecard
    about = card.submission
    match card.verdict:
        case Verdict.MEETS:
            style = _COLOR[Outcome.MET]
        case Verdict.DOES_NOT_MEET:
            style = _COLOR[Outcome.NOT_MET]
        case Verdict.UNDECIDED:
            style = _COLOR[Outcome.INCOMPLETE]
    pen.line(view.headline, style=f"{_BOLD};{style}")
    pen.line(view.second_line)
    pen.blank()
    names = [about.program or about.source, about.district, about.state]
    _fact(pen, "Program", ", ".join(name for name in names if name))
    _fact(pen, "Score", wording.score_text(card.score) + (" (of 100)" if card.score else ""))
    _fact(pen, "Counts", wording.counts_text(card.counts))
    origin = wording.AS_OF_FROM.get(card.as_of_from, card.as_of_from)
    _fact(pen, "As of", f"{wording.long_date(card.as_of)}, {origin}")
    _fact(pen, "Rules", f"{card.ruleset.title}, version {card.ruleset.version}")
    if card.without_decisions:
        alone = card.without_decisions
        _fact(pen, "Alone", f"without reviewers' decisions: {wording.VERDICT[alone.verdict].lower()}; score "
              f"{wording.score_text(alone.score)}; {wording.counts_text(alone.counts)}")  # fmt: skip
    pen.line("A self-check, not the state's decision.", style=_DIM, first="  ")


def _fact(pen: _Pen, name: str, text: str) -> None:
    pen.line(text, first=f"  {name:<9}")


def _to_do(pen: _Pen, view: View) -> None:
    if view.problems or view.lacking:
        pen.heading("Lacking before you can submit")
    for problem in view.problems:
        hint = f" {wording.suggestion_text(problem.suggestion)}" if problem.suggestion else ""
        allowed = f" What would fit: {problem.allowed}" if problem.allowed else ""
        pen.line(f"{wording.place(problem.line, problem.path)}: {problem.message}{hint}{allowed}", first="  - ")
    for entry in view.lacking:
        pen.line(f"{entry.finding.message} {entry.finding.fix}", first="  - ")
    if view.reasons:
        pen.heading("In the way of the requirements")
    for gate in view.reasons:
        pen.line(f"{wording.REASON[gate.reason.kind]}: {gate.reason.text}", first="  - ")
    if view.steps:
        pen.heading("Do these first")
    for item in view.steps:
        needed = ", required" if item.step.required else ""
        pen.line(
            f"{wording.first_fix(item.step)} ({item.step.criterion}{needed}; {wording.gain_text(item.step)})",
            first=f"{item.number:>3}. ",
        )
    if view.more_steps:
        pen.line(f"and {wording.count(view.more_steps, 'more step')} after these", first="     ", style=_DIM)


def _findings(pen: _Pen, view: View, *, full: bool) -> None:
    for item in view.components:
        entries = list(_shown(item, full=full))
        if not entries:
            continue
        component = item.component
        standing = "" if item.standing is Standing.NOTHING_APPLIES else f"; {STANDING[item.standing].lower()}"
        pen.heading(f"{component.number} {component.title} ({wording.score_text(component.score)}{standing})")
        for entry in entries:
            _finding(pen, entry, full=full)
    left = view.scorecard.counts.needs_review
    if left and not full:
        pen.blank()
        pen.line(f"{wording.count(left, 'question')} for a person to judge: see the page.", style=_DIM)


def _shown(item: ComponentView, *, full: bool) -> Iterator[Entry]:
    yield from item.to_fix
    if full:
        for group in (item.to_judge, item.met, item.not_applicable, item.informs):
            yield from group


def _finding(pen: _Pen, entry: Entry, *, full: bool) -> None:
    finding = entry.finding
    criterion = f"{entry.criterion.id} " if entry.criterion else ""
    problem = f" ({wording.PROBLEM[finding.problem]})" if finding.problem else ""
    lines = [evidence.line for evidence in finding.evidence if evidence.line is not None]
    place = f", line {lines[0]}" if lines else ""
    head = f"{criterion}{wording.OUTCOME[finding.outcome].lower()}{problem}{place}"
    said = finding.message if full else wording.answer(finding)
    pen.line(f"{head}: {said}", first="  ", hang=2, style=_COLOR[finding.outcome])
    if full:
        for text in (finding.detail, *map(wording.evidence_text, finding.evidence)):
            pen.line(text, first="    ")
    if finding.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE):
        return
    for text in finding.look_for if finding.outcome is Outcome.NEEDS_REVIEW else ():
        pen.line(text, first="    Look for: ")
    pen.line(finding.fix, first="    Fix: ")

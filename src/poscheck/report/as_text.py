"""A scorecard for a terminal: the answer first, then what to do, then what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.report import wording
from poscheck.report.pen import BOLD, DIM, GREEN, PURPLE, RED, YELLOW, Pen
from poscheck.report.view import STANDING, ComponentView, Entry, Standing, View, arrange
from poscheck.scorecard import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.scorecard import Scorecard

_COLOR = {
    Outcome.MET: GREEN,
    Outcome.NOT_MET: RED,
    Outcome.INCOMPLETE: YELLOW,
    Outcome.NEEDS_REVIEW: PURPLE,
    Outcome.NOT_APPLICABLE: DIM,
}
_MOST_REASONS = 5
"""As many as the page shows before it folds the others."""


def render_text(
    scorecard: Scorecard,
    *,
    color: bool = False,
    width: int = 80,
    page: str | None = None,
    full: bool = False,
    short: bool = False,
) -> str:
    """The scorecard as lines of at most ``width`` letters (one long word may stick out); ends in a newline.

    ``page`` says where the HTML page is. Met findings, those for a person, and evidence are listed only where
    ``full``; where ``short``, a line for each component stands for all of its findings. No line is a command to a CI
    runner, and no control code of the submission reaches the terminal.
    """
    pen = Pen(color=color, width=width)
    view = arrange(scorecard)
    _answer(pen, view)
    _to_do(pen, view, short=short)
    if page:
        pen.blank()
        pen.line(f"The whole scorecard: {page}")
    if short:
        _strip(pen, view)
    else:
        _findings(pen, view, full=full)
    return pen.text()


def _answer(pen: Pen, view: View) -> None:
    card = view.scorecard
    about = card.submission
    match card.verdict:
        case Verdict.MEETS:
            style = _COLOR[Outcome.MET]
        case Verdict.DOES_NOT_MEET:
            style = _COLOR[Outcome.NOT_MET]
        case Verdict.UNDECIDED:
            style = _COLOR[Outcome.INCOMPLETE]
    pen.line(view.headline, style=f"{BOLD};{style}")
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
    pen.line("A self-check, not the state's decision.", style=DIM, first="  ")


def _fact(pen: Pen, name: str, text: str) -> None:
    pen.line(text, first=f"  {name:<9}")


def _to_do(pen: Pen, view: View, *, short: bool) -> None:
    if view.problems or view.lacking:
        pen.heading("Lacking before you can submit")
    for problem in view.problems:
        pen.line(wording.problem_text(problem, brief=short), first="  - ")
    for entry in view.lacking:
        pen.line(f"{entry.finding.message} {entry.finding.fix}", first="  - ")
    if view.reasons:
        pen.heading("In the way of the requirements")
    shown = view.reasons[:_MOST_REASONS] if short else view.reasons
    for gate in shown:
        pen.line(f"{wording.waits_for(gate.kinds)}: {gate.text}", first="  - ")
    if len(view.reasons) > len(shown):
        pen.line(f"and {len(view.reasons) - len(shown)} more", first="    ", style=DIM)
    if view.steps:
        pen.heading("Do these first")
    for item in view.steps:
        needed = ", required" if item.step.required else ""
        pen.line(
            f"{wording.first_fix(item.step)} ({item.step.criterion}{needed}; {wording.gain_text(item.step)})",
            first=f"{item.number:>3}. ",
        )
    if view.more_steps:
        pen.line(f"and {wording.count(view.more_steps, 'more step')} after these", first="     ", style=DIM)


def _strip(pen: Pen, view: View) -> None:
    """The components at a glance: score, requirements, and how many questions there is something to do about."""
    rows = [(wording.capital(view.scorecard.ruleset.component_word), "Score", "Requirements", "To fix")]
    for item in view.components:
        name = f"{item.component.number} {item.component.title}"
        score = wording.score_short(item.component.score)
        rows.append((name, score, STANDING[item.standing], str(len(item.to_fix) or "")))
    pen.blank()
    pen.table(rows)


def _findings(pen: Pen, view: View, *, full: bool) -> None:
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
        pen.line(f"{wording.count(left, 'question')} for a person to judge: see the page.", style=DIM)


def _shown(item: ComponentView, *, full: bool) -> Iterator[Entry]:
    yield from item.to_fix
    if full:
        for group in (item.to_judge, item.met, item.not_applicable, item.informs):
            yield from group


def _finding(pen: Pen, entry: Entry, *, full: bool) -> None:
    finding = entry.finding
    criterion = f"{entry.criterion.id} " if entry.criterion else ""
    problem = f" ({wording.PROBLEM[finding.problem]})" if finding.problem else ""
    places = [wording.place(evidence) for evidence in finding.evidence if evidence.line is not None]
    place = f", {places[0]}" if places else ""
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

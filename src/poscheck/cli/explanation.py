"""How one rule was answered, step by step and in words: every condition, the value seen, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck import paths
from poscheck.checks.nodes import Quantifier
from poscheck.checks.phrases import must
from poscheck.checks.trace import Leaf
from poscheck.cli.terminal import can_show
from poscheck.engine.evidence import nearest
from poscheck.report import wording
from poscheck.report.pen import DIM, GREEN, PURPLE, RED, YELLOW
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.checks.trace import Trace
    from poscheck.engine.judge import Judged
    from poscheck.paths import Path
    from poscheck.reading import Document
    from poscheck.report.pen import Pen
    from poscheck.scorecard import Citation, Finding

_COLORS = {
    Outcome.MET: GREEN,
    Outcome.NOT_MET: RED,
    Outcome.INCOMPLETE: YELLOW,
    Outcome.NEEDS_REVIEW: PURPLE,
    Outcome.NOT_APPLICABLE: DIM,
}
_EXPANDED = 3
_NAMED = 8


class Explanation:
    """Writes with ``pen`` how rules were answered on the submission in ``document``."""

    def __init__(self, pen: Pen, document: Document) -> None:
        self.pen = pen
        self.document = document
        self._cited: Citation | None = None
        marks = ("✓", "✗", "?") if can_show("✓✗") else ("+", "x", "?")
        self._marks = dict(zip((True, False, None), marks, strict=True))

    def rule(self, finding: Finding, judged: Judged) -> None:
        """The question, the answer, each condition, and what would make it met."""
        pen = self.pen
        pen.heading(finding.rule)
        pen.line(finding.question)
        problem = f" ({wording.PROBLEM[finding.problem]})" if finding.problem else ""
        pen.blank()
        answer = f"{wording.OUTCOME[finding.outcome]}{problem}: {finding.message}"
        pen.line(answer, style=_COLORS[finding.outcome])
        if not judged.traces:
            pen.line("There is nothing here that a program could check.")
        if judged.outcome is not finding.outcome:
            pen.line(finding.detail)
            pen.line(f"Without that, poscheck's answer is: {wording.OUTCOME[judged.outcome].lower()}.")
        self._part("Does it apply?", judged.when)
        self._part("What was asked, and what the file says", judged.check)
        self._part("Does a person have to look at it, though it is met?", judged.review_if)
        if finding.look_for:
            pen.blank()
            pen.line("A person looks for:")
            for text in finding.look_for:
                pen.line(text, first="  - ")
        pen.blank()
        if finding.fix and finding.outcome is not Outcome.MET:
            pen.line(finding.fix, first="To do:  ")
        if finding.citation != self._cited:  # of several rules with one source, only the first says it
            pen.line(citation_text(finding.citation), first="Source: ", style=DIM)
            self._cited = finding.citation

    def _part(self, title: str, trace: Trace | None) -> None:
        if trace is None:
            return
        self.pen.blank()
        self.pen.line(title)
        for step in _opened(trace):
            self._step(step, 2)

    def _step(self, trace: Trace, indent: int, *, denied: bool = False) -> None:
        """One condition and all below it; ``denied`` where it should not hold, below "none of" and "not"."""
        if isinstance(trace, Leaf):
            said = f"{trace.subject}:" if denied else f"{trace.subject} {must(trace.asked)};"
            self._write(trace.truth, f"{said} {self._seen(trace)}", indent, denied=denied)
            return
        found = f": {trace.found}" if trace.found else ""
        self._write(trace.truth, wording.capital(f"{trace.asked}{found}"), indent, denied=denied)
        if trace.of_items:
            self._items(trace, indent + 2, denied=denied is not (trace.word == Quantifier.NONE_OF))
        else:
            for child in trace.children:
                self._step(child, indent + 2, denied=denied is not (trace.word == "not"))

    def _items(self, trace: Trace, indent: int, *, denied: bool) -> None:
        """The items of a list: those that decide are opened, the others named."""
        values_only = all(child.leaf for child in trace.children if child.label)
        chosen = _telling(trace)
        opened = chosen[: _NAMED if values_only else _EXPANDED]
        for child in opened:
            self._item(child, indent, denied=denied)
        rest = [child.label for child in chosen[len(opened) :] if child.label]
        if rest:
            more = f" and {len(rest) - _NAMED} more" if len(rest) > _NAMED else ""
            self.pen.line(f"also {', '.join(rest[:_NAMED])}{more}", first=" " * indent, hang=2, style=DIM)

    def _item(self, child: Trace, indent: int, *, denied: bool) -> None:
        if isinstance(child, Leaf):
            self._write(child.truth, f"{child.label or child.subject}: {self._seen(child)}", indent, denied=denied)
            return
        doubt = "; it is not known whether it counts" if child.considered is None else ""
        self._write(
            child.truth,
            f"{child.label or child.asked}{self._where(child.item and child.item[1])}{doubt}",
            indent,
            denied=denied,
        )
        for step in child.children:
            for inner in _opened(step):
                if inner.leaf or inner.children or inner.found:
                    self._step(inner, indent + 2, denied=denied)

    def _write(self, truth: bool | None, text: str, indent: int, *, denied: bool) -> None:
        good = truth if truth is None or not denied else not truth
        self.pen.line(text, first=f"{' ' * indent}{self._marks[good]} ")

    def _seen(self, trace: Leaf) -> str:
        if trace.seen is None:
            return f"the file does not say{self._where(trace.place, 'it belongs near line {}')}"
        if trace.place and paths.get(self.document.tree, trace.place) is None:
            return (
                f"left out, which counts as {trace.seen or 'an empty list'}{self._where(trace.place, 'near line {}')}"
            )
        said = f"says {trace.seen}" if trace.seen else "has an empty list"
        return f"the file {said}{self._where(trace.place)}"

    def _where(self, place: Path | None, text: str = "line {}, column {}") -> str:
        position = self.document.position(place) if place else None
        return f" ({text.format(position.line, position.column)})" if position else ""


def citation_text(citation: Citation) -> str:
    """The document and the place in it."""
    parts = [citation.title or citation.source, citation.item]
    return ", ".join(part for part in parts if part)


def _opened(trace: Trace) -> Sequence[Trace]:
    """The conditions of a trace that only says "all of these"; else the trace itself."""
    if trace.word == "all" and trace.item is None and trace.children:
        return trace.children
    return (trace,)


def _telling(trace: Trace) -> list[Trace]:
    """The items that tell most: those that hold where the list word holds, else those nearest to holding."""
    if all(child.leaf for child in trace.children if child.label):
        return sorted(trace.children, key=lambda child: child.truth is True)
    if trace.truth is True and trace.word != Quantifier.NONE_OF:
        return [child for child in trace.children if child.truth is True]
    lacking = nearest(trace)
    return [*lacking, *(child for child in trace.children if child not in lacking)]

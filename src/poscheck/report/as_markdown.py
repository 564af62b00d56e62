"""A scorecard as Markdown, for a pull request, a wiki or a mail: the terminal's story with headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poscheck.report import wording
from poscheck.report.plain import clipped, one_line, without_ci_commands
from poscheck.report.view import STANDING, ComponentView, Entry, View, arrange

if TYPE_CHECKING:
    from poscheck.scorecard import Scorecard

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&@-])")
_NUMBERED = re.compile(r"^(\d+)\.")
_LINK = re.compile(r"(?i)(?<=http)(?=s?:)|(?<=www)(?=\.)")


def render_markdown(scorecard: Scorecard) -> str:
    """The scorecard as Markdown that ends in a newline; text of a submission can neither link nor format."""
    view = arrange(scorecard)
    blocks = [*_answer(view), *_to_do(view), *_strip(view)]
    for item in view.components:
        blocks += _component(item)
    return without_ci_commands("\n\n".join(blocks)) + "\n"


def escaped(text: str) -> str:
    """``text`` on one line, with every character that Markdown or HTML would read made harmless."""
    line = _SPECIAL.sub(r"\\\1", one_line(text))
    return _LINK.sub("\u200b", _NUMBERED.sub(r"\1\\.", line))  # a bare address would become a link


def _answer(view: View) -> list[str]:
    card = view.scorecard
    about = card.submission
    names = " · ".join(escaped(name) for name in (about.district, about.state, about.cluster) if name)
    origin = wording.AS_OF_FROM.get(card.as_of_from, card.as_of_from)
    score = wording.score_text(card.score) + (" (of 100)" if card.score else "")
    facts = [
        f"- **Score:** {escaped(score)}",
        f"- **Counts:** {wording.counts_text(card.counts)}",
        f"- **As of:** {escaped(wording.long_date(card.as_of))}, {escaped(origin)}",
        f"- **Rules:** {escaped(card.ruleset.title)}, version {escaped(card.ruleset.version)}",
    ]
    if card.without_decisions:
        alone = card.without_decisions
        facts.append(
            f"- **Without reviewers' decisions:** {wording.VERDICT[alone.verdict].lower()}; "
            f"score {wording.score_text(alone.score)}; {wording.counts_text(alone.counts)}"
        )
    return [
        f"# {escaped(about.program or about.source)}",
        *([names] if names else []),
        f"**{escaped(view.headline)}** {escaped(view.second_line)}",
        "\n".join(facts),
        "A self-check, not the state's decision.",
    ]


def _to_do(view: View) -> list[str]:
    blocks = []
    lacking = [f"- {escaped(wording.problem_text(problem))}" for problem in view.problems]
    lacking += [f"- {escaped(f'{entry.finding.message} {entry.finding.fix}')}" for entry in view.lacking]
    if lacking:
        blocks += ["## Lacking before you can submit", "\n".join(lacking)]
    if view.reasons:
        reasons = (f"- {wording.waits_for(item.kinds)}: {escaped(item.text)}" for item in view.reasons)
        blocks += ["## In the way of the requirements", "\n".join(reasons)]
    if view.steps:
        blocks += ["## Do these first", "\n".join(_step(view))]
    return blocks


def _step(view: View) -> list[str]:
    lines = []
    for item in view.steps:
        needed = ", required" if item.step.required else ""
        lines.append(
            f"{item.number}. {escaped(item.step.text)} "
            f"({escaped(item.step.criterion)}{needed}; {escaped(wording.gain_text(item.step))})"
        )
    return lines


def _strip(view: View) -> list[str]:
    rows = [
        f"| {item.component.number} {escaped(item.component.title)} "
        f"| {wording.score_short(item.component.score)} "
        f"| {STANDING[item.standing]} | {wording.open_text(item.counts)} |"
        for item in view.components
    ]
    word = wording.capital(escaped(view.scorecard.ruleset.component_word))
    head = [f"| {word} | Score of 100 | Requirements | Open questions |", "| --- | --- | --- | --- |"]
    return ["\n".join([*head, *rows])] if rows else []


def _component(item: ComponentView) -> list[str]:
    entries = (*item.to_fix, *item.to_judge)
    if not entries:
        return []
    component = item.component
    title = f"## {component.number} {escaped(component.title)}"
    return [
        title,
        wording.capital(wording.counts_text(item.counts)),
        "\n".join(_finding(entry) for entry in entries),
    ]


def _finding(entry: Entry) -> str:
    finding = entry.finding
    criterion = f"{escaped(entry.criterion.id)} " if entry.criterion else ""
    problem = f" ({wording.PROBLEM[finding.problem]})" if finding.problem else ""
    text = escaped(f"{finding.message} {finding.detail}")
    lines = [f"- **{wording.OUTCOME[finding.outcome]}**{problem}: {criterion}{text}"]
    lines += [f"  - {escaped(clipped(wording.evidence_text(evidence), 200))}" for evidence in finding.evidence[:1]]
    lines += [f"  - Look for: {escaped(text)}" for text in finding.look_for]
    if finding.fix:
        lines.append(f"  - Fix: {escaped(finding.fix)}")
    return "\n".join(lines)

"""The texts of ``poscheck rules show``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from poscheck.report import wording
from poscheck.report.explanation_words import citation_text
from poscheck.rulebook.requirement import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from poscheck.cli.rules.places import Places
    from poscheck.report.pen import Pen
    from poscheck.rulebook.requirement import Said
    from poscheck.ruleset import Component, Criterion, Rule, Ruleset


class Show:
    """Writes parts of a ruleset with a pen."""

    def __init__(self, pen: Pen, ruleset: Ruleset, places: Places) -> None:
        self.pen = pen
        self.ruleset = ruleset
        self.places = places

    def known(self) -> dict[str, Callable[[], None]]:
        """Everything that can be shown, by its name."""
        return {
            **{rule.id: partial(self.rule, rule) for rule in self.ruleset.rules},
            **{str(component.number): partial(self.component, component) for component in self.ruleset.components},
            **{component.id: partial(self.component, component) for component in self.ruleset.components},
            **{criterion.id: partial(self.criterion, criterion) for criterion in self.ruleset.criteria},
        }

    def component(self, component: Component) -> None:
        """A component: weight, minimum, and its criteria."""
        pen = self.pen
        pen.line(f"{component.number} {component.title}", style="1")
        self._fact("Also", component.alias)
        self._fact("Weight", f"{component.weight} (the components' weights are relative to each other)")
        self._fact("Minimum", f"a score of {component.minimum}" if component.minimum else None)
        self._fact("Written", self.places.of_component(component.id))
        pen.heading(f"{wording.capital(wording.many(self.ruleset.criterion_word))}")
        for criterion in component.criteria:
            needed = " (required)" if criterion.required else ""
            rules = wording.count(len(criterion.rules), "rule")
            pen.line(f"{criterion.id} {criterion.title}{needed}, {rules}", first="  ", hang=2)

    def criterion(self, criterion: Criterion) -> None:
        """A criterion: why it is asked, and its rules with their questions."""
        pen = self.pen
        pen.line(f"{criterion.id} {criterion.title}", style="1")
        pen.line(criterion.why)
        pen.blank()
        self._fact("Also", criterion.alias)
        required = self.ruleset.scale[self.ruleset.required_rating].name
        self._fact("Required", f"yes, “{required}” must be reached" if criterion.required else "no")
        self._fact("Duty of", {"shared": "district and state"}.get(criterion.responsible, criterion.responsible))
        self._fact("State", criterion.state_fact)
        self._fact("Source", citation_text(criterion.citation))
        self._fact("Written", self.places.of_criterion(criterion.id))
        pen.heading(wording.count(len(criterion.rules), "rule").capitalize())
        for rule in criterion.rules:
            pen.line(f"{rule.id} ({self._level(rule)})", first="  ")
            pen.line(rule.question, first="    ")

    def rule(self, rule: Rule) -> None:
        """A rule: question, answers, who decides, what to do, source and tests."""
        pen = self.pen
        pen.line(rule.id, style="1")
        pen.line(rule.question)
        self._in_words(said(rule, self.ruleset))
        pen.blank()
        criterion = next((c for c in self.ruleset.criteria if rule in c.rules), None)
        self._fact("For", f"{criterion.id} {criterion.title}" if criterion else "readiness to submit")
        self._fact("Level", self._level(rule) if criterion else None)
        self._fact("Why", criterion.why if criterion else None)
        self._fact("Met", rule.met)
        self._fact("Not met", rule.not_met)
        self._fact("Open", rule.incomplete)
        self._fact("To do", rule.fix)
        self._fact("Decides", wording.DECIDES[rule.executability])
        for text in rule.look_for:
            self._fact("", f"- {text}")
        ours = "; the threshold is this ruleset's own choice" if rule.ours else ""
        self._fact("Source", citation_text(rule.citation) + ours)
        self._fact("Web", rule.citation.url)
        self._fact("Tests", f"{wording.count(len(rule.cases), 'test')} in the rule file")
        self._fact("Written", self.places.of_rule(rule.id))
        self._source(rule.id)

    def _in_words(self, told: Said) -> None:
        """What is asked, in the sentences of the rulebook."""
        if told.asks is None:
            return
        self.pen.heading("In words")
        for depth, text in ((0, told.when), *told.asks.outline(), *((0, note) for note in (*told.notes, told.review))):
            if text:
                self.pen.line(text, first="  " * depth + ("- " if depth else "  "), hang=2)

    def _level(self, rule: Rule) -> str:
        if rule.level is None:
            return "informs only" if not rule.rated else "readiness"
        return self.ruleset.scale[rule.level].name

    def _fact(self, name: str, text: str | None) -> None:
        if text:
            self.pen.line(text, first=f"  {name:<9}")

    def _source(self, name: str) -> None:
        """The check as it is written."""
        lines = self.places.check_of(name)
        if lines:
            self.pen.heading("The check as it is written (the words are explained in docs/rule-language.md)")
            self.pen.verbatim(lines, indent=2)

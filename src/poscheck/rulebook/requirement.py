"""What a rule asks, as a person would say it: a sentence, or a sentence with a short list."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from poscheck.checks import nodes
from poscheck.checks.figures import filled, placeholders
from poscheck.checks.walk import descend
from poscheck.records import Record
from poscheck.rulebook.clauses import Clauses
from poscheck.rulebook.english import sentence, several
from poscheck.rulebook.lexicon import lexicon
from poscheck.rulebook.operands import Operands
from poscheck.rulebook.subjects import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poscheck.rulebook.speaker import Scene
    from poscheck.ruleset import Rule, Ruleset

_ONE_BREATH = 170
_MANY = 3
_NOWHERE: Scene = MappingProxyType({})
_BEGINNINGS = frozenset({"at", "every", "no", "for", "there", "the", "that", "exactly"})
_EMPTY = {
    nodes.IfEmpty.MET: "If {}, this is met.",
    nodes.IfEmpty.NOT_MET: "If {}, this is not met.",
    nodes.IfEmpty.NOT_APPLICABLE: "If {}, this does not apply.",
}


class Requirement(Record):
    """A sentence, and the parts that it announces where it ends in a colon."""

    text: str
    parts: tuple[Requirement, ...] = ()

    def outline(self, depth: int = 0) -> Iterator[tuple[int, str]]:
        """It and all of its parts, each with how deep it stands."""
        yield depth, self.text
        for part in self.parts:
            yield from part.outline(depth + 1)


class Said(Record):
    """A rule in words: when it is asked, what is asked, what else one has to know, and when a person looks."""

    when: str | None
    asks: Requirement | None
    notes: tuple[str, ...]
    review: str | None


def said(rule: Rule, ruleset: Ruleset) -> Said:
    """What ``rule`` asks in the words of its check."""
    words = lexicon()
    speaker = Clauses(words, Operands(words, ruleset.parameters))
    logic = rule.logic
    return Said(
        when=None if logic.when is None else sentence(f"This is asked only where {speaker.said(logic.when, None, {})}"),
        asks=_asks(speaker, rule),
        notes=() if logic.check is None or rule.in_words else tuple(_notes(speaker, logic.check)),
        review=None
        if logic.review_if is None
        else sentence(f"A person looks at it where {speaker.said(logic.review_if, None, {})}"),
    )


def requirement(
    speaker: Clauses, check: nodes.Check, subject: str | None = None, scene: Scene = _NOWHERE
) -> Requirement:
    """A check as one sentence, or as a list where that would be too long to follow."""
    flatly = sentence(_subjected(speaker.said(check, subject, scene), subject if about(check) == subject else None))
    match check:
        case nodes.All(checks) | nodes.Any(checks) | nodes.Among(_, checks):
            if len(flatly) < _ONE_BREATH and len(checks) < _MANY and not isinstance(check, nodes.Among):
                return Requirement(flatly)
            return Requirement(f"{_lead(speaker, check, subject)}:", _parts(speaker, check, subject, scene))
        case nodes.Quantified(nodes.Quantifier.AT_LEAST | nodes.Quantifier.EVERY, must=must) if (
            must is not None and subject is None
        ):
            return Requirement(flatly) if len(flatly) < _ONE_BREATH else _of_items(speaker, check, flatly)
    return Requirement(flatly)


def _asks(speaker: Clauses, rule: Rule) -> Requirement | None:
    """The words that the rule brings along, with the values of the parameters that they name; else made ones."""
    text = rule.in_words
    if text is None:
        return None if rule.logic.check is None else requirement(speaker, rule.logic.check)
    return Requirement(filled(text, {name: speaker.operands.parameter_text(name) for name in placeholders(text)}))


def _lead(speaker: Clauses, check: nodes.All | nodes.Any | nodes.Among, subject: str | None) -> str:
    match check:
        case nodes.All():
            return "It meets all of this" if subject else "All of this holds"
        case nodes.Any():
            return "It meets one of these" if subject else "One of these holds"
        case nodes.Among(count):
            wanted = speaker.operands.value(count)
            return f"It does at least {wanted} of these" if subject else f"At least {wanted} of these hold"


def _parts(
    speaker: Clauses, check: nodes.Joined, subject: str | None, scene: Scene, *, plural: bool = False
) -> tuple[Requirement, ...]:
    """The parts of a list; what says the same of the same value is one part, and what is said twice is said once."""
    assert not isinstance(check, nodes.Not)
    parts: list[Requirement] = []
    for group in speaker.groups(check.checks) if isinstance(check, nodes.All) else [[part] for part in check.checks]:
        if len(group) == 1 and not plural:
            parts.append(requirement(speaker, group[0], subject, scene))
        else:
            texts = speaker.together(group, subject, scene, plural=plural)
            of_it = subject if about(group[0]) == subject else None
            parts.extend(Requirement(sentence(_subjected(text, of_it, plural=plural))) for text in texts)
    return tuple(dict.fromkeys(parts))


def _of_items(speaker: Clauses, node: nodes.Quantified, flatly: str) -> Requirement:
    """So many items that show several things, one by one."""
    noun, _, inside = speaker.noun(node.items, {})
    who = speaker.so_many(node, noun)
    plural = speaker.says_many(node)
    must = node.must
    subject = node.items.name if must is not None and about(must) == node.items.name else None
    match must:
        case nodes.All() | nodes.Any() | nodes.Among():
            lead = _lead(speaker, must, subject)
            if subject is None:
                text = f"For {who}, {lead[:1].lower()}{lead[1:]}:"
            else:
                text = f"{who} {several(lead.removeprefix('It ')) if plural else lead.removeprefix('It ')}:"
            return Requirement(sentence(text), _parts(speaker, must, subject, inside, plural=plural))
    return Requirement(flatly)


def _subjected(text: str, subject: str | None, *, plural: bool = False) -> str:
    """A verb phrase about an item with "it" before it; anything else as it is."""
    begins = text.partition(" ")[0]
    return text if subject is None or begins in _BEGINNINGS else f"{'they' if plural else 'it'} {text}"


def _notes(speaker: Clauses, check: nodes.Check) -> Iterator[str]:
    """What holds where the outermost list word has nothing to look at, and how alternatives are counted."""
    if isinstance(check, nodes.Quantified) and check.if_empty is not None:
        noun, _, _ = speaker.noun(check.items, {})
        none = (
            f"there is no {speaker.phrase(noun)} at all" if check.word is nodes.Quantifier.NONE_OF else "there is none"
        )
        yield _EMPTY[check.if_empty].format(none)
    if any(isinstance(part, nodes.Summarized) and part.one_per is not None for part in descend(check)):
        yield "Where students choose one of several courses, only the one with the fewest credits counts."

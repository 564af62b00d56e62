"""The texts of a rule, read aloud: one question with both of its answers, in words that people use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poscheck.authoring.lint.remark import Remark, remark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from poscheck.ruleset.draft import DraftCriterion, DraftRule

LONGEST_QUESTION, LONGEST_TEXT = 140, 240
"""In letters: a question that is read aloud in one breath, and a paragraph on the scorecard."""
_ASKING = re.compile(
    r"(?:^|, |: )(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|may|must|should)\b", re.IGNORECASE
)
"""How a question begins that is answered with yes or no, perhaps after a clause ("Where there are …, do …")."""
_FIELD = re.compile(r"\b[a-z]+(?:\.[a-z]+)*[._][a-z_]+\b|\bset \S+ to (?:true|false)\b")
"""The name of a field, as nobody would say it: with a full stop or underscore inside."""
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\b\w+\.(?:org|gov|edu|com|net)\b")
_ANSWERS = ("met", "not_met", "incomplete")


def on_texts(rule: DraftRule, extensions: Collection[str]) -> Iterator[Remark]:
    """Remarks on the question, the answers and what to do; fields of ``extensions`` have no other name to give."""
    yield from _question(rule)
    yield from _answers(rule)
    for key in ("question", *_ANSWERS, "fix"):
        text = getattr(rule.source, key)
        if text and (found := _FIELD.search(_ADDRESS.sub("", text))) and found[0] not in extensions:
            message = f"`{key}` speaks of `{found[0]}`, the name of a field"
            yield remark("field-name", message, "Say it in words that a superintendent would use.", rule, key)
        longest = LONGEST_QUESTION if key == "question" else LONGEST_TEXT
        if text and len(text) > longest:
            message = f"`{key}` has {len(text)} letters; more than {longest} are not read"
            yield remark(
                "long-text", message, "Say the main thing; the rest belongs to `why` or to another rule.", rule, key
            )


def on_why(criterion: DraftCriterion) -> Iterator[Remark]:
    """A remark on a criterion whose reason is no sentence."""
    why = criterion.source.why
    if why and why.rstrip()[-1] not in ".!?":
        yield remark("no-sentence", "`why` is not a whole sentence", "End it with a full stop.", criterion, "why")


def _question(rule: DraftRule) -> Iterator[Remark]:
    question = rule.source.question or ""
    if question.rstrip().count("?") > 1:
        to_do = "Make a rule of each question; each has its own answer and its own fix."
        yield remark("several-questions", "`question` asks more than one question", to_do, rule, "question")
    elif not _ASKING.search(question):
        to_do = "Begin with Is, Are, Does, Do, Has or Have."
        yield remark("no-yes-or-no", "`question` cannot be answered with yes or no", to_do, rule, "question")


def _answers(rule: DraftRule) -> Iterator[Remark]:
    source = rule.source
    for key in (*_ANSWERS, "fix"):
        text = getattr(source, key)
        if text and text.rstrip()[-1] not in ".!?":
            yield remark("no-sentence", f"`{key}` is not a whole sentence", "End it with a full stop.", rule, key)
    if source.met and source.not_met and _folded(source.met) == _folded(source.not_met):
        to_do = "Say in `not_met` what is lacking."
        yield remark("same-answers", "`met` and `not_met` say the same", to_do, rule, "not_met")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())

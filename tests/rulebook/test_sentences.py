"""What every shipped rule asks, in words: reviewed text, so that a change of wording is seen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from poscheck.rulebook.requirement import said
from poscheck.scorecard import Executability
from tests.report.golden import assert_golden
from tests.rulebook.rulesets import RULESETS, loaded

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parent / "golden"
CODE = re.compile(r"[a-z]+_[a-z]|[{}`\\]|\b\w+\.\w+\.\w+|\bNone\b|as_of")
LONGEST = 300


@pytest.mark.parametrize("name", RULESETS)
def test_every_rule_is_said_as_it_was_approved(name: str) -> None:
    assert_golden(GOLDEN / f"{name}.txt", "\n".join(_told(name)) + "\n")


@pytest.mark.parametrize("name", RULESETS)
def test_no_path_operator_or_broken_sentence_shows(name: str) -> None:
    ruleset = loaded(name)
    for rule in ruleset.rules:
        told = said(rule, ruleset)
        assert (told.asks is None) == (rule.executability is Executability.HUMAN)
        for _, text in told.asks.outline() if told.asks else []:
            assert not CODE.search(text), text
            assert text[0].isupper(), text
            assert text.endswith((".", ":")), text
            assert not re.search(r"  |,,|\.\.|\b(\w+) \1\b", text), text
            assert len(text) <= LONGEST, text


def _told(name: str) -> Iterator[str]:
    ruleset = loaded(name)
    for rule in ruleset.rules:
        told = said(rule, ruleset)
        yield f"{rule.id}: {rule.question}"
        if told.when:
            yield f"  {told.when}"
        if told.asks:
            for depth, text in told.asks.outline():
                yield f"{'  ' * (depth + 1)}{'- ' if depth else ''}{text}"
        yield from (f"  {text}" for text in [*told.notes, *([told.review] if told.review else [])])
        yield ""

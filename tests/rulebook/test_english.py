"""The grammar: articles, plurals, verbs and lists."""

from __future__ import annotations

import pytest

from poscheck.rulebook import english


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("course", "a course"),
        ("employer", "an employer"),
        ("union", "a union"),
        ("hour", "an hour"),
        ("CTE course", "a CTE course"),
        ("English course", "an English course"),
    ],
)
def test_article(noun: str, said: str) -> None:
    assert english.a(noun) == said


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("course", "courses"),
        ("inventory of interests", "inventories of interests"),
        ("class on safety", "classes on safety"),
        ("day", "days"),
    ],
)
def test_plural(one: str, many: str) -> None:
    assert english.many(one) == many


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("names its source", "name their source"),
        ("is in force", "are in force"),
        ("teaches safety", "teach safety"),
        ("carries on", "carry on"),
        ("says what it gives", "say what they give"),
        ("took place", "took place"),
        ("has, for at least one occupation, a figure", "have, for at least one occupation, a figure"),
    ],
)
def test_verb_of_several(one: str, several: str) -> None:
    assert english.several(one) == several


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("is dated", "is not dated"),
        ("names it", "does not name it"),
        ("the plan is on file", "the plan is not on file"),
    ],
)
def test_a_clause_is_denied(said: str, denied: str) -> None:
    assert english.denied(said) == denied


@pytest.mark.parametrize(
    ("phrases", "said"),
    [
        (["event on colleges", "event on careers"], "event on colleges or careers"),
        (["industry test", "state test"], "industry or state test"),
        (["set of academic standards", "set of technical standards"], "set of academic or technical standards"),
        (["employer", "association of employers"], "employer or association of employers"),
        (["course"], "course"),
        (["license", "license"], "license"),
    ],
)
def test_alternatives(phrases: list[str], said: str) -> None:
    assert english.alternatives(phrases) == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "one"), (10, "ten"), (11, "11"), (15001, "15,001"), (0.5, "0.5"), (3.0, "three")]
)
def test_small_numbers_are_words(number: float, said: str) -> None:
    assert english.spelled(number) == said

"""The gate: whatever a template says, text is made plain and escaped once, and only markup is left as it is."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from poscheck.report.gate import GatedEnvironment
from poscheck.scorecard import Outcome

ATTACK = "<b>\x1b[31m'\"&\u202e"
SAFE = "&lt;b&gt;&#x27;&quot;&amp;"


class Sly(str):
    """Text that says it is markup, and is not ours."""

    def __html__(self) -> str:
        return "<script>"


def rendered(source: str, **values: object) -> str:
    loader = DictLoader({"page": source, "other": "{% macro made(x) %}<i>{{ x }}</i>{% endmacro %}"})
    return GatedEnvironment(loader=loader, undefined=StrictUndefined).get_template("page").render(values)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ x }}", SAFE),
        ("<p title='{{ x }}'>", f"<p title='{SAFE}'>"),
        ("{{ x ~ x }}", SAFE * 2),
        ("{{ [x, x]|join(', ') }}", f"{SAFE}, {SAFE}"),
        ("{% set y = x %}{{ y }}", SAFE),
        ("{% set y %}<i>{{ x }}</i>{% endset %}{{ y }}", f"<i>{SAFE}</i>"),
        ("{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}{{ m(x) }}", f"<i>{SAFE}</i>"),
        ("{% import 'other' as other %}{{ other.made(x) }}", f"<i>{SAFE}</i>"),
        ("{% import 'other' as other %}{{ other.made(other.made(x)) }}", f"<i><i>{SAFE}</i></i>"),
        ("{% for y in [x] %}{{ y|trim }}{% endfor %}", SAFE),
        ("{{ '<' }}{{ 3 }}{{ none }}{{ 1 < 2 }}", "&lt;3NoneTrue"),
    ],
)
def test_text_is_escaped_once(source: str, expected: str) -> None:
    assert rendered(source, x=ATTACK) == expected


def test_only_our_own_markup_is_markup() -> None:
    assert rendered("{{ x }}", x=Markup("<i>")) == "<i>"
    assert rendered("{{ x }}", x=Sly("<i>")) == "&lt;i&gt;"
    assert rendered("{{ x }}{{ x == 'met' }}", x=Outcome.MET) == "metTrue"


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        rendered("{{ y }}")

"""Whatever check loading accepts can be said: of every word, on fields with and without words of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given

from poscheck.rulebook.clauses import Clauses
from poscheck.rulebook.lexicon import lexicon
from poscheck.rulebook.operands import Operands
from poscheck.rulebook.requirement import requirement
from poscheck.ruleset.model import Parameter
from tests.checks.checks import Maker, Scope
from tests.checks.pools import parameter_values
from tests.checks.three import parsed
from tests.fuzz import randoms, tries

if TYPE_CHECKING:
    from random import Random

SCOPE = Scope(
    ("courses", "credit_agreements", "partners", "memoranda", "evaluations", "program", "extensions", "policies")
)
PARAMETERS = {
    name: Parameter(name=name, title=name, ours=True, kind=value.kind, citation=None, values=((1, value),))
    for name, value in parameter_values().items()
}


@tries(150)
@given(randoms)
def test_any_check_can_be_said(rng: Random) -> None:
    node = parsed(Maker(rng).check(SCOPE, 3))
    if node is None:
        return
    for _, text in requirement(Clauses(lexicon(), Operands(lexicon(), PARAMETERS)), node).outline():
        assert text[0].isupper() or not text[0].isalpha(), text
        assert text.endswith((".", ":")), text
        assert not re.search(r"\{\}|\bNone\b|nodes\.|<", text), text

"""The cases in the folders of the shipped rulesets."""

from __future__ import annotations

import pytest

from poscheck.authoring.cases import read_cases, run_case
from poscheck.resources import data_dir
from tests.rulesets import ruleset, shipped

CASES = [
    pytest.param(name, case, id=case.document.name)
    for name in shipped()
    for case in read_cases(data_dir("rules") / name, ruleset(name))
]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_case_comes_to_what_it_says(name: str, case: object) -> None:
    assert run_case(case, ruleset(name), data_dir("rules") / name) == ()  # type: ignore[arg-type]

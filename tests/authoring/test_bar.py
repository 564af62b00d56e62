"""The bar for our own rulesets: how many alterations of each kind their tests do not notice.

The figures only ever go down. `poscheck rules test NAME --mutate` lists what is left.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from poscheck.authoring.bench import Bench
from poscheck.authoring.mutation import mutate
from poscheck.authoring.trials import run_tests
from poscheck.reading import read_file, resolve
from poscheck.ruleset.load import load_written
from tests.rulesets import shipped

BAR = resolve(read_file(Path(__file__).with_name("bar.yaml")).tree)


@pytest.mark.parametrize("name", shipped())
def test_what_the_tests_of_a_ruleset_do_not_notice(name: str) -> None:
    written = load_written(name)
    bench, rules = Bench(written.ruleset), written.ruleset.rules

    assert list(run_tests(written, bench, rules)) == []
    result = mutate(written, bench, rules)

    assert {str(kind): result.survived(kind) for kind in result.tried} == BAR[name]
    assert all(result.tried.values())

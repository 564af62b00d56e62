"""The page of every sample, as somebody would mail it: small, whatever is in the file."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from poscheck.engine import evaluate, load_decisions
from poscheck.report import render_html
from poscheck.resources import data_dir
from poscheck.ruleset import load_ruleset
from poscheck.submission import load_submission

if TYPE_CHECKING:
    from poscheck.ruleset import Ruleset

FOLDER = data_dir("sample_submissions")
LISTED: dict[str, Any] = yaml.safe_load((FOLDER / "samples.yaml").read_text("utf-8"))
MOST_BYTES = 250_000

ruleset = cache(load_ruleset)


def page(sample: dict[str, Any], rules: Ruleset) -> str:
    submission = load_submission(FOLDER / sample["file"], rules.contract)
    if "decisions" not in sample:
        return render_html(evaluate(rules, submission, LISTED["as_of"]))
    decisions = load_decisions(FOLDER / sample["decisions"], rules)
    return render_html(evaluate(rules, submission, LISTED["as_of"], decisions=decisions))


@pytest.mark.parametrize("sample", LISTED["samples"], ids=lambda sample: str(sample["file"]))
def test_the_page_of_a_sample_is_small(sample: dict[str, Any]) -> None:
    assert len(page(sample, ruleset()).encode()) <= MOST_BYTES

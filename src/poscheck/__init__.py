"""Check a school district's program of study against declarative rules, and render the scorecard.

    >>> from datetime import date
    >>> import poscheck
    >>> ruleset = poscheck.load_ruleset()
    >>> submission = poscheck.load_submission("my-program.yaml", ruleset.contract)
    >>> scorecard = poscheck.evaluate(ruleset, submission, date(2026, 10, 15))
    >>> page = poscheck.render_html(scorecard)

Whatever is wrong with a file is an error of :mod:`poscheck.errors`. Names are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poscheck import errors
    from poscheck.engine.decisions import Decisions, load_decisions
    from poscheck.engine.evaluate import as_of_day, evaluate
    from poscheck.errors import PoscheckError, Problem, ReadError, RulesetError, UsageError
    from poscheck.report import render_html, render_markdown, render_packet, render_text, to_json
    from poscheck.ruleset import Ruleset, load_ruleset
    from poscheck.scorecard import Outcome, Scorecard, Verdict
    from poscheck.submission import Submission, load_submission

__version__ = "0.1.0"

__all__ = [
    "Decisions",
    "Outcome",
    "PoscheckError",
    "Problem",
    "ReadError",
    "Ruleset",
    "RulesetError",
    "Scorecard",
    "Submission",
    "UsageError",
    "Verdict",
    "as_of_day",
    "errors",
    "evaluate",
    "load_decisions",
    "load_ruleset",
    "load_submission",
    "render_html",
    "render_markdown",
    "render_packet",
    "render_text",
    "to_json",
]

_HOME = {
    "engine": ("Decisions", "as_of_day", "evaluate", "load_decisions"),
    "errors": ("PoscheckError", "Problem", "ReadError", "RulesetError", "UsageError"),
    "report": ("render_html", "render_markdown", "render_packet", "render_text", "to_json"),
    "ruleset": ("Ruleset", "load_ruleset"),
    "scorecard": ("Outcome", "Scorecard", "Verdict"),
    "submission": ("Submission", "load_submission"),
}


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("poscheck.errors")
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"poscheck.{module}"), name)
    raise AttributeError(f"module 'poscheck' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

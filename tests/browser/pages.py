"""The pages that every browser test visits. To add one, add a line to PAGES."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from poscheck.engine import evaluate
from poscheck.engine.explanation import explain
from poscheck.errors import Problem
from poscheck.report import render_error_html, render_html, render_packet
from poscheck.report.comparison import compare
from poscheck.report.comparison_page import render_comparison
from poscheck.report.demo_index import DemoRow, render_demo_index
from poscheck.report.explanation_page import render_explanation
from poscheck.report.side_by_side import render_side_by_side
from poscheck.resources import data_dir
from poscheck.rulebook.book import book
from poscheck.rulebook.crosswalk import counterparts, shipped
from poscheck.rulebook.page import book_page
from poscheck.ruleset import load_ruleset
from poscheck.submission import load_submission
from tests.report import cards

if TYPE_CHECKING:
    from collections.abc import Callable


def unreadable() -> str:
    """The page for a file that could not be read."""
    problems = [
        Problem(
            code="tab",
            message="A tab stands where blanks must be.",
            line=3,
            column=1,
            suggestion="  name: Riverbend",
        ),
        Problem(
            code="quote",
            message=f"A quotation mark is never closed. {cards.HOSTILE[1]}",
            line=9,
            allowed=cards.HOSTILE[8],
        ),
    ]
    return render_error_html("riverbend.yaml", problems, lambda line: f"\tname: {cards.HOSTILE[line % 9]}")


def sample(name: str) -> str:
    """The page of one of the sample submissions, judged as everywhere as of the samples' date."""
    ruleset = load_ruleset()
    submission = load_submission(data_dir("sample_submissions") / name, ruleset.contract)
    return render_html(evaluate(ruleset, submission, date(2026, 10, 15)))


def whole_packet() -> str:
    """The packet of the program that has everything, in a state with a guide of its own."""
    ruleset = load_ruleset()
    submission = load_submission(data_dir("rules") / "ten-components" / "fixtures" / "base.yaml", ruleset.contract)
    return render_packet(evaluate(ruleset, submission, date(2026, 10, 15)))


SAMPLES = ("typical-construction.yaml", "how-schools-write.yaml")
"""An ordinary page and the largest; what the others show is on the pages made by hand, too."""


def demo() -> str:
    """The list of samples, one of them unreadable, with texts that try to be more than text."""
    rows = [
        DemoRow(f"{name} {cards.HOSTILE[0]}", cards.HOSTILE[1], f"{name}.yaml", f"{name}.html", make())
        for name, make in cards.ALL.items()
    ]
    return render_demo_index([*rows, DemoRow("Broken", "A tab.", "broken.yaml", "broken.html", None)], "2026-10-15")


def explained() -> str:
    """How the questions of a criterion were answered, on a program that contradicts itself."""
    ruleset = load_ruleset()
    name = "contradictory-information-technology.yaml"
    submission = load_submission(data_dir("sample_submissions") / name, ruleset.contract)
    day = date(2026, 10, 15)
    card = evaluate(ruleset, submission, day)
    return render_explanation(explain(ruleset, submission, day.toordinal(), card, "6.1"))


def side_by_side() -> str:
    """A program before and after, with texts that try to be more than text."""
    before, after = cards.ALL["typical"](), cards.ALL["hostile"]()
    names = (f"As it is {cards.HOSTILE[0]}", "As it would be")
    found = compare(before, after)
    return render_comparison(before, after, found, heading="what if?", names=names, remark=cards.HOSTILE[1])


def by_rulesets() -> str:
    """One program by several rulesets."""
    made = [make() for make in cards.ALL.values()]
    return render_side_by_side(made, [f"{name}.html" for name in cards.ALL])


def rulebook(name: str) -> str:
    """The rulebook of a ruleset that comes with poscheck, its levels under names as long as a state may write them."""
    ruleset = load_ruleset(name)
    scale = tuple(
        step.changed(name=f"{step.name}, as every page of the guide describes it at length") for step in ruleset.scale
    )
    ruleset = ruleset.changed(scale=scale)
    return book_page(book(ruleset, counterparts(ruleset, shipped())))


PAGES: dict[str, Callable[[], str]] = {
    **{name: lambda make=make: render_html(make()) for name, make in cards.ALL.items()},  # type: ignore[misc]
    "unreadable": unreadable,
    "demo": demo,
    "packet": whole_packet,
    "hostile-packet": lambda: render_packet(cards.hostile()),
    "explained": explained,
    "side-by-side": side_by_side,
    "by-rulesets": by_rulesets,
    "rulebook": lambda: rulebook("new-jersey"),
    **{name: lambda name=name: sample(name) for name in SAMPLES},  # type: ignore[misc]
}

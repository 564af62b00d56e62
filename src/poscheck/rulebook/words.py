"""What the pages of the rulebook say besides the rules, the same on the page and in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.scorecard import Executability

if TYPE_CHECKING:
    from poscheck.rulebook.book import Threshold, Value
    from poscheck.scorecard import Citation

DECIDES = {
    Executability.FULL: "poscheck judges it.",
    Executability.PARTIAL: "poscheck can find that it is not met; where all of this holds, a person decides.",
    Executability.HUMAN: "A person judges it.",
}
"""Who judges a rule."""
STATE = "This is the state's duty. It is shown for information and never counts."
OWN = "The threshold is this ruleset's own choice and not the cited document's."


def citation(cited: Citation) -> str:
    """The document and the place in it."""
    return ", ".join(part for part in (cited.title or cited.source, cited.item) if part)


def until(value: Value) -> str:
    """From and until when a value holds; empty where it always does."""
    parts = [f"from {value.first}" if value.first else "", f"until {value.last}" if value.last else ""]
    return " ".join(part for part in parts if part)


def whose(threshold: Threshold) -> str:
    """Who has set a threshold."""
    return "this ruleset's own choice" if threshold.citation is None else f"published: {citation(threshold.citation)}"

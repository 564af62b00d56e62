"""Evaluating submissions: the scorecard of one, or only the outcomes of many."""

from __future__ import annotations

from poscheck.engine.decisions import Decisions, load_decisions
from poscheck.engine.evaluate import as_of_day, evaluate

__all__ = ["Decisions", "as_of_day", "evaluate", "load_decisions"]

"""Rulesets: loading them with everything checked, and running the tests in their files."""

from __future__ import annotations

from poscheck.ruleset.load import DEFAULT, load_ruleset
from poscheck.ruleset.model import Component, Criterion, Parameter, Rule, Ruleset

__all__ = ["DEFAULT", "Component", "Criterion", "Parameter", "Rule", "Ruleset", "load_ruleset"]

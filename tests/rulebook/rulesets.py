"""The rulesets that come with poscheck."""

from __future__ import annotations

from poscheck.resources import data_dir
from tests.rulesets import ruleset as loaded

__all__ = ["RULESETS", "loaded"]

RULESETS = sorted(file.parent.name for file in data_dir("rules").glob("*/ruleset.yaml"))

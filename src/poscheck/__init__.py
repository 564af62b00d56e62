"""Check a school district's program of study against declarative rules, and render the scorecard."""

from __future__ import annotations

__version__ = "0.1.0"

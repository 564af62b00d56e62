"""What could be better in a ruleset that loads: its texts, its tests, and what nobody uses."""

from __future__ import annotations

from poscheck.authoring.lint.run import CODES, LINT_FORMAT, Remark, errors, lint, unread_fields

__all__ = ["CODES", "LINT_FORMAT", "Remark", "errors", "lint", "unread_fields"]

"""What decides the outcome of a rule; apart from the compiler, so that a check of one file need not load that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.records import Entity

if TYPE_CHECKING:
    from poscheck.checks import nodes
    from poscheck.scorecard import Executability


class Logic(Entity):
    """What decides one rule's outcome; ``check`` is None where only a person can decide."""

    check: nodes.Check | None
    when: nodes.Check | None
    review_if: nodes.Check | None
    executability: Executability

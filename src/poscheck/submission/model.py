"""What loading gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poscheck.reading import Document
    from poscheck.scorecard import Note, SubmissionProblem


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission as the rules see it.

    ``data`` follows the contract: whatever was missing, a filler or did not fit is absent (an unknown member of a list
    is None, an unreadable record an empty one), references hold the key of what they name, and defaults are filled in.
    It is not to be changed. ``to_follow`` holds the paths, without list positions, that are still being collected.
    """

    document: Document
    data: Mapping[str, Any]
    problems: tuple[SubmissionProblem, ...]
    notes: tuple[Note, ...]
    to_follow: frozenset[str]

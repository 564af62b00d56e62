"""What loading gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.records import Entity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from poscheck.reading import Document
    from poscheck.scorecard import Note, SubmissionProblem


class Submission(Entity):
    """A submission as the rules see it.

    ``data`` follows the contract: whatever was missing, a filler or did not fit is absent (an unknown member of a list
    is None, an unreadable record an empty one), references hold the key of what they name, and defaults are filled in.
    It is not to be changed. ``to_follow`` holds the paths, without list positions, that are still being collected.
    """

    document: Document
    data: Mapping[str, Any]
    problems: tuple[SubmissionProblem, ...]
    note_count: int
    to_follow: frozenset[str]
    _notes: Callable[[], tuple[Note, ...]]

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was noticed, in the order of the file; the places are looked up when first asked for."""
        return self._notes()

"""Which file of a chunk ends the workers of a cluster: parts of the chunk are tried until single files are left."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from poscheck.batch.refusals import KILLER

if TYPE_CHECKING:
    from poscheck.batch.work import Task
    from poscheck.errors import Problem


@dataclass(frozen=True, slots=True)
class Piece:
    """The entries of a chunk from place ``start`` up to ``end``; a ``trial`` unless it is the chunk itself."""

    task: Task
    start: int
    end: int

    @property
    def trial(self) -> bool:
        """Whether it is there to find out something, and leaves no part."""
        return self.task.trial


@dataclass(slots=True)
class Suspect:
    """A chunk that has ended its workers, while pieces of it are tried."""

    task: Task
    open: int = 0
    blamed: dict[int, Problem] = field(default_factory=dict)

    def died(self, piece: Piece) -> list[Piece]:
        """What to try next: halves, or nothing where a single file is left, which is to blame."""
        if not piece.trial:
            self.open = 1
        self.open -= 1
        if piece.end - piece.start == 1:
            self.blamed[piece.start] = KILLER
            return self._verdict()
        middle = (piece.start + piece.end) // 2
        self.open += 2
        return [self._piece(piece.start, middle), self._piece(middle, piece.end)]

    def survived(self) -> list[Piece]:
        """What to try next after a piece that did no harm."""
        self.open -= 1
        return self._verdict()

    def _verdict(self) -> list[Piece]:
        """The chunk again without those who are to blame, once every piece has answered."""
        return [] if self.open else [whole(replace(self.task, given_up={**self.task.given_up, **self.blamed}))]

    def _piece(self, start: int, end: int) -> Piece:
        return Piece(replace(self.task, entries=self.task.entries[start:end], given_up={}, trial=True), start, end)


def whole(task: Task) -> Piece:
    """A chunk as one piece."""
    return Piece(task, 0, len(task.entries))

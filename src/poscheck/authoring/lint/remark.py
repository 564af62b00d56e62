"""A remark on a ruleset: where, what, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.records import Part
from poscheck.ruleset.written import spot

if TYPE_CHECKING:
    from poscheck.ruleset.draft import Placed


class Remark(Part):
    """One thing that could be better. ``kind`` is *error* for what keeps the ruleset from loading, else *style*.

    ``line`` and ``column`` count from 1; they are None for an error in a file that has no lines.
    """

    code: str
    kind: str
    file: str | None
    line: int | None
    column: int | None
    message: str
    to_do: str

    @property
    def place(self) -> str:
        """``file:line:column``."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


def remark(code: str, message: str, to_do: str, part: Placed, *keys: str | int, of_key: bool = False) -> Remark:
    """A remark of style about the value below ``part``, or with ``of_key`` about its key."""
    where = spot(part.placed(keys[0]) if keys else part, *keys, of_key=of_key)
    return Remark(
        code=code, kind="style", file=where.file, line=where.line, column=where.column, message=message, to_do=to_do
    )

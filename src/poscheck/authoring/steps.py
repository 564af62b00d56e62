"""One step up and one step down from a number, a length of time or a share, as it is written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from poscheck.dates import duration
from poscheck.reading import resolve
from poscheck.reading.document import Plain

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARE_STEP = Decimal("0.1")
"""A share of the items of a list: a finer step could be told only by lists of many items."""


def steps(raw: Any, *, share: bool = False) -> Iterator[Any]:
    """The neighbours of a written value; none of what is no number and no length of time."""
    if isinstance(raw, str) and duration(raw):
        yield from _moved_time(raw)
        return
    value = resolve(raw)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    number = Decimal(str(raw))
    exponent = number.as_tuple().exponent
    step = SHARE_STEP if share else Decimal(1).scaleb(min(int(exponent), 0))
    yield Plain(number - step)
    yield Plain(number + step)


def _moved_time(text: str) -> Iterator[str]:
    amount = int(text.split(maxsplit=1)[0])
    for moved in (amount - 1, amount + 1):
        if moved >= 0:
            yield re.sub(r"^\d+", str(moved), text)

"""Where everything stands in a text that has been read and found good, so that its tokens are all there is to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from poscheck.reading.document import Offsets


def offsets_of(token: re.Pattern[str], text: str, start: int, end: int) -> Offsets:
    """The offsets of the list or mapping from ``start`` to ``end``.

    The first group of ``token`` opens a container, the second closes one; without a group it is a key or single value.
    """
    root: Offsets = []
    open_ones = [root]
    for found in token.finditer(text, start, end):
        if found.lastindex == 1:
            offsets: Offsets = [found.start()]
            open_ones[-1].append(offsets)
            open_ones.append(offsets)
        elif found.lastindex:
            open_ones.pop()
        else:
            open_ones[-1].append(found.start())
    result: Offsets = root[0]
    return result

"""Regular expressions that cannot be made to run for long, whatever text they meet.

A pattern is checked on its parsed form: no back-references, no look-around, and no repetition of anything that holds a
repetition itself. With the cap on the length of values, matching then takes at most polynomial time of low degree.
"""

from __future__ import annotations

import re
import warnings
from importlib import import_module
from typing import Any

# The standard library's own parser of patterns: there is no public one that shows a pattern's structure.
codes: Any = import_module("re._constants")
sre: Any = import_module("re._parser")

_PLAIN = {codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY, codes.AT, codes.CATEGORY}
_REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}
_MOST_REPEATS = 6
_LONGEST = 200


def safe_pattern(text: str) -> re.Pattern[str] | str:
    """The compiled pattern, or a sentence that says why it is not allowed."""
    if len(text) > _LONGEST:
        return f"a pattern may have at most {_LONGEST} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parsed = sre.parse(text)
            compiled = re.compile(text)
    except (re.error, FutureWarning, DeprecationWarning, OverflowError, RecursionError) as error:
        return f"the pattern cannot be read: {error}"
    repeats: list[int] = []
    reason = _reason(parsed, inside_repeat=False, repeats=repeats)
    if reason is None and len(repeats) > _MOST_REPEATS:
        reason = f"a pattern may have at most {_MOST_REPEATS} repetitions"
    return reason or compiled


def _reason(parsed: Any, *, inside_repeat: bool, repeats: list[int]) -> str | None:
    for code, argument in parsed:
        reason: str | None = None
        if code in _PLAIN:
            continue
        if code in _REPEATS:
            if inside_repeat:
                return "a repetition may not stand inside another repetition"
            repeats.append(1)
            reason = _reason(argument[2], inside_repeat=True, repeats=repeats)
        elif code is codes.SUBPATTERN:
            reason = _reason(argument[3], inside_repeat=inside_repeat, repeats=repeats)
        elif code is codes.BRANCH:
            for branch in argument[1]:
                reason = reason or _reason(branch, inside_repeat=inside_repeat, repeats=repeats)
        else:
            return "back-references, look-around and conditions are not allowed in a pattern"
        if reason:
            return reason
    return None

"""The closed vocabulary: which words exist, and for which kinds of field each one makes sense."""

from __future__ import annotations

from poscheck.contract import Kind

LOGIC = ("all", "any", "not")
COUNTING = ("at_least", "at_most", "exactly", "share_at_least")
NAMING_A_LIST = ("every", "none_of")
WHOLE_LIST = ("covers", "sum", "count_distinct", "min", "max", "unique_by")
SEQUENCE = ("prerequisite_chain", "non_decreasing")

STRUCTURE: dict[str, frozenset[str]] = {
    "all": frozenset(),
    "any": frozenset(),
    "not": frozenset(),
    **{word: frozenset({"of", "as", "consider", "must"}) for word in ("at_least", "at_most", "exactly")},
    "share_at_least": frozenset({"of", "as", "consider", "must", "if_empty"}),
    **{word: frozenset({"as", "consider", "must", "if_empty"}) for word in NAMING_A_LIST},
    **{word: frozenset({"of", "as", "consider", "value"}) for word in ("covers", "count_distinct", "min", "max")},
    "sum": frozenset({"of", "as", "consider", "value", "one_per"}),
    "unique_by": frozenset({"of", "as", "consider"}),
    "ratio": frozenset({"numerator", "denominator"}),
    "prerequisite_chain": frozenset({"of", "as", "consider", "along"}),
    "non_decreasing": frozenset({"of", "as", "consider", "along"}),
}
"""Words that begin a check, each with the options that may stand beside it (``at_least`` also takes ``among``)."""

OPTIONS = frozenset().union(*STRUCTURE.values(), {"among"})

_NUMBERS = frozenset({Kind.NUMBER})
_DATES = frozenset({Kind.DATE, Kind.EXPIRY})
_TEXTS = frozenset({Kind.TEXT})
_NAMED = frozenset({Kind.TEXT, Kind.WORD})

VALUE_WORDS: dict[str, frozenset[Kind]] = {
    "is": _NUMBERS | _NAMED | {Kind.BOOLEAN, Kind.PERIOD},
    "is_not": _NUMBERS | _NAMED | {Kind.PERIOD},
    "one_of": _NUMBERS | _NAMED,
    "more_than": _NUMBERS,
    "at_least": _NUMBERS,
    "less_than": _NUMBERS,
    "at_most": _NUMBERS,
    "between": _NUMBERS,
    "on_or_after": _DATES,
    "on_or_before": _DATES,
    "after": _DATES,
    "before": _DATES,
    "within": _DATES,
    "starts": frozenset({Kind.PERIOD}),
    "ends": frozenset({Kind.PERIOD}),
    "in_force_on": frozenset({Kind.RECORD}),
    "present": frozenset(Kind),
    "filled": _TEXTS,
    "min_words": _TEXTS,
    "matches": _TEXTS,
    "mentions_any": _TEXTS,
    "found_in": _NAMED,
}
"""Words that test one value, each with the kinds of field that it fits. A field of kind ``open`` takes any."""

_SINGLE = _NUMBERS | _NAMED | _DATES | {Kind.BOOLEAN, Kind.PERIOD}

LIST_VALUES: dict[str, frozenset[Kind]] = {
    "covers": _SINGLE - _DATES,
    "sum": _NUMBERS,
    "count_distinct": _SINGLE,
    "min": _NUMBERS | _DATES,
    "max": _NUMBERS | _DATES,
    "unique_by": _SINGLE,
}
"""The kinds of value that each word about a list as a whole can take from its items."""

IN_FORCE_MEMBERS = ("effective_on", "expires_on", "renews", "last_reviewed_on")
PATTERN_VALUE_LIMIT = 1000

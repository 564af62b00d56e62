"""What was most likely meant: the value to put in the place of one that does not fit, or nothing.

A suggestion that is wrong does more harm than none, so only what is really near is offered.
"""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from poscheck.contract import Field, Kind, folded_word
from poscheck.dates import interval, period
from poscheck.reading import read_file
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR = 0.75
_SHORTEST = 4
"""Words with fewer letters are all near to each other."""
_LONGEST_RANGE = 20

_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
_MONTH = (
    r"(?P<name>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\.?"
)
_DAYS = tuple(map(re.compile, (
    r"(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>\d{4}|\d{2})",
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ].*)?",
    _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH + r",?\s+(?P<year>\d{4})",
    _MONTH + r",?\s+(?P<year>\d{4})",
    r"(?P<month>\d{1,2})/(?P<year>\d{4})",
)))  # fmt: skip
_SCHOOL_YEAR = re.compile(r"(\d{4})\s*[-\u2013/]\s*(?:\d{2})?(\d{2})")
_FISCAL_YEAR = re.compile(r"(?i:FY)\s*['\u2019]?(?:20)?(\d{2})")

_NOT_OF_A_NUMBER = re.compile(r"[$\s,%]")
_NUMBER = re.compile(r"-?\d{0,15}(\.\d+)?")
_ORDINAL = re.compile(r"(?i)(\d{1,2})(?:st|nd|rd|th)(?: grade)?")
_RANGE = re.compile(r"(\d{1,2})\s*(?:-|\u2013|to)\s*(\d{1,2})")
_NOTHING = frozenset({"no", "none"})
_BETWEEN_ITEMS = re.compile(r"\s*[,;]\s*")
_BEFORE_THE_LAST = re.compile(r"(?:^|\s+)(?:&|and)\s+")
_BETWEEN_WORDS = re.compile(r"\s*(?:[,;&/]|\band\b)\s*")
_SAFE_IN_A_LIST = re.compile(r"[\w$(][\w $.&/()'\u2019-]*")


def near_word(text: str, words: Iterable[str]) -> str | None:
    """The one of ``words`` that is really near to ``text``: the same but for spacing, its beginning, or misspelt."""
    wanted = folded_word(text)
    known = {folded_word(word): word for word in sorted(words, reverse=True)}
    if wanted in known:
        return known[wanted]
    if len(wanted) < _SHORTEST:
        return None
    if containing := [word for word in known if wanted in word]:
        return known[containing[0]] if len(containing) == 1 and containing[0].startswith(wanted) else None
    begins = [word for word in known if len(word) >= _SHORTEST and wanted.startswith(word)]
    if len(begins) == 1:
        return known[begins[0]]
    near = get_close_matches(wanted, known, n=1, cutoff=_NEAR)
    return known[near[0]] if near else None


def word_meant(text: str, words: list[str]) -> str | None:
    """The allowed word nearest to ``text``; the name of a state is its postal code."""
    code = states().get(text.strip().casefold()) if all(len(word) == 2 and word.isupper() for word in words) else None  # noqa: PLR2004
    return code if code in words else near_word(text, words)


@cache
def states() -> dict[str, str]:
    """The names of the states and territories in small letters → their postal codes, from ``schemas/states.yaml``."""
    return {
        str(name).casefold(): str(code) for code, name in read_file(data_dir("schemas") / "states.yaml").tree.items()
    }


def date_as_it_should_be(text: str, kind: str) -> str | None:
    """The date or school year that ``text`` most likely means, or None."""
    text = text.strip()
    if found := _SCHOOL_YEAR.fullmatch(text):
        years = f"{found[1]}-{found[2]}"
        if period(years):
            return years
    if found := _FISCAL_YEAR.fullmatch(text):
        last = int(found[1])
        return f"20{last - 1:02}-{last:02}" if last else None
    if kind == "period":
        return None
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _DAYS)), None)
    if not found:
        return None
    parts = found.groupdict()
    year = parts["year"] if len(parts["year"]) == len("2026") else f"20{parts['year']}"
    month = int(parts["month"]) if parts.get("month") else _MONTHS[parts["name"][:3].casefold()]
    day = f"{year}-{month:02}" + (f"-{int(parts['day']):02}" if "day" in parts else "")
    return day if 1 <= month <= 12 and interval(day) else None  # noqa: PLR2004 -- months of a year


def number_meant(text: str, *, whole: bool) -> str | None:
    """The number in ``text``, without the dollar sign, the commas or the percent sign; 12th is 12."""
    if found := _ORDINAL.fullmatch(text.strip()):
        return str(int(found[1]))
    bare = _NOT_OF_A_NUMBER.sub("", text)
    if not bare or not _NUMBER.fullmatch(bare) or not any(map(str.isdigit, bare)):
        return None
    before, point, after = bare.partition(".")
    if whole and after.strip("0"):
        return None
    sign, digits = ("-", before[1:]) if before.startswith("-") else ("", before)
    return f"{sign}{digits.lstrip('0') or '0'}" + (f"{point}{after}" if point and not whole else "")


def yes_or_no(text: str) -> str | None:
    """The answer that a single letter stands for."""
    return {"y": "yes", "t": "yes", "n": "no", "f": "no"}.get(text.strip().casefold())


def list_meant(text: str, item: Field) -> str | None:
    """The list, in one line, that ``text`` most likely means: none of them, a range of numbers, or its items."""
    text = text.strip()
    if text.casefold() in _NOTHING:
        return "[]"
    if item.kind in {Kind.RECORD, Kind.LIST, Kind.MAP}:
        return None
    if item.kind is Kind.NUMBER:
        return _numbers_meant(text, item)
    if item.kind is Kind.WORD:
        return in_one_line(near_word(part, item.words) or part for part in _BETWEEN_WORDS.split(text) if part)
    parts = _BETWEEN_ITEMS.split(text)
    if len(parts) > 1:  # a single name may hold an “and” of its own
        parts[-1:] = _BEFORE_THE_LAST.split(parts[-1])
    return in_one_line(part for part in parts if part)


def in_one_line(items: Iterable[str]) -> str:
    """A list as it is written in one line, with quotation marks where an item needs them."""
    quoted = (item if _SAFE_IN_A_LIST.fullmatch(item) else json.dumps(item, ensure_ascii=False) for item in items)
    return f"[{', '.join(quoted)}]"


def _numbers_meant(text: str, item: Field) -> str | None:
    if found := _RANGE.fullmatch(text):
        first, last = int(found[1]), int(found[2])
        return str(list(range(first, last + 1))) if first < last <= first + _LONGEST_RANGE else None
    numbers = [number_meant(part, whole=item.whole) for part in _BETWEEN_WORDS.split(text) if part]
    return f"[{', '.join(number for number in numbers if number)}]" if numbers and all(numbers) else None

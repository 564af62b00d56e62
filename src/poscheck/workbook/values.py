"""From what a cell holds to what a submission holds there, with everything that Excel does to values on the way."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from poscheck.contract import Field, Kind, folded_word
from poscheck.reading import Plain, resolve_scalar
from poscheck.workbook.grid import Content, Holds
from poscheck.workbook.layout import Column, shown_word
from poscheck.workbook.place import commas
from poscheck.workbook.several import parted

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_RANGE = re.compile(r"([0-9]{1,2})\s*(?:-|\u2013|to)\s*([0-9]{1,2})")
_SERIAL = (20_000, 80_000)
"""Days since the end of 1899 from 1954 to 2119: such a number under a date is one that lost its format."""
_FIRST_DAY = date(1899, 12, 30)
_SHIFTED = "1905-"
"""The days that Excel makes of the years from 1900 to 2100, typed into a cell of dates."""
_MOST_ZEROS = 3
_DAYS = frozenset({Kind.DATE, Kind.EXPIRY})


class Remark(NamedTuple):
    """What there is to say of a cell: a problem, where the value cannot be taken, or else a note."""

    code: str
    message: str
    problem: bool = False
    allowed: str | None = None
    suggestion: str | None = None


class Value(NamedTuple):
    """A value as a document has it; None where it cannot be taken, or where there is none."""

    node: str | list[str] | None
    remarks: tuple[Remark, ...] = ()


def value(column: Column, content: Content) -> Value:
    """The value of a fact."""
    broken = _broken(content)
    if broken:
        return Value(None, (broken,))
    text, remarks = _cleaned(content.text)
    content = Content(content.holds, text)
    several = column.field.kind is Kind.LIST
    found = _several(column.value, content) if several else _single(column.field, content)
    return Value(found.node, (*remarks, *found.remarks))


def _broken(content: Content) -> Remark | None:
    match content.holds:
        case Holds.ERROR:
            message = f"the cell shows {content.text}: its formula does not work; type the value itself"
            return Remark("error-in-cell", message, problem=True)
        case Holds.UNKNOWN:
            message = (
                "the cell has a formula that was never calculated; open the workbook in Excel or LibreOffice and save "
                "it, or type the value itself"
            )
            return Remark("formula-without-value", message, problem=True)
        case Holds.TIME:
            message = f"the cell holds a time of day ({content.text}), which nothing in a submission is"
            return Remark("time-in-cell", message, problem=True)
    return None


def _cleaned(text: str) -> tuple[str, list[Remark]]:
    """The text without what cannot be seen."""
    text = text.replace("\r\n", "\n").replace("_x000D_\n", "\n")
    kept = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    if kept == text:
        return text.strip(), []
    return kept.strip(), [Remark("invisible-character", "spaces that only look like spaces were read as such")]


def _several(item: Field, content: Content) -> Value:
    """The values of a list: several in a text, or one."""
    if content.holds is Holds.DAY and item.kind is Kind.NUMBER:
        month, day = content.text[5:7].lstrip("0"), content.text[8:].lstrip("0")
        message = (
            f"the cell holds a date ({content.text}), which Excel has probably made of numbers such as {month}-{day}; "
            "format the cell as text and type them again, with semicolons between"
        )
        return Value(None, (Remark("date-for-numbers", message, problem=True),))
    if content.holds is not Holds.TEXT:
        single = _single(item, content)
        return Value([single.node] if isinstance(single.node, str) else None, single.remarks)
    nodes: list[str] = []
    remarks: list[Remark] = []
    for text in parted(content.text, commas=commas(item)):
        run = _RANGE.fullmatch(text) if item.kind is Kind.NUMBER and item.whole else None
        if run and int(run[1]) < int(run[2]):
            numbers = [str(number) for number in range(int(run[1]), int(run[2]) + 1)]
            nodes += map(Plain, numbers)
            remarks.append(Remark("range", f"“{text}” is read as {'; '.join(numbers)}"))
            continue
        single = _single(item, Content(Holds.TEXT, text), listed=True)
        remarks += single.remarks
        if isinstance(single.node, str):
            nodes.append(single.node)
    return Value(nodes, tuple(remarks))


def _single(field: Field, content: Content, *, listed: bool = False) -> Value:
    text, holds = content.text, content.holds
    match field.kind:
        case Kind.NUMBER:
            return _number(content, listed=listed)
        case Kind.BOOLEAN:
            return Value(Plain(text))
        case Kind.WORD if holds is Holds.TEXT:
            return Value(_words(field.words).get(folded_word(text), text))
        case Kind.OPEN:
            return Value(text if holds is Holds.TEXT else Plain(text))
    if holds is Holds.DAY and field.kind not in _DAYS:
        message = (
            f"the cell holds a date ({text}), which Excel has probably made of something else; format the cell as text "
            "and type it again"
        )
        return Value(None, (Remark("date-for-text", message, problem=True, allowed=field.allowed),))
    if holds is Holds.DAY and text.startswith(_SHIFTED):
        year = str((date.fromisoformat(text) - _FIRST_DAY).days)
        message = f"the cell holds the day {text}, which Excel has probably made of the year {year}; type '{year}"
        return Value(None, (Remark("year-as-day", message, problem=True, suggestion=f"'{year}"),))
    if holds is Holds.NUMBER:
        return _text_of_number(field, text)
    return Value(text)


def _number(content: Content, *, listed: bool) -> Value:
    if content.holds is Holds.TEXT:
        number = resolve_scalar(content.text)
        if isinstance(number, bool) or not isinstance(number, int | float) or listed:
            return Value(Plain(content.text))
        return Value(Plain(content.text), (Remark("number-as-text", f"the text “{content.text}” is read as a number"),))
    if content.holds is Holds.DAY:
        message = f"the cell holds a date ({content.text}) and not a number; format it as a number and type it again"
        return Value(None, (Remark("date-for-number", message, problem=True),))
    return Value(Plain(content.text))


def _text_of_number(field: Field, text: str) -> Value:
    """What a number stands for where a text is expected: a day, a code, or just its digits."""
    if field.kind in _DAYS:
        number = resolve_scalar(text)
        if isinstance(number, int) and _SERIAL[0] <= number <= _SERIAL[1]:
            day = (_FIRST_DAY + timedelta(days=number)).isoformat()
            return Value(day, (Remark("serial-date", f"the number {text} is read as {day}, as Excel counts days"),))
        return Value(text)
    if "pattern" not in field.schema or _fits(field, text):
        return Value(text)
    padded = [each for each in _with_zeros(text) if _fits(field, each)]
    if not padded:
        return Value(text)
    message = (
        f"the cell holds the number {text}; Excel has probably taken zeros away. Format the cell as text and type it "
        "again"
    )
    remark = Remark(
        "zeros-lost", message, problem=True, allowed=field.allowed, suggestion=padded[0] if len(padded) == 1 else None
    )
    return Value(None, (remark,))


def _fits(field: Field, text: str) -> bool:
    return re.search(field.schema["pattern"], text) is not None


def _with_zeros(text: str) -> Iterator[str]:
    """The codes of which a number may be all that is left."""
    end = text if "." in text else f"{text}."
    for before in range(_MOST_ZEROS + 1):
        for after in range(_MOST_ZEROS + 1):
            if before or after:
                padded = "0" * before + (end + "0" * after if after else text)
                yield padded


@lru_cache(maxsize=256)
def _words(words: tuple[str, ...]) -> dict[str, str]:
    """The words of a list by how the workbook shows them."""
    return {folded_word(shown_word(word)): word for word in words}

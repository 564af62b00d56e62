"""What a person needs to know to fill in a cell: said beside the question, when the cell is chosen, and in a list."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from poscheck.contract import Kind
from poscheck.workbook.layout import NONE, Column, Owner, shown_word
from poscheck.workbook.several import joined

if TYPE_CHECKING:
    from poscheck.workbook.layout import Layout

NEEDED, CAN_WAIT = "needed", "can wait"
_MOST_WORDS = 16
_QUOTES = re.compile(r"(?:^| )Put [^.]* in quotation marks[^.]*\.|, in quotation marks")
"""What the contract says of text files: a workbook keeps codes as they are by itself."""


def mark(column: Column) -> str:
    """Whether an answer is part of what every submission needs, in words."""
    return NEEDED if column.field.core else CAN_WAIT


def explained(column: Column, layout: Layout) -> str:
    """What is asked, and how it is written."""
    value, parts = column.value, [_QUOTES.sub("", column.field.description)]
    if 1 < len(value.words) <= _MOST_WORDS:
        words = ", ".join(map(shown_word, value.words))
        parts.append(f"{'Any' if value is not column.field else 'One'} of: {words}.")
    elif value.kind is Kind.BOOLEAN:
        parts.append("Write yes or no.")
    elif value.kind is Kind.EXPIRY:
        parts.append("A date, or the word never.")
    elif value.kind is Kind.TEXT and value.allowed:
        parts.append(f"Written as {value.allowed}.")
    parts.append(_reference(column, layout))
    if column.field.kind is Kind.LIST:
        parts.append(f"Put semicolons between several; where there is none, write {NONE}.")
    return " ".join(part for part in parts if part)


def _reference(column: Column, layout: Layout) -> str:
    value = column.value
    if not value.reference:
        return ""
    place = layout.by_reference(value.reference)
    named = f"From “{place[1].heading}” on the sheet {place[0].name}" if place else f"A name from {value.reference}"
    own = ", or the word district for your own side" if value.party else ""
    return f"{named}{own}."


def example(column: Column) -> str:
    """An example from the contract, as it would be typed into the cell; "" where there is none."""
    for each in column.field.schema.get("examples", ()):
        match each:
            case bool():
                return "yes" if each else "no"
            case list() if each and not isinstance(each[0], dict | list):
                return joined([shown_word(part) if part in column.value.words else str(part) for part in each])
            case dict():
                return json.dumps(each, ensure_ascii=False)
            case str() if each:
                return shown_word(each) if each in column.field.words else each
            case int() | float():
                return str(each)
    return ""


def owner_explained(owner: Owner) -> str:
    """What the column is for that names the entry that a row belongs to."""
    return (
        f"Which entry of the sheet {owner.table.name} this row belongs to: its “{owner.label.heading}”, or row and "
        "the number of its row there, such as row 4."
    )

"""Drop-down lists, of words on a hidden sheet or names from the sheet on which they are given, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poscheck.contract import Field, Kind
from poscheck.workbook.layout import LISTS, shown_word
from poscheck.workbook.place import FIRST_ROW

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from poscheck.workbook.layout import Column, Layout, Owner, Table

_LAST_NAMED = 300
"""Names are offered from so many rows of their sheet."""
_NOTE_TITLE, _NOTE = 32, 255
"""The longest title and text of a note that Excel shows."""


class Choices:
    """What the cells of a workbook offer; the words are kept until their sheet is written."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lists: dict[tuple[str, ...], str] = {}

    def offer(self, drawn: Worksheet, column: Column, rows: tuple[int, int], place: int, text: str) -> None:
        """Offer what fits a fact, and show what is asked when its cell is chosen. Nothing typed is refused."""
        source = self._source(column.value)
        several = column.field.kind is Kind.LIST
        self._note(drawn, rows, place, column.heading, text, source, insist=not several)

    def offer_owner(self, drawn: Worksheet, owner: Owner, rows: tuple[int, int], place: int, text: str) -> None:
        """Offer the names of the entries that a row may belong to."""
        self._note(drawn, rows, place, owner.heading, text, _names(owner.table, owner.label), insist=False)

    def _source(self, value: Field) -> str | None:
        if value.words or value.kind is Kind.BOOLEAN:
            words = tuple(map(shown_word, value.words)) or ("yes", "no")
            if words not in self._lists:
                letter = _letters(len(self._lists))
                self._lists[words] = f"={LISTS}!${letter}$2:${letter}${len(words) + 1}"
            return self._lists[words]
        place = self._layout.by_reference(value.reference) if value.reference else None
        return _names(*place) if place else None

    def _note(
        self,
        drawn: Worksheet,
        rows: tuple[int, int],
        place: int,
        title: str,
        text: str,
        source: str | None,
        *,
        insist: bool,
    ) -> None:
        note: dict[str, Any] = {
            "validate": "list" if source else "any",
            "input_title": title if len(title) <= _NOTE_TITLE else title.rpartition(": ")[2][:_NOTE_TITLE],
            "input_message": short(text),
            "error_type": "information",
            "error_title": "Not in the list",
            "error_message": "This is none of the words in the list. It is kept as you typed it.",
            "show_error": insist,
        }
        if source:
            note["source"] = source
        drawn.data_validation(rows[0], place, rows[1], place, note)

    def write(self, book: Workbook) -> None:
        """Write the words into a hidden sheet."""
        drawn = book.add_worksheet(LISTS)
        for place, words in enumerate(self._lists):
            drawn.write_string(0, place, f"List {place + 1}")
            for number, word in enumerate(words, start=1):
                drawn.write_string(number, place, word)
        drawn.hide()


def _names(table: Table, column: Column) -> str:
    letter = _letters(len(table.owners) + table.columns.index(column))
    return f"='{table.name}'!${letter}${FIRST_ROW}:${letter}${_LAST_NAMED}"


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def short(text: str) -> str:
    """``text`` as far as a note shows it, cut after a sentence, else after a word; its example is kept."""
    if len(text) <= _NOTE:
        return text
    said, mark, shown = text.rpartition(" Example: ")
    end = f" Example: {shown}" if mark and len(shown) < _NOTE // 3 else ""
    room = _NOTE - len(end) - 1
    cut = (said if mark else text)[:room]
    whole = cut.rfind(". ")
    cut = cut[: whole + 1] if whole > room // 3 else cut.rpartition(" ")[0] + "…"
    return cut + end

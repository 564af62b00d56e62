"""Lays the plain data of a submission out over the cells of a layout."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.contract import Field, Kind
from poscheck.reading import Plain, resolve, resolve_scalar
from poscheck.records import Record
from poscheck.workbook.layout import JSON, NONE, Form, Table, shown_word
from poscheck.workbook.several import NOTHING_YET, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poscheck.paths import Path
    from poscheck.workbook.layout import Column, Layout, Owner

Cell = str | int | float | date | None

FIRST_ROW = 4
"""The row of a table's first entry, counted from 1: above it are title, marks and headings."""
MOST_DIGITS = 15
"""Excel keeps no more digits of a number."""
FIRST_YEAR = 1901
"""Excel knows no day before 1900, and takes that year for a leap year."""


class Placed(Record):
    """What stands in the cells: by the name of a form its answers, by that of a table its rows."""

    answers: Mapping[str, tuple[Cell, ...]]
    rows: Mapping[str, tuple[tuple[Cell, ...], ...]]


class _Entry(Record):
    """An entry of a list: its owners' names, its own value, and what else may be said of it."""

    names: tuple[str, ...]
    value: Any


def placed(tree: Mapping[str, Any], layout: Layout) -> Placed:
    """The cells of what ``layout`` has a place for in ``tree``; :func:`homeless` tells what else there is."""
    answers = {
        sheet.name: tuple(cell(column, _get(tree, column.steps)) for column in sheet.columns)
        for sheet in layout.sheets
        if isinstance(sheet, Form)
    }
    entries: dict[str, list[_Entry]] = {}
    rows = {}
    for sheet in layout.sheets:
        if isinstance(sheet, Table):
            found = entries[sheet.name] = list(_entries(tree, sheet, entries))
            rows[sheet.name] = tuple(tuple(_row(sheet, entry)) for entry in found)
    return Placed(answers, rows)


def _entries(tree: Mapping[str, Any], table: Table, entries: Mapping[str, list[_Entry]]) -> Iterator[_Entry]:
    if not table.owners:
        yield from _of_list(table, _get(tree, table.below), ())
        return
    owner = table.owners[-1]
    siblings: dict[tuple[str, ...], Counter[str]] = {}
    for entry in entries[owner.table.name]:
        siblings.setdefault(entry.names, Counter())[_label(owner, entry.value)] += 1
    for number, entry in enumerate(entries[owner.table.name]):
        label = _label(owner, entry.value)
        unique = label and siblings[entry.names][label] == 1 and row_named(label) is None and label != NOTHING_YET
        name = label if unique else f"row {FIRST_ROW + number}"
        if isinstance(entry.value, dict):
            yield from _of_list(table, _get(entry.value, table.below), (*entry.names, name))


def _of_list(table: Table, value: Any, names: tuple[str, ...]) -> Iterator[_Entry]:
    """The entries of a list or map; where it is there and empty, one that says so."""
    if table.field.kind is Kind.LIST and isinstance(value, list):
        yield from (_Entry(names, item) for item in value) if value else [_Entry(names, NONE)]
    elif isinstance(value, dict):
        yield from (_Entry(names, pair) for pair in value.items()) if value else [_Entry(names, NONE)]


def _row(table: Table, entry: _Entry) -> Iterator[Cell]:
    yield from entry.names
    columns = table.columns
    if entry.value == NONE:
        yield from (NONE, *(None for _ in columns[1:]))
    elif table.field.kind is Kind.LIST:
        item = entry.value if isinstance(entry.value, dict) else {}
        cells = [cell(column, _get(item, column.steps)) for column in columns]
        if not any(each is not None for each in cells):
            cells[0] = NOTHING_YET
        elif str(cells[0]).casefold() == NONE and not any(each is not None for each in cells[1:]):
            cells[0] = f'"{cells[0]}"'
        yield from cells
    elif table.field.kind is Kind.MAP:
        name, value = entry.value
        yield from (name, cell(columns[1], value))
    else:
        name, value = entry.value
        yield from (name, *_open(value))


def _open(value: Any) -> tuple[Cell, Cell]:
    """A state's field: a text or number in a cell of its own, anything else as JSON."""
    if isinstance(value, str) and not isinstance(value, Plain) and value.strip():
        return value, None
    return json.dumps(resolve(value), ensure_ascii=False), JSON


def cell(column: Column, value: Any) -> Cell:
    """The content of the cell for a value as it was written; None where there is nothing to write."""
    if _is_nothing(value):
        return None
    if column.field.kind is Kind.LIST and isinstance(value, list):
        item = column.value
        texts = [_text(_single(item, each)) if isinstance(each, str) else "" for each in value]
        return joined(texts, commas=commas(item))
    return _single(column.value, value)


def commas(item: Field) -> bool:
    """Whether commas separate the values of a list too: where no value has one in it."""
    return bool(item.words) or item.kind is Kind.NUMBER


def row_named(text: str) -> int | None:
    """The row that an entry is named by (``row 7``); None for any other name."""
    word, _, number = text.strip().casefold().partition(" ")
    number = number.strip()
    return int(number) if word == "row" and number.isascii() and number.isdigit() and len(number) <= 7 else None  # noqa: PLR2004


def _single(field: Field, value: Any) -> Cell:
    text = str(value)
    match field.kind:
        case Kind.NUMBER:
            number = resolve_scalar(text)
            if isinstance(number, int | float) and not isinstance(number, bool):
                return number if sum(map(str.isdigit, text)) <= MOST_DIGITS else text
        case Kind.BOOLEAN:
            return {"true": "yes", "false": "no"}.get(text.casefold(), text)
        case Kind.DATE | Kind.EXPIRY:
            return _day(text) or text
        case Kind.WORD if text in field.words:
            return shown_word(text)
    return text


def _day(text: str) -> date | None:
    if len(text) != len("2026-10-15"):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def _label(owner: Owner, entry: Any) -> str:
    """What an entry is called by those that belong to it."""
    return _text(cell(owner.label, _get(entry, owner.label.steps))) if isinstance(entry, dict) else ""


def _text(content: Cell) -> str:
    return "" if content is None else str(content).strip()


def _get(value: Any, steps: Sequence[str]) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in (Plain("null"), Plain("~"))


def homeless(value: Any, field: Field, path: Path = ()) -> Iterator[str]:
    """The paths of what no workbook has a cell for: unknown names, and groups or lists in place of single values."""
    if _is_nothing(value) or field.kind is Kind.OPEN:
        if field.kind is Kind.OPEN and not _is_nothing(value) and not isinstance(value, dict):
            yield paths.join(path)
    elif field.kind in {Kind.RECORD, Kind.MAP} and isinstance(value, dict):
        for name, member in value.items():
            inner = field.members.get(name, field.item)
            if inner is None:
                yield paths.join((*path, name))
            else:
                yield from homeless(member, inner, (*path, name))
    elif field.kind is Kind.LIST and isinstance(value, list) and field.item:
        for number, item in enumerate(value):
            yield from homeless(item, field.item, (*path, number))
    elif isinstance(value, dict | list) or field.kind in {Kind.RECORD, Kind.MAP, Kind.LIST}:
        yield paths.join(path)

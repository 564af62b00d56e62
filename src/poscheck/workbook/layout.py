"""Where everything of a submission stands in a workbook: sheets, questions and columns, made from the contract.

Whoever writes a workbook and whoever reads one asks here, so that neither can drift from the contract:

- a section of single facts is a *form*: a row each, with question and answer;
- a list is a *table*: a row an entry, with a column for each fact, also for those of a group inside of the entry;
- a list inside of an entry is a table of its own, whose first columns name the entry that a row belongs to;
- a group whose names are free is a table with a column for the name and one for the value.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from poscheck.contract import Field, Kind
from poscheck.records import Entity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START = "Start"
MORE = "More answers"
LISTS = "Lists"
EXPLANATIONS = "Explanations"
QUESTION, ANSWER = "Question", "Answer"
NAME, VALUE, WRITTEN_AS = "Field", "Value", "Written as"
JSON = "JSON"
"""What stands under :data:`WRITTEN_AS` where a state's field is no single value."""
NONE = "none"
"""What stands for a list that is empty because there is none."""
LONGEST_NAME = 31
"""Excel allows no longer name of a sheet."""

Steps = tuple[str, ...]


class Column(Entity):
    """One fact: a row of a form, or a column of a table. ``steps`` lead to it, from the root or from the entry."""

    heading: str
    steps: Steps
    field: Field

    @property
    def value(self) -> Field:
        """What a single value of it is: the item of a list, else the field itself."""
        return self.field.item if self.field.kind is Kind.LIST and self.field.item else self.field


class Form(Entity):
    """A sheet with questions and answers."""

    name: str
    section: str
    description: str
    columns: tuple[Column, ...]


class Owner(Entity):
    """What names the entry that a row belongs to: the list that the entry is in, and the column that is quoted."""

    heading: str
    table: Table
    label: Column


class Table(Entity):
    """A sheet with a row for each entry of a list (or each name of a map). ``steps`` lead to it from the root.

    ``below`` are the steps from the entry of the last owner; without owners they are ``steps``.
    """

    name: str
    section: str
    description: str
    field: Field
    steps: Steps
    below: Steps
    owners: tuple[Owner, ...]
    columns: tuple[Column, ...]

    @property
    def label(self) -> Column:
        """The column by which people name an entry: its short name, else its name, else whatever comes first."""
        item = self.field.item or self.field
        wanted = [name for name in (item.id_key, item.name_key) if name]
        return next((column for name in wanted for column in self.columns if column.steps == (name,)), self.columns[0])


Sheet = Form | Table


class Layout(Entity):
    """All sheets, in the order of the contract."""

    sheets: tuple[Sheet, ...]

    def by_reference(self, section: str) -> tuple[Table, Column] | None:
        """The table and column in which the names stand that references to ``section`` use."""
        table = next((each for each in self.sheets if isinstance(each, Table) and each.steps == (section,)), None)
        if table is None or table.field.item is None:
            return None
        item = table.field.item
        wanted = item.id_key if section == "evidence" else item.name_key or item.id_key
        column = next((each for each in table.columns if each.steps == (wanted,)), None)
        return (table, column) if column else None


@lru_cache(maxsize=8)
def whole_layout(root: Field) -> Layout:
    """The layout of everything that the contract has."""
    return make_layout(root, lambda _field: True)


def make_layout(root: Field, has: Callable[[Field], bool]) -> Layout:
    """The layout of the fields that ``has`` is true of; whatever is chosen, names and headings are the same."""
    sheets: list[Sheet] = []
    single: list[Column] = []
    for name, section in root.members.items():
        if not has(section):
            continue
        if section.kind in {Kind.RECORD, Kind.MAP, Kind.OPEN} or _is_table(section):
            sheets += _section(name, section, has)
        else:
            single.append(Column(section.title, (name,), section))
    start = [column for column in single if column.steps == ("format",)]
    rest = [column for column in single if column.steps != ("format",)]
    if rest:
        sheets.append(Form(MORE, "", "Answers that belong to no other sheet.", tuple(rest)))
    return Layout((Form(START, "format", "", tuple(start)), *sheets))


def item_columns(record: Field) -> tuple[Column, ...]:
    """The columns of a table whose entries are such records."""
    return tuple(_columns(record, (), "", lambda _field: True))


def _section(name: str, section: Field, has: Callable[[Field], bool]) -> Iterator[Sheet]:
    if section.kind is not Kind.RECORD:
        yield from _tables(section, sheet_name(section, None), (name,), (name,), (), has)
        return
    columns = tuple(_columns(section, (name,), "", has))
    if columns:
        yield Form(sheet_name(section, None), name, section.description, columns)
    yield from _nested(section, section, (name,), (name,), (), has)


def _columns(record: Field, steps: Steps, before: str, has: Callable[[Field], bool]) -> Iterator[Column]:
    """The facts of a record that stand in cells of their own, also those of groups inside of it."""
    for name, field in record.members.items():
        if not has(field):
            continue
        heading = f"{before}{field.title}"
        if field.kind is Kind.RECORD:
            yield from _columns(field, (*steps, name), f"{heading}: ", has)
        elif (words := _names_of(field)) and field.item:
            for word in words:
                yield Column(f"{heading}: {shown_word(word)}", (*steps, name, word), field.item)
        elif not _is_table(field) and field.kind is not Kind.MAP:
            yield Column(heading, (*steps, name), field)


def _nested(
    record: Field, parent: Field, steps: Steps, below: Steps, owners: tuple[Owner, ...], has: Callable[[Field], bool]
) -> Iterator[Table]:
    """The tables of the lists inside of a record, at any depth."""
    for name, field in record.members.items():
        if not has(field):
            continue
        inner, under = (*steps, name), (*below, name)
        if field.kind is Kind.RECORD:
            yield from _nested(field, parent, inner, under, owners, has)
        elif _is_table(field) or (field.kind is Kind.MAP and not _names_of(field)):
            yield from _tables(field, sheet_name(field, parent), inner, under, owners, has)


def _tables(
    field: Field, name: str, steps: Steps, below: Steps, owners: tuple[Owner, ...], has: Callable[[Field], bool]
) -> Iterator[Table]:
    """The table of a list or map, and those of the lists inside of its entries."""
    if field.kind is Kind.LIST and field.item:
        columns = tuple(_columns(field.item, (), "", has))
    elif field.kind is Kind.MAP and field.item:
        columns = (Column(_name_title(field), (), field), Column(field.item.title or VALUE, (VALUE,), field.item))
    else:
        columns = tuple(Column(heading, (), field) for heading in (NAME, VALUE, WRITTEN_AS))
    table = Table(name, steps[0], field.description, field, steps, below, owners, columns)
    yield table
    if field.kind is Kind.LIST and field.item:
        owner = Owner(f"{name.rpartition(' - ')[2]}: {table.label.heading}", table, table.label)
        yield from _nested(field.item, field, steps, (), (*owners, owner), has)


def sheet_name(field: Field, parent: Field | None) -> str:
    """The name of a field's sheet: its own, with that of what it is part of; short enough for Excel."""
    own = str(field.schema.get("x-sheet", field.title))
    return own if parent is None else f"{sheet_name(parent, None)} - {own}"


def shown_word(word: str) -> str:
    """A word of the contract as people read it."""
    return word.replace("_", " ")


def _is_table(field: Field) -> bool:
    return field.kind is Kind.LIST and field.item is not None and field.item.kind is Kind.RECORD


def _names_of(field: Field) -> tuple[str, ...]:
    """The names that a map may have, where they are a closed list of words."""
    return tuple(field.schema.get("propertyNames", {}).get("enum", ())) if field.kind is Kind.MAP else ()


def _name_title(field: Field) -> str:
    return str(field.schema.get("propertyNames", {}).get("title", "Name"))

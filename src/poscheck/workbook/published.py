"""The contract as it is published: what may stand in a file, for editors and for programs that write files.

The contract itself is held against what was read. By then a table is a list, a blank is nothing, yes is true, and a
year is a text.
"""

from __future__ import annotations

import json
from typing import Any

from poscheck.resources import data_dir
from poscheck.workbook.tables import SHEET, TABLE

_TABLE = {
    "type": "object",
    "properties": {
        TABLE: {
            "title": "Table",
            "description": "A CSV file or workbook in this folder that holds the list. Its first row names the fields.",
            "type": "string",
            "examples": ["courses.csv"],
        },
        SHEET: {
            "title": "Sheet",
            "description": "The sheet of the workbook. Leave it out for a CSV file.",
            "type": "string",
            "examples": ["Courses"],
        },
    },
    "required": [TABLE],
    "additionalProperties": False,
}
_WIDER: dict[str, dict[str, Any]] = {
    "array": {"type": ["object"], "if": {"type": "object"}, "then": {"$ref": "#/$defs/table"}},
    "boolean": {"type": ["string"], "pattern": "^([Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|TRUE|FALSE|True|False)$"},
    "date": {"type": ["integer"], "minimum": 1000, "maximum": 9999},
}
"""By type or kind: what else may stand there, and the keywords for it."""
_NO_FIELDS = frozenset({"enum", "examples", "default", "propertyNames"})


def published_schema() -> str:
    """The JSON Schema of a submission in YAML or JSON."""
    schema = json.loads((data_dir("schemas") / "submission.schema.json").read_text(encoding="utf-8"))
    form = schema["properties"]["format"]
    published = {name: _published(part) for name, part in schema.items()}
    published["properties"]["format"] = form  # the one field that no file may leave blank
    published["$defs"]["table"] = _TABLE
    return json.dumps(published, indent=2, ensure_ascii=False) + "\n"


def _published(part: Any) -> Any:
    if not isinstance(part, dict):
        return part
    made = {name: each if name in _NO_FIELDS else _published(each) for name, each in part.items()}
    return made | _wider(part) if isinstance(part.get("type"), str) else made


def _wider(field: dict[str, Any]) -> dict[str, Any]:
    """The keywords by which a field may be blank, a list a table, a yes a word, and a date a year alone.

    Each speaks of one type of value: an editor that sees a mistake need not guess which form was meant.
    """
    kind = "date" if field.get("x-kind") == "expiry" else field.get("x-kind", field["type"])
    more = _WIDER.get(kind, {"type": []})
    blank = {"enum": [*field["enum"], None]} if "enum" in field else {}
    return more | blank | {"type": [field["type"], *more["type"], "null"]}

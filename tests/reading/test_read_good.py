"""What a readable file gives: plain data, positions, notes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from poscheck import paths
from poscheck.reading import Document, Plain, Position, Syntax, read_bytes, read_file, resolve, resolve_scalar

GOOD = Path(__file__).parent / "good"


def kinds(tree: Any) -> Any:
    """The tree with every Plain marked."""
    if isinstance(tree, dict):
        return {key: kinds(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [kinds(value) for value in tree]
    return ("plain", str(tree)) if isinstance(tree, Plain) else tree


def places(document: Document, *dotted: str) -> dict[str, tuple[int, int]]:
    found = {}
    for path in dotted:
        place = document.position(paths.parse(path))
        assert place is not None
        found[path] = (place.line, place.column)
    return found


def test_yaml_tree() -> None:
    document = read_file(GOOD / "everything.yaml")
    assert document.syntax is Syntax.YAML
    district = document.tree["district"]
    assert kinds(district) == {
        "name": 'Riverside "Falls"',
        "nces_id": ("plain", "0612345"),
        "state": ("plain", "NO"),
        "enrollment": ("plain", "1250"),
        "empty": ("plain", ""),
        "tilde": ("plain", "~"),
        "quoted key": "it's",
    }
    assert resolve(document.tree["courses"]) == [
        {"title": "Héalth – Science", "hours": 37.5, "cte": True, "at": "1:30", "on": "2026-10-15"},  # noqa: RUF001
        {"title": "folded text", "note": "literal\n text\n"},
    ]
    assert resolve(document.tree["schools"]) == ["North", "02134", {"name": "South", "grades": [9, 10]}]
    assert document.tree["mailing"] == document.tree["address"]
    assert document.notes == ()


def test_yaml_positions() -> None:
    document = read_file(GOOD / "everything.yaml")
    expected = {
        "format": (2, 9),
        "district": (4, 3),
        "district.nces_id": (5, 12),
        "schools.1": (11, 18),
        "schools.2.grades.1": (11, 53),
        "courses.0": (13, 3),
        "courses.1.title": (19, 10),
        "mailing": (26, 10),
        "mailing.street": (26, 10),  # where the alias stands
    }
    assert places(document, *expected) == expected
    assert document.key_position(("district", "nces_id")) == Position(5, 3)
    assert document.key_position(("schools", 1)) == Position(11, 18)
    assert document.line_text(5) == "  nces_id: 0612345        # its zero is kept"
    assert document.line_text(0) == document.line_text(99) == ""


def test_position_of_what_is_missing_is_that_of_its_nearest_ancestor() -> None:
    document = read_file(GOOD / "everything.yaml")
    for path in ("district.nobody", "district.nobody.there", "district.0"):
        assert document.position(paths.parse(path)) == document.position(("district",))
    assert document.position(("schools", 9)) == document.position(("schools",))
    assert document.position(("nothing",)) == document.position(()) == Position(2, 1)


def test_json_tree_and_positions() -> None:
    document = read_file(GOOD / "everything.json")
    assert document.syntax is Syntax.JSON
    assert kinds(document.tree["district"]) == {
        "name": 'Riverside "Falls"',
        "enrollment": ("plain", "1250"),
        "rate": ("plain", "-1.50"),
        "big": ("plain", "1000"),
        "small": ("plain", "0.25"),
    }
    assert resolve(document.tree["list"]) == [True, False, None, [], {}, "é é 😀 /"]
    expected = {"district.rate": (3, 75), "list.0": (4, 12), "list.5": (4, 39), "nothing": (1, 1)}
    assert places(document, *expected) == expected
    assert document.key_position(("list",)) == Position(4, 3)
    assert document.key_position(("",)) == Position(5, 3)


def test_byte_mark_and_windows_line_ends_leave_positions_right() -> None:
    document = read_file(GOOD / "windows.yaml")
    assert places(document, "format", "district.name", "last") == {
        "format": (1, 9),
        "district.name": (3, 9),
        "last": (4, 7),
    }
    assert document.line_text(3) == "  name: Riverside"
    assert document.notes == ()


def test_traces_of_office_programs_are_removed_and_noted() -> None:
    document = read_file(GOOD / "office.yaml")
    assert kinds(document.tree) == {
        "title": "Health",
        "code": "02134",
        "apostrophe": ("plain", "the district’s own"),  # noqa: RUF001
        "id": ("plain", "02134"),
        "name": ("plain", "x"),
        "sep": ("plain", "a b"),
        "kept": "\u200bx",
    }
    assert [(note.code, note.path, note.line) for note in document.notes] == [
        ("line-separator", None, 6),
        ("smart-quote", "title", 1),
        ("smart-quote", "code", 2),
        ("invisible-character", "id", 4),
        ("invisible-character", None, 5),
        ("invisible-character", "kept", 7),
    ]


def test_notes_have_the_whole_path() -> None:
    text = "a:\n  - b: x\n    c: [y, “z”]\n"
    assert [note.path for note in read_bytes(text.encode(), "x.yaml").notes] == ["a.0.c.1"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_encodings_with_a_mark_are_read(encoding: str) -> None:
    text = "district: Peña\n"
    mark = "\ufeff" if encoding[-2:] in ("le", "be") else ""
    document = read_bytes((mark + text).encode(encoding), "x.yaml")
    assert document.tree == {"district": "Peña"}
    assert [note.code for note in document.notes] == ([] if encoding == "utf-8-sig" else ["encoding"])


def test_syntax_follows_the_name_and_then_the_first_character() -> None:
    assert read_bytes(b'{"a": 1}', "x.json").syntax is Syntax.JSON
    assert read_bytes(b'{"a": 1}', "x.yml").syntax is Syntax.YAML
    assert read_bytes(b' \n{"a": 1}', "x.txt").syntax is Syntax.JSON
    assert read_bytes(b"a: 1", "x.txt").syntax is Syntax.YAML
    assert read_bytes(b"a: 1", "x.json", Syntax.YAML).tree == {"a": "1"}


def test_json_needs_no_yaml() -> None:
    code = (
        "import sys, poscheck.reading as r; r.read_bytes(b'{}', 'x.json'); "
        "assert not {'yaml', 'pydantic', 'click'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_lone_document_mark_at_the_end_is_no_second_document() -> None:
    assert read_bytes(b"---\na: 1\n---\n", "x.yaml").tree == {"a": "1"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-0", 0),
        ("-12", -12),
        ("1.50", 1.5),
        ("NO", "NO"),
        ("yes", "yes"),
        ("tRUE", "tRUE"),
        ("010", "010"),
        ("01.0000", "01.0000"),
        ("1e3", "1e3"),
        ("1:30", "1:30"),
        ("+1", "+1"),
        (".5", ".5"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("\u0661", "\u0661"),
        ("9" * 31, "9" * 31),
        ("9" * 5000, "9" * 5000),
        ("1\n", "1\n"),
    ],
)
def test_resolve_scalar(text: str, value: object) -> None:
    found = resolve_scalar(text)
    assert (found, type(found)) == (value, type(value))

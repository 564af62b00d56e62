"""Sample submissions as workbooks: the same data as their twins in YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.contract import standard_contract
from poscheck.reading import read_file
from poscheck.workbook.layout import make_layout
from poscheck.workbook.write import workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TWINS = ("typical-construction.yaml", "weak-marketing.yaml")


def workbooks(samples: Path) -> Iterator[tuple[Path, bytes]]:
    """Each workbook with its bytes, which are the same for the same version of the library that writes them."""
    root = standard_contract().root
    for name in TWINS:
        document = read_file(samples / name)
        there = frozenset(document.tree)
        layout = make_layout(root, lambda field, there=there: field.static.split(".")[0] in there)  # type: ignore[misc]
        target = samples / "workbooks" / f"{name.removesuffix('.yaml')}.xlsx"
        yield target, workbook(layout, document.tree, target.name)


def is_stale(file: Path, content: bytes) -> bool:
    """Whether a workbook says something else than it should; other versions of the library write other bytes."""
    return not file.is_file() or said(file.read_bytes()) != said(content)


def said(content: bytes) -> list[tuple[str, list[tuple[int, list[tuple[int, str]]]]]]:
    """All that stands in the cells of a workbook, sheet by sheet."""
    from poscheck.workbook.archive import opened
    from poscheck.workbook.grid import grids

    return [
        (grid.name, [(row, [(place, each.text) for place, each in cells.items()]) for row, cells in grid.rows.items()])
        for grid in grids(opened(content, "sample"), "sample")
    ]

"""Items that the command line adds to lists: from a small file, or written out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from poscheck.cli.changes import FLOW, parsed, resolved
from poscheck.contract import Kind
from poscheck.errors import ReadError, UsageError
from poscheck.reading import read_file
from poscheck.report.wording import sentence
from poscheck.submission.patch import ADD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poscheck.contract import Field
    from poscheck.submission import Submission


def parse_additions(additions: Iterable[str], submission: Submission, root: Field) -> list[tuple[str, Any]]:
    """For each addition the path of a new item and the item in the form of a file's tree, in the order given.

    Raises :class:`~poscheck.errors.UsageError` for a path that is no list, or an item that cannot be read.
    """
    return [_addition(text, submission, root) for text in additions]


def _addition(text: str, submission: Submission, root: Field) -> tuple[str, Any]:
    path, sign, item = (part.strip() for part in text.partition("="))
    if not sign or not item:
        raise UsageError(f"--add {text}: write the list, an equals sign and the item, such as memoranda=item.yaml")
    place, field = resolved(path, submission, root)
    if field is None or field.kind is not Kind.LIST:
        raise UsageError(f"--add {path}: that is no list; use --set {path}=VALUE for a single value")
    is_record = field.item is not None and field.item.kind is Kind.RECORD
    value = _from_file(path, item) if is_record and not item.startswith(FLOW) else parsed("--add", path, item)
    if is_record and not isinstance(value, dict):
        raise UsageError(f"--add {path}: an item of this list has fields; write {{field: value, …}} or name a file")
    return f"{place}.{ADD}", value


def _from_file(path: str, name: str) -> Any:
    try:
        return read_file(Path(name), name).tree
    except ReadError as error:
        first = error.problems[0]
        where = f"line {first.line}: " if first.line is not None else ""
        raise UsageError(
            f"--add {path}: {name} cannot be read as an item. {where}{sentence(first.message)} "
            "Name a file that holds the fields of one item, or write {field: value, …}."
        ) from error

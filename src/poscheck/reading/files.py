"""From a path or bytes to a document, with everything that can be wrong on the way."""

from __future__ import annotations

import re
import stat
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poscheck.errors import Problem, ReadError, did_you_mean
from poscheck.reading.document import Document, Note, Plain, Syntax
from poscheck.reading.messages import quote
from poscheck.reading.sniff import READABLE, decode, mistaken_kind
from poscheck.reading.source import Source

if TYPE_CHECKING:
    from poscheck.reading.builder import Builder

#: Far more than any submission: the largest made up for tests has a tenth of it.
MAX_BYTES = 5_000_000

_SYNTAX = {".json": Syntax.JSON, ".yaml": Syntax.YAML, ".yml": Syntax.YAML}


def read_file(path: Path, name: str | None = None) -> Document:
    """The document in the file at ``path``, called ``name`` in messages (by default the path).

    Raises :class:`ReadError` with every problem found, also where the file is missing or cannot be opened.
    """
    shown = str(path) if name is None else name
    return read_bytes(bytes_of(path, shown), shown, _SYNTAX.get(path.suffix.lower()))


def bytes_of(path: Path, shown: str) -> bytes:
    """What is in a file, as far as it is not too large; raises :class:`ReadError` where it cannot be opened."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            _refuse_other_than_file(path, shown)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ReadError([_missing(path, shown)]) from None
    except PermissionError:
        message = "The file may not be read by this user; ask for permission, or copy it to a folder of your own."
        raise ReadError([Problem(code="no-permission", message=message, file=shown)]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"The file cannot be opened ({reason})."
        raise ReadError([Problem(code="unreadable", message=message, file=shown)]) from None


def read_bytes(data: bytes, name: str, syntax: Syntax | None = None, first: int = 1) -> Document:
    """The document in ``data``, called ``name`` in messages; ``first`` is the number of its first line.

    Without ``syntax`` the ending of ``name`` decides, then the first character: ``{`` begins JSON.
    Raises :class:`ReadError` with every problem found.
    """
    problem = mistaken_kind(data, name) or too_large(data, name)
    if problem is None:
        text, encoding, problem = decode(data, name)
    if problem is not None:
        raise ReadError([problem])
    if not text.strip():
        raise ReadError([_empty(name, "The file is empty")])
    notes: list[Note] = []
    if encoding:
        message = f"The file is saved as {encoding} and was read as such; UTF-8 is what other programs expect."
        notes.append(Note("encoding", message, None, 1, 1))
    if syntax is None:
        syntax = _SYNTAX.get(Path(name).suffix.lower()) or _syntax_of(text)
    source = Source(name, text, first)
    digest = sha256(data).hexdigest()
    if syntax is Syntax.JSON:
        return _read_json(source, digest, notes)
    return _read_yaml(source, digest, notes)


def _read_json(source: Source, digest: str, notes: list[Note]) -> Document:
    from poscheck.reading.json_reader import offsets_of_good_json, read_good_json, read_json

    tree = read_good_json(source.text)
    if tree is None:
        builder = read_json(source)
        return _document(builder, Syntax.JSON, digest, notes)
    offsets = cache(lambda: offsets_of_good_json(source.text))
    return Document(source.name, Syntax.JSON, tree, digest, tuple(notes), source, offsets)


def _read_yaml(source: Source, digest: str, notes: list[Note]) -> Document:
    from poscheck.reading.plain_yaml import read_plain_yaml

    plain = Source(source.name, source.text.replace("\r\n", "\n"))  # which moves no line or column
    if (found := read_plain_yaml(plain.text)) is not None:
        tree, offsets = found
        return Document(source.name, Syntax.YAML, tree, digest, tuple(notes), plain, lambda: offsets)
    from poscheck.reading.yaml_reader import read_yaml

    return _document(read_yaml(source), Syntax.YAML, digest, notes)


def _document(builder: Builder, syntax: Syntax, digest: str, notes: list[Note]) -> Document:
    """What was built; raises where there are problems or the top level is not a mapping."""
    source = builder.source
    problems = list(builder.problems)
    root = builder.root[0] if builder.root else None
    if not problems and not isinstance(root, dict):
        problems.append(_not_a_mapping(root, builder, syntax))
    if problems or not isinstance(root, dict):
        raise ReadError(sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0)))
    top = builder.offsets[1]
    return Document(source.name, syntax, root, digest, (*notes, *builder.notes), source, lambda: top)


def _not_a_mapping(root: Any, builder: Builder, syntax: Syntax) -> Problem:
    if not builder.root or (isinstance(root, Plain) and not root):
        return _empty(builder.source.name, "The file holds nothing but comments")
    offset = builder.offsets[1]
    start = offset[0] if isinstance(offset, list) else offset
    if isinstance(root, list):
        what = "a list" + (" with one entry" if len(root) == 1 else f" of {len(root):,} entries")
    else:
        what = f"one piece of text ({quote(root)})"
        if syntax is Syntax.YAML and re.search("[:\uff1a]", root):
            what += " in which no colon is followed by a space"
    form = '"district": {...}' if syntax is Syntax.JSON else "district: ..."
    message = f"The file holds {what}, and it should hold named sections ({form}) at the top."
    if isinstance(root, list) and isinstance(root[0] if root else None, dict) and syntax is Syntax.JSON:
        message += (
            " If each entry is a submission, give each a file of its own; or let poscheck batch read JSON Lines, "
            "a .jsonl file with one submission on each line."
        )
    return builder.source.problem("not-a-mapping", message, start)


def _syntax_of(text: str) -> Syntax:
    return Syntax.JSON if text.lstrip().startswith("{") else Syntax.YAML


def _empty(name: str, what: str) -> Problem:
    message = f"{what}; `poscheck init` writes a form to fill in."
    return Problem(code="empty", message=message, line=1, column=1, file=name)


def too_large(data: bytes, name: str) -> Problem | None:
    """The problem with a file that is larger than any submission; None where it is not."""
    if len(data) <= MAX_BYTES:
        return None
    message = (
        f"The file is larger than {MAX_BYTES // 1_000_000} MB, far more than a submission needs; "
        "keep documents in files of their own and name them under `evidence`."
    )
    return Problem(code="too-large", message=message, file=name)


def _missing(path: Path, shown: str) -> Problem:
    names: list[str] = []
    try:
        if path.parent.is_dir():
            names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        pass
    near = did_you_mean(path.name, names)
    where = "" if path.parent.is_dir() else f"; there is no folder {quote(str(path.parent))} either"
    return Problem(code="missing-file", message=f"There is no such file{where}.", suggestion=near, file=shown)


def _refuse_other_than_file(path: Path, shown: str) -> None:
    """Refuse a folder, and pipes or devices elsewhere than in /dev, where a shell puts its own."""
    if path.is_dir():
        inside = sorted(entry.name for entry in path.iterdir() if entry.suffix.lower() in _SYNTAX)
        message = "This is a folder; name the file in it."
        near = inside[0] if len(inside) == 1 else None
        raise ReadError([Problem(code="is-folder", message=message, allowed=READABLE, suggestion=near, file=shown)])
    if path.parts[:2] != ("/", "dev"):
        message = "This is a pipe or device, not a file; save the submission as a file first."
        raise ReadError([Problem(code="not-a-file", message=message, file=shown)])

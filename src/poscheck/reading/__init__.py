"""Reading: from the bytes of a YAML or JSON file to plain data that remembers where each value was written.

Strict about what cannot mean anything (duplicate keys, tags, several documents) and about what could do harm
(size, depth, alias bombs); friendly about mistakes: every problem says where, what and what to do.
"""

from __future__ import annotations

from poscheck.reading.document import Document, Note, Plain, Syntax
from poscheck.reading.files import MAX_BYTES, read_bytes, read_file
from poscheck.reading.scalars import resolve, resolve_scalar
from poscheck.reading.source import Position, cell_name, place_text

__all__ = [
    "MAX_BYTES",
    "Document",
    "Note",
    "Plain",
    "Position",
    "Syntax",
    "cell_name",
    "place_text",
    "read_bytes",
    "read_file",
    "resolve",
    "resolve_scalar",
]

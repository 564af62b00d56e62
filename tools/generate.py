"""Writes every generated file: ``python tools/generate.py``. A test compares them with what this would write."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:  # run as a script
    sys.path.insert(0, str(ROOT))

from tools import (  # noqa: E402 -- after the path is set
    answer_schemas,
    authoring_schemas,
    batch_outputs,
    coverage,
    crosswalk,
    fields,
    help_pages,
    language_schema,
    result_schema,
    workbooks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def generated() -> Iterator[tuple[Path, str]]:
    """Every generated file with its content."""
    for name, schema in answer_schemas.answer_schemas().items():
        yield ROOT / "schemas" / f"{name}.schema.json", _json(schema)
    yield ROOT / "schemas" / "result.schema.json", _json(result_schema.result_schema())
    yield ROOT / "schemas" / "ruleset.schema.json", _json(language_schema.ruleset_schema())
    yield ROOT / "schemas" / "case.schema.json", _json(authoring_schemas.case_schema())
    yield ROOT / "schemas" / "lint.schema.json", _json(authoring_schemas.lint_schema())
    yield ROOT / "schemas" / "coverage.schema.json", _json(authoring_schemas.coverage_schema())
    yield ROOT / "docs" / "batch-outputs.md", batch_outputs.page()
    yield ROOT / "docs" / "coverage.md", coverage.page()
    yield ROOT / "docs" / "crosswalk.md", crosswalk.page()
    yield ROOT / "docs" / "fields.md", fields.page()
    yield ROOT / "docs" / "cli.md", help_pages.page()


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write what has changed."""
    for file, content in generated():
        if not file.is_file() or file.read_text(encoding="utf-8") != content:
            file.write_text(content, encoding="utf-8", newline="\n")
            print(f"wrote {file.relative_to(ROOT)}")  # noqa: T201 -- a command's output
    for file, data in workbooks.workbooks(ROOT / "sample_submissions"):
        if workbooks.is_stale(file, data):
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)
            print(f"wrote {file.relative_to(ROOT)}")  # noqa: T201 -- likewise


if __name__ == "__main__":
    main()

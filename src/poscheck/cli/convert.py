"""``poscheck convert``: the same submission in another form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from poscheck.errors import Problem, ReadError, UsageError

if TYPE_CHECKING:
    from poscheck.contract import Field
    from poscheck.reading import Document

TEXTS = (".yaml", ".yml", ".json")
WORKBOOK = ".xlsx"


@click.command(
    epilog="""\b
Examples:
  poscheck convert my-program.yaml my-program.xlsx
  poscheck convert my-program.xlsx my-program.yaml
  poscheck convert my-program.xlsx larger.xlsx --sections all

\b
Exit code: 0 written; 2 nothing written: TARGET is there already, or cannot hold all of it;
3 SOURCE cannot be read.
""",
)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--sections",
    metavar="LIST",
    help="For a workbook: further sheets, blank: core, all, or names of sections with commas between.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def command(source: Path, target: Path, sections: str | None, *, force: bool) -> None:
    """Turn a submission into YAML, JSON or an Excel workbook.

    The ending of TARGET says into which. Nothing is lost: what has no place in the new form is named, and then nothing
    is written. YAML gets the explanations of the form as comments.
    """
    from poscheck.cli import terminal
    from poscheck.cli.exits import unreadable
    from poscheck.cli.outputs import refuse_target, write_file
    from poscheck.contract import standard_contract
    from poscheck.submission import read_submission

    ending = target.suffix.lower()
    if ending not in {*TEXTS, WORKBOOK}:
        raise UsageError(f"{target} needs one of these endings: {', '.join((WORKBOOK, *TEXTS))}.")
    if sections and ending != WORKBOOK:
        raise UsageError("--sections goes with a workbook alone: a file of text has no blank sheets.")
    refuse_target(target, [source])
    if target.exists() and not force:
        raise UsageError(f"{target} is there already; choose another name, or add --force to write over it.")
    contract = standard_contract()
    try:
        document = read_submission(source, contract)
        if document.problems:
            raise ReadError(document.problems)  # noqa: TRY301 - told like all others
    except ReadError as error:
        raise unreadable(str(source), error) from error
    content = _workbook(document, contract.root, sections, target) if ending == WORKBOOK else _text(document, ending)
    write_file(target, content)
    terminal.say(f"Written: {target}")


def _text(document: Document, ending: str) -> str:
    from poscheck.cli.filled import filled_json, filled_yaml, values
    from poscheck.contract import standard_contract

    root = standard_contract().root
    data: dict[str, Any] = {name: value for name, value in values(document.tree, root).items() if value is not None}
    return filled_json(data) if ending == ".json" else filled_yaml(data, root)


def _workbook(document: Document, root: Field, sections: str | None, target: Path) -> bytes:
    from poscheck.cli.exits import Code, command_error
    from poscheck.cli.init import form_of
    from poscheck.workbook.layout import make_layout
    from poscheck.workbook.place import homeless
    from poscheck.workbook.write import workbook

    if lost := list(homeless(document.tree, root)):
        problems = [
            Problem(code="no-cell", message="a workbook has no cell for this; correct it, or take it out", path=path)
            for path in lost
        ]
        named = [problem.changed(message=f"{problem.path}: {problem.message}") for problem in problems]
        raise command_error(f"{target} cannot hold all of {document.name}:", Code.USAGE, named)
    form = form_of(sections or "core", None, None)
    there = {name for name, value in document.tree.items() if value or isinstance(value, list)}
    layout = make_layout(root, lambda field: form.has(field) or field.static.split(".")[0] in there)
    return workbook(layout, document.tree, target.name)

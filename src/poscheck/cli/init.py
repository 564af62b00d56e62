"""``poscheck init``: write a form to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from poscheck.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from poscheck.cli.template import Form

WORKBOOK = ".xlsx"
SCHEMA_FILE = "poscheck-submission.schema.json"
_HEAD = """\
# A program of study, as poscheck reads it. Fill in this form with any text editor, and save it.
#
# - Write each answer after its colon, with a space between:   name: Example Valley School District
# - Leave blank what you do not know yet: it is listed as missing, and nothing is refused.
#   Where the true answer is "none", write empty brackets after the name of a list:   partners: []
# - Indent with spaces, never with the Tab key, and leave the indentation of each line as it is.
# - Put numbers that are codes in quotation marks, so that no zero is lost:   nces_id: "0612345"
# - Write dates as year-month-day: 2026-10-15. Where you know no more, 2026-10 or 2026 will do.
# - Lines that begin with # are explanations. You may delete them.
# - To see what is lacking, run:   poscheck check {name}
#   Nothing leaves this computer. Put in no names or records of students.
"""


def complete_cluster(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str | CompletionItem]:
    """The names of the career clusters."""
    from poscheck.cli.clusters import cluster_names

    return [name for name in cluster_names() if name.casefold().startswith(incomplete.casefold())]


@click.command(
    epilog="""\b
Examples:
  poscheck init --workbook my-program.xlsx
  poscheck init my-program.yaml --cluster "Health Science" --pathway "Therapeutic Services"
  poscheck init my-program.yaml --sections core,partners,memoranda
  poscheck init - --sections memoranda      print one section, to copy into a file you have

\b
Exit code: 0 written; 2 nothing written: the file is there already, or a name is unknown.
""",
)
@click.argument("file", type=click.Path(path_type=Path), required=False, metavar="[FILE]")
@click.option("--cluster", metavar="NAME", shell_complete=complete_cluster, help="Fill in this career cluster.")
@click.option("--pathway", metavar="NAME", help="Fill in this pathway, and its cluster.")
@click.option(
    "--sections",
    default="core",
    show_default=True,
    metavar="LIST",
    help="core (what every submission needs), all, or names of sections with commas between.",
)
@click.option("--workbook", "as_workbook", is_flag=True, help="Write an Excel workbook, to be filled in without YAML.")
@click.option("--syntax", type=click.Choice(["yaml", "json"]), help="[default: by the file's name, else yaml]")
@click.option("--schema/--no-schema", "with_schema", default=True, help="Write the schema for editors beside the form.")
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def command(  # noqa: PLR0913 - click passes each option by its name
    *,
    file: Path | None,
    cluster: str | None,
    pathway: str | None,
    sections: str,
    as_workbook: bool,
    syntax: str | None,
    with_schema: bool,
    force: bool,
) -> None:
    """Write a form to fill in, with an explanation of every field.

    FILE is my-program.yaml unless you name another; - prints the form. It begins with what every submission needs;
    further sections are added when you name them. A form as written can be checked at once. A FILE that ends in .xlsx
    is a workbook for Excel, LibreOffice and the like, with a sheet for each section.
    """
    from poscheck.cli import terminal
    from poscheck.cli.outputs import STDOUT, write_file

    if as_workbook or (file is not None and file.suffix.lower() == WORKBOOK):
        if syntax:
            raise UsageError("a workbook is written neither as YAML nor as JSON; leave out --syntax or --workbook.")
        _write_workbook(file or Path("my-program.xlsx"), form_of(sections, cluster, pathway), force=force)
        return
    as_json = syntax == "json" or (syntax is None and file is not None and file.suffix.lower() == ".json")
    target = file or Path("my-program.json" if as_json else "my-program.yaml")
    if target.suffix.lower() in {".json", ".yaml", ".yml"} and (target.suffix.lower() == ".json") is not as_json:
        raise UsageError(f"{target} would not be read as {'JSON' if as_json else 'YAML'}; give it another ending.")
    form = form_of(sections, cluster, pathway)
    if target == STDOUT:
        terminal.show_document(form.json() if as_json else _yaml(form, "FILE", schema=False))
        return
    _refuse_written(target, force=force)
    schema = target.with_name(SCHEMA_FILE) if with_schema and not as_json else None
    if schema:
        _write_schema(schema)
    write_file(target, form.json() if as_json else _yaml(form, target.name, schema=schema is not None))
    terminal.say(f"Written: {target}, with {form.blanks} blanks to fill in.")
    if schema:
        terminal.say(f"Beside it: {SCHEMA_FILE}. Editors such as VS Code (with its YAML extension) use it to complete")
        terminal.say("and explain the fields. poscheck itself does not need it.")
    terminal.say(f"Next: fill it in with any text editor, and run: poscheck check {target}")


def _refuse_written(target: Path, *, force: bool) -> None:
    from poscheck.cli.outputs import refuse_target

    refuse_target(target, ())
    if target.exists() and not force:
        raise UsageError(f"{target} is there already; choose another name, or add --force to write over it.")


def _write_workbook(target: Path, form: Form, *, force: bool) -> None:
    from poscheck.cli import terminal
    from poscheck.cli.outputs import STDOUT, write_file
    from poscheck.workbook.layout import make_layout
    from poscheck.workbook.write import blanks, workbook

    if target == STDOUT or target.suffix.lower() != WORKBOOK:
        raise UsageError(f"a workbook needs a file whose name ends in {WORKBOOK}.")
    _refuse_written(target, force=force)
    layout = make_layout(form.root, form.has)
    write_file(target, workbook(layout, form.tree(), target.name))
    terminal.say(f"Written: {target}, with {blanks(layout)} questions on {len(layout.sheets) - 1} sheets.")
    terminal.say(f"Next: open it in Excel or LibreOffice, fill it in and save it, and run: poscheck check {target}")


def form_of(sections: str, cluster: str | None, pathway: str | None) -> Form:
    """A form with the sections that were typed. Raises :class:`~poscheck.errors.UsageError` for an unknown name."""
    from poscheck.cli.clusters import place_in_framework
    from poscheck.cli.template import CORE, Form
    from poscheck.contract import SUBMISSION_FORMAT, standard_contract

    root = standard_contract().root
    names = [name.strip() for name in sections.split(",") if name.strip()]
    known = [CORE, "all", *root.members]
    for name in names:
        if name not in known:
            near = did_you_mean(name, known)
            hint = f"did you mean {near}?" if near else f"there is: {', '.join(known)}."
            raise UsageError(f"there is no section “{name}”; {hint}")
    filled = {"format": SUBMISSION_FORMAT, **place_in_framework(cluster, pathway)}
    if "all" in names:
        names = list(root.members)
    if not names:
        raise UsageError("name at least one section, or leave out --sections.")
    return Form(root, names, filled)


def _yaml(form: Form, name: str, *, schema: bool) -> str:
    """The form in a file of its own: with instructions above it, and below what could be added."""
    from poscheck.cli.template import more_sections

    if "core" not in form.named and not schema:
        return form.yaml()
    first = f"# yaml-language-server: $schema={SCHEMA_FILE}\n" if schema else ""
    return f"{first}{_HEAD.format(name=name)}\n{form.yaml()}{more_sections(form)}"


def _write_schema(target: Path) -> None:
    """The schema beside the form; what is not a schema of ours is left alone."""
    from poscheck.cli.outputs import refuse_target, write_file
    from poscheck.workbook.published import published_schema

    refuse_target(target, ())
    if target.exists() and b'"$id": "https://poscheck' not in target.read_bytes()[:2000]:
        raise UsageError(f"{target} is there already and not poscheck's; move it away, or add --no-schema.")
    write_file(target, published_schema())

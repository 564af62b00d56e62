"""``poscheck rules new``: a ruleset or a rule to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from poscheck.cli.options import complete_ruleset, file_option, ruleset_option
from poscheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command(
    epilog="""\b
Examples:
  poscheck rules new my-state --title "Pathway approval in my state"
  poscheck rules new my-state --extends ten-components
  poscheck rules new --rule P1-members-from-industry --ruleset my-state
  poscheck rules new --rule C1-two-courses --ruleset my-state --output my-state/02-courses.yaml

\b
Exit code: 0 written; 2 nothing written (it is there already, or a name is not allowed);
4 a ruleset does not load.
""",
)
@click.argument("folder", type=click.Path(path_type=Path), required=False, metavar="[FOLDER]")
@click.option("--title", metavar="TEXT", help="The ruleset's title.  [default: made of the folder's name]")
@click.option(
    "--extends", metavar="NAME", shell_complete=complete_ruleset,
    help="Build on this ruleset: one that comes with poscheck, or a folder beside the new one.",
)  # fmt: skip
@click.option("--rule", metavar="ID", help="Write one rule of this name instead of a ruleset.")
@ruleset_option
@file_option(
    "--output", "-o", text="With --rule: write it with all around it to a new file.  [default: standard output]"
)
def command(
    *,
    folder: Path | None,
    title: str | None,
    extends: str | None,
    rule: str | None,
    ruleset: str | None,
    output: Path | None,
) -> None:
    """Write a ruleset to begin with, or one rule to add.

    A new ruleset is a folder with two worked rules, their tests and comments that explain each part; it loads and its
    tests pass as it stands. With --rule one rule is printed, to be put into a file of the ruleset that --ruleset names.
    Nothing that is there is ever overwritten.
    """
    if (folder is None) == (rule is None):
        raise click.UsageError("Name a FOLDER for a new ruleset, or a rule with --rule.")
    if rule is not None:
        if title or extends:
            raise click.UsageError("--title and --extends are for a new ruleset, not for a rule.")
        _write_rule(rule, ruleset, output)
    elif folder is not None:
        if ruleset or output:
            raise click.UsageError("--ruleset and --output go with --rule.")
        _write_ruleset(folder, title, extends)


def _write_ruleset(folder: Path, title: str | None, extends: str | None) -> None:
    from poscheck.authoring.skeleton import extending_ruleset, new_ruleset
    from poscheck.cli import terminal

    if folder.exists():
        raise UsageError(f"{folder} is there already; nothing was written. Choose another name.")
    if not folder.parent.is_dir():
        raise UsageError(f"there is no folder {folder.parent} to make {folder.name} in.")
    if extends is None:
        files = new_ruleset(folder.name, title)
    else:
        from poscheck.cli.inputs import load_named_ruleset
        from poscheck.ruleset.folders import RULESET_FILE

        beside = folder.parent / extends
        parent = load_named_ruleset(str(beside) if (beside / RULESET_FILE).is_file() else extends)
        files = extending_ruleset(folder.name, title, parent, Path(extends).name)
    _write_folder(folder, files)
    terminal.say(f"Written: {', '.join(files)} in {folder}.")
    terminal.say(f"Next: poscheck rules test {folder}")


def _write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write all files, or none: into a folder beside it that then takes its name."""
    import os
    import shutil
    from contextlib import suppress

    from poscheck.cli.outputs import WriteError, write_file

    fresh = folder.with_name(f".{folder.name[:100]}.{os.getpid()}.part")
    try:
        for name, text in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            write_file(fresh / name, text)
        fresh.rename(folder)
    except OSError as error:
        raise WriteError(f"{folder} cannot be written ({error.strerror or error}).") from error
    finally:
        with suppress(OSError):
            shutil.rmtree(fresh)


def _write_rule(rule: str, ruleset: str | None, output: Path | None) -> None:
    from poscheck.authoring.skeleton import new_component, new_rule
    from poscheck.cli import terminal
    from poscheck.cli.inputs import load_named_ruleset
    from poscheck.cli.outputs import STDOUT, refuse_target, write_file

    rules = load_named_ruleset(ruleset)
    if output is None or output == STDOUT:
        terminal.show_document(new_rule(rule, rules))
        return
    refuse_target(output, [])
    if output.exists():
        raise UsageError(f"{output} is there already; nothing was written. Choose another name, or print the rule.")
    name = output.stem.lstrip("0123456789").strip("-") or output.stem
    write_file(output, new_component(rule, rules, name))
    terminal.say(f"Written: {output}.")
    terminal.say(f"Next: poscheck rules test {output.parent}")

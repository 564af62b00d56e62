"""Options that several commands share, and what the Tab key offers for them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: str) -> date:
    """The day that ``text`` writes; a date written in another way brings the right way to write it."""
    bare = text.strip()
    if _DAY.fullmatch(bare):
        with suppress(ValueError):
            return date.fromisoformat(bare)
        raise click.BadParameter(
            f"“{bare}” is not a day of the calendar; a day is written as year-month-day, such as 2026-10-15."
        )
    from poscheck.submission.suggest import date_as_it_should_be

    near = date_as_it_should_be(bare, "date")
    hint = f" Did you mean {near}?" if near and near != bare else ""
    raise click.BadParameter(f"“{bare}” is not a day written as year-month-day, such as 2026-10-15.{hint}")


def complete_ruleset(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str | CompletionItem]:
    """The names of the rulesets that come with poscheck."""
    from poscheck.resources import data_dir

    names = sorted(file.parent.name for file in data_dir("rules").glob("*/ruleset.yaml"))
    return [name for name in names if name.startswith(incomplete)]


def complete_rule(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str | CompletionItem]:
    """The ids of components, criteria and rules."""
    from poscheck.errors import PoscheckError
    from poscheck.ruleset import DEFAULT, load_ruleset

    try:
        ruleset = load_ruleset(ctx.params.get("ruleset") or DEFAULT)
    except PoscheckError:
        return []
    names = (
        *(component.id for component in ruleset.components),
        *(criterion.id for criterion in ruleset.criteria),
        *(rule.id for rule in ruleset.rules),
    )
    return [name for name in names if name.startswith(incomplete)]


_RULESET = "The ruleset: the name of one that comes with poscheck, or a folder"


def ruleset_option_of(default: str) -> Callable[[Any], Any]:
    """The option that names one ruleset; ``default`` says which it is where none is named."""
    return click.option(
        "--ruleset",
        metavar="NAME|FOLDER",
        shell_complete=complete_ruleset,
        help=f"{_RULESET}.  [default: {default}]",
    )


ruleset_option = ruleset_option_of("ten-components")
rulesets_option = click.option(
    "--ruleset",
    "rulesets",
    multiple=True,
    metavar="NAME|FOLDER",
    shell_complete=complete_ruleset,
    help=f"{_RULESET}; several times to judge by each of them, side by side.  [default: ten-components]",
)
as_of_option = click.option(
    "--as-of",
    type=day,
    metavar="DATE",
    help="Judge as of this day (2026-10-15).  [default: the submission's submitted_on, else today]",
)


def file_argument(name: str, *, many: bool = False) -> Callable[[Any], Any]:
    """An argument that names a file; whether it can be read is found out when it is read."""
    return click.argument(
        name,
        type=click.Path(path_type=Path),
        metavar=name.upper() + ("..." if many else ""),
        nargs=-1 if many else 1,
        required=True,
    )


def file_option(*names: str, text: str, metavar: str = "FILE", required: bool = False) -> Callable[[Any], Any]:
    """An option that names a file."""
    return click.option(*names, type=click.Path(path_type=Path), metavar=metavar, help=text, required=required)


def format_option(*formats: str) -> Callable[[Any], Any]:
    """The form of the answer; the first is the one that people want on a terminal."""
    choice = click.Choice(formats)
    return click.option(
        "--format", "form", type=choice, default=formats[0], show_default=True, help="Form of the answer."
    )


def output_option(page: str) -> Callable[[Any], Any]:
    """Where the answer goes; ``page`` says how a page is called by default."""
    return file_option(
        "--output",
        "-o",
        text=f"Write the answer to this file; - is standard output.  [default: standard output; for html {page} in "
        "the current folder]",
    )

"""Options that several commands share, and what the Tab key offers for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

Command = "Callable[..., Any]"


class Day(click.ParamType):
    """A day, written as 2026-10-15."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a date written in another way brings the right way to write it."""
        if isinstance(value, date):
            return value
        text = str(value).strip()
        try:
            if len(text) == len("2026-10-15"):
                return date.fromisoformat(text)
        except ValueError:
            pass
        from poscheck.submission.validate import date_as_it_should_be

        near = date_as_it_should_be(text, "date")
        hint = f" Did you mean {near}?" if near and near != text else ""
        self.fail(f"“{text}” is not a day written as year-month-day, such as 2026-10-15.{hint}", param, ctx)


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
    parts = (*ruleset.rules, *ruleset.criteria, *ruleset.components)
    return [part.id for part in parts if part.id.startswith(incomplete)]


ruleset_option = click.option(
    "--ruleset",
    metavar="NAME|FOLDER",
    shell_complete=complete_ruleset,
    help="Judge by this ruleset: the name of one that comes with poscheck, or a folder.  [default: ten-components]",
)
as_of_option = click.option(
    "--as-of",
    type=Day(),
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


def file_option(*names: str, text: str, metavar: str = "FILE") -> Callable[[Any], Any]:
    """An option that names a file."""
    return click.option(*names, type=click.Path(path_type=Path), metavar=metavar, help=text)


def format_option(*formats: str) -> Callable[[Any], Any]:
    """The form of the answer; the first is the one that people want on a terminal."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help="Form of the answer."
    )

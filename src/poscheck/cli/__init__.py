"""The command line. Each command is a module of its own and is imported when it is used."""

from __future__ import annotations

from typing import Any

import click

from poscheck import __version__
from poscheck.cli import terminal
from poscheck.cli.lazy import LazyGroup

COMMANDS = {
    "init": "Write a form to fill in, with an explanation of every field.",
    "check": "Judge submissions: what is missing, what falls short, what to do first.",
    "batch": "Judge many submissions, and write tables, pages and a database.",
    "render": "Write one scorecard of a batch in full.",
    "packet": "Write the plan of study, the curriculum crosswalk and the framework levels, to print.",
    "explain": "Show step by step how one question was answered.",
    "what-if": "Show what a changed value would do, without touching the file.",
    "watch": "Judge again whenever a file is saved, on a page that follows.",
    "compare": "Show what changed between two submissions, two scorecards or two runs.",
    "convert": "Turn a submission into YAML, JSON or an Excel workbook.",
    "rules": "See what a ruleset asks; write one, test it, and find its gaps.",
    "schema": "Print the JSON Schema of one of poscheck's files or answers.",
    "demo": "Judge the sample submissions and write their pages.",
}


class Root(LazyGroup):
    """The whole command line."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run it, with output that is the same on every system."""
        terminal.prepare_streams()
        return super().main(*args, **kwargs)


@click.group(
    name="poscheck",
    cls=Root,
    lazy=COMMANDS,
    package=__name__,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Begin here:
  poscheck init --workbook my-program.xlsx   write a form for Excel, and fill it in
  poscheck init my-program.yaml              the same for any text editor
  poscheck check my-program.xlsx             see what is lacking and what to do first

\b
Exit codes: 0 meets; 1 answered, but does not meet (or is undecided); 2 wrong use;
3 a submission cannot be read; 4 the ruleset is broken.

\b
Completion with the Tab key, for bash (zsh and fish have theirs):
  eval "$(_POSCHECK_COMPLETE=bash_source poscheck)"
""",
)
@click.version_option(__version__, message="poscheck %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Check a program of study before you submit it.

    poscheck reads one file that describes your program, asks it the questions of a ruleset (as shipped: the ten
    components of a rigorous program of study), and writes a scorecard. Everything happens on this computer.
    """
    ctx.color = terminal.forced_color()

"""``poscheck watch``: a page that follows while a submission or a ruleset is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from poscheck.cli.options import as_of_option, file_option, ruleset_option

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command(
    epilog="""\b
Examples:
  poscheck watch my-program.yaml
  poscheck watch my-rules                        on the submission that its tests begin with
  poscheck watch my-program.yaml my-rules        edit either
  poscheck watch my-program.yaml --decisions decisions.yaml

\b
Exit code: 0 stopped with Ctrl-C; 2 wrong use, or a port that is taken; 3 no such file.
""",
)
@click.argument("names", metavar="SUBMISSION|RULESET...", nargs=-1, required=True)
@ruleset_option
@as_of_option
@file_option("--decisions", text="A reviewer's decisions on the submission, to be counted; watched, too.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Serve the page at this port.  [default: 8765 or a free one]"
)
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
def command(
    *,
    names: tuple[str, ...],
    ruleset: str | None,
    as_of: date | None,
    decisions: Path | None,
    port: int | None,
    opens: bool,
) -> None:
    """Judge again whenever a file is saved, on a page that follows.

    Name a submission, the folder of a ruleset, or one of each. Whenever the submission, its decisions or a file of the
    ruleset is saved, the open page shows the new scorecard and what moved. Where a file has a mistake, the page shows
    it with its line, and the last scorecard stays below. Only this computer can open the page. Ctrl-C ends it.
    """
    from poscheck.cli.watching import watch

    watch(names, ruleset, as_of, decisions, port, opens=opens)

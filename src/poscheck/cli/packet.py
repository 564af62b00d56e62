"""``poscheck packet``: the papers that districts know, as one page to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from poscheck.cli.options import as_of_option, file_argument, file_option, ruleset_option

if TYPE_CHECKING:
    from datetime import date

PACKET_ENDING = ".packet.html"


@click.command(
    epilog="""\b
Examples:
  poscheck packet my-program.yaml                         writes my-program.packet.html
  poscheck packet my-program.yaml --output for-the-board.html

\b
Exit code: 0 written, whatever the program comes to; 3 the submission cannot be read;
4 the ruleset is broken.
""",
)
@file_argument("submission")
@ruleset_option
@as_of_option
@file_option(
    "--output", "-o", text=f"Write it to this file; - is standard output.  [default: NAME{PACKET_ENDING} here]"
)
def command(*, submission: Path, ruleset: str | None, as_of: date | None, output: Path | None) -> None:
    """Write the plan of study, the curriculum crosswalk and the framework levels, to print.

    One page for any browser, drawn from what the file says: courses by grade and subject with their credits, where
    college credit and credentials come from, courses against standards with the gaps, courses by framework level. Where
    the ruleset knows the phases of the state's own guide, also a planning list of what is settled and what is open.
    """
    from poscheck.cli import terminal
    from poscheck.cli.inputs import judge, load_named_ruleset, load_named_submission
    from poscheck.cli.outputs import STDOUT, refuse_target, write_file
    from poscheck.report import render_packet

    target = output or Path(f"{submission.stem or submission.name}{PACKET_ENDING}")
    refuse_target(target, [submission])
    rules = load_named_ruleset(ruleset)
    html = render_packet(judge(load_named_submission(submission, rules), rules, as_of).scorecard)
    if target == STDOUT:
        terminal.show_document(html)
        return
    write_file(target, html)
    terminal.say(f"The packet: {target}")

"""What ``poscheck render`` does: find, judge again, write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from poscheck.batch.cards import card_name
from poscheck.batch.single import FinishedRun
from poscheck.cli import terminal
from poscheck.cli.exits import unreadable
from poscheck.cli.inputs import load_named_ruleset
from poscheck.cli.outputs import STDOUT, refuse_target, write_file
from poscheck.errors import ReadError, UsageError
from poscheck.report import render_html, render_markdown, render_text, to_json
from poscheck.ruleset.folders import find_ruleset

if TYPE_CHECKING:
    from poscheck.scorecard import Scorecard


def render(run: Path, name: str, form: str, output: Path | None, ruleset: str | None) -> None:
    """Write the scorecard of the submission ``name`` of a run in the form that is asked for."""
    finished = FinishedRun(run)
    found = finished.find(name)
    target = output or (Path(f"{card_name(found.entry.name)}.scorecard.html") if form == "html" else STDOUT)
    refuse_target(target, [Path(found.entry.path)])
    if ruleset is not None:
        load_named_ruleset(ruleset)  # a name that does not exist is told as by every command
    try:
        scorecard = finished.scorecard(found, find_ruleset(ruleset) if ruleset else None)
    except (ReadError, UsageError) as error:
        if page := finished.written(found):
            terminal.say(f"The page that the run has written is there: {page}", err=True)
        if isinstance(error, UsageError):
            raise
        raise unreadable(found.entry.name, error) from error
    if target != STDOUT:
        write_file(target, _rendered(scorecard, form, to_terminal=False))
        terminal.say(f"Written to {target}", err=True)
    elif form == "text":
        terminal.show(_rendered(scorecard, form, to_terminal=True))
    else:
        terminal.show_document(_rendered(scorecard, form, to_terminal=False))


def _rendered(scorecard: Scorecard, form: str, *, to_terminal: bool) -> str:
    match form:
        case "html":
            return render_html(scorecard)
        case "json":
            return to_json(scorecard)
        case "markdown":
            return render_markdown(scorecard)
    return render_text(
        scorecard,
        color=to_terminal and terminal.colored(),
        width=terminal.width() if to_terminal else 80,
    )

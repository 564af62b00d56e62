"""What ``poscheck watch`` does: find out what is watched, serve the page, and judge whenever a file was saved."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from poscheck.cli import terminal
from poscheck.cli.exits import Code, command_error, unreadable
from poscheck.cli.inputs import find_named_ruleset, lines_of
from poscheck.errors import ReadError, RulesetError, UsageError
from poscheck.reading.files import bytes_of
from poscheck.report.verdict import headline
from poscheck.report.wording import count, score_text
from poscheck.ruleset.folders import RULESET_FILE, find_ruleset, no_ruleset_in
from poscheck.watch.page import policy, render_turn
from poscheck.watch.server import LOOPBACK, Server, stop
from poscheck.watch.stage import Stage
from poscheck.watch.turns import Turner

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from poscheck.errors import Problem
    from poscheck.watch.turns import Turn

USUAL_PORT = 8765
_PAUSE, _SETTLED = 0.2, 0.05
"""Seconds between two looks at the files; and while one is being written."""


def watch(
    names: Iterable[str],
    ruleset: str | None,
    as_of: date | None,
    decisions: Path | None,
    port: int | None,
    *,
    opens: bool,
) -> None:
    """Serve the page until Ctrl-C."""
    submission, folder = watched(names, ruleset)
    if decisions is not None:
        _insist_on_decisions(decisions, submission)
    play = Play(
        Turner(folder, submission, as_of, decisions), (submission.name if submission else folder.name, folder.name)
    )
    state = play.turner.state()  # what is saved while the first turn is made brings the next one
    told = play.turn()
    server = served(play.stage, port)
    Thread(target=server.serve_forever, daemon=True).start()
    terminal.say(f"Watching {play.names[0]}: {server.address}")
    terminal.say("Save a file, and the page follows. Ctrl-C ends it.")
    terminal.say(told)
    if opens:
        webbrowser.open(server.address)
    with suppress(KeyboardInterrupt):
        play.follow(Event(), state)
    terminal.say("")
    stop(server)


def watched(names: Iterable[str], ruleset: str | None) -> tuple[Path | None, Path]:
    """The submission, None where there is only a ruleset, and the folder of the ruleset. Raises a failure."""
    submissions, folders = [], []
    for name in names:
        folder = _folder(name)
        if folder is not None:
            folders.append(folder)
        elif Path(name).is_dir():
            raise UsageError(f"{no_ruleset_in(Path(name))}. Name a submission or a ruleset's folder.")
        else:
            _insist_on(Path(name))
            submissions.append(Path(name))
    if len(submissions) > 1 or len(folders) + (ruleset is not None) > 1:
        raise UsageError("watch takes one submission, one ruleset, or one of each.")
    return (submissions[0] if submissions else None), (folders[0] if folders else find_named_ruleset(ruleset))


def _insist_on_decisions(file: Path, submission: Path | None) -> None:
    """Raise a failure where the file is not there, or no submission for it."""
    if submission is None:
        raise UsageError("decisions are about a submission; name it, too.")
    _insist_on(file, "cannot be used as decisions", Code.USAGE)


def _insist_on(file: Path, what: str = "cannot be read", code: Code = Code.UNREADABLE) -> None:
    """Raise a failure where the file cannot be opened; what is wrong within it stands on the page."""
    try:
        bytes_of(file, str(file))
    except ReadError as error:
        raise unreadable(str(file), error, what, code) from error


def _folder(name: str) -> Path | None:
    """The folder of a ruleset of that name, or that ``ruleset.yaml`` is in; None where it is something else."""
    path = Path(name)
    if path.name == RULESET_FILE and path.is_file():
        return path.parent
    if path.is_file():
        return None
    try:
        return find_ruleset(name)
    except RulesetError:
        return None


def served(stage: Stage, port: int | None) -> Server:
    """A server at the port; where none is wanted, at the usual one or any that is free."""
    try:
        return Server(stage, policy(), port or USUAL_PORT)
    except OSError as error:
        if port is None:
            return Server(stage, policy(), 0)
        raise command_error(
            f"port {port} of {LOOPBACK} cannot be used ({error.strerror or error}). Leave out --port, or name another.",
            Code.USAGE,
        ) from error


class Play:
    """Turn after turn on one stage. ``names`` are those of the submission and of the ruleset, for the page."""

    def __init__(self, turner: Turner, names: tuple[str, str]) -> None:
        self.turner = turner
        self.names = names if names[0] != names[1] else (names[0], "")
        self.stage = Stage()
        self._held = False

    def turn(self) -> str:
        """Judge, show the page, and return what to say of it."""
        turn = self.turner.turn()
        self._held = turn.held
        self.stage.show(render_turn(turn, self.names, self._line))
        return _told(turn)

    def follow(self, end: Event, state: object) -> None:
        """A turn whenever the files are no longer in ``state``, or one could not be opened, until the end."""
        said = ""
        while not end.wait(_PAUSE):
            now = self.turner.state()
            if now == state and not self._held:
                continue
            while not end.wait(_SETTLED) and (later := self.turner.state()) != now:
                now = later
            again, state = now == state, now
            told = self.turn()
            if not again or told != said:
                terminal.say(told)
            said = told

    def _line(self, problem: Problem) -> str:
        place = self.turner.place(problem)
        lines = None if place is None or problem.line is None else lines_of(place)
        return "" if lines is None or problem.line is None else lines(problem.line)


def _told(turn: Turn) -> str:
    if turn.problems:
        first = turn.problems[0]
        place = ":".join(str(part) for part in (first.file, first.line, first.column) if part is not None)
        more = f" (and {count(len(turn.problems) - 1, 'more problem')})" if len(turn.problems) > 1 else ""
        return f"{place}: {first.message}{more}" if place else f"{first.message}{more}"
    assert turn.scorecard is not None
    return f"{headline(turn.scorecard)} Score: {score_text(turn.scorecard.score)}."

"""A turn: the ruleset, the submission and its decisions as they are saved now, judged; or what is wrong with them."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from poscheck.contract import standard_contract
from poscheck.engine import as_of_day, evaluate, load_decisions
from poscheck.engine.evaluate import NO_DECISIONS
from poscheck.errors import Problem, ReadError, RulesetError, UsageError
from poscheck.records import Record
from poscheck.report.comparison import Comparison, compare
from poscheck.ruleset import load_ruleset
from poscheck.submission import load_document, load_submission
from poscheck.watch.files import ruleset_folders, state_of_file, state_of_folders, tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from poscheck.contract import Contract
    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Scorecard
    from poscheck.submission import Submission
    from poscheck.watch.files import State


_HELD = {"missing-file", "no-permission", "unreadable"}


class Turn(Record):
    """What came of a turn: the last scorecard that could be made, what moved to it, and what is wrong now.

    ``moved`` is None where nothing was judged before, and where something is wrong.
    """

    scorecard: Scorecard | None
    moved: Comparison | None
    problems: tuple[Problem, ...]

    @property
    def held(self) -> bool:
        """Whether a file could not be opened, perhaps only because a program was just writing it."""
        return any(problem.code in _HELD for problem in self.problems)


class Turner:
    """Judges ``submission`` by the ruleset in ``folder``; without a submission, the one that its tests begin with.

    A reviewer's ``decisions`` count as they do in a check.
    """

    def __init__(
        self, folder: Path, submission: Path | None, as_of: date | None, decisions: Path | None = None
    ) -> None:
        self.folder = folder
        self.submission = submission
        self.decisions = decisions
        self.as_of = as_of
        self._folders = ruleset_folders(folder)
        self._own: State = ()
        self._tables: tuple[Path, ...] = ()
        self._loaded: tuple[State, Ruleset] | None = None
        self._last: Scorecard | None = None

    def state(self) -> State:
        """The state of every file that matters; equal as long as nobody saves one."""
        own = () if self.submission is None else state_of_file(self.submission)
        if self.submission is not None and own != self._own:
            self._own, self._tables = own, tables_of(self.submission, self._contract())
        others = (*self._tables, *((self.decisions,) if self.decisions else ()))
        return (*own, *chain.from_iterable(map(state_of_file, others)), *state_of_folders(self._folders))

    def turn(self) -> Turn:
        """Judge everything as it is saved now."""
        try:
            card = self._judged()
        except (ReadError, RulesetError) as error:
            return Turn(self._last, None, error.problems)
        except UsageError as error:
            return Turn(self._last, None, (Problem(code="as-of", message=str(error)),))
        except OSError as error:  # of a ruleset, while somebody replaces it
            message = f"A file of the ruleset cannot be opened ({error.strerror or error})."
            return Turn(self._last, None, (Problem(code="unreadable", message=message),))
        moved = None if self._last is None else compare(self._last, card)
        self._last = card
        return Turn(card, moved, ())

    def place(self, problem: Problem) -> Path | None:
        """The file that a problem is in, to quote its line; None where there is none."""
        if problem.file is None:
            return self.submission
        if self.decisions is not None and problem.file == str(self.decisions):
            return self.decisions
        files = (folder.parent / problem.file for folder in self._folders)
        return next((file for file in files if file.is_file()), self.submission)

    def _judged(self) -> Scorecard:
        ruleset = self._ruleset()
        submission = self._submission(ruleset)
        given = self.as_of
        if self.submission is None and given is None and ruleset.fixture_as_of is not None:
            given = date.fromisoformat(ruleset.fixture_as_of)
        day, origin = as_of_day(submission, given, date.today())
        decisions = NO_DECISIONS if self.decisions is None else load_decisions(self.decisions, ruleset)
        return evaluate(ruleset, submission, day, decisions=decisions, as_of_from=origin)

    def _submission(self, ruleset: Ruleset) -> Submission:
        if self.submission is not None:
            return load_submission(self.submission, ruleset.contract)
        if ruleset.fixture is None:
            raise UsageError(f"{self.folder} has no submission that its tests begin with; name one to watch it with.")
        return load_document(ruleset.fixture, ruleset.contract)

    def _contract(self) -> Contract:
        return standard_contract() if self._loaded is None else self._loaded[1].contract

    def _ruleset(self) -> Ruleset:
        """The ruleset; loaded again only where a file of it was saved."""
        self._folders = ruleset_folders(self.folder)
        state = state_of_folders(self._folders)
        if self._loaded is None or self._loaded[0] != state:
            self._loaded = None
            self._loaded = state, load_ruleset(self.folder)
        return self._loaded[1]

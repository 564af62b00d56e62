"""Where the tests of a ruleset are run: its fixture with the changes of each test, judged as of the test's day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.checks.explainer import Explainer
from poscheck.dates import interval
from poscheck.engine.judge import judge
from poscheck.errors import UsageError
from poscheck.submission import changed, load_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from poscheck.checks.constants import Environment
    from poscheck.engine.judge import Judged
    from poscheck.reading import Document
    from poscheck.ruleset import Rule, Ruleset
    from poscheck.ruleset.model import Case
    from poscheck.submission import Submission


class Bench:
    """The fixture of a ruleset; what was loaded once is kept, because most tests of a ruleset begin alike."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self._loaded: dict[str, Submission] = {}

    @property
    def fixture(self) -> Document:
        """The fixture as it is written. Raises :class:`~poscheck.errors.UsageError` where there is none."""
        if self.ruleset.fixture is None:
            raise UsageError(
                f"the ruleset {self.ruleset.id} has no fixture, so none of its tests can be run; say "
                "`fixture: {file: fixtures/base.yaml, as_of: 2026-10-15}` in its ruleset.yaml"
            )
        return self.ruleset.fixture

    def submission(self, given: Mapping[str, Any]) -> Submission:
        """The fixture with these changes. Raises :class:`~poscheck.errors.UsageError` where they cannot be made."""
        key = repr(given)
        if key not in self._loaded:
            self._loaded[key] = load_document(changed(self.fixture, given), self.ruleset.contract)
        return self._loaded[key]

    def day(self, case: Case) -> int:
        """The day as of which a test is judged."""
        days = interval(case.as_of or self.ruleset.fixture_as_of or "")
        assert days is not None  # loading made sure
        return days[0]

    def judged(self, rule: Rule, case: Case, environment: Environment | None = None) -> Judged:
        """What ``rule`` comes to in a test; ``environment`` where its parameters are to be others."""
        return judge(rule, self.explainer(case, environment))

    def explainer(self, case: Case, environment: Environment | None = None) -> Explainer:
        """What explains checks on the submission of a test."""
        submission = self.submission(case.given)
        known = environment or self.ruleset.environment(self.day(case))
        return Explainer(submission.data, submission.to_follow, known)

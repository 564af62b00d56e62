"""One check, three answers: of the compiled rules, of the explainer and of the oracle."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from poscheck.checks.compiler import compile_rules
from poscheck.checks.constants import Environment
from poscheck.checks.explainer import Explainer
from poscheck.checks.logic import Logic
from poscheck.checks.parser import CheckParser
from poscheck.scorecard import Executability, Outcome
from tests.checks.pools import FILLERS, KINDS, PARAMETERS, contract, parameter_values
from tests.oracle import Oracle, Verdict

if TYPE_CHECKING:
    from poscheck.checks import nodes
    from poscheck.submission import Submission

AS_OF = date(2026, 10, 15)
TRUTHS: dict[Outcome, Verdict] = {
    Outcome.MET: True,
    Outcome.NOT_MET: False,
    Outcome.INCOMPLETE: None,
    Outcome.NOT_APPLICABLE: "not_applicable",
}
# A random check may be one that loading refuses, because it could only come to one truth.
REFUSED = {"never-true", "never-false"}


def parsed(raw: Any) -> nodes.Check | None:
    """The check, or None where loading refuses it; a check that is refused for another reason is a mistake."""
    codes: list[tuple[str, str]] = []

    def report(code: str, message: str, at: Any, *, allowed: str | None = None, suggestion: str | None = None) -> None:
        codes.append((code, f"{at}: {message} ({allowed}, {suggestion})"))

    node = CheckParser(contract(), KINDS, contract().fillers | FILLERS, report).parse(raw, ())
    assert all(code in REFUSED for code, _ in codes), (raw, codes)
    return None if codes else node


def environment() -> Environment:
    """The date and the parameters."""
    return Environment(AS_OF.toordinal(), parameter_values())


def compiled(checks: list[nodes.Check], submission: Submission) -> list[Verdict]:
    """What the compiled checks come to."""
    logics = [Logic(check, None, None, Executability.FULL) for check in checks]
    outcomes, _ = compile_rules(logics, parameter_values()).bind(environment())(submission.data, submission.to_follow)
    return [TRUTHS[outcome] for outcome in outcomes]


def explained(check: nodes.Check, submission: Submission) -> Verdict:
    """What the explainer comes to."""
    trace = Explainer(submission.data, submission.to_follow, environment()).explain(check)
    return "not_applicable" if trace.not_applicable else trace.truth


def oracle(raw: Any, submission: Submission) -> Verdict:
    """What the oracle comes to."""
    fillers = contract().fillers | FILLERS
    return Oracle(contract().root, submission.data, AS_OF, PARAMETERS, submission.to_follow, fillers).outermost(raw)

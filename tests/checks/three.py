"""One check, three answers: of the compiled rules, of the explainer and of the oracle; and two on where to look."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from poscheck.checks.compiler import compile_rules
from poscheck.checks.constants import Environment
from poscheck.checks.emit_glances import compile_glance
from poscheck.checks.explainer import Explainer
from poscheck.checks.logic import Logic
from poscheck.checks.parser import CheckParser
from poscheck.checks.telling import first_place, problem
from poscheck.scorecard import Executability, Outcome
from tests.checks.pools import FILLERS, KINDS, PARAMETERS, contract, parameter_values
from tests.oracle import Oracle, Verdict

if TYPE_CHECKING:
    from poscheck.checks import nodes
    from poscheck.checks.emit_glances import GlanceAt
    from poscheck.paths import Path
    from poscheck.scorecard import ProblemKind
    from poscheck.submission import Submission

Pointed = tuple["ProblemKind | None", "Path | None"]
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


def glanced(check: nodes.Check, submission: Submission) -> Pointed:
    """Which problem a check has and where, by the code that a batch uses."""
    known = environment()
    glance: GlanceAt = compile_glance(check, known.parameters).bind(known)
    explainer = Explainer(submission.data, submission.to_follow, known)
    return glance(submission.data, submission.to_follow, submission.document.tree, explainer)


def traced(check: nodes.Check, submission: Submission) -> Pointed:
    """The same by the trace of the explainer."""
    trace = Explainer(submission.data, submission.to_follow, environment()).explain(check)
    return problem(trace), first_place(trace, submission.document.tree)


def explained(check: nodes.Check, submission: Submission) -> Verdict:
    """What the explainer comes to."""
    trace = Explainer(submission.data, submission.to_follow, environment()).explain(check)
    return "not_applicable" if trace.not_applicable else trace.truth


def oracle(raw: Any, submission: Submission) -> Verdict:
    """What the oracle comes to."""
    fillers = contract().fillers | FILLERS
    return Oracle(contract().root, submission.data, AS_OF, PARAMETERS, submission.to_follow, fillers).outermost(raw)

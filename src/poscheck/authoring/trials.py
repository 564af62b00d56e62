"""Running the tests that stand in rule files, and telling what came out otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.checks.telling import problem
from poscheck.dates import iso
from poscheck.engine.details import Teller
from poscheck.engine.evidence import evidence
from poscheck.errors import UsageError
from poscheck.records import Record
from poscheck.ruleset.written import Spot, spot
from poscheck.scorecard import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from poscheck.authoring.bench import Bench
    from poscheck.engine.judge import Judged
    from poscheck.ruleset import Rule
    from poscheck.ruleset.model import Case
    from poscheck.ruleset.written import Written
    from poscheck.scorecard import Evidence, ProblemKind, SubmissionProblem

_WITH_A_PROBLEM = {Outcome.NOT_MET, Outcome.INCOMPLETE}


class Answer(Record):
    """An outcome and, where something is lacking, which problem it is."""

    outcome: Outcome
    problem: ProblemKind | None


class Failure(Record, kw_only=True):
    """A test in which the rule came to something else than expected.

    ``got`` is None where the test's changes cannot be made to the fixture; ``because`` then says why. ``seen`` are the
    values that decided, ``misfits`` those that do not fit the contract. ``inherited`` tells that the rule stands in a
    ruleset that this one extends.
    """

    rule: Rule
    case: Case
    spot: Spot
    as_of: str
    expected: Answer
    got: Answer | None
    because: str
    seen: tuple[Evidence, ...]
    misfits: tuple[SubmissionProblem, ...]
    judged: Judged | None
    inherited: bool


def answer(judged: Judged) -> Answer:
    """What a rule came to."""
    lacking = judged.outcome in _WITH_A_PROBLEM and judged.deciding is not None
    return Answer(judged.outcome, problem(judged.deciding) if lacking and judged.deciding else None)


def holds(case: Case, judged: Judged) -> bool:
    """Whether a rule came to what a test expects."""
    if judged.outcome is not case.expect:
        return False
    return case.problem is None or answer(judged).problem == case.problem


def chosen(written: Written, name: str | None) -> tuple[Rule, ...]:
    """The rules to look at: all, the rule of that id, or those of the criterion. Nothing where there is none such."""
    ruleset = written.ruleset
    if name is None:
        return ruleset.rules
    of_criterion = [rule for criterion in ruleset.criteria if criterion.id == name for rule in criterion.rules]
    return tuple(of_criterion) or tuple(rule for rule in ruleset.rules if rule.id == name)


def run_tests(
    written: Written, bench: Bench, rules: Sequence[Rule], progress: Callable[[int, int], None] = lambda *_: None
) -> Iterator[Failure]:
    """The failures among the tests of ``rules``, in the order of the files."""
    for number, rule in enumerate(rules):
        progress(number, len(rules))
        for case in rule.cases:
            yield from _failures(written, bench, rule, case)


def _failures(written: Written, bench: Bench, rule: Rule, case: Case) -> Iterable[Failure]:
    try:
        judged = bench.judged(rule, case)
    except UsageError as error:
        return [_failure(written, bench, rule, case, None, str(error))]
    if holds(case, judged):
        return []
    trace, document = judged.deciding, bench.submission(case.given).document
    because = "" if trace is None else Teller(document, {}).tell(trace)
    return [_failure(written, bench, rule, case, judged, because)]


def _failure(written: Written, bench: Bench, rule: Rule, case: Case, judged: Judged | None, because: str) -> Failure:
    place = written.rules[rule.id].placed("tests")
    trace = judged.deciding if judged else None
    return Failure(
        rule=rule,
        case=case,
        spot=spot(place, "tests", case.number),
        as_of=iso(bench.day(case)),
        expected=Answer(case.expect, case.problem),
        got=answer(judged) if judged else None,
        because=because,
        seen=evidence(trace, bench.submission(case.given).document, {}) if trace else (),
        misfits=bench.submission(case.given).problems if judged else (),
        judged=judged,
        inherited=not written.is_own(place),
    )

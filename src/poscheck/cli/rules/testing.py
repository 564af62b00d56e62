"""The texts of ``poscheck rules test``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poscheck.authoring.alterations import shown
from poscheck.report import wording
from poscheck.report.pen import DIM, GREEN, RED, YELLOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poscheck.authoring.bench import Bench
    from poscheck.authoring.cases import Difference
    from poscheck.authoring.mutation import Mutant, Mutation
    from poscheck.authoring.trials import Answer, Failure
    from poscheck.report.pen import Pen
    from poscheck.ruleset import Rule
    from poscheck.ruleset.written import Written


class Testing:
    """Writes with ``pen`` what came of the tests; ``name`` is what the ruleset was called on the command line."""

    def __init__(self, pen: Pen, written: Written, name: str) -> None:
        self.pen = pen
        self.written = written
        self.name = name

    def failure(self, failure: Failure, bench: Bench, *, explain: bool) -> None:
        """One test of a rule: what was given, expected and got, and the values that decided."""
        pen, case = self.pen, failure.case
        pen.line(f"{failure.spot}: {failure.rule.id}, test “{case.name}”", style=RED, hang=2)
        for path, value in case.given.items():
            self._fact("given", f"{path}: {'taken away' if value is None else shown(value)}")
        self._fact("as of", failure.as_of)
        self._fact("expected", _answer(failure.expected))
        self._fact("got", _answer(failure.got) if failure.got else "the fixture cannot be changed in this way")
        self._fact("because", failure.because)
        for seen in failure.seen:
            self._fact("value", f"{seen.path}: {seen.observed or 'nothing'}")
        for misfit in failure.misfits:
            self._fact("note", f"{misfit.path}: {misfit.message}")
        if failure.inherited:
            self._fact(
                "note", "The rule is inherited. Where your parameters are why, write its `tests` anew in your ruleset."
            )
        if explain and failure.judged:
            self._explained(failure, bench)
        elif failure.judged:
            self._fact("see", f"poscheck rules test {self.name} --rule {failure.rule.id} --explain")
        pen.blank()

    def case(self, differences: Sequence[Difference]) -> None:
        """One case: everything that is otherwise than expected."""
        self.pen.line(f"{differences[0].spot.file}: case “{differences[0].title}”", style=RED, hang=2)
        for each in differences:
            self.pen.line(
                f"{each.what}: expected {_words(each.expected)}, got {_words(each.got)}",
                first=f"  line {each.spot.line}: ",
            )
        self.pen.blank()

    def summary(
        self, rules: Sequence[Rule], failures: Sequence[Failure], cases: int, differences: Sequence[Difference]
    ) -> None:
        """How many tests and cases there are, and how many came out otherwise."""
        tests = sum(len(rule.cases) for rule in rules)
        files = len({each.spot.file for each in differences})
        parts = [f"{wording.count(tests, 'test')} of {wording.count(len(rules), 'rule')}"]
        parts += [wording.count(cases, "case")] if cases else []
        failed = [f"{wording.count(len(failures), 'test')}"] if failures else []
        failed += [f"{wording.count(files, 'case')}"] if files else []
        end = f"{' and '.join(failed)} came out otherwise." if failed else "all came out as expected."
        self.pen.line(f"{self.written.ruleset.id}: {' and '.join(parts)}; {end}", style=RED if failed else GREEN)

    def mutation(self, result: Mutation) -> None:
        """Each alteration that no test noticed, with its place; then the counts."""
        pen = self.pen
        if result.survivors:
            pen.heading("No test would notice")
        for mutant in result.survivors:
            pen.line(f"{mutant.spot}: {mutant.names}", first="  ", hang=2)
            pen.line(_altered(mutant), first="    ", hang=2, style=YELLOW)
        rows = [("altered", "tried", "noticed", "not noticed")]
        for kind, tried in result.tried.items():
            survived = result.survived(kind)
            rows += [(f"{kind}s", str(tried), str(tried - survived), str(survived))] if tried else []
        pen.blank()
        pen.table(rows)
        if result.survivors:
            pen.blank()
            pen.line(
                "Add a test in which the altered rule would come to something else: for a limit one at it and one just "
                "beside it, for a condition one that fails by it alone, for a word one that uses it.",
                style=DIM,
            )

    def _explained(self, failure: Failure, bench: Bench) -> None:
        from poscheck.cli.terminal import can_show
        from poscheck.engine.explanation import sections
        from poscheck.engine.steps import Stepper
        from poscheck.report.explanation_text import MARKS, PLAIN_MARKS, write_sections

        assert failure.judged is not None
        submission = bench.submission(failure.case.given)
        stepper = Stepper(bench.explainer(failure.case), submission.document)
        write_sections(self.pen, sections(failure.judged, stepper), MARKS if can_show("✓✗·") else PLAIN_MARKS)

    def _fact(self, name: str, text: str) -> None:
        if text:
            self.pen.line(text, first=f"  {name:<10}")


def _answer(answer: Answer) -> str:
    problem = f" ({wording.PROBLEM[answer.problem]})" if answer.problem else ""
    return f"{wording.OUTCOME[answer.outcome].lower()}{problem}"


def _words(text: str) -> str:
    return text.replace("_", " ")


def _altered(mutant: Mutant) -> str:
    if mutant.becomes is None:
        return f"`{mutant.was}` might be left out"
    return f"`{mutant.was}` might be `{mutant.becomes}`"

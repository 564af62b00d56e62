"""The shipped rulesets as tests use them: loaded once, and their rules as they are written in YAML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from poscheck.dates import Duration
from poscheck.reading import read_file
from poscheck.resources import data_dir
from poscheck.ruleset import load_ruleset
from poscheck.scorecard import Executability, Outcome
from tests.oracle import Banded, Oracle, Verdict

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from poscheck.checks.constants import ParameterValue
    from poscheck.ruleset import Rule, Ruleset
    from poscheck.submission import Submission

OUTCOMES: dict[Verdict, Outcome] = {
    True: Outcome.MET,
    False: Outcome.NOT_MET,
    None: Outcome.INCOMPLETE,
    "not_applicable": Outcome.NOT_APPLICABLE,
}


def shipped() -> list[str]:
    """The names of all shipped rulesets."""
    return sorted(file.parent.name for file in data_dir("rules").glob("*/ruleset.yaml"))


@cache
def ruleset(name: str) -> Ruleset:
    """A shipped ruleset, loaded once."""
    return load_ruleset(name)


@dataclass(frozen=True)
class Written:
    """What decides a rule, as YAML; None where it says nothing."""

    check: Any
    when: Any
    review_if: Any


def written(folder: Path) -> dict[str, Written]:
    """The logic of every rule in a ruleset's files and those of its ancestors, by the rule's id."""
    main = read_file(folder / "ruleset.yaml").tree
    found = written(folder.parent / main["extends"]) if "extends" in main else {}
    rules = list(main.get("readiness", []))
    for file in sorted(folder.glob("[0-9]*.yaml")):
        rules += [rule for criterion in read_file(file).tree["criteria"] for rule in criterion.get("rules", [])]
    new = {rule["id"]: Written(rule.get("check"), rule.get("when"), rule.get("review_if")) for rule in rules}
    return {**new, **found}  # a rule that an overlay changes keeps what decides it


@cache
def written_in(name: str) -> dict[str, Written]:
    """As :func:`written`, for a shipped ruleset."""
    return written(data_dir("rules") / name)


def oracle(of: Ruleset, submission: Submission, as_of: date) -> Oracle:
    """The oracle for a ruleset's parameters, on one submission."""
    parameters = {name: _raw(value) for name, value in of.environment(as_of.toordinal()).parameters.items()}
    return Oracle(of.contract.root, submission.data, as_of, parameters, submission.to_follow, of.contract.fillers)


def _raw(parameter: ParameterValue) -> Any:
    if parameter.by is not None:
        return Banded(parameter.by.text, tuple((band.up_to, _plain(band.value)) for band in parameter.bands))
    return _plain(parameter.value)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Duration) else list(value) if isinstance(value, tuple) else value


def outcome(asked: Oracle, rule: Rule, logic: Written) -> Outcome:
    """What a rule comes to, if the oracle decides."""
    applies = True if logic.when is None else asked.check(logic.when)
    if applies is not True:
        return Outcome.INCOMPLETE if applies is None else Outcome.NOT_APPLICABLE
    if logic.check is None:
        return Outcome.NEEDS_REVIEW
    truth = asked.outermost(logic.check)
    doubtful = rule.executability is not Executability.FULL or (
        logic.review_if is not None and asked.check(logic.review_if) is True
    )
    return Outcome.NEEDS_REVIEW if truth is True and doubtful else OUTCOMES[truth]

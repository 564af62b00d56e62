"""Parts of a run as the writers of outputs get them: the lines of the sample submissions, and lines made of them."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from poscheck.batch.lines import brief_of, compact, failure, written
from poscheck.batch.store import RunFolder
from poscheck.engine import evaluate, load_decisions
from poscheck.errors import Problem
from poscheck.resources import data_dir
from poscheck.submission import load_submission
from tests.rulesets import ruleset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from poscheck.ruleset import Ruleset
    from poscheck.scorecard import Scorecard

SAMPLES = data_dir("sample_submissions")
FILES = sorted(
    file.name for file in SAMPLES.glob("*.*") if file.stem.split("-")[0] not in {"README", "samples", "decisions"}
)
AS_OF = "2026-10-15"
Line = dict[str, Any]


def rules() -> Ruleset:
    """The ruleset of the ten components."""
    return ruleset("ten-components")


def facts(**changes: Any) -> dict[str, Any]:
    """The facts of a run that outputs read."""
    always = {"as_of": AS_OF, "poscheck": "1.2.3", "ruleset": {"digest": rules().digest}}
    return {**always, "manifest": "one", "decisions": 4, **changes}


@cache
def card(name: str) -> Scorecard:
    """The scorecard of a sample; that of the startup with its reviewer's decisions."""
    submission = load_submission(SAMPLES / name, rules().contract)
    if not name.startswith("startup"):
        return evaluate(rules(), submission, date.fromisoformat(AS_OF))
    decisions = load_decisions(SAMPLES / "decisions-example.yaml", rules())
    return evaluate(rules(), submission, date.fromisoformat(AS_OF), decisions=decisions)


@cache
def _sample(name: str) -> str:
    number = FILES.index(name)
    line = {
        "result": compact(card(name), name),
        "texts": [f"{number:016x}", f"{'f' * 16}"],  # one of its own, and one that all have
        "school_program": f"{number:016x}",
        "page": f"scorecards/{name}.html" if number % 2 else None,
        "evidence": brief_of(card(name)).evidence_digests,
    }
    return json.dumps(line)


def sample(name: str = FILES[0], **changes: Any) -> Line:
    """The line of a sample, with some values of its result changed."""
    line: Line = json.loads(_sample(name))
    line["result"].update(deepcopy(changes))
    return line


def samples() -> list[Line]:
    """The lines of all samples, in the order of their names."""
    return [sample(name) for name in FILES]


def failed(source: str = "broken.yaml", *messages: str) -> Line:
    """The line of a file that could not be read."""
    problems = [
        Problem(code="bad-syntax", message=message, line=number, column=7, allowed="a mapping", suggestion="format")
        for number, message in enumerate(messages or ("Something is wrong.",), 1)
    ]
    return {"failure": failure(source, None, problems)}


def many(number: int) -> list[Line]:
    """So many lines, of samples in turn; every seventh could not be read."""
    return [
        failed(f"{place:05}.yaml", "One.", "Two.")
        if place % 7 == 6
        else sample(FILES[place % len(FILES)], source=f"{place:05}.yaml", id=f"id-{place}")
        for place in range(number)
    ]


def lay(folder: Path, lines: Sequence[Line], size: int = 5) -> list[tuple[int, Path]]:
    """Write ``lines`` as the parts of a run in ``folder``, so many in each, in place of those that were there."""
    run = RunFolder(folder)
    run.parts_folder.mkdir(parents=True, exist_ok=True)
    for _, file in list(run.parts()):
        file.unlink()
    for start in range(0, len(lines), size):
        run.part(start // size).write_bytes(b"".join(map(written, lines[start : start + size])))
    return list(run.parts())


def without(lines: Iterable[Line], number: int) -> list[Line]:
    """All lines but one."""
    return [line for place, line in enumerate(lines) if place != number]

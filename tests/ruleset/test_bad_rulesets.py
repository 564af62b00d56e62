"""One bad ruleset for each mistake: a change to the good one, and the problems that loading must report.

Adding a file to ``bad/`` adds a test. ``change`` says what stands elsewhere in which file (``find``, exactly once, and
``put``), which text is put at its end (``add``), or which file is written anew (``write``) or gone (``remove``). The
last file's ruleset is the one that is loaded. ``expect`` lists every problem in the order of files and lines, each with
its code, a part of the line that it points to, and words that its message must hold.
"""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import poscheck.checks.parser
import poscheck.ruleset
from poscheck.errors import RulesetError
from poscheck.reading import read_file, resolve
from poscheck.ruleset import load_ruleset

if TYPE_CHECKING:
    from poscheck.errors import Problem

HERE = Path(__file__).parent
GOOD = HERE / "good"
MISTAKES = sorted((HERE / "bad").rglob("*.yaml"))
MOST_CHARACTERS = 400
REPORTING = {"report", "problem"}
CODE = re.compile("[a-z]+(-[a-z]+)+")


def broken(changes: list[dict[str, str]], folder: Path) -> Path:
    """A copy of the good rulesets in which the changes are made; the folder of the one that is loaded."""
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    for change in changes:
        file = folder / change.get("ruleset", "small") / change["file"]
        if "remove" in change:
            file.unlink()
            continue
        if "write" in change:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(change["write"], encoding="utf-8")
            continue
        text = file.read_text(encoding="utf-8")
        if "find" in change:
            assert text.count(change["find"]) == 1, change["find"]
            text = text.replace(change["find"], change["put"])
        file.write_text(text + change.get("add", ""), encoding="utf-8")
    return folder / changes[-1].get("ruleset", "small")


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(RulesetError) as caught:
        load_ruleset(folder)
    return caught.value.problems


def line_of(problem: Problem, folder: Path) -> str:
    """The line that a problem points to."""
    assert problem.file is not None
    assert problem.line is not None
    return (folder.parent / problem.file).read_text(encoding="utf-8").splitlines()[problem.line - 1]


@pytest.mark.parametrize("file", MISTAKES, ids=lambda file: file.stem)
def test_mistake_is_reported(file: Path, tmp_path: Path) -> None:
    case: dict[str, Any] = resolve(read_file(file).tree)
    folder = broken(case["change"], tmp_path)
    found = problems_of(folder)
    shown = "\n".join(f"{problem.code}: {problem}" for problem in found)
    assert [problem.code for problem in found] == [expected["code"] for expected in case["expect"]], shown
    for problem, expected in zip(found, case["expect"], strict=True):
        said = f"{problem.message} {problem.allowed or ''}"
        assert len(problem.message) <= MOST_CHARACTERS
        for words in expected["says"]:
            assert words in said, shown
        if "line" in expected:
            assert expected["line"] in line_of(problem, folder), shown
        assert problem.suggestion == expected.get("suggestion"), shown


def test_every_problem_that_loading_knows_has_a_mistake() -> None:
    expected = {each["code"] for file in MISTAKES for each in resolve(read_file(file).tree)["expect"]}
    assert codes() - expected == set()


def codes() -> set[str]:
    """The codes that stand in the source of whatever reports problems of rulesets."""
    found: set[str] = set()
    for package in (poscheck.ruleset, poscheck.checks.parser):
        for file in Path(str(package.__file__)).parent.glob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in REPORTING:
                    texts = [part.value for part in node.args if isinstance(part, ast.Constant)]
                    found |= {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}
    return found

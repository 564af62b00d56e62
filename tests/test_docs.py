"""What the documents say is true: examples load, links lead somewhere, the words are used."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from poscheck.checks.parser import CheckParser
from poscheck.checks.scope import Scope
from poscheck.checks.words import STRUCTURE, VALUE_WORDS
from poscheck.cli import main
from poscheck.contract import standard_contract
from poscheck.reading import read_bytes
from poscheck.ruleset import load_ruleset

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
OTHERS = (ROOT / "sample_submissions" / "README.md", ROOT / "benchmarks" / "README.md")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *OTHERS])
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:\$ |    |.*&& |.*\")?(poscheck .*)")
AFTER_COMMAND = re.compile(r"\s{2,}.*| [#>|] .*|\"\]$")
OF_OTHERS = {"cluster.md": {"--nthreads", "--memory-limit", "--no-nanny"}}
"""Options of other programs that a page speaks of."""
LANGUAGE = (ROOT / "docs" / "rule-language.md").read_text(encoding="utf-8")
TABLES = LANGUAGE[LANGUAGE.index("## Checks: the words") : LANGUAGE.index("### Which problem")]
EXAMPLES = [
    example
    for line in TABLES.splitlines()
    if line.startswith("| `")
    for example in re.findall(r"`([^`]*: [^`]*)`", line.split("|", 2)[2])
    if "check" not in example
]
NAMES = {  # what the examples call the items of lists
    "agreement": "credit_agreements", "b": "policies.resources.funding", "c": "courses",
    "e": "professional_development", "i": "indicators", "m": "memoranda", "p": "partners", "s": "signatures",
}  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_language_page_parses(example: str) -> None:
    text = example if example.startswith("{") else f"{{{example}}}"
    check = read_bytes(f"check: {text}\n".encode(), "example").tree["check"]
    problems: list[str] = []
    contract = standard_contract()
    scope = Scope(contract.root)
    for name, path in NAMES.items():
        field = contract.root
        for part in path.split("."):
            field = field.members[part]
        if re.search(rf"\b{name}[.:]", text) and not re.search(rf"as: {name}\b", text):
            scope = scope.named(name, field.item)
    if "s.issuer" in text:
        scope = scope.named("s", contract.root.members["standards"].item)

    def report(
        code: str, message: str, at: object, *, allowed: str | None = None, suggestion: str | None = None
    ) -> None:
        problems.append(f"{code} {at} {message} {allowed} {suggestion}")

    CheckParser(contract, {}, contract.fillers, report).check(check, (), scope)

    assert problems == []


def test_every_word_of_the_language_is_on_its_page_with_an_example() -> None:
    assert [
        word for word in (*STRUCTURE, *VALUE_WORDS) if f"`{word}`" not in TABLES and f"`{word} " not in TABLES
    ] == []
    assert len(EXAMPLES) >= 28


every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


@every_page
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)", page.read_text(encoding="utf-8"))
    here = [(page.parent / link if link else page, anchor) for link, anchor in links if "://" not in link]

    assert [str(target) for target, _ in here if not target.exists()] == []
    assert [f"{to.name}#{anchor}" for to, anchor in here if anchor and anchor not in anchors(to)] == []


def anchors(page: Path) -> list[str]:
    """What the headings of a page are called in links."""
    headings = re.findall("^#+ (.*)", FENCED.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings]


@every_page
def test_every_command_of_a_page_can_be_given(page: Path) -> None:
    for command in commands(page.read_text(encoding="utf-8")):
        given: click.Command = main
        name, *arguments = shlex.split(command)
        while isinstance(given, click.Group) and arguments and not arguments[0].startswith("-"):
            name, *arguments = arguments
            found = given.get_command(click.Context(given), name)
            assert found is not None, command
            given = found
        if arguments and arguments[0] != "--version":
            given.make_context(name, arguments)


@every_page
def test_every_option_and_rule_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    spoken_of = set(re.findall(r"`(--[a-z][a-z-]*[a-z])", FENCED.sub("", text)))

    assert page.parent.name == "benchmarks" or spoken_of - options() - OF_OTHERS.get(page.name, set()) == set()
    assert set(re.findall(r"\b[0-9]{1,2}\.[0-9]-[a-z][a-z0-9-]+[a-z0-9]", text)) - rules() == set()


def commands(text: str) -> Iterator[str]:
    """The commands of a page, in blocks and in sentences, without what is said of them."""
    for block in FENCED.findall(text):
        for line in block.replace("\\\n", "").splitlines():
            if found := COMMAND.match(line):
                yield AFTER_COMMAND.sub("", found[1])
    for command in re.findall("`(poscheck [^`]*)`", FENCED.sub("", text)):
        yield AFTER_COMMAND.sub("", command)


@cache
def options() -> set[str]:
    """The options of all commands."""
    return {
        name
        for command in every_command(main)
        for parameter in command.params
        for name in (*parameter.opts, *parameter.secondary_opts)
    }


@cache
def rules() -> set[str]:
    """The rules of the ten components."""
    return {rule.id for rule in load_ruleset().rules}


def every_command(group: click.Group) -> Iterator[click.Command]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from every_command(command) if isinstance(command, click.Group) else [command]


@pytest.mark.parametrize("page", ["README.md", "docs/api.md"])
def test_the_python_of_a_page_runs(page: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "sample_submissions" / "typical-construction.yaml", tmp_path / "my-program.yaml")
    text = (ROOT / page).read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [block, "print(scorecard.verdict)"]
    for bound in re.findall(r"`(ruleset\.compiled\.bind\(.*?\))` gives", text):
        lines += ["day = date(2026, 10, 15)", f"outcomes, _ = {bound}(submission.data, submission.to_follow)"]
        lines.append("assert len(outcomes) == len(ruleset.rules)")
    answer = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert answer.stdout.splitlines()[-1] == "undecided"


def test_every_term_of_the_glossary_is_explained_once() -> None:
    terms = re.findall(r"^\| ([^|]+?) \|", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE)[2:]

    assert terms == sorted(terms, key=str.casefold)
    assert len(terms) == len(set(terms))


def test_every_problem_of_a_file_and_its_values_is_explained() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    bad = json.loads((ROOT / "tests" / "reading" / "bad" / "expected.json").read_text(encoding="utf-8"))
    codes = {problem["code"] for problems in bad.values() for problem in problems}
    for file in (ROOT / "tests" / "submission" / "bad").iterdir():
        codes.update(re.findall("^# ([a-z-]+) at line", file.read_text(encoding="utf-8"), re.MULTILINE))

    assert sorted(code for code in codes if f"`{code}`" not in page) == []
    assert len(codes) >= 50


def test_every_way_a_file_of_a_batch_may_fail_is_explained() -> None:
    from poscheck.batch import refusals
    from poscheck.errors import Problem

    page = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    codes = set(refusals.PASSING) | {
        problem.code for problem in vars(refusals).values() if isinstance(problem, Problem)
    }

    assert sorted(code for code in codes if f"`{code}`" not in page) == []
    assert len(codes) >= 14


def test_every_field_of_a_result_line_is_explained() -> None:
    from poscheck.resources import data_dir

    fields = json.loads((data_dir("schemas") / "result.schema.json").read_bytes())["properties"]
    page = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    explained = re.findall(
        r"`(\w+)`", "".join(re.findall(r"^\|([^|]*)\|", page[page.index("## The result line") :], re.MULTILINE))
    )

    assert explained == list(fields)

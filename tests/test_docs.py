"""What the documents say is true: examples load, links lead somewhere, the words are used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from poscheck.checks.parser import CheckParser
from poscheck.checks.scope import Scope
from poscheck.checks.words import STRUCTURE, VALUE_WORDS
from poscheck.contract import standard_contract
from poscheck.reading import read_bytes

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "sample_submissions" / "README.md"])
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)(#[^)\s]*)?\)", text)

    broken = [link for link, _ in links if "://" not in link and not (page.parent / link).exists()]
    assert broken == []


def test_every_term_of_the_glossary_is_explained_once() -> None:
    terms = re.findall(r"^\| ([^|]+?) \|", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE)[2:]

    assert terms == sorted(terms, key=str.casefold)
    assert len(terms) == len(set(terms))


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

"""``poscheck init``: the form loads as it is written, whatever is asked for, and reads well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poscheck.cli.clusters import place_in_framework
from poscheck.cli.exits import Code
from poscheck.cli.template import Form, more_sections, written
from poscheck.contract import SUBMISSION_FORMAT, Field, Kind, standard_contract
from poscheck.errors import UsageError
from poscheck.reading import read_bytes, resolve
from poscheck.submission import Submission, load_document
from poscheck.submission.observations import frameworks
from poscheck.workbook.published import published_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Run

CONTRACT = standard_contract()
SECTIONS = list(CONTRACT.root.members)
FILLED = {"format": SUBMISSION_FORMAT}
PLACES = [
    (cluster, pathway)
    for clusters in frameworks().values()
    for cluster, pathways in clusters.items()
    for pathway in (None, *pathways)
]


def loaded(text: str, name: str = "form.yaml") -> Submission:
    return load_document(read_bytes(text.encode(), name), CONTRACT)


def fields_in(tree: Any, path: str = "") -> Iterator[str]:
    """The paths of a tree, without the places of items."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            below = f"{path}.{key}".lstrip(".")
            yield below
            yield from fields_in(value, below)
    elif isinstance(tree, list):
        for item in tree:
            yield from fields_in(item, path)


def fields_of(field: Field, *, core: bool = False) -> set[str]:
    """The paths of the contract that a form has to have."""
    return {
        each.static
        for each in field.walk()
        if each.static and (each.core or not core) and "*" not in each.static and each.title
    }


def assert_loads(form: Form) -> Submission:
    head = "" if form.root.members["format"] in form.sections else f"format: {SUBMISSION_FORMAT}\n"
    submission = loaded(head + form.yaml() + more_sections(form))
    assert submission.problems == ()
    as_json = json.loads(form.json()) | FILLED
    assert loaded(json.dumps(as_json), "form.json").problems == ()
    return submission


@pytest.mark.parametrize("section", [*SECTIONS, "core"])
def test_every_section_loads_alone_and_with_the_core(section: str) -> None:
    assert_loads(Form(CONTRACT.root, [section], FILLED))
    assert_loads(Form(CONTRACT.root, ["core", section], FILLED))


@given(st.lists(st.sampled_from([*SECTIONS, "core"]), min_size=1, unique=True))
def test_any_sections_load_together(sections: list[str]) -> None:
    assert_loads(Form(CONTRACT.root, sections, FILLED))


def test_the_form_has_every_field_and_the_core_only_the_core() -> None:
    everything = read_bytes(Form(CONTRACT.root, SECTIONS, FILLED).yaml().encode(), "form.yaml").tree
    assert set(fields_in(everything)) == fields_of(CONTRACT.root)
    core = read_bytes(Form(CONTRACT.root, ["core"], FILLED).yaml().encode(), "form.yaml").tree
    assert set(fields_in(core)) == fields_of(CONTRACT.root, core=True)


def test_a_blank_form_says_nothing_yet() -> None:
    submission = assert_loads(Form(CONTRACT.root, SECTIONS, FILLED))
    assert {note.code for note in submission.notes} <= {"default"}
    lists = {name for name, value in submission.data.items() if isinstance(value, list)}
    assert lists == set(), "an entry that nobody filled in is no entry"


def test_blanks_are_counted() -> None:
    form = Form(CONTRACT.root, ["core"], FILLED)
    values = [line for line in form.yaml().splitlines() if line.endswith(": ")]
    assert form.blanks == len(values) == 33


@pytest.mark.parametrize("sections", [["core"], SECTIONS])
def test_the_form_is_pleasant_to_read(sections: list[str]) -> None:
    form = Form(CONTRACT.root, sections, FILLED)
    text = form.yaml() + more_sections(form)
    for line in text.splitlines():
        assert len(line) <= 100
        assert "\t" not in line
        assert line == line.rstrip() or line.endswith(": ")
        assert line.isprintable()
    assert "\n\n\n" not in text


@pytest.mark.parametrize(("cluster", "pathway"), PLACES)
def test_every_cluster_and_pathway_can_be_filled_in(cluster: str, pathway: str | None) -> None:
    typed = cluster.upper().replace("&", "and").replace(",", "")
    filled = place_in_framework(typed, pathway.lower() if pathway else None)
    assert filled["program.cluster"] == cluster
    assert filled.get("program.pathway") == pathway
    submission = assert_loads(Form(CONTRACT.root, ["core"], FILLED | filled))
    assert submission.notes == () or {note.code for note in submission.notes} == {"default"}
    for path, value in filled.items():
        assert submission.data["program"][path.removeprefix("program.")] == value


def test_a_pathway_alone_names_its_cluster() -> None:
    assert place_in_framework(None, "Therapeutic Services") == {
        "program.cluster": "Health Science",
        "program.pathway": "Therapeutic Services",
        "program.framework": "national-16",
    }


@pytest.mark.parametrize(
    ("cluster", "pathway", "said"),
    [
        ("Helth Science", None, "did you mean Health Science"),
        ("xyz", None, "Health Science; "),
        ("Health Science", "Theraputic Services", "did you mean Therapeutic Services"),
        (None, "Theraputic Services", "did you mean Therapeutic Services"),
        (None, "Accounting", "several clusters"),
    ],
)
def test_names_that_are_wrong(run: Run, cluster: str | None, pathway: str | None, said: str, folder: Path) -> None:
    with pytest.raises(UsageError, match=said):
        place_in_framework(cluster, pathway)
    arguments = [*(["--cluster", cluster] if cluster else []), *(["--pathway", pathway] if pathway else [])]
    assert run("init", *arguments).exit_code == Code.USAGE
    assert list(folder.iterdir()) == []


def block(field_path: list[str], lists: set[str], value: str) -> str:
    """A file in block style that has ``value``, as the form writes examples, in one field."""
    lines, indent, start = [f"format: {SUBMISSION_FORMAT}"], "", ""
    for number, key in enumerate(field_path):
        path = ".".join(field_path[: number + 1])
        last = number == len(field_path) - 1
        lines.append(f"{indent}{start}{key}: {value if last else ''}")
        indent += "  " if not start else "    "
        start = "- " if path in lists and not last else ""
    return "\n".join(lines) + "\n"


RECORD_LISTS = {f.static for f in CONTRACT.root.walk() if f.kind is Kind.LIST and f.item and f.item.kind is Kind.RECORD}
EXAMPLES = [
    (field.static, example)
    for field in CONTRACT.root.walk()
    for example in field.schema.get("examples", ())
    if field.static not in {"", "format", *RECORD_LISTS} and field.kind is not Kind.RECORD and "*" not in field.static
]


@pytest.mark.parametrize(("path", "example"), EXAMPLES, ids=[f"{path}-{n}" for n, (path, _) in enumerate(EXAMPLES)])
def test_every_example_can_be_typed_as_it_is_shown(path: str, example: object) -> None:
    submission = loaded(block(path.split("."), RECORD_LISTS, written(example)))
    expected = {"unknown-reference"}  # an example names an entry that this file does not have
    assert {problem.code for problem in submission.problems} <= expected
    assert {note.code for note in submission.notes} <= {
        "default",
        "dates-kept",
        "file-absent",
        "privacy",
        "unknown-cluster",
    }


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30)


@given(st.one_of(words, st.lists(words, max_size=4), st.dictionaries(words, words, max_size=3)))
def test_what_is_written_is_read_again(value: object) -> None:
    tree = resolve(read_bytes(f"value: {written(value)}\n".encode(), "x.yaml").tree)
    assert tree["value"] == value


# ---- the command ---------------------------------------------------------------------------------------------------


def test_a_first_form(run: Run, folder: Path) -> None:
    result = run("init", "--cluster", "health science", "--pathway", "therapeutic services")
    assert result.exit_code == 0
    text = (folder / "my-program.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=poscheck-submission.schema.json\n# A program of study")
    assert "cluster: Health Science\n" in text
    assert "poscheck check my-program.yaml" in text
    assert "poscheck check my-program.yaml" in result.stdout
    schema = (folder / "poscheck-submission.schema.json").read_text(encoding="utf-8")
    assert schema == published_schema()
    checked = run("check", "my-program.yaml")
    assert checked.exit_code == Code.DOES_NOT_MEET
    assert "falls short" not in checked.stdout.lower(), "nothing is not met before anything is said"


def test_the_head_is_short_and_every_line_fits(run: Run, folder: Path) -> None:
    run("init")
    lines = (folder / "my-program.yaml").read_text(encoding="utf-8").splitlines()
    assert lines.index("") <= 13
    assert max(map(len, lines)) <= 100


def test_nothing_is_written_over(run: Run, folder: Path) -> None:
    (folder / "my-program.yaml").write_text("mine")
    result = run("init")
    assert result.exit_code == Code.USAGE
    assert "--force" in result.stderr
    assert [path.name for path in folder.iterdir()] == ["my-program.yaml"]
    assert (folder / "my-program.yaml").read_text() == "mine"
    assert run("init", "--force").exit_code == 0
    assert (folder / "my-program.yaml").read_text(encoding="utf-8") != "mine"


def test_a_schema_that_is_not_ours_is_left_alone(run: Run, folder: Path) -> None:
    (folder / "poscheck-submission.schema.json").write_text("{}")
    assert run("init").exit_code == Code.USAGE
    assert [path.name for path in folder.iterdir()] == ["poscheck-submission.schema.json"]
    assert run("init", "--no-schema").exit_code == 0
    assert "yaml-language-server" not in (folder / "my-program.yaml").read_text(encoding="utf-8")
    (folder / "poscheck-submission.schema.json").unlink()
    assert run("init", "a.yaml").exit_code == run("init", "b.yaml").exit_code == 0


def test_a_form_in_json(run: Run, folder: Path) -> None:
    assert run("init", "--syntax", "json").exit_code == 0
    assert run("init", "other.json").exit_code == 0
    assert (folder / "my-program.json").read_bytes() == (folder / "other.json").read_bytes()
    assert not (folder / "poscheck-submission.schema.json").exists()
    assert run("check", "other.json").exit_code == Code.DOES_NOT_MEET
    assert run("init", "third.json", "--syntax", "yaml").exit_code == Code.USAGE
    assert run("init", "third.yaml", "--syntax", "json").exit_code == Code.USAGE


def test_one_section_to_copy(run: Run, folder: Path) -> None:
    text = run("init", "-", "--sections", "memoranda").stdout
    assert text.startswith("# ---- Memoranda of understanding ---")
    assert "format:" not in text
    assert list(folder.iterdir()) == []
    assert "format: poscheck/1" in run("init", "-").stdout
    assert run("init", "all.yaml", "--sections", "all").exit_code == 0
    result = run("init", "-", "--sections", "core,memorandum")
    assert result.exit_code == Code.USAGE
    assert "did you mean memoranda?" in result.stderr

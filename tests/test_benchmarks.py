"""Made-up submissions follow from seed and number, fit the contract unless they are meant not to, and are varied."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from benchmarks import table
from benchmarks.__main__ import main
from benchmarks.generator import AS_OF, FORMS, SIZES, data_of, make_up, planted
from benchmarks.generator.as_json import as_json
from benchmarks.generator.as_yaml import as_yaml
from benchmarks.generator.dice import Dice
from benchmarks.generator.holes import with_holes
from benchmarks.generator.identity import district
from benchmarks.generator.misfits import spoil
from benchmarks.generator.words import clusters, field_of, words
from benchmarks.hostile import hostile_files
from benchmarks.table.by_hand import COMPONENTS, READ, by_hand
from benchmarks.table.stages import Stages
from poscheck.checks.compiler import compile_rules
from poscheck.contract import standard_contract
from poscheck.errors import Problem, ReadError
from poscheck.reading import read_bytes
from poscheck.ruleset import Ruleset, load_ruleset
from poscheck.scorecard import Outcome, Verdict
from poscheck.scoring import score
from poscheck.submission import Submission, load_document, load_submission

ROOT = Path(__file__).parents[1]
DAY = AS_OF.toordinal()
SEED = 5
_FINE = {Outcome.MET, Outcome.NOT_APPLICABLE}


@pytest.fixture(scope="module")
def ruleset() -> Ruleset:
    return load_ruleset()


@pytest.fixture(scope="module")
def corpus() -> list[tuple[str, bytes]]:
    return list(hostile_files(SEED, 600))


def loaded(content: bytes, name: str) -> Submission:
    return load_document(read_bytes(content, name), standard_contract())


def test_every_process_makes_up_the_same(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "generate", "--count", "12", "--first", "995", "--out", "made"]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)

    made = [make_up(1, number, 20, "mixed") for number in reversed(range(995, 1007))]

    assert {file.name: file.content for file in made} == {
        path.relative_to(tmp_path / "made").as_posix(): path.read_bytes() for path in tmp_path.glob("made/*/*")
    }
    assert {Path(file.name).parent.name for file in made} == {"0000", "0001"}


@pytest.mark.parametrize("size", SIZES)
def test_what_is_meant_to_fit_fits(size: int) -> None:
    misfits = 0
    for number in range(40):
        fitting = data_of(SEED, number, size, misfits=False)
        for content, name in (
            (as_json(fitting, Dice(number)), "x.json"),
            (as_yaml(fitting, Dice(number), ["one", "two"]), "x.yaml"),
        ):
            assert loaded(content, name).problems == (), (number, name)
        data = data_of(SEED, number, size)
        assert bool(loaded(json.dumps(data).encode(), "x.json").problems) == (data != fitting), number
        misfits += data != fitting
    assert 5 <= misfits <= 20


@pytest.mark.parametrize("misfit", words("misfits"), ids=lambda misfit: misfit["at"])
def test_every_misfit_is_a_problem(misfit: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(spoil.__globals__, "words", lambda _: [misfit])
    for number in range(200):
        data = data_of(SEED, number, 40, misfits=False)
        if spoil(data, Dice(number), 1):
            assert loaded(json.dumps(data).encode(), "x.json").problems
            return
    pytest.fail("this misfit finds no place")


def test_yaml_and_json_say_the_same(ruleset: Ruleset) -> None:
    outcomes = ruleset.compiled.bind(ruleset.environment(DAY))
    for number in range(25):
        found = []
        for form in ("yaml", "json"):
            submission = loaded(make_up(SEED, number, 20, form).content, f"x.{form}")
            found.append((outcomes(submission.data, submission.to_follow), len(submission.problems)))
        assert found[0] == found[1], number


def test_programs_differ_as_real_ones_do(ruleset: Ruleset) -> None:
    stages = Stages(ruleset, 20, rounds=1, files=60)
    verdicts: Counter[Verdict] = Counter()
    met: set[str] = set()
    for submission in stages.submissions:
        outcomes = stages.by_id(submission)
        ready = not submission.problems and all(outcomes[rule.id][0] in _FINE for rule in ruleset.readiness)
        verdicts[score(ruleset, outcomes, ready=ready).verdict] += 1
        met |= {rule for rule, (outcome, _) in outcomes.items() if outcome is Outcome.MET}
    assert set(verdicts) == set(Verdict)
    assert min(verdicts.values()) >= 6
    assert len(met) > 0.9 * len(ruleset.rules)


def test_names_say_that_they_are_made_up() -> None:
    markers, surnames = words("names")["markers"], set(words("names")["surnames"])
    for number in range(50):
        ours = district(SEED, number)
        for name in (ours.name, ours.college, ours.university, ours.board, *ours.schools):
            assert any(name.startswith(f"{marker} ") for marker in markers), name
        assert {person.split()[-1] for person in ours.people} <= surnames


@pytest.mark.parametrize("framework", ["national-16", "national-14"])
def test_every_cluster_has_a_field(framework: str) -> None:
    for cluster, _ in clusters(framework):
        assert cluster in field_of(cluster)["clusters"]


def test_codes_of_one_field_are_of_no_other() -> None:
    codes = [code for field in words("fields").values() for code in field["cips"]]
    assert len(codes) == len(set(codes))


def test_duplicates_are_planted_and_nowhere_else() -> None:
    filed: dict[tuple[str, str], list[int]] = {}
    said: dict[str, set[int]] = {}
    for number in range(300):
        data = data_of(SEED, number, 20, misfits=False)
        rules = data["program"].get("admission_rules", "")
        if len(rules) > 60:
            said.setdefault(rules, set()).add(number)
        for school in data["schools"]:
            if len(school.get("nces_id", "")) == 12 and "." in data["program"].get("cip", ""):
                filed.setdefault((school["nces_id"], data["program"]["cip"]), []).append(number)

    twice = [numbers for numbers in filed.values() if len(numbers) > 1]
    copied = [numbers for numbers in said.values() if len({number // 6 for number in numbers}) > 1]
    assert twice
    assert all(planted(max(numbers)) == "school and code" for numbers in twice)
    assert all(any(planted(number) == "free text" for number in numbers) for numbers in copied)
    other = data_of(SEED, 33, 40, misfits=False)
    assert other["district"]["name"] not in other["program"]["description"]


def test_the_same_rules_written_by_hand_say_the_same(ruleset: Ruleset) -> None:
    rules = [
        rule
        for component in ruleset.components
        if component.number in COMPONENTS
        for criterion in component.criteria
        for rule in criterion.rules
    ]
    environment = ruleset.environment(DAY)
    compiled = compile_rules([rule.logic for rule in rules], environment.parameters).bind(environment)
    hand = by_hand(ruleset, DAY)
    for number in range(200):
        submission = loaded(make_up(SEED, number, list(SIZES)[number % 3], "json").content, "x.json")
        read = {name: submission.data[name] for name in READ if name in submission.data}
        for data, follow in (
            (read, submission.to_follow),
            *(with_holes(read, Dice(number, copy)) for copy in range(5)),
        ):
            expected, found = compiled(data, follow), hand(data, follow)
            assert {rule.id: one for rule, one in zip(rules, found[0], strict=True)} == {
                rule.id: one for rule, one in zip(rules, expected[0], strict=True)
            }
            assert found[1] == expected[1]


def refusal(file: Path) -> tuple[Problem, ...] | None:
    """The problems for which a file is refused; None where it is a submission."""
    try:
        load_submission(file)
    except ReadError as error:
        return error.problems
    return None


def test_hostile_files_are_answered(corpus: list[tuple[str, bytes]], tmp_path: Path) -> None:
    refused = 0
    for name, content in corpus:
        file = tmp_path / f"x{Path(name).suffix}"
        file.write_bytes(content)
        problems = refusal(file)
        refused += problems is not None
        assert problems is None or problems
        assert all(problem.line or problem.code in {"too-large", "file-kind"} for problem in problems or ()), name
    assert 100 < refused < len(corpus) - 100


def test_the_hostile_corpus_is_the_same_each_time(corpus: list[tuple[str, bytes]]) -> None:
    assert corpus == list(hostile_files(SEED, 600))
    assert len({name for name, _ in corpus}) == len(corpus) == 600


def test_outputs_hold_the_same_files(tmp_path: Path) -> None:
    for out in ("folder", "files.zip", "lines.jsonl"):
        options = ["--count", "5", "--form", "json", "--seed", str(SEED), "--out", str(tmp_path / out)]
        assert CliRunner().invoke(main, ["generate", *options]).exit_code == 0
    data = [data_of(SEED, number) for number in range(5)]

    assert [json.loads(path.read_bytes()) for path in sorted(tmp_path.glob("folder/*/*"))] == data
    with zipfile.ZipFile(tmp_path / "files.zip") as archive:
        assert [json.loads(archive.read(name)) for name in sorted(archive.namelist())] == data
    assert [json.loads(line) for line in (tmp_path / "lines.jsonl").read_bytes().splitlines()] == data
    assert sorted(path.name for path in tmp_path.iterdir()) == ["files.zip", "folder", "lines.jsonl"]


@pytest.mark.parametrize(
    ("options", "words_said"),
    [
        (["generate", "--out", "here"], "is there already"),
        (["generate", "--form", "yaml", "--out", "x.jsonl"], "holds JSON only"),
        (["hostile", "--out", "x.jsonl"], "do not fit into lines"),
    ],
)
def test_wrong_use_is_named(
    options: list[str], words_said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    result = CliRunner().invoke(main, options)

    assert result.exit_code == 2
    assert words_said in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_every_stage_is_measured(ruleset: Ruleset) -> None:
    measured = {row.what: row.against for row in Stages(ruleset, 8, rounds=1, files=1).rows()}
    targets = yaml.safe_load((Path(table.__file__).parent / "targets.yaml").read_bytes())

    whole_commands = {
        "cold check of one file",
        "two workers against one",
        "memory",
        "fastest peer that says all the rules",
    }
    assert set(targets) - whole_commands <= set(measured)
    assert all(measured[name] == target["against"] for name, target in targets.items() if name not in whole_commands)


@pytest.mark.parametrize("form", FORMS)
def test_made_up_submissions_have_the_form_that_was_asked_for(form: str) -> None:
    endings = {Path(make_up(SEED, number, 8, form).name).suffix for number in range(40)}
    assert endings == {"yaml": {".yaml", ".yml"}, "json": {".json"}, "mixed": {".yaml", ".yml", ".json"}}[form]

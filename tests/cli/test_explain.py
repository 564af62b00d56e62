"""``poscheck explain``: every condition in words, with the value and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from poscheck.cli.exits import Code
from poscheck.resources import data_dir
from poscheck.ruleset import load_ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

SAMPLES = data_dir("sample_submissions")


def test_a_rule_that_is_met(run: Run, meets: Path) -> None:
    text = run("explain", meets, "2.1-college-has-signed").stdout
    for part in ("Met: A memorandum is in force", "✓ At least 1 of “Memoranda of understanding”", "the file says from"):
        assert part in " ".join(text.split())
    assert "✗" not in text
    assert "To do:" not in text


def test_a_rule_that_is_not_met_says_what_would_do(run: Run, meets: Path) -> None:
    text = run("explain", meets, "2.1-college-has-signed", "--as-of", "2031-01-01").stdout
    for part in ("Not met (expired)", "✗", "line ", "To do:  Supply a memorandum", "Source: Career and Technical"):
        assert part in text
    assert "the date given" in " ".join(text.split())


def test_what_is_missing(run: Run, weak: Path) -> None:
    text = run("explain", weak, "2.1-college-has-signed").stdout
    assert "Incomplete (missing)" in text
    assert "? " in text
    assert "the file does not say" in " ".join(text.split())


def test_none_of_reads_the_right_way_round(run: Run, meets: Path) -> None:
    text = run("explain", meets, "6.1-no-remedial-course").stdout
    assert "✗" not in text
    assert "✓ “Remedial”: the file says no (line" in text
    written = meets.read_text(encoding="utf-8")
    meets.write_text(written.replace("    remedial: false\n", ""), encoding="utf-8")
    assert "“Remedial”: left out, which counts as no" in run("explain", meets, "6.1-no-remedial-course").stdout
    meets.write_text(written.replace("remedial: false", "remedial: true", 1), encoding="utf-8")
    text = run("explain", meets, "6.1-no-remedial-course").stdout
    assert "✗ “Remedial”: the file says yes (line" in text


def test_a_list_that_is_empty_and_one_that_is_not_there(run: Run, weak: Path) -> None:
    courses = "{title: One, kind: cte, prerequisites: []}, {title: Two, kind: cte, prerequisites: [One]}"
    weak.write_text(f"format: poscheck/1\ncourses: [{courses}, {{title: Three, kind: cte}}]\n", encoding="utf-8")
    text = " ".join(run("explain", weak, "6.3-level-never-falls").stdout.split())
    assert "“One”: the file has an empty list (line 2" in text
    assert "“Three”: left out, which counts as an empty list (near line 2" in text


def test_whether_a_value_falls_is_not_known_where_one_is_missing(run: Run, weak: Path) -> None:
    one, two = "title: One, kind: cte", "title: Two, kind: cte, level: capstone, prerequisites: [One]"
    for level, said in [
        ("", "it is not known whether “Level” falls: something is missing at “One”"),
        (", level: introductory", "“Level” never falls"),
        (", level: postsecondary", "“Level” falls: “Two” follows “One”"),
    ]:
        weak.write_text(f"format: poscheck/1\ncourses: [{{{one}{level}}}, {{{two}}}]\n", encoding="utf-8")
        text = " ".join(run("explain", weak, "6.3-level-never-falls").stdout.split())
        assert f"“Level” may never fall from one to the next: {said} " in text


def test_a_criterion_with_all_its_rules(run: Run, meets: Path) -> None:
    text = run("explain", meets, "2.1").stdout
    assert text.count("What was asked, and what the file says") >= 5
    assert text.count("Source: ") == 1
    assert "quality is required" in text


def test_a_rule_for_a_person(run: Run, meets: Path) -> None:
    text = run("explain", meets, "2.4-both-kinds-of-skills").stdout
    assert "A person looks for:" in text
    assert "nothing here that a program could check" in text


def test_a_claim_that_it_does_not_apply(run: Run, weak: Path) -> None:
    weak.write_text('format: poscheck/1\nnot_applicable_claims: [{criterion: "2.1", reason: No partners here.}]\n')
    text = " ".join(run("explain", weak, "2.1-college-has-signed").stdout.split())
    assert "No partners here." in text
    assert "Without that, poscheck's answer is: incomplete." in text


def test_names_that_do_not_exist(run: Run, meets: Path) -> None:
    result = run("explain", meets, "2.1-collage-has-signed")
    assert result.exit_code == Code.USAGE
    assert "Did you mean 2.1-college-has-signed?" in " ".join(result.stderr.split())
    assert run("explain", "nothing.yaml", "2.1").exit_code == Code.UNREADABLE


@pytest.mark.parametrize("sample", ["weak-marketing.yaml", "contradictory-information-technology.yaml"])
def test_every_rule_can_be_explained(run: Run, sample: str) -> None:
    for criterion in load_ruleset().criteria:
        result = run("explain", SAMPLES / sample, criterion.id)
        assert result.exit_code == 0
        for rule in criterion.rules:
            assert f"\n{rule.id}\n" in result.stdout

"""``poscheck explain``: every condition in words, with the value and where it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.cli.exits import Code
from poscheck.resources import data_dir

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

SAMPLES = data_dir("sample_submissions")


def test_a_rule_that_is_met(run: Run, meets: Path) -> None:
    text = run("explain", meets, "2.1-college-has-signed").stdout
    for part in (
        "Met: A memorandum is in force",
        "✓ One of the “Memoranda of understanding” has to show this: the one there does",
        "the file says from",
    ):
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
    assert "✓ “Remedial” may not be yes: the file says no (line" in text
    written = meets.read_text(encoding="utf-8")
    meets.write_text(written.replace("    remedial: false\n", ""), encoding="utf-8")
    assert (
        "“Remedial” may not be yes: left out, which counts as no"
        in run("explain", meets, "6.1-no-remedial-course").stdout
    )
    meets.write_text(written.replace("remedial: false", "remedial: true", 1), encoding="utf-8")
    text = run("explain", meets, "6.1-no-remedial-course").stdout
    assert "✗ “Remedial” may not be yes: the file says yes (line" in text


def test_a_list_that_is_empty_and_one_that_is_not_there(run: Run, weak: Path) -> None:
    courses = "{title: One, kind: cte, prerequisites: []}, {title: Two, kind: cte, prerequisites: [One]}"
    weak.write_text(f"format: poscheck/1\ncourses: [{courses}, {{title: Three, kind: cte}}]\n", encoding="utf-8")
    text = " ".join(run("explain", weak, "6.3-level-never-falls").stdout.split())
    assert "“One”: the file has an empty list (line 2" in text
    assert "“Three”: left out, which counts as an empty list (near line 2" in text


def test_whether_a_value_falls_is_not_known_where_one_is_missing(run: Run, weak: Path) -> None:
    one, two = "title: One, kind: cte", "title: Two, kind: cte, level: capstone, prerequisites: [One]"
    for level, said in [
        ("", "that cannot be told yet, since something is missing at “One”"),
        (", level: introductory", "it never does"),
        (", level: postsecondary", "“Two” follows “One”"),
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


def explained(run: Run, *args: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("explain", *args, "--format", "json").stdout)
    return found


def test_what_does_not_count_is_told_with_the_reason(run: Run) -> None:
    text = " ".join(run("explain", SAMPLES / "typical-construction.yaml", "2.1-two-employers").stdout.split())
    assert "do not count: “Kind of partner” must be employer" in text
    assert "“Fictional Brothers Homes”: counts, since “Kind of partner” is employer" in text


def test_of_an_empty_list_it_says_what_an_entry_would_have_to_show(run: Run) -> None:
    text = run("explain", SAMPLES / "weak-marketing.yaml", "7.1-agreement-in-force", COLUMNS="200").stdout
    for part in ("the list is empty", "· An entry would have to show this", "· “Signed on” must be on or before"):
        assert part in text


@pytest.mark.parametrize(
    ("sample", "rule", "setting"),
    [
        ("weak-marketing.yaml", "1.4-plan-required", "policies.career_plan.required=yes"),
        (
            "expired-agreements-automotive.json",
            "7.1-agreement-in-force",
            "credit_agreements.0.expires_on=2026-10-14",
        ),
    ],
)
def test_what_would_make_it_met_does(run: Run, sample: str, rule: str, setting: str) -> None:
    """The command `what-if` comes to the same with the change that is named."""
    found = explained(run, SAMPLES / sample, rule)["rules"][0]["remedies"][0]
    assert found["outcome"] == "met"
    assert [change["path"] for change in found["changes"]] == [setting.partition("=")[0]]
    changed = run("what-if", SAMPLES / sample, "--set", setting).stdout
    assert f"{rule}: not met → met" in changed
    assert "would make it met, as judging again showed" in run("explain", SAMPLES / sample, rule, COLUMNS="200").stdout


def test_one_more_like_one_that_is_there(run: Run) -> None:
    text = run("explain", SAMPLES / "typical-construction.yaml", "8.2-two-briefings", COLUMNS="200").stdout
    assert "if there were one more of “Briefings of counselors” like “2026-08-06”." in text


def test_what_else_the_only_entry_would_have_to_have(run: Run) -> None:
    rule = "7.1-carried-to-two-and-four-year-colleges"
    text = " ".join(run("explain", SAMPLES / "typical-construction.yaml", rule).stdout.split())
    assert "also had four year (the file says two year, line 173)." in text


def test_as_a_page_that_is_inert(run: Run, meets: Path, folder: Path) -> None:
    text = meets.read_text(encoding="utf-8")
    meets.write_text(
        text.replace("source: District", "source: <script>alert(1)</script> District", 1), encoding="utf-8"
    )
    assert run("explain", meets, "1.1", "--format", "html").exit_code == 0
    page = (folder / "meets.1.1.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count('<h2 id="q-') == 7
    run("explain", meets, "1.1", "--format", "html", "--output", "again.html")
    assert (folder / "again.html").read_text(encoding="utf-8") == page


def test_the_submission_is_never_written_over(run: Run, meets: Path) -> None:
    before = meets.read_bytes()
    assert run("explain", meets, "1.1", "--output", meets).exit_code == Code.USAGE
    assert meets.read_bytes() == before

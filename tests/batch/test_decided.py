"""Reviewers' decisions on a batch: found by file or number, counted, and never laid on the wrong submission."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch.decided import DecisionBook, gather
from poscheck.errors import ReadError, UsageError
from tests.batch.batches import files, results, run_here, run_share, several, small, snapshot, submission
from tests.batch.site import Html

if TYPE_CHECKING:
    from poscheck.batch.run import Summary

HEAD = "source,submission,rule,criterion,outcome,reason,role,decided_on,expires_on,evidence_digest,submission_digest\n"
UNDECIDED = {"memoranda": None}


def digest_of(source: str) -> str:
    return str(results()[source]["digest"])


def decision(**changes: Any) -> dict[str, Any]:
    usual = {
        "criterion": "P1",
        "outcome": "met",
        "reason": "Shown to us on paper.",
        "role": "State reviewer",
        "decided_on": "2026-10-12",
    }
    return {key: value for key, value in {**usual, **changes}.items() if value is not None}


def decisions_file(*decisions: dict[str, Any], **about: str) -> str:
    return json.dumps({"format": "poscheck-decisions/1", **about, "decisions": decisions})


def row(**values: str) -> str:
    columns = HEAD.strip().split(",")
    assert values.keys() <= set(columns)
    return ",".join(values.get(column, "") for column in columns) + "\n"


def statuses(source: str) -> list[tuple[str | None, str]]:
    return [(rule, status) for rule, status, *_ in results()[source]["decisions"]]


@pytest.fixture
def subs(folder: Path) -> Path:
    """Three submissions that wait for a memorandum, judged once."""
    made = files(folder / "subs", {f"{name}.json": submission(name, **UNDECIDED) for name in "abc"})
    assert run_here().verdicts == {"undecided": 3}
    return made


def with_decisions(contents: dict[str, str]) -> Summary:
    files(Path("decisions"), contents)
    return run_here(decisions=Path("decisions"))


@pytest.mark.usefixtures("subs")
def test_a_folder_of_files_and_tables() -> None:
    digests = {name: digest_of(f"subs/{name}.json") for name in "abc"}
    summary = with_decisions({
        "a.yaml": decisions_file(decision(submission_digest=digests["a"]), submission="a"),
        "deep/b.json": decisions_file(decision(submission_digest=digests["b"].upper()), source="subs/b.json"),
        "c.csv": HEAD + row(source="subs/c.json", **decision(submission_digest=digests["c"], expires_on="2026-10-01")),
        "readme.txt": "not one of them",
    })  # fmt: skip

    assert (summary.verdicts, summary.scored, summary.idle) == ({"meets": 2, "undecided": 1}, 3, ())
    assert [statuses(f"subs/{name}.json") for name in "abc"] == [
        [("P1-agreement-in-force", status), ("P1-committee", status)] for status in ("counted", "counted", "expired")
    ]
    line = results()["subs/a.json"]
    assert line["decisions"][0] == [
        "P1-agreement-in-force", "counted", "incomplete", "met", "Shown to us on paper.",
    ]  # fmt: skip
    assert line["without_decisions"]["verdict"] == "undecided"


@pytest.mark.usefixtures("subs")
def test_only_what_new_decisions_are_on_is_scored_again() -> None:
    table = HEAD + row(source="subs/b.json", **decision(submission_digest=digest_of("subs/b.json")))

    assert with_decisions({"d.csv": table}).scored == 1
    before = snapshot()
    assert with_decisions({"d.csv": table}).scored == 0
    assert snapshot() == before
    assert run_here().scored == 1
    assert results()["subs/b.json"]["decisions"] == []
    run_here(out=Path("fresh"))
    assert snapshot() == snapshot(Path("fresh"))


def test_a_decision_on_a_file_that_has_changed_is_stale(subs: Path) -> None:
    old = digest_of("subs/a.json")
    files(subs, {"a.json": submission("a", **UNDECIDED, program={"title": "Another"})})

    summary = with_decisions({"d.json": decisions_file(decision(submission_digest=old), submission="a")})

    assert summary.verdicts == {"undecided": 3}
    assert {status for _, status in statuses("subs/a.json")} == {"stale"}


@pytest.mark.usefixtures("subs")
def test_a_decision_that_cannot_be_used_is_refused_in_words() -> None:
    bad = {
        "rule": decision(criterion="P9", submission_digest="0"),
        "reason": decision(reason=None, submission_digest="0"),
        "digest": decision(),
        "key": decision(who="me", submission_digest="0"),
    }
    with_decisions({"d.json": decisions_file(*bad.values(), source="subs/a.json")})

    told = [text for _, status, _, _, text in results()["subs/a.json"]["decisions"] if status == "refused"]
    assert [text.partition("refused: ")[2] for text in told] == [
        "there is no criterion `P9` (d.json)",
        "`reason` is missing (d.json)",
        "`evidence_digest` is missing (d.json)",
        "`who` is no field of a decision (d.json)",
    ]


@pytest.mark.usefixtures("subs")
def test_a_refused_row_is_named_with_its_line_and_how_a_date_is_written() -> None:
    local = decision(submission_digest=digest_of("subs/a.json"), decided_on="3.11.2026")
    summary = with_decisions({"d.csv": HEAD + row(source="subs/b.json") + row(source="subs/a.json", **local)})

    assert [text for *_, text in results()["subs/a.json"]["decisions"]] == [
        "line 3: the decision on P1 is refused: `decided_on` is no date: “3.11.2026”; write it as in 2026-11-03 (d.csv)"
    ]
    assert summary.unused == 1
    assert with_decisions({}).unused == 1  # of lines that are taken over, too


@pytest.mark.parametrize(
    ("outcome", "day", "counted"),
    [
        ("Met", "10/12/2026", "met"),
        (" NOT  met ", "Oct 12, 2026", "not_met"),
        ("Waived", "2026-10-12", "not_applicable"),
    ],
)
@pytest.mark.usefixtures("subs")
def test_a_row_may_be_as_people_and_spreadsheet_programs_write_it(outcome: str, day: str, counted: str) -> None:
    said = decision(submission_digest=digest_of("subs/a.json"), outcome=outcome, decided_on=f'"{day}"')
    with_decisions({"d.csv": HEAD + row(source="subs/a.json", **said)})

    decided = {(status, after) for _, status, _, after, _ in results()["subs/a.json"]["decisions"]}
    assert decided == {("counted", counted)}


@pytest.mark.usefixtures("subs")
def test_what_became_of_each_decision_is_listed_those_that_do_not_count_first() -> None:
    seen = {name: decision(submission_digest=digest_of(f"subs/{name}.json")) for name in "ac"}
    with_decisions({
        "a.csv": HEAD + row(source="subs/a.json", **seen["a"]),
        "b.csv": HEAD + row(source="subs/b.json", **decision(submission_digest="0" * 64)),
        "c.csv": HEAD + row(source="subs/c.json", **seen["c"] | {"criterion": "=P9", "reason": "<b>"}),
    })  # fmt: skip

    with Path("out/decisions.csv").open(encoding="utf-8-sig", newline="") as opened:
        listed = list(csv.DictReader(opened))
    assert [(each["source"], each["rule"], each["status"], each["outcome"]) for each in listed] == [
        ("subs/a.json", "P1-agreement-in-force", "counted", "met"),
        ("subs/a.json", "P1-committee", "counted", "met"),
        ("subs/b.json", "P1-agreement-in-force", "stale", "met"),
        ("subs/b.json", "P1-committee", "stale", "met"),
        ("subs/c.json", "", "refused", ""),
    ]
    (page,) = Path("out/pages").glob("decisions-*.html")
    told = re.findall(r'<tr><td data-v="[0-9]+">([^<]+)<', page.read_text("utf-8"))
    assert told == [
        "Cannot be used",
        *["Does not count: what it was about has changed"] * 2,
        *["Counts"] * 2,
    ]
    run_here()
    assert not Path("out/decisions.csv").exists()
    assert not list(Path("out/pages").glob("decisions-*.html"))


@pytest.mark.parametrize(
    ("first", "sign"),
    [
        ("", ";"),
        ("sep=;\r\n", ";"),
        ("\ufeffsep=,\n", ","),
        ('"SEP=;"\n', ";"),
        ("sep=;;;;\n", ";"),
        ("sep=\t\r\n", "\t"),
    ],
)
@pytest.mark.usefixtures("subs")
def test_a_table_may_have_other_signs_and_say_which(first: str, sign: str) -> None:
    seen = decision(submission_digest=digest_of("subs/b.json"))
    table = HEAD + row(source="subs/b.json", **seen) + row(source="subs/c.json", **seen | {"criterion": "P9"})

    summary = with_decisions({"d.csv": first + table.replace(",", sign)})

    assert (summary.scored, summary.unused) == (2, 1)
    assert {status for _, status in statuses("subs/b.json")} == {"counted"}
    assert results()["subs/c.json"]["decisions"][0][-1].startswith(f"line {4 if first else 3}: ")


@pytest.mark.usefixtures("subs")
@pytest.mark.parametrize("written", ["nicht erfüllt", "Not  quite", "met."])
def test_an_outcome_that_is_none_is_quoted_as_it_was_written(written: str) -> None:
    with_decisions({"d.csv": HEAD + row(source="subs/a.json", **decision(submission_digest="0", outcome=written))})

    assert f"refused: `{written}` is no outcome; use met, not_met" in results()["subs/a.json"]["decisions"][0][-1]


@pytest.mark.usefixtures("subs")
def test_columns_without_a_name_are_not_looked_at() -> None:
    table = HEAD + row(source="subs/b.json", **decision(submission_digest=digest_of("subs/b.json")))

    with_decisions({"d.csv": table.replace("\n", ",,ask Bob\n").replace("ask Bob", "", 1)})
    assert {status for _, status in statuses("subs/b.json")} == {"counted"}


@pytest.mark.usefixtures("subs")
def test_rows_without_an_outcome_are_not_there_yet() -> None:
    table = "\ufeff" + HEAD + row(source="subs/a.json", criterion="P1", reason="?") + row()

    assert with_decisions({"d.csv": table}).scored == 0
    with_decisions({"d.csv": table})
    assert results()["subs/a.json"]["decisions"] == []


@pytest.mark.usefixtures("subs")
def test_decisions_on_nothing_in_the_batch_are_told() -> None:
    summary = with_decisions({
        "d.csv": HEAD + row(source="subs/z.json", **decision()) + row(submission="zz", **decision()),
        "north/d.csv": HEAD + row(submission="zy", **decision()),
        "north/z.json": decisions_file(decision(), submission="zzz"),
    })  # fmt: skip

    assert summary.idle == (
        "subs/z.json (d.csv:2)", "zz (d.csv:3)", "zy (north/d.csv:2)", "zzz (north/z.json:1)",
    )  # fmt: skip
    facts = json.loads(Path("out/run.json").read_bytes())
    assert (facts["decisions"], facts["finished"]["idle_decisions"]) == (4, 4)


def test_every_decision_on_nothing_is_in_the_table_and_on_the_page(subs: Path) -> None:
    files(subs, {"broken.yaml": "a: ["})
    names = ["subs/z.json", "=1+1", "<b>.json", *(f"subs/{number}.json" for number in range(300))]
    written = HEAD + "".join(row(source=name, **decision()) for name in names) + row(submission="A", **decision())

    assert with_decisions({"d.csv": written, "e.json": decisions_file(decision(), source="subs/broken.yaml")}).idle
    with Path("out/decisions.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))

    none = "no submission that was judged has this source."
    near = {"<b>.json": " Did you mean subs/b.json?"}
    assert [(row["source"], row["submission"], row["reason"]) for row in rows] == [
        *(
            (f"'{name}" if name[0] == "=" else name, "", f"d.csv:{line}: {none}{near.get(name, '')}")
            for line, name in enumerate(names, 2)
        ),
        ("", "A", "d.csv:305: no submission that was judged has this number. Did you mean a?"),
        ("subs/broken.yaml", "", "e.json:1: the file could not be read; failures.csv says why."),
    ]
    assert {(row["status"], row["rule"], row["outcome"], row["district"]) for row in rows} == {("idle", "", "", "")}
    pages = [Html(Path(f"out/pages/decisions-{number:04}.html")).rows() for number in (1, 2)]
    assert [(cells[0], cells[1], cells[-1]) for page in pages for cells in page] == [
        ("Names no submission that was judged", (row["source"] or row["submission"]).removeprefix("'"), row["reason"])
        for row in rows
    ]
    for page in ("index.html", "pages/run.html"):
        assert re.search(r"305 (decisions|of them) name no submission that was judged", Html(Path("out", page)).text)


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ({"source": "Subs/A.JSON"}, "subs/a.json"),
        ({"source": "a.yaml"}, "subs/a.json"),
        ({"source": "b"}, "subs/b.json"),
        ({"source": "other/e.json"}, None),  # there are two
        ({"source": "subs/x.json"}, None),
        ({"source": "---"}, None),
        ({"submission": "A"}, "a"),
        ({"submission": "wi 2026.014"}, "WI-2026-014"),
        ({"submission": "WI-2026-015"}, None),
    ],
)
def test_a_name_that_is_nearly_right_brings_the_right_one(
    folder: Path, named: dict[str, str], meant: str | None
) -> None:
    numbers = {"subs/a.json": "a", "subs/b.json": "WI-2026-014", "subs/e.json": "e", "more/e.json": "e2"}
    files(folder, {name: submission(number) for name, number in numbers.items()})
    files(folder, {"d.csv": HEAD + row(**named, **decision())})

    run_here("subs", "more", decisions=Path("d.csv"))

    (line,) = Path("out/decisions.csv").read_text("utf-8").splitlines()[1:]
    assert ("Did you mean" in line, f"Did you mean {meant}?" in line) == (meant is not None, meant is not None)


def test_decisions_on_nothing_are_listed_however_the_run_went(subs: Path) -> None:
    files(subs, several(9))
    files(Path("decisions"), {
        "d.csv": HEAD + "".join(row(source=f"subs/{name}.json", **decision()) for name in "azb"),
        "e.json": decisions_file(decision(), submission="S-3"),
    })  # fmt: skip
    given = Path("decisions")
    run_here(out=Path("single"), decisions=given)
    table = Path("single/decisions.csv").read_bytes()
    assert table.count(b",idle,") == 1

    shutil.rmtree("out")
    for share in ("2/3", "1/3"):
        run_share(share, decisions=given)
    run_share("3/3", decisions=given)
    for _ in range(2):
        run_here(decisions=given)
        assert snapshot() == snapshot(Path("single"))


def test_a_number_that_several_submissions_have_names_none_of_them(subs: Path) -> None:
    files(subs, {"d.json": submission("a", **UNDECIDED)})

    with pytest.raises(UsageError, match=r"the decision at d\.csv:2 names the submission a, but several files"):
        with_decisions({"d.csv": HEAD + row(submission="a", **decision(submission_digest="0"))})
    assert json.loads(Path("out/run.json").read_bytes())["finished"] is None

    table = HEAD + row(source="subs/d.json", **decision(submission_digest=digest_of("subs/a.json")))
    assert with_decisions({"d.csv": table}).idle == ()


STRAY = "beside the file it names the submission {}, and {}; correct one of the two, or leave one out (d.csv)"


@pytest.mark.parametrize(
    ("number", "named", "why"),
    [
        ("a", "a", None),
        ("a", "", None),
        ("=1+1", "'=1+1", None),
        ("a  b", " a  b ", None),
        ("a", "b", STRAY.format("b", "the number of this file is a")),
        ("007", "7", None),
        ("007", "8", STRAY.format("8", "the number of this file is 007")),
        (None, "b", STRAY.format("b", "this file has no number of its own")),
    ],
)
def test_a_row_that_names_the_file_of_one_and_the_number_of_another_does_not_count(
    folder: Path, number: str | None, named: str, why: str | None
) -> None:
    own = {} if number is None else {"id": number}
    files(folder / "subs", {"a.json": submission("", submission=own, **UNDECIDED), "b.json": submission("b")})
    run_here()
    seen = decision(submission_digest=digest_of("subs/a.json"))

    summary = with_decisions({"d.csv": HEAD + row(source="subs/a.json", submission=named, **seen)})

    told = {(status, text) for _, status, _, _, text in results()["subs/a.json"]["decisions"]}
    refusal = f"line 2: the decision on P1 is refused: {why}"
    assert told == {("refused", refusal) if why else ("counted", "Shown to us on paper.")}
    assert (summary.verdicts.get("undecided", 0), summary.unused, summary.idle) == (bool(why), bool(why), ())
    assert results()["subs/b.json"]["decisions"] == []


@pytest.mark.usefixtures("subs")
def test_a_number_that_is_put_right_lets_the_decision_count() -> None:
    seen = decision(submission_digest=digest_of("subs/a.json"))
    stray, right = (row(source="subs/a.json", submission=number, **seen) for number in "ba")

    assert with_decisions({"d.csv": HEAD + stray}).unused == 1
    assert with_decisions({"d.csv": HEAD + stray}).scored == 0
    summary = with_decisions({"d.csv": HEAD + right})
    assert (summary.scored, summary.unused) == (1, 0)
    with_decisions({"d.csv": HEAD + stray + right})  # the stray one does not keep the other from being used
    assert {status for _, status in statuses("subs/a.json")} == {"counted", "refused"}


@pytest.mark.parametrize(
    ("contents", "codes"),
    [
        ({"d.json": decisions_file(decision())}, ["no-submission"]),
        ({"d.json": "{}", "e.yaml": "a: ["}, ["not-decisions", "yaml-syntax"]),
        ({"d.csv": HEAD + row(**decision())}, ["no-submission"]),
        ({"d.csv": "source\toutcome\n"}, ["not-csv"]),
        ({"d.csv": "source|outcome\n"}, ["not-csv"]),
        ({"d.csv": "sep=;\nsource;reson\n"}, ["unknown-column"]),
        ({"d.csv": "sep=|\nsource|outcome\n"}, ["not-csv"]),
        ({"d.csv": "source,outcome,Outcome\n"}, ["unknown-column"]),
        ({"d.csv": "source,outcome,outcome\n"}, ["column-twice"]),
        ({"d.csv": "source,reson\n"}, ["unknown-column"]),
        ({"d.csv": "rule,outcome\n"}, ["missing-column"]),
        ({"d.csv": ""}, ["missing-column"]),
        ({"d.csv": HEAD + '"open'}, ["not-csv"]),
        ({"readme.txt": ""}, ["no-decisions"]),
        ({"~$d.csv": "", ".git/d.json": "{}"}, ["no-decisions"]),
        ({"d.csv.txt": HEAD, "deep/e.YAML.txt": "{}", "f.csv": HEAD}, ["not-csv", "not-csv"]),
        ({"d.xlsx": "", "~$d.xlsx": "", "e.csv": HEAD, "e.xlsx": "", "f.ods": ""}, ["not-csv", "not-csv"]),
    ],
    ids=str,
)
@pytest.mark.usefixtures("subs")
def test_what_is_no_file_of_decisions_stops_the_run(contents: dict[str, str], codes: list[str]) -> None:
    before = snapshot()

    with pytest.raises(ReadError) as refused:
        with_decisions(contents)

    assert [problem.code for problem in refused.value.problems] == codes
    assert {problem.file for problem in refused.value.problems} <= {*contents, "decisions"}
    assert snapshot() == before


def test_a_table_that_is_no_utf8_is_refused(folder: Path) -> None:
    files(folder, {"d.csv": HEAD.encode() + b"caf\xe9"})

    with pytest.raises(ReadError, match="this is no CSV file in UTF-8; in the spreadsheet program, save it as"):
        gather(folder / "d.csv", folder / "book")
    with pytest.raises(ReadError, match="the file cannot be opened"):
        gather(folder / "nothing.csv", folder / "book")


def test_a_book_gives_what_is_on_one_submission(folder: Path) -> None:
    listed = [("a", "", "P1"), ("", "7", "P1"), ("a", "7", "C1"), ("b", "", "P1"), ("", "8", "P1")]
    rows = (row(source=source, submission=number, **decision(criterion=name)) for source, number, name in listed)
    files(folder, {"d.csv": HEAD + "".join(rows)})

    gather(folder / "d.csv", folder / "book")
    book = DecisionBook(folder / "book")

    assert len(book) == 5
    assert book.on("a", "7").rows == (1, 2, 3)
    assert book.on("z", "8").rows == (5,)
    assert book.on("z", None).rows == ()
    assert book.on("z", None).digest is None
    assert book.on("a", None).digest != book.on("a", "7").digest
    assert len(book.on("a", "7").checked(small()).notes) == 3  # none of them says which evidence was looked at
    book.close()

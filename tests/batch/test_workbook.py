"""The workbook as a spreadsheet program sees it, read back with openpyxl, which also tells formats."""

from __future__ import annotations

import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from poscheck.batch.rates import Rates
from poscheck.batch.workbook import TITLE, WorkbookTable
from poscheck.scorecard import Outcome, Verdict
from tests.batch.made import FILES, card, facts, failed, many, rules, sample, samples
from tests.batch.test_tables import ATTACKS
from tests.report.cards import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from poscheck.scorecard import CriterionResult


def book(folder: Path, lines: Sequence[dict[str, Any]], **options: int) -> Workbook:
    table = WorkbookTable(folder / "results.xlsx", rules(), facts(), **options)
    for line in lines:
        table.add(line)
    table.close()
    return load_workbook(folder / "results.xlsx")


def header(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[1]]


def records(sheet: Worksheet) -> list[dict[str, Any]]:
    names = header(sheet)
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]


def tables(found: Workbook) -> list[Worksheet]:
    """All sheets but the last, which is no table."""
    return [found[name] for name in found.sheetnames[:-1]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return book(tmp_path_factory.mktemp("book"), [*samples(), failed("broken.yaml", "One.", "Two.")])


def test_no_sheet_warns_of_numbers_that_are_texts(tmp_path: Path) -> None:
    book(tmp_path, samples())
    with zipfile.ZipFile(tmp_path / "results.xlsx") as parts:
        sheets = [parts.read(f"xl/worksheets/sheet{number}.xml") for number in range(1, 5)]
    assert all(b'numberStoredAsText="1"' in sheet for sheet in sheets)


def test_the_sheets_and_their_rows(whole: Workbook) -> None:
    rows = {sheet.title: sheet.max_row for sheet in whole.worksheets}

    assert rows.pop("About this run") > 8
    scored = sum(criterion.scored for criterion in rules().criteria)
    assert rows == {"Submissions": 9, "Components": 9, "Criteria failure rates": scored + 1, "Failures": 3}


def test_each_table_has_a_fixed_header_and_a_filter_over_all_of_it(whole: Workbook) -> None:
    for sheet in tables(whole):
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.b for cell in sheet[1])
        widths = [sheet.column_dimensions[get_column_letter(place)].width for place in range(1, sheet.max_column + 1)]
        assert all(9 <= width <= 71 for width in widths)


def test_a_criterion_is_a_column_with_its_title(whole: Workbook) -> None:
    titles = [f"{criterion.id} {criterion.title}" for criterion in rules().criteria if criterion.scored]

    assert header(whole["Submissions"])[-len(titles) :] == titles


@pytest.mark.parametrize("name", FILES)
def test_a_row_says_what_the_scorecard_says(whole: Workbook, name: str) -> None:
    of = card(name)
    row = next(row for row in records(whole["Submissions"]) if row["Source"] == name)
    scores = next(row for row in records(whole["Components"]) if row["Source"] == name)

    assert of.score is not None
    assert (row["Score, confirmed"], row["Score, possible"]) == (of.score.low, of.score.high)
    assert row["Ready"] == ("yes" if of.readiness.ready else "no")
    assert row["Verdict"][:4].lower() == {"meets": "meet", "does_not_meet": "does", "undecided": "not "}[of.verdict]
    assert row["Met"] == of.counts.met
    for part in of.components:
        figures = [scores[f"{part.number} {part.title}, {word}"] for word in ("confirmed", "possible")]
        assert figures == ([part.score.low, part.score.high] if part.score else [None, None])
        for criterion in part.criteria:
            if criterion.responsible != "state" and criterion.rating and criterion.rating.low == criterion.rating.high:
                assert row[f"{criterion.id} {criterion.title}"] == criterion.rating.low


def test_figures_are_numbers_with_a_format_and_codes_keep_their_zeros(tmp_path: Path) -> None:
    sheet = book(tmp_path, [sample(district_id="0100005", cip="01.0100")])["Submissions"]
    cells = dict(zip(header(sheet), sheet[2], strict=True))

    assert [cells[name].value for name in ("District (NCES)", "CIP")] == ["0100005", "01.0100"]
    assert (cells["Score, confirmed"].data_type, cells["Score, confirmed"].number_format) == ("n", "0.00%")
    assert cells["Met"].data_type == "n"


def test_nothing_that_a_stranger_wrote_is_a_formula_or_a_link(tmp_path: Path) -> None:
    attacks = [*ATTACKS, *HOSTILE]
    found = book(
        tmp_path,
        [line for text in attacks for line in (sample(source=text, district=text, id=text), failed(text, text))],
    )

    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row]
    texts = [(cell, cell.value) for cell in cells if isinstance(cell.value, str)]
    assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    allowed = "\u00ad\u200c\u200d"
    assert [text for _, text in texts if any(not sign.isprintable() and sign not in allowed for sign in text)] == []
    risky = [cell for cell, text in texts if text.lstrip(" \"'“”").startswith(("=", "+", "-", "@", "\uff1d"))]
    assert len(risky) > 6 * 12
    assert [cell for cell in risky if not cell.quotePrefix] == []


def test_a_text_that_looks_like_an_escape_of_the_format_is_shown_as_it_is(tmp_path: Path) -> None:
    found = book(tmp_path, [sample(district="_x0041_ & <b>")])

    assert unescape(records(found["Submissions"])[0]["District"]) == "_x0041_ & <b>"


def test_a_full_sheet_goes_on_in_another(tmp_path: Path) -> None:
    lines = [line for line in many(20) if "result" in line]

    found = book(tmp_path, lines, most_rows=8)

    pages = [found[name] for name in ("Submissions", "Submissions 2", "Submissions 3")]
    assert [page.max_row for page in pages] == [8, 8, 5]
    assert [row["Source"] for page in pages for row in records(page)] == [line["result"]["source"] for line in lines]
    assert pages[2].auto_filter.ref == pages[2].dimensions


def test_a_text_that_is_too_long_is_cut_and_said_to_be(tmp_path: Path) -> None:
    found = book(tmp_path, [sample(district="x" * 40_000, program="\U0001f600" * 20_000)])

    row = records(found["Submissions"])[0]
    assert {len(row[name].encode("utf-16-le")) // 2 <= 32_767 for name in ("District", "Program")} == {True}
    assert all(row[name].endswith("… (cut)") for name in ("District", "Program"))
    assert about(found)["Cells that were cut"].startswith("4:")  # on two sheets each


def about(found: Workbook) -> dict[str, Any]:
    return {str(row[0]): row[1] for row in found["About this run"].iter_rows(values_only=True)}


def test_the_last_sheet_tells_about_the_run(whole: Workbook) -> None:
    told = about(whole)

    meets = sum(card(name).verdict is Verdict.MEETS for name in FILES)
    assert told["As of"] == "October 15, 2026"
    assert told["Digest of the ruleset"] == rules().digest
    assert told["poscheck"] == "1.2.3"
    assert (told["Submissions answered"], told["Files that could not be read"]) == (8, 1)
    assert told["Meets the requirements"] == meets
    assert told["Ready to submit"] == sum(card(name).readiness.ready for name in FILES)
    assert "Cells that were cut" not in told


def test_the_properties_name_no_person_and_no_time_of_writing(whole: Workbook) -> None:
    properties = whole.properties

    assert properties.title == TITLE
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert str(properties.created) == str(properties.modified) == "2026-10-15 00:00:00"


def standing(criterion: CriterionResult) -> str:
    """The same question asked of a whole scorecard, in another way: by the names of levels."""
    asked = [finding for finding in criterion.findings if finding.rated and finding.level in {"emerging", "quality"}]
    if criterion.rating is None:
        return "not applicable"
    if any(finding.outcome is Outcome.NOT_MET for finding in asked):
        return "falls short"
    fine = {Outcome.MET, Outcome.NOT_APPLICABLE}
    return "in place" if all(finding.outcome in fine for finding in asked) else "open"


def test_failure_rates_are_those_of_the_scorecards(whole: Workbook) -> None:
    told = {row["Criterion"]: row for row in records(whole["Criteria failure rates"])}
    expected: dict[str, Counter[str]] = {
        criterion: Counter(
            standing(result) for name in FILES for part in card(name).components for result in part.criteria
            if result.id == criterion
        )
        for criterion in told
    }  # fmt: skip

    for criterion, row in told.items():
        counts = expected[criterion]
        assert (row["In place"], row["Falls short"], row["Open"]) == (
            counts["in place"],
            counts["falls short"],
            counts["open"],
        )
        assert row["Rated"] == sum(counts.values()) - counts["not applicable"]
        assert row["Falls short, share"] == pytest.approx(row["Falls short"] / row["Rated"])


def test_the_commonest_trouble_does_not_depend_on_the_order_of_files() -> None:
    forward, backward = Rates(rules()), Rates(rules())
    for line in samples():
        forward.add(line)
    for line in reversed(samples()):
        backward.add(line)

    assert list(forward.rows()) == list(backward.rows())
    assert any(rate.commonest and rate.trouble and rate.times > 1 for rate in forward.rows())


def test_an_empty_batch_has_its_headers(tmp_path: Path) -> None:
    found = book(tmp_path, [])

    assert all(header(sheet) for sheet in found.worksheets)
    assert found["Submissions"].max_row == 1
    assert found["Criteria failure rates"]["E2"].value == 0


def test_what_keeps_the_file_from_being_written_is_told_as_from_every_other_file(tmp_path: Path) -> None:
    table = WorkbookTable(tmp_path / "results.xlsx", rules(), facts())
    table.add(sample())
    (tmp_path / "results.xlsx").mkdir()

    with pytest.raises(OSError, match=r"results\.xlsx"):
        table.close()

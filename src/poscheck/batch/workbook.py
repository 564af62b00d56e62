"""``results.xlsx``: the whole batch as a workbook for people, written row by row so that memory stays flat."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from poscheck.batch import columns
from poscheck.batch.columns import Column, Kind, Table
from poscheck.batch.failure_table import failures
from poscheck.batch.rates import Rates
from poscheck.batch.sheet import SHEET_ROWS, Sheet, Styles
from poscheck.report import wording
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from poscheck.ruleset import Ruleset

TITLE = "Results of poscheck batch"
RATES = Table(
    (
        Column("component", "Component", Kind.TEXT, "the component's title", attrgetter("component.title")),
        Column("criterion", "Criterion", Kind.TEXT, "the criterion's number", attrgetter("criterion.id")),
        Column("title", "Title", Kind.LONG, "the criterion's title", attrgetter("criterion.title")),
        Column("required", "Required", Kind.YES_NO, "whether the verdict needs it", attrgetter("criterion.required")),
        Column("rated", "Rated", Kind.WHOLE, "in how many submissions it applies", attrgetter("rated")),
        Column(
            "in_place", "In place", Kind.WHOLE, "in how many the required rating is confirmed", attrgetter("in_place")
        ),
        Column("falls_short", "Falls short", Kind.WHOLE, "in how many it cannot be reached", attrgetter("falls_short")),
        Column("open", "Open", Kind.WHOLE, "in how many it is neither", attrgetter("open")),
        Column(
            "failure_rate",
            "Falls short, share",
            Kind.SHARE,
            "*falls short* divided by *rated*",
            attrgetter("short_share"),
        ),
        Column("open_rate", "Open, share", Kind.SHARE, "*open* divided by *rated*", attrgetter("open_share")),
        Column(
            "commonest",
            "Commonest rule",
            Kind.TEXT,
            "the rule most often not met or incomplete",
            attrgetter("commonest"),
        ),
        Column("times", "Its number", Kind.WHOLE, "how often", attrgetter("times")),
        Column("trouble", "What is wrong", Kind.TEXT, "what is most often wrong there", attrgetter("trouble")),
    ),
    lambda _line: (),  # they are known at the end
)


def sheets(ruleset: Ruleset) -> dict[str, Table]:
    """The tables of the workbook by the names of their sheets."""
    base = columns.submissions(ruleset)
    named = (columns.SOURCE, *columns.NAMED, *columns.SCORE)
    return {
        "Submissions": Table((*base.columns, *columns.criterion_columns(ruleset)), base.items),
        "Components": Table((*named, *columns.component_columns(ruleset)), base.items),
        "Criteria failure rates": RATES,
        "Failures": failures(),
    }


class WorkbookTable:
    """Writes the workbook. ``facts`` are those of the run; ``most_rows`` is the size of a sheet."""

    def __init__(self, file: Path, ruleset: Ruleset, facts: Mapping[str, Any], *, most_rows: int = SHEET_ROWS) -> None:
        from xlsxwriter import Workbook

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "use_zip64": True}
        self._book = Workbook(file, {**options, "tmpdir": str(file.parent)})  # often /tmp is memory
        # The day judged as of stands for the day of writing, so that the same batch gives the same bytes.
        self._book.set_properties({"title": TITLE, "created": datetime.fromisoformat(facts["as_of"])})
        self._ruleset, self._facts = ruleset, facts
        self._tables = sheets(ruleset)
        self._styles = Styles(self._book)
        self._sheets = {
            title: Sheet(self._book, self._styles, title, table.columns, most_rows)
            for title, table in self._tables.items()
        }
        self._about = self._book.add_worksheet("About this run")
        self._rates = Rates(ruleset)
        self._counts: Counter[str] = Counter()

    def add(self, line: Mapping[str, Any]) -> None:
        """Write the rows of a result line or failure."""
        for title, table in self._tables.items():
            for item in table.items(line):
                self._sheets[title].add(item)
        self._rates.add(line)
        if "result" in line:
            self._counts.update(["submissions", line["result"]["verdict"]])
            self._counts["ready"] += line["result"]["ready"]
        else:
            self._counts["failures"] += 1

    def close(self) -> None:
        """Write what is known only at the end, and the file."""
        try:
            for rate in self._rates.rows():
                self._sheets["Criteria failure rates"].add(rate)
            for sheet in self._sheets.values():
                sheet.close()
            self._write_about()
        finally:
            self._close_book()

    def _close_book(self) -> None:
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            for sheet in self._book.worksheets():
                sheet._opt_close()  # its own file, which it leaves open
            raise error.args[0] from error  # the OSError that it wraps, as from every other file

    def _write_about(self) -> None:
        self._about.set_column(0, 0, 34, self._styles.bold)
        self._about.set_column(1, 1, 100, self._styles.wrapped)
        for row, (what, value) in enumerate(self._facts_told()):
            self._about.write_string(row, 0, what, self._styles.bold)
            if isinstance(value, int):
                self._about.write_number(row, 1, value, self._styles.wrapped)
            else:
                self._about.write_string(row, 1, value, self._styles.wrapped)

    def _facts_told(self) -> Iterator[tuple[str, str | int]]:
        ruleset = self._ruleset
        yield "As of", wording.long_date(self._facts["as_of"])
        yield "Ruleset", f"{ruleset.title}, version {ruleset.version}"
        yield "Digest of the ruleset", ruleset.digest
        yield "poscheck", self._facts["poscheck"]
        yield "Submissions answered", self._counts["submissions"]
        for verdict in Verdict:
            yield wording.VERDICT[verdict], self._counts[verdict.value]
        yield "Ready to submit", self._counts["ready"]
        yield "Files that could not be read", self._counts["failures"]
        yield "Ratings", ", ".join(f"{step.rating} {step.name}" for step in ruleset.scale)
        yield (
            "How to read it",
            (
                "Scores are from 0% to 100%, rounded down: what is confirmed, and what is still possible. A rating "
                "such as 1 to 3 is confirmed at 1 and may still become 3. An empty cell means that nothing applies."
            ),
        )
        yield "Note", ruleset.disclaimer
        if cut := sum(sheet.cut for sheet in self._sheets.values()):
            yield "Cells that were cut", f"{cut}: a cell holds 32,767 characters; results.csv has all of them."

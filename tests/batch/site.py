"""The overview of a batch, written and read back: its tables as texts, its links, its elements."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

from poscheck.batch.database import Database
from poscheck.batch.lines import LETTERS
from poscheck.batch.pages import Overview
from poscheck.scorecard import Outcome
from tests.batch.made import Line, facts, failed, lay, many, rules, sample, samples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from poscheck.ruleset import Ruleset

_QUIET = {"style", "script"}


class Html(HTMLParser):
    """A page: ``tables`` are rows of texts, the first the heads; ``lists`` are the items of lists outside of them."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.source = file.read_text("utf-8")
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[str]]] = []
        self.words: list[str] = []
        self._open = ""
        self._inside = False
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        match tag:
            case "table":
                self.tables.append([])
                self._inside = True
            case "tr":
                self.tables[-1].append([])
            case "th" | "td":
                self.tables[-1][-1].append("")
            case "p" | "li" | "span" | "dd" | "dt" | "h3":
                self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        self._open = "" if tag in _QUIET else self._open
        self._inside = self._inside and tag != "table"

    def handle_data(self, data: str) -> None:
        if self._open not in _QUIET:
            self._add(data)

    def _add(self, text: str) -> None:
        self.words.append(text)
        if self._inside and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += text

    @property
    def text(self) -> str:
        """Everything that is read on the page."""
        return " ".join("".join(self.words).split())

    def rows(self, table: int = 0) -> list[list[str]]:
        """The rows of a table, without its head; every cell on one line."""
        return [[" ".join(cell.split()) for cell in row] for row in self.tables[table][1:]] if self.tables else []

    @property
    def links(self) -> list[str]:
        """Where the page leads."""
        return [attributes["href"] or "" for tag, attributes in self.elements if tag == "a" and "href" in attributes]

    @property
    def ids(self) -> list[str]:
        """Where a link may lead to on it."""
        return [attributes["id"] or "" for _, attributes in self.elements if "id" in attributes]

    def leads_nowhere(self) -> list[str]:
        """The links that lead to no file, or to no place of it."""
        return [link for link in self.links if not self._leads(link)]

    def _leads(self, link: str) -> bool:
        name, anchor = urldefrag(link)
        file = self.file.parent / name if name else self.file
        return file.is_file() and (not anchor or f'id="{anchor}"' in file.read_text("utf-8"))


def finish(folder: Path, lines: Sequence[Line], ruleset: Ruleset | None = None, size: int = 200) -> Path:
    """The folder of a run of ``lines`` with its database, its overview, and something at the end of every link."""
    told = facts(pages="all", scorecards=False, decisions=4, skipped=2, left_out=["subs/letter <b>.docx"])
    database = Database(folder, ruleset or rules(), told)
    try:
        for number, file in lay(folder, lines, size):
            database.part(number, file)
        database.finish()
    finally:
        database.close()
    (folder / "scorecards").mkdir(exist_ok=True)
    for line in lines:
        if page := line.get("page"):
            (folder / page).write_text("A scorecard.", "utf-8")
    Overview(folder, ruleset or rules(), told, [file.name for file in folder.iterdir()]).finish()
    return folder


def read(folder: Path, name: str) -> list[Html]:
    """All pages of a list, in order."""
    return [Html(file) for file in sorted((folder / "pages").glob(f"{name}-*.html"))]


def rows(folder: Path, name: str) -> list[list[str]]:
    """All rows of a list."""
    return [row for page in read(folder, name) for row in page.rows()]


def pages(folder: Path) -> list[Path]:
    """Every page of the overview."""
    return [folder / "index.html", *sorted((folder / "pages").iterdir())]


def number(text: str) -> int:
    """The first number in a text."""
    found = re.search(r"[\d,]+", text)
    assert found, text
    return int(found[0].replace(",", ""))


def mixed() -> list[Line]:
    """Lines that fill more than two pages, with everything that the lists show."""
    shared = {"texts": ["a" * 16, "b" * 16]}
    twice = {"school": "Fictional High School", "cip": "01.0000", "district_id": "0100005"}
    return [
        *samples(),
        *many(460),
        sample(source="z1.yaml", district="Zebra District", **twice) | shared | {"school_program": "1" * 16},
        sample(source="z2.yaml", district="Zebra Co. Schools", **twice) | {"school_program": "2" * 16},
        sample(source="z3.yaml", district="Other District", district_id=None, state="OH") | shared,
        sample(source="z4.yaml", score=None, district=None, district_id=None, state=None, program=None),
        sample(source="z5.yaml", score={"low": 1.0, "high": 1.0}),
        *_decisive(),
        failed("zz.yaml", "A tab stands where blanks must be."),
    ]


def _decisive() -> list[Line]:
    """Submissions on which one decision of a person has each of its effects."""
    asked = next(criterion for criterion in rules().criteria if criterion.required)
    first, second = (rule.id for rule in asked.rules[:2])
    waiting, ready = [asked.id, [first, second]], [None, [rules().readiness[0].id]]
    near = _open((first, "needs_review", None)) | {"near": [asked.id]}
    short = _open((first, "needs_review", None), (second, "not_met", "expired")) | {"near": [asked.id]}
    unready: dict[str, Any] = {"verdict": "undecided", "ready": False, "reasons": [["not_ready", None, None, False]]}
    unsigned, unnamed = ((rule.id, "incomplete", "missing") for rule in rules().readiness[:2])
    gates = [["not_met", asked.id, None, True], ["needs_review", "9.9", None, False]]
    return [
        sample(source="y1.yaml", verdict="undecided", review=[[*waiting, "meets"]], **near),
        sample(source="y2.yaml", verdict="undecided", review=[[*waiting, "does_not_meet"]]),
        sample(source="y3.yaml", verdict="undecided", review=[[*ready, "gate"], [*waiting, "score"]]),
        sample(source="y4.yaml", verdict="does_not_meet", reasons=gates, **short),
        sample(source="y5.yaml", verdict="does_not_meet", reasons=gates[:1], **short),
        sample(source="y6.yaml", **unready, **_open(unsigned)),
        sample(source="y7.yaml", **unready, **_open(unsigned, unnamed)),
        sample(source="y8.yaml", **unready, **_open(unsigned), problems=[["bad-value", "district.nces_id", 3, 1]]),
    ]


def _open(*findings: tuple[str, str, str | None]) -> dict[str, Any]:
    """What a line says where these rules are open and all others met."""
    found = {rule: LETTERS[Outcome(outcome)] for rule, outcome, _ in findings}
    return {
        "findings": [[*finding, 3, 1] for finding in findings],
        "outcomes": "".join(found.get(rule.id, LETTERS[Outcome.MET]) for rule in rules().rules),
    }

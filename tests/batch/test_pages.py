"""The overview says what the lines say, on pages that are complete, whole, small enough and lead somewhere."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections import Counter, defaultdict
from fractions import Fraction
from functools import cache
from itertools import count, groupby, islice
from typing import TYPE_CHECKING, Any

import pytest

from poscheck.batch.database import run_id
from poscheck.batch.lines import LETTERS
from poscheck.batch.pages import overview
from poscheck.batch.pages.listing import ROWS, Listed, Listing
from poscheck.batch.pages.site import Site, percent
from poscheck.report import wording
from poscheck.scorecard import Outcome, ScoreRange
from tests.batch.made import Line, facts, failed, rules, sample
from tests.batch.site import Html, finish, mixed, number, pages, read, rows
from tests.report.cards import HOSTILE
from tests.rulesets import ruleset, shipped

if TYPE_CHECKING:
    from pathlib import Path

LISTS = [
    "by-score", "by-district", "by-name", "districts", "criteria", "rules", "queue", "decisions", "near", "same",
    "texts", "failures",
]  # fmt: skip
FEW = ["index.html", "run.html", *(f"{name}-0001.html" for name in LISTS)]
NONE = "\u2013"


@cache
def lines() -> list[Line]:
    """Lines that fill every list."""
    return mixed()


def results() -> list[dict[str, Any]]:
    return [line["result"] for line in lines() if "result" in line]


def failures() -> list[dict[str, Any]]:
    return [line["failure"] for line in lines() if "failure" in line]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The overview of all lines."""
    return finish(tmp_path_factory.mktemp("run"), lines())


def score(result: dict[str, Any]) -> str:
    return wording.score_short(ScoreRange(**result["score"]) if result["score"] else None)


def test_the_figures_of_the_front_page_add_up(site: Path) -> None:
    page = Html(site / "index.html")
    verdicts = {row[0]: row[1:] for row in page.rows(0)}
    found = Counter(result["verdict"] for result in results())
    ready = Counter(result["verdict"] for result in results() if result["ready"])

    for verdict, word in (("meets", "Meets"), ("does_not_meet", "Does not meet"), ("undecided", "Not decided yet")):
        numbers = [number(cell) for cell in verdicts[word]]
        share = found[verdict] * 100 // len(results())
        assert numbers == [found[verdict], share, ready[verdict], found[verdict] - ready[verdict]]
    assert [number(verdicts[word][0]) for word in ("Judged", "Could not be read", "Found")] == [
        len(results()), len(failures()), len(lines()),
    ]  # fmt: skip
    bands = page.rows(1)
    assert sum(number(row[1]) for row in bands[:-1]) == number(bands[-1][1]) == len(results())
    assert [sum(number(row[place]) for row in bands[:-1]) for place in (3, 4, 5)] == [
        number(cell) for cell in bands[-1][3:]
    ]
    expected: Counter[str] = Counter()
    for result in results():
        tens = None if result["score"] is None else min(round(result["score"]["low"] * 10000) // 1000, 9) * 10
        expected["no score" if tens is None else f"{tens} to {tens + (10 if tens == 90 else 9)}"] += 1
    assert {row[0]: number(row[1]) for row in bands[:-1] if number(row[1])} == expected


def test_the_front_page_leads_to_every_list_with_its_number(site: Path) -> None:
    page = Html(site / "index.html")

    assert {f"pages/{name}-0001.html" for name in LISTS} | {"pages/run.html", "results.sqlite"} <= set(page.links)
    assert f"Files that could not be read {len(failures())} " in page.text
    assert f"Submissions by score {len(results())} " in page.text


@pytest.mark.parametrize("name", ["by-score", "by-district", "by-name"])
def test_every_submission_is_once_in_each_order(site: Path, name: str) -> None:
    shown = [row[0].rsplit(" ", 1)[1] for row in rows(site, name)]

    assert sorted(shown) == sorted(result["source"] for result in results())


def test_a_row_says_what_its_line_says(site: Path) -> None:
    shown = {row[0].rsplit(" ", 1)[1]: row for row in rows(site, "by-name")}

    for result in results():
        name, district, verdict, ready, points, open_ones, waiting = shown[result["source"]]
        counts = result["counts"]
        assert name.startswith(result["program"] or "Program without a title")
        assert district == ", ".join(filter(None, [result["district"] or "District not named", result["state"]]))
        assert verdict == {"meets": "Meets", "does_not_meet": "Does not meet"}.get(result["verdict"], "Not decided yet")
        assert ready == ("Yes" if result["ready"] else "Not yet")
        assert points == score(result)
        assert [int(word) for word in re.findall(r"\d+", open_ones)] == [
            counts[kind] for kind in ("not_met", "incomplete") if counts[kind]
        ]
        assert waiting == (wording.count(counts["needs_review"], "question") if counts["needs_review"] else "none")


def test_by_score_the_strongest_come_first(site: Path) -> None:
    lows = {result["source"]: -1 if result["score"] is None else result["score"]["low"] for result in results()}
    shown = [lows[row[0].rsplit(" ", 1)[1]] for row in rows(site, "by-score")]

    assert shown == sorted(shown, reverse=True)


def test_a_district_stands_in_one_place_however_it_is_spelled(site: Path) -> None:
    districts = {result["source"]: result["district_id"] or result["district"] for result in results()}
    shown = [districts[row[0].rsplit(" ", 1)[1]] for row in rows(site, "by-district")]

    assert [district for district, _ in groupby(shown)] == list(dict.fromkeys(shown))
    assert shown[-1] is None


def test_the_map_has_the_means_of_every_district(site: Path) -> None:
    components = [component.id for component in rules().components]
    lows: dict[str, dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    for result in results():
        for where in (result["district_id"] or result["district"], "All districts"):
            for component, bounds in result["components"].items():
                lows[where][component] += [Fraction(str(bounds[0]))] if bounds else []

    def means(where: str) -> list[str]:
        found = (lows[where][component] for component in components)
        return [str(sum(values) * 100 // len(values)) if values else NONE for values in found]

    shown = {row[0]: row for row in rows(site, "districts")}
    assert len(shown) == 1 + len({result["district_id"] or result["district"] for result in results()})
    assert shown["All districts"][1:] == [str(len(results())), *means("All districts")]
    for result in results():
        if result["source"] not in {"z1.yaml", "z2.yaml"}:
            name = ", ".join(filter(None, [result["district"] or "District not named", result["state"]]))
            assert shown[name][2:] == means(result["district_id"] or result["district"])


def test_a_district_is_known_by_its_number_else_by_those_of_its_name(tmp_path: Path) -> None:
    named: list[dict[str, Any]] = [
        {"district": "Zebra", "state": "OH", "district_id": "1"},
        {"district": "Zebra Schools", "state": "OH", "district_id": "1"},
        {"district": "zebra", "state": "OH", "district_id": None},
        {"district": "ZEBRA SCHOOLS", "state": "OH", "district_id": None},
        {"district": "Zebra", "state": "IA", "district_id": None},
        {"district": None, "state": None, "district_id": None},
        *({"district": "Twin", "state": "OH", "district_id": number} for number in ("2", "3", None, None)),
    ]
    folder = finish(tmp_path, [sample(source=f"{place}.yaml", **names) for place, names in enumerate(named)])

    assert [row[:2] for row in rows(folder, "districts")] == [
        ["All districts", "10"], ["Twin, OH", "1"], ["Twin, OH", "1"], ["Twin, OH", "2"], ["Zebra, IA", "1"],
        ["ZEBRA SCHOOLS, OH", "4"], ["District not named", "1"],
    ]  # fmt: skip


def test_the_map_knows_on_which_page_a_district_begins(tmp_path: Path) -> None:
    districts = ["A"] * (ROWS - 1) + ["B", "C", "C"]
    lines_of = [
        sample(source=f"{place:03}.yaml", district=name, district_id=None) for place, name in enumerate(districts)
    ]
    (page,) = read(finish(tmp_path, lines_of), "districts")

    assert [link for link in page.links if "#p" in link] == [
        "by-district-0001.html#p1", "by-district-0001.html#p200", "by-district-0002.html#p201",
    ]  # fmt: skip


def test_the_map_leads_to_the_first_submission_of_each_district(site: Path) -> None:
    (page,) = read(site, "districts")
    links = [link for link in page.links if "#p" in link]

    assert len(links) == len(page.rows()) - 1
    for link, row in zip(links, page.rows()[1:], strict=True):
        file, place = link.split("#p")
        target = Html(site / "pages" / file)
        index = [id_ for id_ in target.ids if re.fullmatch(r"p\d+", id_)].index(f"p{place}")
        shown = target.rows()[index][1].casefold()
        assert shown == row[0].casefold() or (shown.startswith("zebra") and row[0].startswith("Zebra"))


def test_the_rules_have_all_their_outcomes(site: Path) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    troubles: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results():
        for rule, letter in zip(rules().rules, result["outcomes"], strict=True):
            counts.update((rule.id, outcome) for outcome in Outcome if LETTERS[outcome] == letter)
        for rule_id, outcome, problem, *_ in result["findings"]:
            troubles[rule_id].update([problem] if problem and outcome != "needs_review" else [])

    shown = rows(site, "rules")
    assert len(shown) == len(rules().rules)
    for rule, row in zip(rules().rules, shown, strict=True):
        found = [counts[rule.id, outcome] for outcome in Outcome]
        assert row[0].startswith(f"{rule.question} {rule.id}")
        assert [number(cell) for cell in row[1:6]] == found
        assert sum(found) == len(results())
        assert row[6] == percent(counts[rule.id, "not_met"] + counts[rule.id, "incomplete"], len(results()) - found[4])
        assert row[7] == NONE if not troubles[rule.id] else number(row[7]) == max(troubles[rule.id].values())


def test_the_criteria_add_up(site: Path) -> None:
    shown = rows(site, "criteria")

    assert [row[0].split(" ", 1)[0] for row in shown] == [c.id for c in rules().criteria if c.scored]
    for row in shown:
        applies, in_place, short, still_open, none = (number(cell) for cell in row[1:6])
        assert applies == in_place + short + still_open
        assert applies + none == len(results())
        assert row[6] == percent(short + still_open, applies)
        assert (row[7] == NONE) <= (short + still_open == 0)


EFFECTS = {
    "meets": "A yes makes it meet",
    "does_not_meet": "A no settles that it does not meet",
    "gate": "Decides one requirement of several",
    "score": "Changes the score alone",
}


def test_the_queue_has_every_review_the_most_decisive_first(site: Path) -> None:
    shown = rows(site, "queue")
    asked = {rule.id: rule.question for rule in rules().rules}

    expected = Counter(
        (result["source"], criterion or "Before", EFFECTS[effect], " ".join(asked[rule] for rule in waiting))
        for result in results()
        for criterion, waiting, effect in result["review"]
    )
    assert expected == Counter((row[1].rsplit(" ", 1)[1], row[5].split(" ", 1)[0], row[0], row[6]) for row in shown)
    order = [list(EFFECTS.values()).index(row[0]) for row in shown]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2, 3}


def test_the_near_ones_are_those_of_the_lines(site: Path) -> None:
    shown = rows(site, "near")

    ready = [("y6.yaml", "Before")]
    assert sorted((row[0].rsplit(" ", 1)[1], row[5].split(" ", 1)[0]) for row in shown) == sorted(
        ready + [(result["source"], criterion) for result in results() for criterion in result["near"]]
    )
    assert [row[3] for row in shown] == sorted(row[3] for row in shown)  # "Meets" comes first
    shown_of = {row[0].rsplit(" ", 1)[1]: row for row in shown}
    assert shown_of["y1.yaml"][3] == "Meets"
    assert shown_of["y1.yaml"][6] == "A judgement 1 question to judge"
    assert shown_of["y4.yaml"][3] == "Not ruled out any more"
    assert shown_of["y5.yaml"][3] == "Meets"
    assert shown_of["y4.yaml"][6] == "A correction, or a decision on the whole 1 question to judge, 1 question not met"
    assert shown_of["y6.yaml"][3:7:3] == ["Meets", "Evidence, or a decision 1 question incomplete"]
    (still_open,) = {row[6] for name, row in shown_of.items() if not name.startswith("y")}
    assert still_open == "Evidence, or a decision on the whole 1 question incomplete"


def test_what_may_be_filed_twice_says_what_is_the_same(site: Path) -> None:
    shown = rows(site, "same")
    numbers = [number(row[0]) for row in shown]

    assert numbers == sorted(numbers, reverse=True)
    assert ["2", "School and program code"] in [row[:2] for row in shown]
    (twice,) = (row[2] for row in shown if row[1] == "School and program code")
    assert "z1.yaml" in twice
    assert "z2.yaml" in twice
    for row in shown:
        assert len(re.findall(r"[.](yaml|json) ", row[2])) == min(number(row[0]), 6)
        assert ("more" in row[2]) == (number(row[0]) > 6)


def test_no_two_are_filed_twice_where_nothing_says_who_or_what(tmp_path: Path) -> None:
    anonymous: dict[str, Any] = {"district": None, "district_id": None, "school": None, "cip": None}
    three = [sample(source=f"{n}.yaml", digest=f"{n:064x}", **anonymous) | {"school_program": None} for n in range(3)]

    assert rows(finish(tmp_path, three), "same") == []


def test_the_same_code_at_another_school_is_not_filed_twice(tmp_path: Path) -> None:
    def line(place: int, **changes: Any) -> Line:
        whole: dict[str, Any] = {"source": f"{place}.yaml", "digest": f"{place:064x}", "cip": "01.0000"}
        return sample(**(whole | {"school": "North"} | changes)) | {"school_program": None}

    others: list[Line] = [
        {"school": "South"},
        {"cip": "01.0001"},
        {"district": "Another", "district_id": "1"},
        {"state": "ZZ"},
        {"school": None},
    ]
    again = line(1, school="NORTH", district_id=None)  # a number that did not fit
    folder = finish(tmp_path, [line(0), again, *(line(n, **changes) for n, changes in enumerate(others, 2))])

    (row,) = rows(folder, "same")
    assert row[:2] == ["2", "School and program code"]
    assert "0.yaml" in row[2]
    assert "1.yaml" in row[2]


def test_texts_are_told_once_for_those_that_share_them(tmp_path: Path) -> None:
    def line(place: int, district: str, *texts: str) -> Line:
        return sample(source=f"{place:02}.yaml", district=district, district_id=None) | {"texts": sorted(texts)}

    few = [
        line(1, "A", "1", "2", "4", "w"),
        line(2, "B", "1", "2", "4", "w"),
        line(3, "A", "1", "own"),
        line(4, "A", "own"),
    ]
    few += [line(5, "A", "3"), line(6, "B", "3"), line(7, "C", "3")]
    wide = [line(place, f"District {place}", "w", "v") for place in range(10, 30)]
    shown = rows(finish(tmp_path, [*few, *wide]), "texts")

    assert [row[:3] for row in shown] == [
        ["2", "2", "2"], ["1", "20", "20"], ["1", "3", "2"], ["1", "3", "3"], ["1", "22", "22"],
    ]  # fmt: skip
    assert "own" not in str(shown)
    assert shown[0][3].count(".yaml") == 2
    assert shown[4][3].endswith("and 16 more")


def test_every_problem_of_every_failure_is_told(site: Path) -> None:
    shown = rows(site, "failures")

    assert len(shown) == sum(len(failure["problems"]) for failure in failures())
    assert [row[0] for row in shown] == [failure["source"] for failure in failures() for _ in failure["problems"]]
    assert shown[-1] == [
        "zz.yaml", "1 column 7", "A tab stands where blanks must be. bad-syntax",
        "Did you mean format? What would fit: a mapping",
    ]  # fmt: skip


def test_the_facts_of_the_run_are_told(site: Path) -> None:
    page = Html(site / "pages" / "run.html")

    for text in (
        rules().digest,
        rules().version,
        "poscheck 1.2.3",
        "October 15, 2026",
        "2 other files",
        "subs/letter <b>.docx and 1 more, hidden or further down",
        rules().disclaimer,
    ):
        assert text in page.text
    assert all(parameter.title in page.text for parameter in rules().parameters.values())
    assert all(step.meaning in page.text for step in rules().scale)


def test_every_page_says_which_run_it_is_of_and_leads_back(site: Path) -> None:
    run = run_id(facts())

    for file in pages(site):
        page = Html(file)
        assert run in page.text, file.name
        assert "As of October 15, 2026" in page.text
        assert "A self-check, not the state\u2019s decision" in page.text
        assert file.name == "index.html" or "../index.html" in page.links
        assert [tag for tag, _ in page.elements].count("h1") == 1


def test_every_link_leads_somewhere_and_no_id_is_there_twice(site: Path) -> None:
    for file in pages(site):
        page = Html(file)
        assert page.leads_nowhere() == [], file.name
        assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("name", LISTS)
def test_the_next_page_leads_through_all_of_them(site: Path, name: str) -> None:
    found = read(site, name)
    seen = []
    here: str | None = found[0].file.name
    while here is not None:
        seen.append(here)
        text = (site / "pages" / here).read_text("utf-8")
        turned = re.search(r'<a href="([^"]+)">Next</a>', text)
        here = turned[1] if turned else None

    assert seen == [page.file.name for page in found]
    assert all(len(page.rows()) <= ROWS + 1 for page in found)
    assert (len(found) > 1) == any("Jump to a page" in page.text for page in found)


@pytest.mark.parametrize(("number_of_pages", "jumps"), [(1, 1), (60, 60), (61, 31), (1000, 32)])
def test_the_jumps_are_never_many_and_cover_the_list(number_of_pages: int, jumps: int) -> None:
    last = ROWS * number_of_pages
    listed = Listed(
        Listing(name="n", title="", short="", rows=lambda: iter(range(last)), begins=str, template="submissions")
    )

    assert (listed.pages, len(listed.jumps)) == (number_of_pages, jumps)
    assert [jump.begins for jump in listed.jumps] == [str((jump.number - 1) * ROWS) for jump in listed.jumps]
    assert (listed.jumps[0].number, listed.jumps[0].file) == (1, "n-0001.html")


def test_a_list_is_read_a_page_at_a_time() -> None:
    taken = count()
    numbers = Listing(name="n", title="", short="", rows=lambda: iter(range(1000)), begins=str, template="submissions")
    listed = Listed(numbers)
    lazy = Listing(
        name="n",
        title="",
        short="",
        rows=lambda: (next(taken) for _ in range(1000)),
        begins=str,
        template="submissions",
    )
    listed.listing = lazy

    (first,) = islice(listed.cut(), 1)

    assert first.rows == list(range(ROWS))
    assert next(taken) == ROWS


@pytest.mark.parametrize("few", [[], [failed()], [failed(), failed("b.json")]], ids=["nothing", "a failure", "two"])
def test_a_small_run_has_all_of_its_pages(tmp_path: Path, few: list[Line]) -> None:
    folder = finish(tmp_path, few)

    assert {file.name for file in pages(folder)} == {*FEW, "rules-0002.html"}
    for file in pages(folder):
        assert Html(file).leads_nowhere() == []


@pytest.mark.parametrize("name", shipped())
def test_every_ruleset_that_is_shipped_has_an_overview_in_its_own_words(tmp_path: Path, name: str) -> None:
    folder = finish(tmp_path, [], ruleset(name))
    page = Html(folder / "pages" / "run.html")

    assert ruleset(name).title in page.text
    assert len(rows(folder, "rules")) == len(ruleset(name).rules)
    assert wording.capital(wording.many(ruleset(name).criterion_word)) in page.text
    districts = Html(folder / "pages" / "districts-0001.html").text
    assert f"Districts and their {wording.many(ruleset(name).component_word)}" in districts


def test_the_same_lines_give_the_same_bytes_however_they_are_cut(tmp_path: Path) -> None:
    first, second = (finish(tmp_path / name, lines()[:60], size=size) for name, size in (("a", 200), ("b", 7)))

    assert [file.name for file in pages(first)] == [file.name for file in pages(second)]
    for one, other in zip(pages(first), pages(second), strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_no_page_of_an_earlier_larger_run_stays(tmp_path: Path) -> None:
    finish(tmp_path, lines())
    before = {file.name for file in pages(tmp_path)}
    finish(tmp_path, lines()[:3])

    after = {file.name for file in pages(tmp_path)}
    assert "by-score-0002.html" in before - after
    assert after == {*FEW, "rules-0002.html"}
    assert not (tmp_path / "unfinished").exists()


def test_what_fails_halfway_leaves_the_pages_before_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = finish(tmp_path, lines()[:3])
    before = {file: file.read_bytes() for file in pages(folder)}
    write = Site.write

    def full(self: Site, file: str, template: str, **values: Any) -> None:
        if file == overview.RUN_PAGE:
            raise OSError(28, "No space left on device")
        write(self, file, template, **values)

    monkeypatch.setattr(Site, "write", full)
    with pytest.raises(OSError, match="No space left"):
        finish(tmp_path, lines()[:30])

    assert {file: file.read_bytes() for file in pages(folder)} == before
    assert not (folder / "unfinished").exists()


def hostile(place: int, length: int = 0) -> Line:
    texts = iter(HOSTILE[place % len(HOSTILE) :] + HOSTILE)
    named = ("source", "id", "district", "state", "school", "program", "cluster", "cip")
    return sample(**{name: (next(texts) + "<" * length + f" {place}")[: 400 + length] for name in named})


def test_no_text_of_a_submission_becomes_an_element_or_a_link(tmp_path: Path) -> None:
    bad = [*(hostile(place) for place in range(30)), *(failed(text, text, text) for text in HOSTILE)]

    for file in pages(finish(tmp_path, bad)):
        page = Html(file)
        tags = [tag for tag, _ in page.elements]
        assert tags.count("script") == tags.count("style") == tags.count("title") == 1
        assert not {"img", "iframe", "object", "form", "link", "base"} & set(tags)
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
        assert all(re.fullmatch(r"#[\w-]+|(\.\./)?[\w./-]+(#[\w-]+)?", link) for link in page.links)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page.source)
    assert "<script>alert(1)</script>" in Html(tmp_path / "pages" / "by-name-0001.html").text


def test_only_our_style_and_script_may_run(site: Path) -> None:
    source = (site / "pages" / "by-score-0001.html").read_text("utf-8")
    parts = [re.search(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL) for tag in ("style", "script")]
    hashes = [b64encode(hashlib.sha256(part[1].encode()).digest()).decode() for part in parts if part]

    assert "default-src &#39;none&#39;" in source or "default-src 'none'" in source
    assert len(hashes) == 2
    assert all(f"sha256-{digest}" in source for digest in hashes)


def test_no_page_is_too_large(site: Path, tmp_path: Path) -> None:
    longest = [hostile(place, 3_000) for place in range(ROWS + 1)]
    worst = finish(tmp_path, [*longest, *(failed("&" * 5_000, "&" * 5_000, "<" * 5_000) for _ in range(ROWS))])

    assert max(file.stat().st_size for file in pages(site)) <= 300_000
    assert max(file.stat().st_size for file in pages(worst)) <= 1_000_000


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 0, NONE), (0, 9, "0%"), (1, 3, "33%"), (2, 3, "66%"), (1, 1000, "<1%"), (999, 1000, "99%"), (7, 7, "100%")],
)
def test_a_share_is_rounded_down_and_never_shown_as_nothing(part: int, whole: int, expected: str) -> None:
    assert percent(part, whole) == expected

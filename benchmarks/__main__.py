"""Where the time of one check goes: every stage, as a median, beside the floor it is compared with."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import yaml
from jinja2 import DictLoader, Environment

from poscheck.dates import interval
from poscheck.engine import evaluate
from poscheck.reading import read_bytes, resolve
from poscheck.report import render_html, to_json
from poscheck.resources import data_dir
from poscheck.ruleset import load_ruleset
from poscheck.submission import load_document

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = "typical-construction.yaml"
ROUNDS = 15


def main() -> None:
    """Print a table: stage, median, floor, ratio, target."""
    ruleset = load_ruleset()
    content = (data_dir("sample_submissions") / SAMPLE).read_bytes()
    document = read_bytes(content, SAMPLE)
    as_json = json.dumps(resolve(document.tree)).encode()
    submission = load_document(document, ruleset.contract)
    day = (interval("2026-10-15") or (0, 0))[0]
    outcomes = ruleset.compiled.bind(ruleset.environment(day))
    scorecard = evaluate(ruleset, submission, day)
    page = render_html(scorecard)
    plain = _plain_page(len(page))

    def safe_load() -> Any:
        return yaml.load(content, Loader=yaml.CSafeLoader)

    def line() -> Any:
        loaded = load_document(read_bytes(content, SAMPLE), ruleset.contract)
        return outcomes(loaded.data, loaded.to_follow)

    print(
        f"{SAMPLE}: {len(content):,} bytes of YAML, {len(as_json):,} of JSON; "
        f"{len(ruleset.rules)} rules; page {len(page):,} bytes\n"
    )
    print(f"{'stage':42} {'median':>10}  {'ratio':>6}  against")
    _row("read YAML", lambda: read_bytes(content, SAMPLE), safe_load, "yaml.load(CSafeLoader)")
    _row("read JSON", lambda: read_bytes(as_json, "x.json"), lambda: json.loads(as_json), "json.loads")
    _row(
        "convert, validate, link",
        lambda: load_document(document, ruleset.contract),
        safe_load,
        "yaml.load(CSafeLoader)",
    )
    _row(
        "outcomes of all rules",
        lambda: outcomes(submission.data, submission.to_follow),
        safe_load,
        "yaml.load(CSafeLoader)",
    )
    _row("YAML file to outcomes", line, safe_load, "yaml.load(CSafeLoader); target 0.6")
    _row("explained scorecard", lambda: evaluate(ruleset, submission, day), safe_load, "yaml.load(CSafeLoader)")
    _row("scorecard JSON", lambda: to_json(scorecard), lambda: json.dumps(json.loads(as_json)), "json round trip")
    _row("scorecard page", lambda: render_html(scorecard), plain, "default Jinja2, a page of that size; target 1.0")
    path = str(data_dir("sample_submissions") / SAMPLE)
    _row(
        "cold check of one file",
        _command("-m", "poscheck", "check", path),
        _command("-c", "import click, yaml"),
        "import click, yaml; target 3.0",
    )


def _row(name: str, contender: Callable[[], Any], floor: Callable[[], Any], against: str) -> None:
    """Time both in turn, so that a change of the machine's speed meets both."""
    contender(), floor()
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        mine.append(_seconds(contender))
        theirs.append(_seconds(floor))
    median = statistics.median(mine)
    ratio = statistics.median(one / other for one, other in zip(mine, theirs, strict=True))
    print(f"{name:42} {median * 1000:8.2f}ms  {ratio:6.2f}  {against}")


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _command(*arguments: str) -> Callable[[], Any]:
    return lambda: subprocess.run([sys.executable, *arguments], capture_output=True, check=False)  # noqa: S603 -- our own command


def _plain_page(size: int) -> Callable[[], str]:
    """A plain page of that size, rendered by Jinja2 as it comes: a loop over rows of four escaped values."""
    template = Environment(
        loader=DictLoader(
            {"page": "{% for r in rows %}<tr><td>{{ r.a }}<td>{{ r.b }}<td>{{ r.c }}<td>{{ r.d }}{% endfor %}"}
        ),
        autoescape=True,
    ).get_template("page")
    row = {"a": "7.1", "b": "An agreement is in force", "c": "expires_on 2024-06-30", "d": "line 88"}
    rows = [row] * (size // len(template.render(rows=[row])))
    return lambda: template.render(rows=rows)


if __name__ == "__main__":
    main()

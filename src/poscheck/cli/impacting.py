"""What ``poscheck rules impact`` does: two rulesets on the same submissions, as a summary, a table and a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poscheck.batch.impact import Impact, Reader
from poscheck.batch.impact_table import impact_columns
from poscheck.batch.impact_words import counted, group_text, grouped, impact_page, remarks
from poscheck.batch.movement import movement
from poscheck.batch.runfile import earlier_facts
from poscheck.batch.store import RunFolder
from poscheck.batch.walk import is_run
from poscheck.cli import terminal
from poscheck.cli.comparing import runs_table, table_of, write_movement
from poscheck.cli.exits import Code
from poscheck.cli.inputs import load_named_ruleset
from poscheck.cli.outputs import refuse_target, write_file
from poscheck.cli.progress import Progress
from poscheck.contract import Kind
from poscheck.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poscheck.batch.movement import Movement
    from poscheck.contract import Field
    from poscheck.report.pen import Pen

_TOLD = 10
_GROUPING = frozenset({Kind.TEXT, Kind.WORD, Kind.NUMBER, Kind.BOOLEAN, Kind.DATE, Kind.EXPIRY, Kind.PERIOD})


def run_impact(
    names: tuple[str, str],
    submissions: Sequence[str],
    as_of: date | None,
    by: Sequence[str],
    output: Path | None,
    page: Path | None,
) -> Code:
    """Compare the rulesets on the submissions, say what moves, and give the exit code."""
    for target in (output, page):
        if target is not None:
            refuse_target(target, (Path(name) for name in submissions))
    if output is not None and page is not None and output.resolve() == page.resolve():
        raise UsageError("--output and --page name the same file.")
    rulesets = (load_named_ruleset(names[0]), load_named_ruleset(names[1]))
    readers = [reader(path, rulesets[1].contract.root) for path in dict.fromkeys(by)]
    with (
        Progress("Judging") as progress,
        Impact(rulesets, as_of or _day_of(submissions), submissions, readers, progress) as impact,
    ):
        with table_of(output) as table:
            found = movement(impact, table, impact_columns([each.path for each in readers]))
        if page is not None:
            write_file(page, impact_page(impact, found))
        pen = terminal.new_pen()
        _write(pen, impact, found)
        for target, what in ((output, "one row a submission that moves"), (page, "the same as a page")):
            if target is not None:
                pen.blank()
                pen.line(f"{target}: {what}", first="  ", hang=2)
        terminal.show(pen.text())
        return Code.UNREADABLE if impact.failures else Code.MEETS


def reader(path: str, root: Field) -> Reader:
    """How the field at ``path`` is read. Raises UsageError where there is none, or where it has several values."""
    field = root
    for part in path.split("."):
        if part not in field.members:
            near = did_you_mean(part, field.members)
            hint = f" Did you mean {near}?" if near else ""
            inside = f"“{field.static}” has" if field.static else "a submission has"
            raise UsageError(f"--by {path}: {inside} no field “{part}”.{hint}")
        field = field.members[part]
    if field.kind not in _GROUPING:
        raise UsageError(f"--by {path}: that is a {field.kind}; name a field with one value, such as district.state.")
    keys = path.split(".")

    def read(data: Mapping[str, Any]) -> str | None:
        value: Any = data
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return ("yes" if value else "no") if isinstance(value, bool) else None if value is None else str(value)

    return Reader(path, read)


def _day_of(submissions: Sequence[str]) -> date:
    """The day of a run; other submissions need --as-of, so that all are judged as of one day."""
    if len(submissions) == 1 and is_run(submissions[0]):
        facts = earlier_facts(RunFolder(Path(submissions[0])))
        assert facts is not None
        return date.fromisoformat(facts["as_of"])
    raise UsageError("say as of which day everything is judged, for example --as-of 2026-10-15.")


def _write(pen: Pen, impact: Impact, found: Movement) -> None:
    pen.table(list(runs_table(impact.facts, ("old", "new"))))
    pen.blank()
    for remark in remarks(impact):
        pen.line(remark, first="  ", hang=2, style="33")
    for line in counted(impact, found):
        pen.line(line, first="  ", hang=2)
    write_movement(pen, found)
    for place, (title, groups, cut_off) in enumerate(grouped(impact, _TOLD)):
        pen.heading(title)
        for group in groups:
            pen.line(group_text(group, of_all=place > 0), first="  ", hang=2)
        if cut_off:
            pen.line(f"and {cut_off} more", first="  ")
        if not groups:
            pen.line("Nothing moves.", first="  ")

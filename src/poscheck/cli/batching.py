"""What ``poscheck batch`` does around a run: options become a plan, its summary a few lines and an exit code."""

from __future__ import annotations

import os
from contextlib import contextmanager
from shlex import quote
from typing import TYPE_CHECKING, Any

from poscheck.batch.addresses import shown
from poscheck.batch.cards import Pages
from poscheck.batch.outputs import Extras
from poscheck.batch.plan import Plan
from poscheck.batch.processes import BugError
from poscheck.batch.run import run
from poscheck.batch.shard import run_shard
from poscheck.batch.store import RunFolder
from poscheck.cli import terminal
from poscheck.cli.endings import Ended, ends_like_an_interrupt
from poscheck.cli.engines import engine_of, shard_of
from poscheck.cli.exits import DEBUG, Code, CommandError, command_error, unreadable
from poscheck.cli.inputs import load_named_ruleset
from poscheck.cli.progress import Progress
from poscheck.cli.publishing import publication_of, refuse_far_folder
from poscheck.errors import ReadError
from poscheck.report import wording
from poscheck.ruleset import DEFAULT
from poscheck.ruleset.folders import find_ruleset
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poscheck.batch.plan import Summary
    from poscheck.batch.shard import Shared

_FILES = {
    "index.html": "the overview; open it in any browser",
    "results.csv": "one row a submission",
    "results.xlsx": "the same as a spreadsheet",
    "results.jsonl": "every answer, one line of JSON a submission",
    "results.parquet": "the table for data tools",
    "results.sqlite": "a database of everything",
    "failures.csv": "what could not be read, and why",
    "queue.csv": "what waits for a person; fill in a copy in another folder, and give it back with --decisions",
    "decisions.csv": "what became of the decisions you gave",
    "scorecards": "scorecards of single submissions",
}
_PROBLEMS = 10
"""So many are told of decisions that cannot be used: a folder may hold hundreds that have the same one."""
_BELOW = {
    "never": (),
    "does_not_meet": (Verdict.DOES_NOT_MEET,),
    "undecided": (Verdict.DOES_NOT_MEET, Verdict.UNDECIDED),
}


def run_batch(options: Mapping[str, Any]) -> Code:
    """Run the batch that the command's options describe, say what came of it, and give the exit code."""
    refuse_far_folder(options["out"])
    shard, engine = shard_of(options), engine_of(options)
    plan = Plan(
        ruleset=load_named_ruleset(options["ruleset"]),
        ruleset_folder=find_ruleset(options["ruleset"] or DEFAULT),
        workers=options["workers"] or _processors(),
        pages=Pages(options["pages"]) if options["pages"] else None,
        documents=options["scorecards"],
        shard=shard,
        extras=Extras(**{name: options[name] for name in ("spreadsheet", "parquet", "previous", "journal")}),
        **{name: options[name] for name in ("inputs", "out", "as_of", "decisions", "chunk", "time_limit", "again")},
    )
    if plan.shard is not None:
        with _troubles_of(plan) as progress:
            shared = run_shard(plan, progress)
        _tell_shard(shared, plan)
        return Code.MEETS  # what could not be read is told with the results; a job array would do this shard again
    publication = publication_of(options, plan)
    with _troubles_of(plan) as progress:
        summary = run(plan, progress, engine=engine)
    _tell(summary, plan)
    if publication is not None:
        if not plan.again:
            publication.refuse_other_submissions(RunFolder(plan.out))
        publication.put(RunFolder(plan.out))
        terminal.say(f"Copied to {shown(options['publish'])}, complete with run.json.")
    if summary.failures:
        return Code.UNREADABLE
    below = sum(summary.verdicts.get(verdict, 0) for verdict in _BELOW[options["fail_on"]])
    return Code.DOES_NOT_MEET if below else Code.MEETS


@contextmanager
def _troubles_of(plan: Plan) -> Iterator[Progress]:
    """A bar for the run, and what stops it in words."""
    try:
        with ends_like_an_interrupt(), Progress("Judging") as progress:
            yield progress
    except ReadError as error:  # of submissions they are failures; these are of decisions
        what = "cannot be used as decisions"
        raise unreadable(str(plan.decisions), error, what, Code.USAGE, with_file=True, most=_PROBLEMS) from error
    except BugError as error:
        raise _bug(error) from error
    except KeyboardInterrupt as end:
        code = Code.TERMINATED if isinstance(end, Ended) else Code.STOPPED
        kept = f"{progress.done} of {progress.all} were looked at; the" if progress.all else "The"
        raise command_error(f"stopped. {kept} same command goes on from there.", code) from None


def _bug(error: BugError) -> CommandError:
    if os.environ.get(DEBUG):
        return CommandError(error.trace, Code.BUG)
    where = f" while it judged {error.source}" if error.source else ""
    return command_error(
        f"poscheck itself has failed{where} ({error.kind}). This is a bug in poscheck and not a mistake of yours: "
        f"please report it. With the environment variable {DEBUG}=1 the same command shows where it happened. What is "
        "finished is kept; the same command goes on from there, and without that file it comes to the end.",
        Code.BUG,
    )


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tell_shard(shared: Shared, plan: Plan) -> None:
    pen = terminal.new_pen()
    summary = shared.summary
    found = wording.count(summary.found, "submission")
    unread = f", of which {summary.failures} could not be read" if summary.failures else ""
    pen.line(f"The shard {plan.shard} is done: {found}{unread}.")
    lacking = shared.chunks - shared.parts
    there = "All parts are there" if not lacking else f"{shared.parts} of {shared.chunks} parts are there by now"
    pen.line(f"{there}. Once all shards are done, the same command without --shard writes the results.")
    terminal.show(pen.text())


def _tell(summary: Summary, plan: Plan) -> None:
    pen = terminal.new_pen()
    found = wording.count(summary.found, "submission")
    pen.line(f"{found} as of {wording.long_date(plan.as_of.isoformat())}, by {plan.ruleset.title}", style="1")
    pen.blank()
    verdicts = [(wording.VERDICT[verdict], summary.verdicts.get(verdict, 0)) for verdict in Verdict]
    rows = [*verdicts, ("Could not be read", summary.failures)]
    widest = len(str(summary.found))
    for words, number in rows:
        pen.line(words, first=f"  {number:{widest}}  ")
    pen.blank()
    if summary.reused:
        pen.line(f"{summary.scored} judged now, {summary.reused} unchanged since the last time.")
    if summary.gone:
        before = wording.count(summary.gone, "submission")
        pen.line(f"No longer among the inputs, and so not in the results: {before} of the run before.", style="33")
    if summary.dropped:
        lost = wording.count(summary.dropped, "decision")
        pen.line(
            f"Judged without reviewers' decisions. The run before had {lost}: if they are to count, run the same "
            "command again with --decisions.",
            style="33",
        )
    if summary.skipped:
        others = wording.count(summary.skipped, "other file")
        pen.line(f"{others} left out: hidden, or no YAML, JSON, JSON Lines, workbook or zip.")
    if summary.left_out:
        named = ", ".join(summary.left_out)
        pen.line(f"Is one of them a submission? {named}; see {plan.out / 'pages' / 'run.html'}", first="  ", hang=2)
    if summary.unused:
        on = wording.count(summary.unused, "submission")
        pen.line(f"Decisions that do not count, on {on}: decisions.csv says which, and why.", style="33")
    if summary.idle_number:
        more = " …; decisions.csv lists all" if summary.idle_number > len(summary.idle) else ""
        named = ", ".join(summary.idle)
        pen.line(f"Decisions that name no submission that was judged: {summary.idle_number}: {named}{more}", style="33")
    for name, what in _FILES.items():
        if (plan.out / name).exists() and (name != "failures.csv" or summary.failures):
            pen.line(f"{plan.out / name}: {what}", first="  ", hang=2)
    pen.blank()
    pen.line("One scorecard in full, with a name from the column “source”:")
    pen.verbatim([f"poscheck render {quote(str(plan.out))} NAME"], indent=2)  # to be copied, so it is not wrapped
    if summary.pageless:
        pen.line("A page of each: the same command again with --pages all.")
    terminal.show(pen.text())

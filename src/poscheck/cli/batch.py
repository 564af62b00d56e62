"""``poscheck batch``: judge many submissions at once."""

from __future__ import annotations

from typing import Any

import click

from poscheck.cli.options import day, file_option, ruleset_option

PAGES = ("all", "none", "below-meets")
JOURNALS = ("wal", "delete")
ENGINES = ("local", "dask")
FAIL_ON = ("never", "does_not_meet", "undecided")


@click.command(
    epilog="""\b
Examples:
  poscheck batch applications/ --out results --as-of 2026-10-15
  poscheck batch north.zip south.jsonl --out results --as-of 2026-10-15 --pages below-meets
  poscheck batch applications/ --out results --as-of 2026-10-15 --decisions decisions/
  poscheck batch applications/ --out results --as-of 2026-10-15 --shard 3/16

\b
The same command again scores only what has changed, also after it was interrupted.

\b
Exit code: 0 every file was answered, whatever the answers; 3 some could not be read (failures.csv
says why); 4 the ruleset is broken; 1 as --fail-on asks.
""",
)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path())
@file_option("--out", required=True, metavar="FOLDER", text="Write everything to this folder; it is made if needed.")
@click.option("--as-of", type=day, required=True, metavar="DATE", help="Judge everything as of this day (2026-10-15).")
@ruleset_option
@file_option("--decisions", metavar="FOLDER|CSV", text="Reviewers' decisions: a folder of their files, or a table.")
@click.option("--pages", type=click.Choice(PAGES), help="Of which submissions to write the scorecard as a page.  "
              "[default: all, or none where there are more than 200]")  # fmt: skip
@click.option("--scorecards", is_flag=True, help="Also write every full scorecard as JSON.")
@click.option("--spreadsheet/--no-spreadsheet", default=None, help="Write results.xlsx.  "
              "[default: for up to 100,000 submissions]")  # fmt: skip
@click.option("--parquet", is_flag=True, help="Also write results.parquet (needs pyarrow).")
@file_option("--previous", metavar="RUN", text="An earlier run's folder, to compare with: what rose, what fell.")
@click.option("--workers", type=click.IntRange(1, 1024), metavar="N", help="Processes to score with.  "
              "[default: one for each processor]")  # fmt: skip
@click.option("--chunk", type=click.IntRange(1, 10_000), metavar="N", help="Submissions that are scored and saved "
              "together.  [default: 20 to 200, by the size of the batch]")  # fmt: skip
@click.option("--time-limit", type=click.FloatRange(0, min_open=True), default=60.0, metavar="SECONDS",
              help="Give up a file that takes longer.  [default: 60]")  # fmt: skip
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], help="Who scores: processes on this "
              "computer, or the workers of a Dask cluster (needs poscheck[dask]).  [default: local]")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help="The cluster's scheduler: tls://host:port, or tcp://host:port.")
@file_option("--tls-ca", metavar="FILE", text="For tls://, the certificate that the scheduler's is signed by.")
@file_option("--tls-cert", metavar="FILE", text="For tls://, our own certificate.")
@file_option("--tls-key", metavar="FILE", text="For tls://, the key of our own certificate.")
@click.option("--shard", metavar="I/N", help="Score only the I-th of N shares, and write no results: for job arrays on "
              "a shared folder. The same command without --shard then writes them.")  # fmt: skip
@click.option("--journal", type=click.Choice(JOURNALS), help="How the database is kept whole while it is written: wal "
              "lets others read it, delete is for network file systems.  [default: by the folder]")  # fmt: skip
@click.option("--publish", metavar="ADDRESS", help="Copy the finished results to an address such as s3://bucket/2026 "
              "(needs poscheck[s3]).")  # fmt: skip
@click.option("--again", is_flag=True, help="Give up the run that is in the folder, and score everything anew.")
@click.option("--fail-on", type=click.Choice(FAIL_ON), default=FAIL_ON[0], show_default=True, help="Exit with 1 if a "
              "submission does not meet the requirements, or also if one is undecided.")  # fmt: skip
def command(**options: Any) -> None:
    """Judge many submissions, and write tables, pages and a database.

    INPUT is a file, a folder with all below it, a pattern such as "2026/*.yaml", a zip archive, or a file with one JSON
    submission a line (.jsonl); or the address of one, such as s3://bucket/2026. Nothing leaves this computer unless
    --engine dask or --publish is given.
    """
    from poscheck.cli.batching import run_batch

    raise click.exceptions.Exit(run_batch(options))

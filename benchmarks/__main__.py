"""``python -m benchmarks``: the table; ``peers``: other engines; ``generate``, ``hostile``: files to measure with."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks.generator import FORMS, SIZES, line, make_up
from benchmarks.output import LINES, write_files

if TYPE_CHECKING:
    from collections.abc import Iterator

_OUT = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="A folder, a .zip or a .jsonl file; must not exist."
)
_SEED = click.option("--seed", default=1, show_default=True, help="Same seed, same files.")

_COUNTS = (1_000, 10_000)


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Print the table of figures; or write files to measure and test with."""
    if context.invoked_subcommand is None:
        context.invoke(table)


@main.command()
@click.option("--rounds", default=9, show_default=True, help="How often each thing is measured.")
@click.option(
    "--size", "sizes", type=click.Choice([str(size) for size in SIZES]), multiple=True, help="Only this size."
)
@click.option(
    "--memory", "counts", type=int, multiple=True, help="Measure memory at so many submissions, however long it takes."
)
def table(rounds: int, sizes: tuple[str, ...], counts: tuple[int, ...]) -> None:
    """Print where the time goes, each figure beside its floor and its target."""
    from benchmarks.table import print_table

    print_table(rounds, [int(size) for size in sizes] or list(SIZES), counts or _COUNTS, insist=bool(counts))


@main.command()
@click.option("--rounds", default=15, show_default=True, help="How often each thing is measured.")
@click.option("--count", default=200, show_default=True, help="Submissions whose outcomes have to be the same.")
def peers(rounds: int, count: int) -> None:
    """Print how long other engines take for the same rules; see benchmarks/peers/requirements.txt."""
    from benchmarks.peers import print_peers

    print_peers(rounds, count)


@main.command()
@click.option("--count", default=1000, show_default=True, help="How many submissions.")
@click.option("--first", default=0, show_default=True, help="The number of the first one.")
@click.option("--size", default="20", show_default=True, type=click.Choice([str(size) for size in SIZES]))
@click.option("--form", default="mixed", show_default=True, type=click.Choice(FORMS))
@_SEED
@_OUT
def generate(count: int, first: int, size: str, form: str, seed: int, out: Path) -> None:
    """Make up submissions. The one with a number is the same however many are made."""
    if out.suffix == LINES and form == "yaml":
        raise click.UsageError(f"a {LINES} file holds JSON only; say --form json")

    def files() -> Iterator[tuple[str, bytes]]:
        for number in range(first, first + count):
            if out.suffix == LINES:
                yield "", line(seed, number, int(size))
            else:
                made = make_up(seed, number, int(size), form)
                yield made.name, made.content

    _write(files(), out)


@main.command()
@click.option("--count", default=1500, show_default=True, help="How many files at least.")
@_SEED
@_OUT
def hostile(count: int, seed: int, out: Path) -> None:
    """Write files that are broken or try to do harm."""
    from benchmarks.hostile import hostile_files

    if out.suffix == LINES:
        raise click.UsageError("these files do not fit into lines")
    _write(hostile_files(seed, count), out)


def _write(files: Iterator[tuple[str, bytes]], out: Path) -> None:
    if out.exists():
        raise click.UsageError(f"{out} is there already; choose another name, or delete it")
    start = time.perf_counter()
    written, left_out = write_files(files, out)
    seconds = time.perf_counter() - start
    click.echo(f"{written:,} files in {out}, {written / seconds:,.0f} a second")
    for name in left_out:
        click.echo(f"left out, since its name is not allowed here: {name!r}")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")

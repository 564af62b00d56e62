"""The table of ``make bench``: where the time goes, each figure as a ratio to a floor measured in the same run."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from benchmarks.table.commands import batches, cold_check, memory
from benchmarks.table.stages import Row, Stages
from poscheck.ruleset import load_ruleset

if TYPE_CHECKING:
    from collections.abc import Sequence

Targets = dict[str, dict[str, Any]]

HEADER = f"{'figure':40} {'kB':>3} {'ms':>9} {'ratio':>8}  {'target':>8} {'aim':>5}       against"
_BATCH_SIZE = 20


def print_table(rounds: int, sizes: Sequence[int], counts: Sequence[int], *, insist: bool) -> None:
    """Measure and print every figure; ``counts`` are those at which memory is measured."""
    targets = read_targets()
    ruleset = load_ruleset()
    gc.freeze()  # or what is measured would be charged for looking through the ruleset for garbage, again and again
    click.echo(f"{ruleset.title} {ruleset.version}: {len(ruleset.rules)} rules. Medians of {rounds} rounds or fewer.\n")
    click.echo(HEADER)
    for size in sizes:
        for row in Stages(ruleset, size, rounds).rows():
            click.echo(as_line(row, targets))
    click.echo(as_line(cold_check(rounds), targets))
    for row in batches(_BATCH_SIZE):
        click.echo(as_line(row, targets))
    for said in memory(counts, insist=insist):
        click.echo(said if isinstance(said, str) else as_line(said, targets))


def read_targets() -> Targets:
    """What the figures are held to, by how their names begin."""
    targets: Targets = yaml.safe_load((Path(__file__).parent / "targets.yaml").read_bytes())
    return targets


def as_line(row: Row, targets: Targets) -> str:
    """A figure as a line of the table, with its target."""
    target = next((target for name, target in targets.items() if row.what.startswith(name)), {})
    ratio, aim = row.measured.ratio, target.get("aim")
    limit, kept = "", ""
    if "at_most" in target:
        limit, kept = f"<= {target['at_most']:g}", "ok" if ratio <= target["at_most"] else "OVER"
    elif "at_least" in target:
        limit, kept = f">= {target['at_least']:g}", "ok" if ratio >= target["at_least"] else "UNDER"
    size = "" if row.size is None else row.size
    aimed = "" if aim is None else f"{aim:g}"
    milliseconds = row.measured.seconds * 1000
    return f"{row.what:40} {size:>3} {milliseconds:9.3f} {ratio:8.2f}  {limit:>8} {aimed:>5} {kept:5} {row.against}"

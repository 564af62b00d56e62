"""The rules of components 7 and 8 in the languages of other engines: they have to say the same, and are timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from benchmarks.generator import AS_OF, SIZES, make_up
from benchmarks.generator.dice import Dice
from benchmarks.generator.holes import with_holes
from benchmarks.peers.engines import PEERS, Loaded, Peer
from benchmarks.peers.prepared import preparation
from benchmarks.table import HEADER, as_line, read_targets
from benchmarks.table.by_hand import COMPONENTS, READ, by_hand
from benchmarks.table.stages import Row
from benchmarks.table.timing import Measured, compare
from poscheck.checks.compiler import compile_rules
from poscheck.reading import read_bytes
from poscheck.ruleset import load_ruleset
from poscheck.submission import load_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.peers.prepared import Filed
    from poscheck.ruleset import Rule, Ruleset
    from poscheck.scorecard import Outcome

__all__ = ["Comparison", "print_peers", "rules_to_say"]

_SEED = 1
_DAY = AS_OF.toordinal()
_TIMED = 6
_FASTEST = "fastest peer that says all the rules"


def rules_to_say(ruleset: Ruleset) -> dict[str, Rule]:
    """The rules of the components that a machine can judge, by their ids."""
    return {
        rule.id: rule
        for component in ruleset.components
        if component.number in COMPONENTS
        for criterion in component.criteria
        for rule in criterion.rules
        if rule.executability != "human"
    }


class Comparison:
    """Made-up submissions as we and as the peers get them, and what has to be said of them."""

    def __init__(self, ruleset: Ruleset, count: int) -> None:
        self.ruleset, self.rules = ruleset, rules_to_say(ruleset)
        whole = [_made_up(ruleset, number) for number in range(count)]
        self.filed = whole + [with_holes(data, Dice(number)) for number, (data, _) in enumerate(whole)]
        self.prepare = preparation(ruleset, _DAY)
        self.inputs = [self.prepare(one) for one in self.filed]
        ours = self._compiled(list(self.rules))
        self.expected = [dict(zip(self.rules, map(str, ours(*one)[0]), strict=True)) for one in self.filed]

    def _compiled(self, rules: Sequence[str]) -> Callable[..., tuple[list[Outcome], list[int]]]:
        environment = self.ruleset.environment(_DAY)
        logic = [self.rules[rule].logic for rule in rules]
        bound: Callable[..., tuple[list[Outcome], list[int]]] = compile_rules(logic, environment.parameters).bind(
            environment
        )
        return bound

    def difference(self, peer: Peer, loaded: Loaded) -> str:
        """The first outcome that is not ours, in words; empty where all are."""
        for way in loaded.ways:
            for number, (given, expected) in enumerate(zip(self.inputs, self.expected, strict=True)):
                found = loaded.outcomes(way.ask(way.ready(given)))
                for rule in peer.rules:
                    if found.get(rule) != expected[rule]:
                        return f"{rule} of submission {number} is {expected[rule]}, not {found.get(rule, 'answered')}"
        return ""

    def unsaid(self, peer: Peer) -> list[str]:
        """The rules that its language has no words for."""
        said = set(peer.rules)
        return [rule for rule in self.rules if rule not in said]

    def measured(self, peer: Peer, loaded: Loaded, rounds: int) -> Iterator[tuple[str, Measured]]:
        """Each way to ask, and its time against ours for the same rules."""
        ours = self._compiled(peer.rules)
        for way in loaded.ways:
            asked = [way.ready(given) for given in self.inputs[:_TIMED]]
            yield way.given, compare(way.ask, asked, lambda one: ours(*one), self.filed[:_TIMED], rounds)

    def beside(self, rounds: int) -> Iterator[tuple[str, Measured]]:
        """What helps to judge the times of peers, each against our time for all rules."""
        ours, hand, some = self._compiled(list(self.rules)), by_hand(self.ruleset, _DAY), self.filed[:_TIMED]
        for what, work in (
            ("preparing what peers get", self.prepare),
            ("the rules written by hand in Python", lambda one: hand(*one)),
        ):
            yield what, compare(work, some, lambda one: ours(*one), some, rounds)


def print_peers(rounds: int, count: int) -> None:
    """Check the outcomes of every peer that is installed, then print its time as a ratio to ours."""
    comparison = Comparison(load_ruleset(), count)
    click.echo(
        f"{len(comparison.rules)} rules; the outcomes of {count} submissions, whole and with holes, have to be ours.\n"
    )
    click.echo(f"{'peer':26} {'version':8} {'rules':>5} {'given':8} {'µs':>9} {'to ours':>8}")
    fastest: list[Row] = []
    remarks: list[str] = []
    for peer in PEERS:
        loaded = peer.load() if peer.version else None
        different = comparison.difference(peer, loaded) if loaded else f"{peer.package} is not installed"
        unsaid = comparison.unsaid(peer)
        if not loaded or different:
            remarks.append(f"{peer.name}: not measured: {different}")
            continue
        if unsaid:
            remarks.append(f"{peer.name}: has no words for {', '.join(unsaid)}")
        for given, measured in comparison.measured(peer, loaded, rounds):
            click.echo(_line(f"{peer.name:26} {peer.version:8} {len(peer.rules):5} {given:8}", measured))
            if not unsaid:
                fastest.append(Row(_FASTEST, None, measured, f"our outcomes: {peer.name}, {given}"))
    for what, measured in comparison.beside(rounds):
        click.echo(_line(f"{what:54}", measured))
    click.echo("\n" + "\n".join(remarks))
    if fastest:
        click.echo(f"\n{HEADER}")
        click.echo(as_line(min(fastest, key=lambda row: row.measured.ratio), read_targets()))


def _line(head: str, measured: Measured) -> str:
    return f"{head} {measured.seconds * 1e6:9,.0f} {measured.ratio:8.2f}"


def _made_up(ruleset: Ruleset, number: int) -> Filed:
    content = make_up(_SEED, number, list(SIZES)[number % len(SIZES)], "json").content
    submission = load_document(read_bytes(content, "x.json"), ruleset.contract)
    return {name: submission.data[name] for name in READ if name in submission.data}, submission.to_follow

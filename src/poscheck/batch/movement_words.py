"""What moved between two runs in words: the same on the terminal and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from poscheck.report import wording
from poscheck.scorecard import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poscheck.batch.movement import Movement, Tally
    from poscheck.batch.pairs import Moved, Pair

CRITERION = "criterion"


class Both(Protocol):
    """Two rulesets that are compared: ``criteria`` are those that both have, with their titles."""

    @property
    def facts(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """What is told of each, with its ruleset."""

    @property
    def criteria(self) -> Mapping[str, str]:
        """The criteria that are compared."""

    @property
    def same_scale(self) -> bool:
        """Whether a rating of one means the same in the other; else there are no ``criteria``."""

    def left_out(self) -> tuple[int, int]:
        """How many criteria only the first and only the second has."""


def remarks(pair: Pair) -> Iterator[str]:
    """What one has to know before one compares these runs."""
    decided = [run for run, facts in zip(("earlier", "later"), pair.facts, strict=True) if facts["decisions"]]
    if len(decided) == 1:
        yield f"Only the {decided[0]} run was judged with decisions of reviewers."
    if pair.same_ruleset:
        return
    changed = (
        "The ruleset has changed between the runs" if pair.comparable else "The runs are judged by different rulesets"
    )
    yield f"{changed}. {shared(pair, ('the earlier', 'the later'))}"


def word(pair: Both) -> str:
    """What both rulesets call a criterion; the word of this program where they have none, or not the same."""
    words = {facts["ruleset"].get("criterion_word") for facts in pair.facts}
    return words.pop() or CRITERION if len(words) == 1 else CRITERION


def shared(pair: Both, names: tuple[str, str]) -> str:
    """On what both rulesets, which are called by ``names``, are compared, and what only one of them has."""
    if not pair.same_scale:
        return "Compared are verdicts, and no ratings; the rulesets rate by different scales."
    called = word(pair)
    both = f"the {wording.count(len(pair.criteria), called)} that both have" if pair.criteria else f"no {called}"
    only = [f"only {name} ruleset has {number}" for name, number in zip(names, pair.left_out(), strict=True) if number]
    return f"Compared are verdicts, and {both}{'; ' if only else ''}{', '.join(only)}."


def matched(found: Movement) -> Iterator[str]:
    """How many submissions are in both runs, and by what that was found out."""
    most_first = sorted(found.matched_by.items(), key=lambda each: (-each[1], each[0]))
    by = "; ".join(f"{number} by {how}" for how, number in most_first)
    yield f"{wording.count(found.both, 'submission')} in both runs" + (f": {by}." if by else ".")
    before, after = found.only
    if before or after:
        yield f"{before} only in the earlier run, {after} only in the later one."
    yield f"{found.moved} moved: another verdict, score or rating."


def unread(pair: Pair, found: Movement) -> Iterator[str]:
    """That a submission may seem to be in one run only because its file could not be read in the other."""
    ways = zip(pair.facts, reversed(found.only), (("earlier", "later"), ("later", "earlier")), strict=True)
    for facts, only, (run, other) in ways:
        if only and (number := facts["finished"]["failures"]):
            files = wording.count(number, "file")
            yield (
                f"{files} of the {run} run could not be read; "
                f"what seems to be only in the {other} run may be among them."
            )


def alone(found: Movement, place: int, most: int) -> str:
    """Which submissions only the earlier (0) or the later (1) run has: the first few by name, and how many follow."""
    sources = [each.source or each.source_before for each in found.alone[place][:most]]
    rest = found.only[place] - len(sources)
    return ", ".join(sources) + (f", and {rest} more" if rest else "")


def scores(found: Movement) -> str:
    """How the confirmed scores moved."""
    if not found.comparable:
        return "Scores by different rulesets are not compared."
    same = found.both - found.rose - found.fell
    mean = "" if found.gain is None else f" The mean change is {found.gain * 100:+.2f} points of 100."
    return f"The confirmed score rose in {found.rose}, fell in {found.fell}, and is the same in {same}.{mean}"


def no_tally(found: Movement) -> str:
    """Why no criterion moved."""
    return "No rating changes." if found.rated else "No rating is compared."


def tally(each: Tally) -> str:
    """How a criterion moved."""
    parts = [("rose in", each.rose), ("fell in", each.fell), ("began or ceased to apply in", each.other)]
    return ", ".join(f"{words} {number}" for words, number in parts if number)


def moved_text(moved: Moved) -> str:
    """A submission that moved, in one line."""
    verdict, before = (wording.VERDICT[Verdict(each)] for each in (moved.verdict, moved.verdict_before))
    scores = f"score {wording.score_text(moved.score_before)} → {wording.score_text(moved.score)}"
    turned = f"{before} → {verdict}; " if verdict != before else ""
    return f"{moved.source}: {turned}{scores}"

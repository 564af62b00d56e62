"""What would make a rule met: single values that its trace names, each tried by judging once more.

Nothing is offered that was not tried. Nobody is told to become another kind of partner: where a value says what an
item is, or who counts, it stays as it is.
"""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, Any

from poscheck import paths
from poscheck.checks import nodes, phrases
from poscheck.checks.explainer import Explainer
from poscheck.checks.telling import nearest
from poscheck.checks.trace import Candidate, Group, Leaf, Quantified, Whole
from poscheck.engine.judge import judge
from poscheck.engine.trials import Trial, additions, trials
from poscheck.errors import UsageError
from poscheck.records import Part, Record
from poscheck.scorecard import Outcome
from poscheck.submission import changed, load_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poscheck.checks.trace import Trace
    from poscheck.engine.judge import Judged
    from poscheck.ruleset import Ruleset
    from poscheck.submission import Submission

_MOST_TRIALS = 12
_MOST_WAYS = 16
_MOST_TOLD = 3
_MOST_CHANGES = 4
_NEAREST = 3
_GOOD = (Outcome.MET, Outcome.NEEDS_REVIEW)

Way = tuple[Trial, ...]
"""Trials that belong together."""


class Change(Part):
    """One change of a remedy, as a condition ("“Date” were on or after …"), and the value that is there now."""

    path: str
    text: str
    now: str
    line: int | None
    sheet: str | None = None
    cell: str | None = None


class Remedy(Part):
    """Changes that were tried together, and what the rule then came to."""

    changes: tuple[Change, ...]
    outcome: Outcome


class Healer(Record):
    """Finds remedies for the rules of one submission."""

    ruleset: Ruleset
    submission: Submission
    day: int

    def remedies(self, judged: Judged) -> tuple[Remedy, ...]:
        """The smallest sets of changes that were tried and do; none where the trace names none, or none does."""
        trace = judged.check
        if trace is None or trace is not judged.deciding or judged.outcome not in {Outcome.NOT_MET, Outcome.INCOMPLETE}:
            return ()
        ways = sorted(dict.fromkeys(islice(_ways(trace, self.day, ""), _MOST_WAYS * 4)), key=len)
        found: list[tuple[Way, Outcome]] = []
        told: set[frozenset[paths.Path]] = set()
        for way in ways[:_MOST_TRIALS]:
            places = frozenset(trial.place for trial in way)
            if places in told or (found and len(way) > len(found[0][0])) or len(found) == _MOST_TOLD:
                continue
            outcome = self._tried(judged, way)
            if outcome in _GOOD:
                found.append((way, outcome))
                told.add(places)
        return tuple(Remedy(changes=tuple(map(self._change, way)), outcome=outcome) for way, outcome in found)

    def _tried(self, judged: Judged, way: Way) -> Outcome | None:
        """What the rule comes to with the changes made; None where they cannot be made."""
        submission = self.submission
        try:
            document = changed(submission.document, self._patch(way))
        except UsageError:
            return None
        altered = load_document(document, self.ruleset.contract)
        explainer = Explainer(altered.data, altered.to_follow, self.ruleset.environment(self.day))
        return judge(judged.rule, explainer).outcome

    def _patch(self, way: Way) -> dict[str, Any]:
        tree = self.submission.document.tree
        return {paths.join(trial.place): _written(trial, tree) for trial in way}

    def _change(self, trial: Trial) -> Change:
        at = self.submission.document.position(trial.place) if trial.like is None else None
        sheet, cell = (at.sheet, at.cell) if at else (None, None)
        line = at.line if at else None
        return Change(path=paths.join(trial.place), text=trial.text, now=trial.now, line=line, sheet=sheet, cell=cell)


def _written(trial: Trial, tree: Any) -> Any:
    """The value of a trial as a tree holds it; a copy of an item goes by another name."""
    if trial.like is None:
        return list(trial.value) if isinstance(trial.value, tuple) else trial.value
    item = paths.get(tree, trial.like)
    if not isinstance(item, dict):
        return item
    names = {key: f"{item[key]} (another)" for key in trial.renamed if isinstance(item.get(key), str)}
    return {**item, **names}


def _ways(trace: Trace, day: int, owner: str) -> Iterator[Way]:
    """Sets of changes that might make ``trace`` true, the nearest first; an empty set where it is."""
    if trace.truth is True and trace.considered is True:
        yield ()
    elif isinstance(trace, Leaf):
        yield from ((trial,) for trial in trials(trace, day, owner))
    elif isinstance(trace, Candidate):
        if trace.considered is True and trace.must is not None:
            yield from _ways(trace.must, day, f" of {trace.label}")
    elif isinstance(trace, Quantified):
        yield from _of_list(trace, day)
    elif isinstance(trace, Group):
        yield from _of_group(trace, day, owner)
    elif isinstance(trace, Whole) and trace.lacks is not None and len(trace.children) == 1:
        yield from ((trial,) for trial in additions(trace.children[0], trace.lacks()))


def _of_group(trace: Group, day: int, owner: str) -> Iterator[Way]:
    match trace.word:
        case "all":
            yield from _together([list(islice(_ways(part, day, owner), _MOST_WAYS)) for part in trace.children])
        case "any":
            for part in trace.children:
                yield from _ways(part, day, owner)
        case "among" if trace.wanted is not None:
            open_ones = [part for part in trace.children if part.truth is not True]
            need = trace.wanted - (len(trace.children) - len(open_ones))
            for first in range(len(open_ones) - need + 1):
                chosen = open_ones[first : first + need]
                yield from _together([list(islice(_ways(part, day, owner), _MOST_WAYS)) for part in chosen])


def _of_list(trace: Quantified, day: int) -> Iterator[Way]:
    """For so many items: the nearest ones put right, or one more like one that fits."""
    near = [child for child in nearest(trace) if child.item is not None]
    match trace.word:
        case nodes.Quantifier.EVERY:
            yield from _together([list(islice(_ways(child, day, ""), _MOST_WAYS)) for child in near])
            return
        case nodes.Quantifier.AT_LEAST if isinstance(trace.wanted, int):
            fitting = [child for child in trace.children if child.truth is True and child.considered is True]
            need = trace.wanted - len(fitting)
        case nodes.Quantifier.SHARE_AT_LEAST:
            fitting, need = [], 1
        case _:
            return
    for first in range(min(len(near) - need + 1, _NEAREST)):
        yield from _together([list(islice(_ways(child, day, ""), _MOST_WAYS)) for child in near[first : first + need]])
    if fitting and need == 1:
        yield (_another(trace, fitting[0]),)


def _another(trace: Quantified, child: Trace) -> Trial:
    assert child.item is not None
    _, place, field = child.item
    renamed = tuple(key for key in (field.id_key, field.name_key) if key) if field else ()
    text = f"there were one more of {phrases.title(trace.node.items.path)} like {child.label}"
    return Trial(place=(*place[:-1], "+"), value=None, text=text, now="", like=place, renamed=renamed)


def _together(parts: Sequence[Sequence[Way]]) -> Iterator[Way]:
    """One way for each part, joined; nothing where some part has none, or where it would be too many changes."""
    if sum(() not in ways for ways in parts) > _MOST_CHANGES:
        return
    for chosen in islice(product(*parts), _MOST_WAYS):
        joined = {trial.place: trial for way in chosen for trial in way}
        if len(joined) <= _MOST_CHANGES:
            yield tuple(joined.values())

"""What another ruleset would do to submissions: each is scored under both, as of one day, and the answers compared.

An :class:`Impact` stands where a :class:`~poscheck.batch.pairs.Pair` of runs does, so that the figures, the table and
the page of a comparison are the same. Nothing is kept of a submission but what is counted.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from poscheck.batch import refusals
from poscheck.batch.fetch import fetch
from poscheck.batch.inputs import Inputs
from poscheck.batch.manifest import Manifest, build
from poscheck.batch.pairs import Change, Moved, RuleChange, folded_title
from poscheck.batch.runfile import told_of
from poscheck.batch.scored import document_of
from poscheck.batch.store import RunFolder
from poscheck.batch.walk import is_run
from poscheck.engine.brief import brief
from poscheck.errors import ReadError, UsageError
from poscheck.records import Record
from poscheck.submission import load_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from poscheck.batch.entries import Entry
    from poscheck.batch.run import Watch
    from poscheck.engine.brief import Brief
    from poscheck.ruleset import Ruleset
    from poscheck.submission import Submission

EXAMPLES = 3
"""So many submissions are named for each group."""
_READ_AT_ONCE = 200
_HOW = "file, under both rulesets"


class Group(Record):
    """Submissions that moved and have something in common; ``name`` says what, ``examples`` are the first of them."""

    name: str
    number: int
    of: int | None
    examples: tuple[str, ...]


class Reader(NamedTuple):
    """A field by which submissions are grouped: its path, and how it is read."""

    path: str
    read: Callable[[Mapping[str, Any]], str | None]


class Impact:
    """Two rulesets and submissions, judged as of one day; ``watch`` is told how many of how many are done.

    Raises :class:`~poscheck.errors.UsageError` where there is nothing to judge, or where a ruleset is not in force.
    """

    same_ruleset = False

    def __init__(
        self,
        rulesets: tuple[Ruleset, Ruleset],
        as_of: date,
        typed: Sequence[str],
        by: Sequence[Reader] = (),
        watch: Watch = lambda _done, _all: None,
    ) -> None:
        self._rulesets = rulesets
        self._day = as_of.toordinal()
        for ruleset in rulesets:
            ruleset.check_in_force(self._day)
        self._by = by
        self._watch = watch
        with ExitStack() as opened:
            folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="poscheck-"))
            self._manifest = _listed(Path(folder) / "list.sqlite", typed)
            opened.callback(self._manifest.close)
            self._opened = opened.pop_all()
        self._rules = _Tally()
        self._fields = {reader.path: _Tally() for reader in by}
        self._verdicts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self._unread = 0
        self._as_of = as_of.isoformat()
        self.comparable = rulesets[0].id == rulesets[1].id or _same_criteria(*rulesets)
        scales = [[step.rating for step in ruleset.scale] for ruleset in rulesets]
        self.same_scale = scales[0] == scales[1]
        titles = {each.id: folded_title(each.title) for each in rulesets[0].criteria if each.scored}
        self.criteria = {
            each.id: each.title
            for each in rulesets[1].criteria
            if self.same_scale and each.scored and each.id in titles
            if self.comparable or titles[each.id] == folded_title(each.title)
        }
        self.failures: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    @property
    def facts(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The facts of both, as of runs; whole once all pairs were read."""
        old, new = (
            {
                "as_of": self._as_of,
                "ruleset": told_of(ruleset),
                "finished": {"verdicts": dict(verdicts), "failures": self._unread},
            }
            for ruleset, verdicts in zip(self._rulesets, self._verdicts, strict=True)
        )
        return old, new

    def left_out(self) -> tuple[int, int]:
        """How many criteria only the old and only the new ruleset has."""
        before, after = (sum(each.scored for each in ruleset.criteria) for ruleset in self._rulesets)
        return before - len(self.criteria), after - len(self.criteria)

    def only(self) -> tuple[int, int]:
        """None: every submission is judged under both."""
        return 0, 0

    def alone(self) -> tuple[Iterator[Moved], Iterator[Moved]]:
        """No submission, as often as ``only`` says."""
        return iter(()), iter(())

    def pairs(self) -> Iterator[Moved]:
        """Every submission that can be read under both rulesets, in the order of their names."""
        done = 0
        for start in range(0, len(self._manifest), _READ_AT_ONCE):
            for entry in self._manifest.entries(start, _READ_AT_ONCE):
                done += 1
                found = self._scored(entry)
                self._watch(done, len(self._manifest))
                if found is not None:
                    yield found

    def moved(self, found: Moved) -> bool:
        """Whether verdict, score or a rating is different."""
        scores = self.comparable and (found.low_before, found.high_before) != (found.low, found.high)
        return scores or found.verdict_before != found.verdict or bool(found.changes)

    def rules(self) -> list[Group]:
        """By rule and what became of its answer: the submissions that moved, most first."""
        return self._rules.groups()

    def fields(self) -> dict[str, list[Group]]:
        """By each field and its value: the submissions that moved, of how many."""
        return {path: tally.groups() for path, tally in self._fields.items()}

    def _scored(self, entry: Entry) -> Moved | None:
        try:
            document = document_of(entry, fetch(entry), self._rulesets[0].contract)
            submissions = [load_document(document, ruleset.contract) for ruleset in self._rulesets]
            briefs = [
                brief(ruleset, each, self._day) for ruleset, each in zip(self._rulesets, submissions, strict=True)
            ]
        except ReadError as error:
            self._failed(entry, str(error.problems[0].message) if error.problems else "")
            return None
        except (MemoryError, RecursionError) as error:
            refused = refusals.OUT_OF_MEMORY if isinstance(error, MemoryError) else refusals.TOO_NESTED
            self._failed(entry, refused.message)
            return None
        for verdicts, told in zip(self._verdicts, briefs, strict=True):
            verdicts[told.verdict] += 1
        return self._counted(entry, submissions[1], briefs[0], briefs[1])

    def _failed(self, entry: Entry, why: str) -> None:
        self._unread += 1
        if len(self.failures) < EXAMPLES:
            self.failures.append(f"{entry.name}: {why}")

    def _counted(self, entry: Entry, submission: Submission, old: Brief, new: Brief) -> Moved:
        rules = tuple(self._rule_changes(old, new))
        values = tuple(reader.read(submission.data) for reader in self._by)
        about, before, after = new.submission, old.score, new.score
        found = Moved(
            source=entry.name,
            id=about.id,
            district=about.district,
            state=about.state,
            program=about.program,
            source_before=entry.name,
            matched_by=_HOW,
            verdict_before=old.verdict,
            verdict=new.verdict,
            low_before=None if before is None else before.low,
            low=None if after is None else after.low,
            high_before=None if before is None else before.high,
            high=None if after is None else after.high,
            changes=tuple(self._changes(old, new)),
            rules=rules,
            values=values,
        )
        moved = self.moved(found)
        for value, tally in zip(values, self._fields.values(), strict=True):
            tally.count(value or "not stated", entry.name, moved=moved)
        for each in rules if moved else ():
            self._rules.count(str(each), entry.name, moved=True)
        return found

    def _changes(self, old: Brief, new: Brief) -> Iterator[Change]:
        for name in self.criteria:
            before, after = (None if (rated := told.ratings.get(name)) is None else rated[:2] for told in (old, new))
            if before != after:
                yield Change(name, before, after)

    def _rule_changes(self, old: Brief, new: Brief) -> Iterator[RuleChange]:
        before, after = (
            dict(zip((rule.id for rule in ruleset.rules), told.outcomes, strict=True))
            for ruleset, told in zip(self._rulesets, (old, new), strict=True)
        )
        for rule in dict.fromkeys([*after, *before]):
            if before.get(rule) != after.get(rule):
                yield RuleChange(rule, before.get(rule), after.get(rule))


class _Tally:
    """How many submissions of each group moved, and the first of them."""

    def __init__(self) -> None:
        self._all: Counter[str] = Counter()
        self._moved: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = {}

    def count(self, name: str, source: str, *, moved: bool) -> None:
        self._all[name] += 1
        if moved:
            self._moved[name] += 1
            examples = self._examples.setdefault(name, [])
            if len(examples) < EXAMPLES:
                examples.append(source)

    def groups(self) -> list[Group]:
        """Those in which a submission moved, the largest first."""
        named = sorted(self._moved.items(), key=lambda each: (-each[1], each[0]))
        return [Group(name, number, self._all[name], tuple(self._examples[name])) for name, number in named]


def _same_criteria(old: Ruleset, new: Ruleset) -> bool:
    """Whether one is an edition of the other: all criteria of one are criteria of the other."""
    ids = [{criterion.id for criterion in ruleset.criteria} for ruleset in (old, new)]
    return bool(ids[0]) and (ids[0] <= ids[1] or ids[1] <= ids[0])


def _listed(file: Path, typed: Sequence[str]) -> Manifest:
    """The submissions: those of a run, which is then the only input, or those in files, folders and archives."""
    runs = [name for name in typed if is_run(name)]
    if not runs:
        build(file, Inputs(typed), {})
        return Manifest(file)
    if len(typed) > 1:
        raise UsageError(f"{runs[0]} is a run of poscheck batch; name nothing else beside it.")
    return Manifest(RunFolder(Path(runs[0])).manifest)

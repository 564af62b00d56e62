"""Two runs side by side: each submission that is in both, and what is different.

Everything is read row by row from the databases of the runs; what is held in memory does not grow with them.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from poscheck.batch.database_file import NAME, described
from poscheck.batch.earlier import SAME, match
from poscheck.batch.runfile import earlier_facts
from poscheck.batch.store import RunFolder
from poscheck.errors import UsageError
from poscheck.scorecard import ScoreRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_KEYS = ("source", "digest", "id", "district", "district_id", "state", "cip", "program")
_SAME = {
    "file, unchanged": ("source", "digest"),
    **SAME,
    "file of the same name, unchanged": ("name", "digest", "program"),
}
"""The last is for a file in another folder that says neither number nor district. Where it does not even say of which
program it is, it may be a form that is not filled in, which is the same for everybody."""
_TOLD = f"{', '.join(_KEYS)}, last_part(source)"
_TABLES = f"""
CREATE TABLE submissions (
  age INTEGER NOT NULL, entry INTEGER NOT NULL, {", ".join(_KEYS)}, name, PRIMARY KEY (age, entry)
);
CREATE TABLE matches (entry INTEGER PRIMARY KEY, before INTEGER NOT NULL, matched_by TEXT NOT NULL);
INSERT INTO submissions SELECT 0, entry, {_TOLD} FROM after_run.submissions WHERE age = 0;
INSERT INTO submissions SELECT 1, entry, {_TOLD} FROM before_run.submissions WHERE age = 0;
"""  # noqa: S608 -- our own names
_PAIRS = """
SELECT now.source, now.id, now.district, now.state, now.program, old.source, matched_by,
  old.verdict, now.verdict, old.score_low, now.score_low, old.score_high, now.score_high,
  json_extract(old_line.result, '$.ratings'), json_extract(now_line.result, '$.ratings')
FROM matches
JOIN after_run.submissions AS now ON now.entry = matches.entry
JOIN after_run.details AS now_line ON now_line.entry = matches.entry
JOIN before_run.submissions AS old ON old.entry = matches.before
JOIN before_run.details AS old_line ON old_line.entry = matches.before
ORDER BY matches.entry
"""
_ALONE = (  # told as pairs are, without what is of the other run
    """
SELECT '', id, district, state, program, source, '', verdict, '', score_low, NULL, score_high, NULL
FROM before_run.submissions WHERE age = 0 AND entry NOT IN (SELECT before FROM matches) ORDER BY entry
""",
    """
SELECT source, id, district, state, program, '', '', '', verdict, NULL, score_low, NULL, score_high
FROM after_run.submissions WHERE age = 0 AND entry NOT IN (SELECT entry FROM matches) ORDER BY entry
""",
)
_CRITERIA = "SELECT criterion, title, place FROM {}.ruleset_criteria WHERE scored ORDER BY place"

_NEEDED = {"ruleset", "as_of", "decisions", "finished"}
_ANEW = "score its submissions anew into another folder, and compare that one"

Rating = tuple[int, int] | None


class Change(NamedTuple):
    """The rating of a criterion before and after, each confirmed and possible; None where it did not apply."""

    criterion: str
    before: Rating
    after: Rating

    @property
    def direction(self) -> int:
        """1 where it rose, -1 where it fell: the confirmed rating, or if that is the same the possible one; else 0."""
        if self.before is None or self.after is None:
            return 0
        return (self.after > self.before) - (self.after < self.before)


class RuleChange(NamedTuple):
    """The answer to a rule before and after; None where a ruleset does not have the rule."""

    rule: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        before, after = ((outcome or "absent").replace("_", " ") for outcome in (self.before, self.after))
        return f"{self.rule} from {before} to {after}"


class Moved(NamedTuple):
    """A submission in both runs, and what is different; ``source_before`` is its name in the earlier one.

    Of one that is in one run only, whatever would be of the other is empty or None. ``rules`` and ``values`` (of fields
    by which submissions are grouped) are there where two rulesets are compared.
    """

    source: str
    id: str | None
    district: str | None
    state: str | None
    program: str | None
    source_before: str
    matched_by: str
    verdict_before: str
    verdict: str
    low_before: float | None
    low: float | None
    high_before: float | None
    high: float | None
    changes: tuple[Change, ...]
    rules: tuple[RuleChange, ...] = ()
    values: tuple[str | None, ...] = ()

    @property
    def score_before(self) -> ScoreRange | None:
        """The score in the earlier run."""
        return _range(self.low_before, self.high_before)

    @property
    def score(self) -> ScoreRange | None:
        """The score in the later run."""
        return _range(self.low, self.high)

    @property
    def gain(self) -> float | None:
        """What was added to the confirmed score; None where there is none in one of the runs."""
        return None if self.low is None or self.low_before is None else round(self.low - self.low_before, 4)


def _range(low: float | None, high: float | None) -> ScoreRange | None:
    return None if low is None or high is None else ScoreRange(low=low, high=high)


class Pair:
    """Two finished runs, the earlier ``before`` and the later ``after``, each a folder.

    ``facts`` are those of the two runs. Raises :class:`~poscheck.errors.UsageError` where one cannot be read.
    """

    def __init__(self, before: Path, after: Path) -> None:
        self.facts = (_facts(before), _facts(after))
        rulesets = [facts["ruleset"] for facts in self.facts]
        self.same_ruleset = rulesets[0]["digest"] == rulesets[1]["digest"]
        self.comparable = rulesets[0]["id"] == rulesets[1]["id"]
        scales = [ruleset.get("scale") for ruleset in rulesets]
        self.same_scale = None in scales or scales[0] == scales[1]
        with ExitStack() as on_failure:
            connection = sqlite3.connect("", uri=True)  # in a file of its own, once it is large
            self._connection = on_failure.enter_context(closing(connection))
            for name, folder in (("before_run", before), ("after_run", after)):
                file = (folder / NAME).absolute().as_uri()
                connection.execute(f"ATTACH ? AS {name}", (f"{file}?mode=ro",))
            self._match()
            self.criteria = self._shared() if self.same_scale else {}
            on_failure.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _match(self) -> None:
        self._connection.create_function("last_part", 1, _last_part, deterministic=True)
        self._connection.executescript(_TABLES)
        for told, keys in _SAME.items():
            match(self._connection, told, keys)

    def _shared(self) -> dict[str, str]:
        """The criteria of both rulesets by id, with their titles; of unlike rulesets also the titles must agree."""
        before = {name: title for name, title, _ in self._connection.execute(_CRITERIA.format("before_run"))}
        after = self._connection.execute(_CRITERIA.format("after_run"))
        return {
            name: title
            for name, title, _ in after
            if name in before and (self.comparable or folded_title(before[name]) == folded_title(title))
        }

    def left_out(self) -> tuple[int, int]:
        """How many criteria only the earlier and only the later ruleset has."""
        before, after = (
            self._connection.execute(f"SELECT count(*) FROM {run}.ruleset_criteria WHERE scored").fetchone()[0]  # noqa: S608
            for run in ("before_run", "after_run")
        )
        return before - len(self.criteria), after - len(self.criteria)

    def only(self) -> tuple[int, int]:
        """How many submissions only the earlier and only the later run has."""
        query = "SELECT count(*) FILTER (WHERE age = 1), count(*) FILTER (WHERE age = 0) FROM submissions"
        before, after = self._connection.execute(query).fetchone()
        both = self._connection.execute("SELECT count(*) FROM matches").fetchone()[0]
        return before - both, after - both

    def pairs(self) -> Iterator[Moved]:
        """Every submission that is in both runs, in the order of the later one."""
        for *told, before, after in self._connection.execute(_PAIRS):
            changes = () if before == after else tuple(self._changes(before, after))
            yield Moved._make([*told, changes, (), ()])

    def alone(self) -> tuple[Iterator[Moved], Iterator[Moved]]:
        """The submissions that only the earlier and only the later run has, in the order of the run."""
        before, after = (map(_lone, self._connection.execute(query)) for query in _ALONE)
        return before, after

    def _changes(self, before: str, after: str) -> Iterator[Change]:
        old, new = json.loads(before), json.loads(after)
        for name in self.criteria:
            change = Change(name, _rating(old.get(name)), _rating(new.get(name)))
            if change.before != change.after:
                yield change

    def moved(self, found: Moved) -> bool:
        """Whether something is different; scores by unlike rulesets are not compared."""
        scores = self.comparable and (found.low_before, found.high_before) != (found.low, found.high)
        return scores or found.verdict_before != found.verdict or bool(found.changes)


def _lone(told: tuple[Any, ...]) -> Moved:
    return Moved._make([*told, (), (), ()])


def _rating(written: list[int] | None) -> Rating:
    return None if written is None else (written[0], written[1])


def _last_part(source: str) -> str:
    """The name of a file without its folders and archives."""
    return source.rpartition("/")[2]


def folded_title(title: str) -> str:
    """A title as titles of unlike rulesets are compared."""
    return " ".join(title.casefold().split())


def _facts(folder: Path) -> Mapping[str, Any]:
    facts = earlier_facts(RunFolder(folder), _ANEW)
    if facts is None or not facts.keys() >= _NEEDED:
        raise UsageError(f"{folder}: there is no run that this version of poscheck can read; {_ANEW}.")
    found = described(folder / NAME)
    if facts["finished"] is None or (found and not found.complete):
        raise UsageError(f"{folder}: that run is not complete; run its command again first.")
    if found is None:
        raise UsageError(
            f"{folder}: there is no {NAME} of a run that this version of poscheck can read; "
            "take what there is of it away, and run the command of that run again."
        )
    return facts

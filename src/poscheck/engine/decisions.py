"""A reviewer's decisions: read from their own file, checked, and laid beside the machine's outcomes."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from poscheck.dates import interval
from poscheck.errors import Problem, ReadError, did_you_mean
from poscheck.reading import Document, read_file, resolve
from poscheck.records import Record
from poscheck.scorecard import DecisionStatus, Note, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poscheck.ruleset import Ruleset
    from poscheck.submission import Submission

DECISIONS_FORMAT = "poscheck-decisions/1"
WAIVED = "waived"
OUTCOMES = {"met": Outcome.MET, "not_met": Outcome.NOT_MET, WAIVED: Outcome.NOT_APPLICABLE}
"""What a decision may say, and the outcome that it is."""

KEYS = (
    "rule", "criterion", "outcome", "reason", "role", "decided_on", "expires_on", "evidence_digest",
    "submission_digest",
)  # fmt: skip
"""The fields of a decision."""

_NEEDED = ("outcome", "reason", "role", "decided_on")
Place = tuple[str, int | None, int | None]
"""A file's name, and the line and column in it."""


class DecisionEntry(Record, kw_only=True):
    """One decision as written, on one rule or on one whole criterion."""

    rule: str | None
    criterion: str | None
    outcome: Outcome
    reason: str
    role: str
    decided_on: str
    expires_on: str | None
    evidence_digest: str | None
    submission_digest: str | None
    place: Place

    def status(self, as_of: int, evidence_digest: str, submission_digest: str) -> DecisionStatus:
        """Whether it counts on the day ``as_of`` for evidence, in a file, with those digests."""
        end = interval(self.expires_on) if self.expires_on else None
        if end and end[1] < as_of:
            return DecisionStatus.EXPIRED
        fits = self.evidence_digest in {None, evidence_digest} and self.submission_digest in {None, submission_digest}
        return DecisionStatus.COUNTED if fits else DecisionStatus.STALE


class Decisions(Record):
    """All decisions that can be used, and a note for each that was refused.

    ``submission`` (its id) and ``source`` (its file's name) say which submission they are about, where that is known.
    """

    entries: tuple[DecisionEntry, ...]
    notes: tuple[Note, ...]
    submission: str | None = None
    source: str | None = None

    def about(self, submission: Submission) -> Decisions:
        """These decisions; without any, but a note for each, where they are about another submission."""
        named = submission.data.get("submission", {}).get("id")
        file = PurePath(submission.document.name).name
        if self.submission in {None, named} and (self.source is None or PurePath(self.source).name == file):
            return self
        why = f"it is about the submission {self.submission or self.source}"
        refused = (_note(REFUSED, f"the decision on {_named(entry)} is refused: {why}", entry.place)
                   for entry in self.entries)  # fmt: skip
        return Decisions((), (*self.notes, *refused))


class Written(Record):
    """A file of decisions as written, each with its place; not one of them is checked yet."""

    listed: tuple[tuple[Any, Place], ...]
    submission: str | None
    source: str | None


REFUSED = "decision-refused"
"""The code of a note on a decision that cannot be used."""


def load_decisions(file: str | Path, ruleset: Ruleset) -> Decisions:
    """The decisions in ``file`` (YAML or JSON) on rules and criteria of ``ruleset``.

    Raises :class:`~poscheck.errors.ReadError` where the file cannot be read as decisions at all; a single decision that
    lacks a reason or names an unknown rule is refused with a note.
    """
    written = read_decisions(Path(file))
    checked = check_decisions(written.listed, ruleset)
    return Decisions(checked.entries, checked.notes, written.submission, written.source)


def read_decisions(file: Path) -> Written:
    """What is written in a file of decisions. Raises :class:`~poscheck.errors.ReadError`."""
    document = read_file(file)
    tree = document.tree
    listed = tree.get("decisions")
    if tree.get("format") != DECISIONS_FORMAT or not isinstance(listed, list):
        raise ReadError([
            Problem(
                code="not-decisions",
                message=f"this is no file of decisions: it needs `format: {DECISIONS_FORMAT}` and a list `decisions`",
                line=1,
                column=1,
                file=document.name,
            )
        ])  # fmt: skip
    placed = tuple((_as_written(written), _place(document, number)) for number, written in enumerate(listed))
    return Written(placed, _text(tree.get("submission")), _text(tree.get("source")))


def check_decisions(listed: Iterable[tuple[Any, Place]], ruleset: Ruleset) -> Decisions:
    """The decisions that can be used; each of the others brings a note that says why not."""
    entries: list[DecisionEntry] = []
    notes: list[Note] = []
    taken: set[str] = set()
    for raw, place in listed:
        why = _refusal(raw, ruleset, taken)
        if why:
            notes.append(refused(raw, place, why))
            continue
        taken.add(raw.get("rule") or str(raw.get("criterion")))
        entries.append(_entry(raw, place))
    return Decisions(tuple(entries), tuple(notes))


def refused(raw: Any, place: Place, why: str) -> Note:
    """The note on a decision, as written, that cannot be used."""
    return _note(REFUSED, f"{_called(raw)} is refused: {why}", place)


def _place(document: Document, number: int) -> Place:
    place = document.position(("decisions", number))
    return Path(document.name).name, place.line if place else None, place.column if place else None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) and resolve(value) is not None else None


def _as_written(decision: Any) -> Any:
    """A decision with every value as text: ``criterion: 7.10`` is not 7.1."""
    if not isinstance(decision, dict):
        return decision
    return {key: None if resolve(value) is None else value for key, value in decision.items()}


def _refusal(raw: Any, ruleset: Ruleset, taken: set[str]) -> str | None:
    """Why a decision cannot be used, or None."""
    if not isinstance(raw, dict):
        return "it is not written as a group of fields"
    unknown = [key for key in raw if key not in KEYS]
    if unknown:
        near = did_you_mean(unknown[0], KEYS)
        return f"`{unknown[0]}` is no field of a decision" + (f"; did you mean `{near}`?" if near else "")
    lacking = [key for key in _NEEDED if not isinstance(raw.get(key), str) or not raw[key].strip()]
    if lacking:
        return f"`{lacking[0]}` is missing"
    if not any(_text(raw.get(key)) for key in ("evidence_digest", "submission_digest")):
        return "`evidence_digest` is missing"
    if (raw.get("rule") is None) == (raw.get("criterion") is None):
        return "it must name one rule or one criterion"
    kind = "rule" if raw.get("rule") is not None else "criterion"
    known = {item.id for item in (ruleset.rules if kind == "rule" else ruleset.criteria)}
    name = str(raw[kind])
    if name not in known:
        near = did_you_mean(name, known)
        return f"there is no {kind} `{name}`" + (f"; did you mean `{near}`?" if near else "")
    if name in taken:
        return f"there is another decision on `{name}`"
    if raw["outcome"] not in OUTCOMES:
        return f"`{raw['outcome']}` is no outcome; use {', '.join(OUTCOMES)}"
    for key in ("decided_on", "expires_on"):
        if raw.get(key) is not None and interval(str(raw[key])) is None:
            return f"`{key}` is no date: “{raw[key]}”; write it as in 2026-11-03"
    return None


def _called(raw: Any) -> str:
    """A decision as written, by what it is on."""
    name = (raw.get("rule") or raw.get("criterion")) if isinstance(raw, dict) else None
    return "a decision" if name is None else f"the decision on {name}"


def _entry(raw: dict[str, Any], place: Place) -> DecisionEntry:
    return DecisionEntry(
        rule=raw.get("rule"),
        criterion=None if raw.get("criterion") is None else str(raw["criterion"]),
        outcome=OUTCOMES[raw["outcome"]],
        reason=raw["reason"].strip(),
        role=raw["role"].strip(),
        decided_on=str(raw["decided_on"]),
        expires_on=None if raw.get("expires_on") is None else str(raw["expires_on"]),
        evidence_digest=_digest(raw.get("evidence_digest")),
        submission_digest=_digest(raw.get("submission_digest")),
        place=place,
    )


def _digest(written: Any) -> str | None:
    text = _text(written)
    return text.lower() if text else None


def _named(entry: DecisionEntry) -> str:
    return entry.rule or str(entry.criterion)


def _note(code: str, message: str, place: Place) -> Note:
    name, line, column = place
    return Note(code=code, message=f"{message} ({name})", path=None, line=line, column=column)


def unused_note(entry: DecisionEntry, status: DecisionStatus) -> Note:
    """Why a decision does not count."""
    why = {
        DecisionStatus.EXPIRED: f"it expired on {entry.expires_on}",
        DecisionStatus.STALE: "the evidence has changed since",
    }[status]
    return _note(f"decision-{status}", f"the decision on {_named(entry)} does not count: {why}", entry.place)

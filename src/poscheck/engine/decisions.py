"""A reviewer's decisions: read from their own file, checked, and laid beside the machine's outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poscheck.dates import interval
from poscheck.errors import Problem, ReadError, did_you_mean
from poscheck.reading import Document, read_file, resolve
from poscheck.scorecard import DecisionStatus, Note, Outcome

if TYPE_CHECKING:
    from poscheck.ruleset import Ruleset

DECISIONS_FORMAT = "poscheck-decisions/1"
WAIVED = "waived"
_OUTCOMES = {"met": Outcome.MET, "not_met": Outcome.NOT_MET, WAIVED: Outcome.NOT_APPLICABLE}
_KEYS = ("rule", "criterion", "outcome", "reason", "role", "decided_on", "expires_on", "evidence_digest")
_NEEDED = ("outcome", "reason", "role", "decided_on", "evidence_digest")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEntry:
    """One decision as written, on one rule or on one whole criterion."""

    rule: str | None
    criterion: str | None
    outcome: Outcome
    reason: str
    role: str
    decided_on: str
    expires_on: str | None
    evidence_digest: str
    place: tuple[str, int | None, int | None]

    def status(self, as_of: int, digest: str) -> DecisionStatus:
        """Whether it counts on the day ``as_of`` for evidence with that digest."""
        end = interval(self.expires_on) if self.expires_on else None
        if end and end[1] < as_of:
            return DecisionStatus.EXPIRED
        return DecisionStatus.COUNTED if self.evidence_digest == digest else DecisionStatus.STALE


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions that can be used, and a note for each that was refused."""

    entries: tuple[DecisionEntry, ...]
    notes: tuple[Note, ...]


def load_decisions(file: str | Path, ruleset: Ruleset) -> Decisions:
    """The decisions in ``file`` (YAML or JSON) on rules and criteria of ``ruleset``.

    Raises :class:`~poscheck.errors.ReadError` where the file cannot be read as decisions at all; a single decision that
    lacks a reason or names an unknown rule is refused with a note.
    """
    document = read_file(Path(file))
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
    entries: list[DecisionEntry] = []
    notes: list[Note] = []
    taken: set[str] = set()
    for number, written in enumerate(listed):
        raw = _as_written(written)
        why = _refusal(raw, ruleset, taken)
        place = document.position(("decisions", number))
        where = (Path(document.name).name, place.line if place else None, place.column if place else None)
        if why:
            notes.append(_note("decision-refused", f"a decision is refused: {why}", where))
            continue
        taken.add(raw.get("rule") or str(raw.get("criterion")))
        entries.append(_entry(raw, document, number, where))
    return Decisions(tuple(entries), tuple(notes))


def _as_written(decision: Any) -> Any:
    """A decision with every value as text: ``criterion: 7.10`` is not 7.1."""
    if not isinstance(decision, dict):
        return decision
    return {key: None if resolve(value) is None else value for key, value in decision.items()}


def _refusal(raw: Any, ruleset: Ruleset, taken: set[str]) -> str | None:
    """Why a decision cannot be used, or None."""
    if not isinstance(raw, dict):
        return "it is not written as a group of fields"
    unknown = [key for key in raw if key not in _KEYS]
    if unknown:
        near = did_you_mean(unknown[0], _KEYS)
        return f"`{unknown[0]}` is no field of a decision" + (f"; did you mean `{near}`?" if near else "")
    lacking = [key for key in _NEEDED if not isinstance(raw.get(key), str) or not raw[key].strip()]
    if lacking:
        return f"`{lacking[0]}` is missing"
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
    if raw["outcome"] not in _OUTCOMES:
        return f"`{raw['outcome']}` is no outcome; use {', '.join(_OUTCOMES)}"
    for key in ("decided_on", "expires_on"):
        if raw.get(key) is not None and interval(str(raw[key])) is None:
            return f"`{key}` is no date"
    return None


def _entry(
    raw: dict[str, Any], document: Document, number: int, place: tuple[str, int | None, int | None]
) -> DecisionEntry:
    _ = document, number
    return DecisionEntry(
        rule=raw.get("rule"),
        criterion=None if raw.get("criterion") is None else str(raw["criterion"]),
        outcome=_OUTCOMES[raw["outcome"]],
        reason=raw["reason"].strip(),
        role=raw["role"].strip(),
        decided_on=str(raw["decided_on"]),
        expires_on=None if raw.get("expires_on") is None else str(raw["expires_on"]),
        evidence_digest=raw["evidence_digest"].strip().lower(),
        place=place,
    )


def _note(code: str, message: str, place: tuple[str, int | None, int | None]) -> Note:
    name, line, column = place
    return Note(code=code, message=f"{message} ({name})", path=None, line=line, column=column)


def unused_note(entry: DecisionEntry, status: DecisionStatus) -> Note:
    """Why a decision does not count."""
    name = entry.rule or entry.criterion
    why = {
        DecisionStatus.EXPIRED: f"it expired on {entry.expires_on}",
        DecisionStatus.STALE: "the evidence has changed since",
    }[status]
    return _note(f"decision-{status}", f"the decision on {name} does not count: {why}", entry.place)

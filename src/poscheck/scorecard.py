"""The scorecard: the one immutable result that every report is rendered from.

Frozen dataclasses, so that a check of one file pays for no validation library. The published schema
(``schemas/scorecard.schema.json``) is generated from these classes; ``docs/scorecard.md`` explains each field.
"""

from __future__ import annotations

from enum import StrEnum

from poscheck.papers import Papers, Phase  # noqa: TC001 -- the published schema is made from them
from poscheck.records import Part

FORMAT = "poscheck-scorecard/1"
OF_WORKBOOKS = frozenset({"sheet", "cell"})
"""Fields that are written only where the submission is a workbook or has tables."""


class Outcome(StrEnum):
    """What a rule came to on a submission."""

    MET = "met"
    NOT_MET = "not_met"
    INCOMPLETE = "incomplete"
    NEEDS_REVIEW = "needs_review"
    NOT_APPLICABLE = "not_applicable"


class ProblemKind(StrEnum):
    """Why a rule is not met or cannot be decided."""

    MISSING = "missing"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    CONTRADICTORY = "contradictory"
    INSUFFICIENT = "insufficient"


class Executability(StrEnum):
    """How much of a rule a machine can judge."""

    FULL = "full"
    PARTIAL = "partial"
    HUMAN = "human"


class Verdict(StrEnum):
    """The second answer: whether the program meets the ruleset."""

    MEETS = "meets"
    DOES_NOT_MEET = "does_not_meet"
    UNDECIDED = "undecided"


class ReasonKind(StrEnum):
    """What kind of gate decided the verdict or keeps it open."""

    NOT_READY = "not_ready"
    MISSING_EVIDENCE = "missing_evidence"
    NEEDS_REVIEW = "needs_review"
    NOT_MET = "not_met"


class ReviewEffect(StrEnum):
    """What a person's decision on a criterion alone would do, the strongest first."""

    MEETS = "meets"
    DOES_NOT_MEET = "does_not_meet"
    GATE = "gate"
    SCORE = "score"


class DecisionStatus(StrEnum):
    """Whether a reviewer's decision counts."""

    COUNTED = "counted"
    STALE = "stale"
    EXPIRED = "expired"


class ScoreRange(Part):
    """A score from 0 to 1, rounded down to four decimals: confirmed (low) and still possible (high)."""

    low: float
    high: float


class RatingRange(Part):
    """A rating on the ruleset's scale: confirmed (low) and still possible (high)."""

    low: int
    high: int


class Counts(Part):
    """How many rules came to each outcome; rules that only inform, and those of a state's duty, are not counted."""

    met: int
    not_met: int
    incomplete: int
    needs_review: int
    not_applicable: int


class RulesetInfo(Part):
    """Which rules judged. ``words`` are the ruleset's own names for component and criterion."""

    id: str
    title: str
    version: str
    digest: str
    component_word: str
    criterion_word: str
    disclaimer: str


class SubmissionInfo(Part):
    """What was judged. ``source`` is the file's name without its folder; ``digest`` is SHA-256 of its bytes.

    ``district_id`` is the federal (NCES) number. ``school`` names up to three schools.
    """

    id: str | None
    source: str
    digest: str
    district: str | None
    district_id: str | None
    state: str | None
    school: str | None
    program: str | None
    cluster: str | None
    cip: str | None


class Step(Part):
    """One rating of the scale; ``name`` is also the level that a rule is tagged with."""

    rating: int
    name: str
    meaning: str


class Citation(Part):
    """The public document that a criterion or rule comes from, and the place in it; ``short`` is its name in a line."""

    source: str
    title: str
    short: str
    item: str | None
    url: str | None


class Evidence(Part):
    """A value that was looked at. ``line`` and ``column`` are of the value, or of the nearest thing that is there.

    ``observed`` is the value as text, or None where nothing is there. In a workbook ``line`` and ``column`` are the
    numbers of row and column, and ``sheet`` and ``cell`` (``F12``) say where that is.
    """

    path: str
    line: int | None
    column: int | None
    observed: str | None
    sheet: str | None = None
    cell: str | None = None


class Decision(Part):
    """A reviewer's decision beside the machine's outcome. Only a ``counted`` one changes ratings and scores."""

    outcome: Outcome
    machine_outcome: Outcome
    reason: str
    role: str
    decided_on: str
    expires_on: str | None
    status: DecisionStatus


class Finding(Part):
    """One rule on one submission.

    ``outcome`` is the one that counts (a counted decision's, else the machine's). ``message`` answers the question in
    a sentence, ``detail`` says what was found and what is lacking. ``evidence_digest`` is SHA-256 over the evidence; a
    decision quotes it, so that it no longer counts once the evidence has changed.
    """

    rule: str
    level: str | None
    rated: bool
    outcome: Outcome
    problem: ProblemKind | None
    question: str
    message: str
    detail: str
    fix: str
    citation: Citation
    executability: Executability
    look_for: tuple[str, ...]
    decision: Decision | None
    evidence: tuple[Evidence, ...]
    evidence_digest: str


class CriterionResult(Part):
    """One criterion: ``rating`` is None where nothing applies and for a state's duty; ``top`` is the highest level.

    ``evidence_digest`` is SHA-256 over those of its findings; a decision on the whole criterion quotes it.
    """

    id: str
    title: str
    alias: str | None
    why: str
    required: bool
    responsible: str
    state_fact: str | None
    weight: float
    top: int | None
    rating: RatingRange | None
    self_rating: int | None
    evidence_digest: str
    findings: tuple[Finding, ...]


class ComponentResult(Part):
    """One component: ``score`` is None where nothing in it applies; ``minimum`` is exact text such as ``1/3``."""

    id: str
    number: int
    title: str
    alias: str | None
    weight: float
    minimum: str
    score: ScoreRange | None
    criteria: tuple[CriterionResult, ...]


class ReadinessResult(Part):
    """The first answer: whether it may be submitted."""

    ready: bool
    findings: tuple[Finding, ...]


class VerdictReason(Part):
    """A gate that decided the verdict, or one that is still open."""

    kind: ReasonKind
    decided: bool
    criterion: str | None
    component: str | None
    text: str


class Review(Part):
    """The rules of a criterion (None: of readiness) that wait for a person, and what deciding them alone would do.

    ``effect``: ``meets`` if a yes makes the submission meet; ``does_not_meet`` if a no settles that it does not;
    ``gate`` if a gate opens or closes; else ``score``.
    """

    criterion: str | None
    rules: tuple[str, ...]
    effect: ReviewEffect


class NextStep(Part):
    """What to do for one criterion, and the gain in overall score, re-scored with its rules set to met.

    ``text`` is all of ``fixes`` in one; ``together`` is the gain of this step and all before it.
    """

    criterion: str
    criterion_title: str
    required: bool
    to_level: str
    rules: tuple[str, ...]
    text: str
    fixes: tuple[str, ...]
    gain: ScoreRange
    together: ScoreRange


class SubmissionProblem(Part):
    """A value that does not fit the contract; it counts as missing and makes the submission not ready."""

    code: str
    message: str
    path: str | None
    line: int | None
    column: int | None
    allowed: str | None
    suggestion: str | None
    sheet: str | None = None
    cell: str | None = None


class Note(Part):
    """Something that the reader noticed and that changes nothing by itself."""

    code: str
    message: str
    path: str | None
    line: int | None
    column: int | None
    sheet: str | None = None
    cell: str | None = None


class SwitchedOff(Part):
    """A rule that the ruleset switched off, with its reason."""

    rule: str
    reason: str


class Planning(Part):
    """A guide's own order of work: its phases, each with components under the names that the guide gives them."""

    title: str
    citation: Citation
    phases: tuple[Phase, ...]


class MachineResult(Part):
    """What the machine alone says, shown where a reviewer's decisions are scored."""

    verdict: Verdict
    score: ScoreRange | None
    counts: Counts


class Scorecard(Part):
    """The whole result. Same inputs give an equal scorecard, on any machine, at any time.

    ``near`` are the criteria of which one alone, if all its rules were met, would bring a better verdict.
    ``papers`` are facts of the submission for the papers that districts know; nothing is judged by them. A scorecard
    that was made before there were papers has None there, and as ``planning``.
    """

    format: str
    poscheck: str
    as_of: str
    as_of_from: str
    ruleset: RulesetInfo
    submission: SubmissionInfo
    scale: tuple[Step, ...]
    required_rating: str
    parameters: dict[str, str | int | float | bool | list[str] | None]
    switched_off: tuple[SwitchedOff, ...]
    unread_fields: tuple[str, ...]
    readiness: ReadinessResult
    verdict: Verdict
    verdict_reasons: tuple[VerdictReason, ...]
    score: ScoreRange | None
    counts: Counts
    without_decisions: MachineResult | None
    components: tuple[ComponentResult, ...]
    near: tuple[str, ...]
    reviews: tuple[Review, ...]
    next_steps: tuple[NextStep, ...]
    problems: tuple[SubmissionProblem, ...]
    notes: tuple[Note, ...]
    papers: Papers | None = None
    planning: Planning | None = None

"""What all sections of one submission share: its draws, its strength, its size, its texts and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.generator.dice import Dice, day
from benchmarks.generator.words import words

if TYPE_CHECKING:
    from benchmarks.generator.identity import Identity

_FILLERS = ("TBD", "N/A", "to be determined", "-", "see attached", "pending", "")
_YEAR = 365
_BRIEF = 12
_NUMBERS = {
    "few": (2, 9),
    "grade": (9, 10),
    "months": (9, 24),
    "many": (18, 64),
    "percent": (70, 85),
    "hours": (30, 160),
    "dollars": (40, 160),
    "room": (100, 320),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How good a program is and how well its form is filled in; see ``strengths.yaml``."""

    share: float
    has: float
    good: float
    more: float
    current: float
    absent: float
    misfits: float
    lapsed: float
    status: list[str]


class Draft:
    """One submission in the making. ``size`` is about how many thousand bytes of YAML it should become."""

    def __init__(self, who: Identity, dice: Dice, strength: Strength, size: int, texts: Texts) -> None:
        self.who = who
        self.dice = dice
        self.strength = strength
        self.size = size
        self.texts = texts
        self.status = dice.pick(strength.status)
        self.lapsed = dice.chance(strength.lapsed)
        self.with_ids = dice.chance(0.7)
        self.to_college = dice.chance(strength.good)
        self.absent: frozenset[str] = frozenset()
        self.evidence: list[dict[str, Any]] = []
        self._plenty = max(0.0, (size - 10) / 20)
        self._detail = max(0.02, min(0.97, (size - 9) / 34))

    @property
    def brief(self) -> bool:
        """Whether the file is short: then it says as much as a long one, but in fewer entries."""
        return self.size <= _BRIEF

    @property
    def running(self) -> bool:
        """Whether students are in the program already."""
        return self.status != "startup"

    def good(self) -> bool:
        """Whether something is in place as it should be."""
        return self.dice.random() < self.strength.good

    def more(self) -> bool:
        """Whether something goes beyond what is asked."""
        return self.dice.random() < self.strength.more

    def detail(self) -> bool:
        """Whether something is mentioned that nobody insists on; long files mention more."""
        return self.dice.random() < self._detail

    def many(self, least: int, most: int) -> int:
        """A number of entries: ``least`` in short files, about ``most`` in long ones."""
        return least + int((most - least) * self._plenty * (0.7 + 0.6 * self.dice.random()) + self.dice.random() * 0.9)

    def recent(self, least: int = 20, most: int = 330) -> str:
        """A day so many days ago, or longer ago where the program is not kept current."""
        if self.dice.random() >= self.strength.current:
            return self.date(most + self.dice.between(60, 3 * _YEAR))
        return self.date(self.dice.between(least, most))

    def date(self, ago: int) -> str:
        """The day so many days ago; at times only its month is known."""
        text = day(ago)
        return text[:7] if ago > _YEAR // 8 and self.dice.random() < 0.08 else text

    def record(self, **fields: Any) -> dict[str, Any]:
        """A record of those fields that are there (not None) and filled in; at times a filler stands instead."""
        random, has = self.dice.random, self.strength.has
        record = {}
        for name, value in fields.items():
            if value is not None:
                if random() < has:
                    record[name] = value
                elif isinstance(value, str) and random() < 0.2:
                    record[name] = self.dice.pick(_FILLERS)
        return record

    def one(self, title_key: str, title: str, short: str) -> dict[str, Any]:
        """The beginning of an entry that others refer to: its title, and its short name where there are any."""
        return {title_key: title, "id": short} if self.with_ids else {title_key: title}

    def key(self, title: str, short: str) -> str:
        """How other entries refer to it."""
        return short if self.with_ids else title

    def clause(self, what: str) -> str:
        """A sentence of an agreement; in short files where to find it."""
        return self.texts.say("elsewhere" if self.brief else what)

    def document(self, title: str, short: str, kind: str, *supports: str) -> str | None:
        """The reference to a document that is listed under evidence; None where none is on file."""
        if "evidence" in self.absent or not self.good():
            return None
        entry = {"id": short, **self.record(title=title, kind=None if self.brief else kind)}
        if self.detail():
            entry |= self.record(
                file=f"evidence/{short}.pdf" if self.dice.chance(0.6) else None,
                dated_on=self.date(self.dice.between(30, 700)),
                supports=list(supports),
                excerpt=self.texts.say("excerpts") if self.dice.chance(0.35) else None,
                note=self.texts.say("notes") if self.dice.chance(0.2) else None,
            )
        self.evidence.append(entry)
        return short


class Texts(dict[str, Any]):
    """Free text: sentences of ``texts.yaml`` filled in with the names of one program, and with numbers drawn anew."""

    def __init__(self, who: Identity, dice: Dice) -> None:
        field, district = who.field, who.district
        task, other_task = dice.some(field["tasks"], 2)
        super().__init__(
            district=district.name,
            school=district.schools[who.schools[0]],
            college=district.college,
            subject=field["subject"],
            degree=field["degree"],
            task=task,
            other_task=other_task,
        )
        self.dice = dice
        self.employers = who.employers

    def say(self, what: str) -> str:
        """One sentence."""
        sentence: str = self.dice.pick(words("texts")[what])
        return sentence.format_map(self)

    def several(self, what: str, count: int) -> list[str]:
        """So many different sentences."""
        return [sentence.format_map(self) for sentence in self.dice.some(words("texts")[what], count)]

    def __missing__(self, name: str) -> Any:
        """What differs each time that a sentence is said."""
        if name == "employer":
            return self.dice.pick(self.employers)
        if name == "month":
            return self.dice.pick(words("texts")["months"])
        least, most = _NUMBERS[name]
        return self.dice.between(least, most)

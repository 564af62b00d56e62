"""Who files what: the district, its schools and partners, and the program. Six programs in a row share a district."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from benchmarks.generator.dice import Dice
from benchmarks.generator.words import clusters, field_of, words

PROGRAMS_IN_DISTRICT = 6
# Steps without a common divisor with the number of clusters (16 or 14) or states, so that none comes twice in a row.
_CLUSTER_STEP = 5
_STATE_STEP = 37
_NUMBERS = 100_000
_SCATTER = 7919


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district with whom it works with; names are fictional and say so."""

    name: str
    state: str
    nces_id: str
    enrollment: int
    framework: str
    first_cluster: int
    schools: tuple[str, ...]
    college: str
    university: str
    board: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One program of a district."""

    district: District
    cluster: str
    pathway: str
    cip: str
    schools: tuple[int, ...]
    field: dict[str, Any]
    employers: tuple[str, ...]
    association: str


@lru_cache(maxsize=64)
def district(seed: int, number: int) -> District:
    """The district with that number, of which no other has the name of a school and a federal number in common."""
    dice = Dice(seed, "district", number)
    names = words("names")
    states = list(names["states"])
    state = states[(number * _STATE_STEP + number // _NUMBERS) % len(states)]
    marker, home, kind = _named_for(seed, number)
    framework = "national-16" if dice.chance(0.75) else "national-14"
    others = [f"{named(dice)} {dice.pick(names['schools'])}" for _ in range(dice.between(0, 3))]
    return District(
        name=f"{marker} {home} {kind}",
        state=state,
        nces_id=f"{names['states'][state]}{number * _SCATTER % _NUMBERS:05}",
        enrollment=int(400 * 60 ** dice.random()),
        framework=framework,
        first_cluster=dice.between(0, 15),
        schools=(f"{marker} {home} High School", *others),
        college=f"{named(dice)} {dice.pick(names['colleges'])}",
        university=f"{named(dice)} {dice.pick(names['universities'])}",
        board=f"{named(dice)} {dice.pick(names['boards'])}",
        people=tuple(person(dice) for _ in range(9)),
    )


def _named_for(seed: int, number: int) -> tuple[str, str, str]:
    """Marker, place and kind of a district; no two of the first 192,000 have all three in common."""
    names = words("names")
    markers, first, second, kinds = (names[part] for part in ("markers", "first", "second", "districts"))
    rounds, place_number = divmod(number, len(markers) * len(first) * len(second))
    mixed = (place_number * _SCATTER + seed) % (len(markers) * len(first) * len(second))
    rest, marker = divmod(mixed, len(markers))
    at, after = divmod(rest, len(second))
    return markers[marker], f"{first[at]} {second[after]}", kinds[(mixed + rounds) % len(kinds)]


def identity(seed: int, number: int) -> Identity:
    """Who files the program with that number."""
    ours = district(seed, number // PROGRAMS_IN_DISTRICT)
    dice = Dice(seed, "program", number)
    listed = clusters(ours.framework)
    turn = number % PROGRAMS_IN_DISTRICT
    cluster, pathways = listed[(ours.first_cluster + turn * _CLUSTER_STEP) % len(listed)]
    field = field_of(cluster)
    taught_at = sorted(dice.some(range(len(ours.schools)), 1 if dice.chance(0.7) else 2))
    return Identity(
        district=ours,
        cluster=cluster,
        pathway=dice.pick(pathways),
        cip=dice.pick(field["cips"]),
        schools=tuple(taught_at),
        field=field,
        employers=tuple(dict.fromkeys(f"{named(dice)} {workplace}" for workplace in dice.some(field["workplaces"], 4))),
        association=f"{dice.pick(words('names')['markers'])} Association for {field['subject']}",
    )


def place(dice: Dice) -> str:
    """A made-up place."""
    names = words("names")
    return f"{dice.pick(names['first'])} {dice.pick(names['second'])}"


def named(dice: Dice) -> str:
    """A made-up place with the mark of one."""
    return f"{dice.pick(words('names')['markers'])} {place(dice)}"


def person(dice: Dice) -> str:
    """A made-up person with the mark of one."""
    return f"{dice.pick(words('names')['people'])} {dice.pick(words('names')['surnames'])}"

"""What is known before the search: people and their wishes, seats offered, by number. It can be written as JSON."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Of the JSON below; an older snapshot is read as it was written.
SCHEMA = 1
Period = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Participant:
    """Somebody who would like to discover another structure.

    Suited are the structures named and those of the sectors named; any other structure when none is named.
    `waiting` is how many days the wish has waited.
    """

    key: int
    person: int
    structure: int
    days: int
    periods: tuple[Period, ...]
    sectors: frozenset[int] = frozenset()
    structures: frozenset[int] = frozenset()
    waiting: int = 0


@dataclass(frozen=True)
class Opening:
    """A period in which a structure receives: so many people in all, each from `least` to `most` days."""

    key: int
    structure: int
    start: datetime.date
    end: datetime.date
    seats: int
    least: int = 2
    most: int = 3


@dataclass(frozen=True)
class Fixed:
    """A leg that the pilot keeps: this wish goes to that opening."""

    participant: int
    opening: int


@dataclass(frozen=True)
class Pool:
    """`structures` gives the sector of each (None where it has none); `closed` are days on which nobody is received."""

    size: int
    structures: Mapping[int, int | None]
    participants: tuple[Participant, ...]
    openings: tuple[Opening, ...]
    closed: frozenset[datetime.date] = frozenset()
    fixed: tuple[Fixed, ...] = field(default=())

    def crosses(self, giving: int, receiving: int) -> bool:
        """Whether the two are of different sectors: that is what an immersion is for (B4)."""
        return self.structures[giving] != self.structures[receiving]


def to_json(pool: Pool) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "size": pool.size,
        "structures": [[key, sector] for key, sector in sorted(pool.structures.items())],
        "participants": [
            {
                "key": one.key,
                "person": one.person,
                "structure": one.structure,
                "days": one.days,
                "periods": [[start.isoformat(), end.isoformat()] for start, end in one.periods],
                "sectors": sorted(one.sectors),
                "structures": sorted(one.structures),
                "waiting": one.waiting,
            }
            for one in pool.participants
        ],
        "openings": [
            [one.key, one.structure, one.start.isoformat(), one.end.isoformat(), one.seats, one.least, one.most]
            for one in pool.openings
        ],
        "closed": sorted(day.isoformat() for day in pool.closed),
        "fixed": [[one.participant, one.opening] for one in pool.fixed],
    }


def from_json(data: Mapping[str, Any]) -> Pool:
    """The pool as it was written by `to_json`."""
    day = datetime.date.fromisoformat
    if data["schema"] != SCHEMA:
        raise ValueError(f"a pool of schema {data['schema']} cannot be read")
    return Pool(
        size=data["size"],
        structures=dict(data["structures"]),
        participants=tuple(
            Participant(
                key=one["key"],
                person=one["person"],
                structure=one["structure"],
                days=one["days"],
                periods=tuple((day(start), day(end)) for start, end in one["periods"]),
                sectors=frozenset(one["sectors"]),
                structures=frozenset(one["structures"]),
                waiting=one["waiting"],
            )
            for one in data["participants"]
        ),
        openings=tuple(
            Opening(key, structure, day(start), day(end), seats, least, most)
            for key, structure, start, end, seats, least, most in data["openings"]
        ),
        closed=frozenset(day(text) for text in data["closed"]),
        fixed=tuple(Fixed(participant, opening) for participant, opening in data["fixed"]),
    )
